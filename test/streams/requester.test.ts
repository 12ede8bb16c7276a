import type { ResourceSettings } from '../../nodes/OpenConnectors/configuration/language';
import type { JsonValue } from '../../nodes/OpenConnectors/core/page';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { Asked } from '../../nodes/OpenConnectors/streams/remoteList';
import { settingsRequester } from '../../nodes/OpenConnectors/streams/requester';
import { ASKED } from './asked';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);
const API = 'https://api.example/v1';

const listOf = (list: ResourceSettings & { readonly url: string }, more: Partial<Asked> = {}) =>
	settingsRequester({
		...ASKED,
		list,
		apiUrl: () => API,
		root: 'https://api.example',
		pageSize: 50,
		variables: { id: 'a b' },
		...more,
	});

const SINCE = '/things?since=${epoch:s}&sort=date';

it('a request is the url with the instant and the variables', () => {
	const list = listOf({ url: "/things/{id}?since=${gmtDate:yyyy-MM-dd'T'HH:mm}&q={id}" });
	expect(list.request(AT, undefined)).toEqual({
		method: 'GET',
		url: `${API}/things/a%20b?since=2026-01-05T14%3A03&q=a%20b`,
	});
});

it('nothing is asked for from before 1970', () => {
	expect(listOf({ url: SINCE }).request(-5_000, undefined).url).toContain('since=0&');
});

it('without the filter, the parameters that hold the instant are left out', () => {
	const list = listOf({ url: SINCE }, { isFiltered: false });
	expect(list.request(AT, undefined).url).toBe(`${API}/things?sort=date`);
});

it('one step of the filter earlier is asked for, where it is coarse', () => {
	const list = listOf({ url: SINCE, since: { granularity: 'P1D' } });
	expect(list.request(AT, undefined).url).toContain(`since=${AT / 1_000 - 86_400}&`);
});

it('headers and texts of a body are filled in and not encoded; a number may stay one', () => {
	const zone = parseZone('America/Denver') ?? UTC;
	const list = listOf(
		{
			url: '/search',
			method: 'POST',
			headers: { 'X-Since': '${date:HH:mm} {id}' },
			body: {
				filters: [{ value: '${epoch:ms}' }, { value: '${epoch:s:number}' }, 'at ${epoch:s:number}'],
				query: 'nodes{name} {id}',
				deep: { flag: true, none: null, count: 3 },
			},
		},
		{ zone },
	);
	const { body = '', ...request } = list.request(AT, undefined);
	expect(request).toEqual({
		method: 'POST',
		url: `${API}/search`,
		headers: { 'X-Since': '07:03 a b' },
	});
	expect(JSON.parse(body)).toEqual({
		filters: [{ value: String(AT) }, { value: AT / 1_000 }, `at ${AT / 1_000}`],
		query: 'nodes{name} a b',
		deep: { flag: true, none: null, count: 3 },
	});
});

describe('the parameters of a page', () => {
	const CURSOR = {
		type: 'cursor',
		cursorField: 'next',
		cursorParam: 'page.after',
		limitParam: 'page.first',
	} as const;

	it('stand behind those of the url', () => {
		const list = listOf({ url: SINCE, paging: CURSOR });
		expect(list.request(AT, 'x&y').url).toBe(
			`${API}/things?since=${AT / 1_000}&sort=date&page.first=50&page.after=x%26y`,
		);
	});

	it('go into the body by their paths, with their types', () => {
		const body: JsonValue = { query: 'q', page: { order: 'asc' } };
		const list = listOf({ url: '/g', method: 'POST', body, paging: { ...CURSOR, in: 'body' } });
		const bodyAt = (position?: string) => JSON.parse(list.request(AT, position).body ?? '');
		expect(bodyAt()).toEqual({ query: 'q', page: { order: 'asc', first: 50 } });
		const position = list.next({ records: [], body: { next: 17 }, headers: {} }, undefined);
		expect(bodyAt(position)).toEqual({ query: 'q', page: { order: 'asc', first: 50, after: 17 } });
	});

	it('go into headers', () => {
		const list = listOf({
			url: '/things',
			headers: { Accept: 'text/json' },
			paging: { ...CURSOR, in: 'header', cursorParam: 'X-After', limitParam: 'X-First' },
		});
		expect(list.request(AT, 'c')).toEqual({
			method: 'GET',
			url: `${API}/things`,
			headers: { Accept: 'text/json', 'X-After': 'c', 'X-First': '50' },
		});
	});

	it('stand alone, at another path, where the API wants it so', () => {
		const paging = { ...CURSOR, alone: true, cursorUrl: '/continue' };
		const list = listOf({ url: SINCE, paging });
		expect(list.request(AT, undefined).url).toContain('/things?since=');
		expect(list.request(AT, 'c').url).toBe(`${API}/continue?page.first=50&page.after=c`);
	});

	it('are not added to a link', () => {
		const paging = { type: 'link', linkHeader: 'link', limitParam: 'per_page' } as const;
		const list = listOf({ url: SINCE, headers: { Accept: 'text/json' }, paging });
		expect(list.request(AT, 'https://api.example/v1/things?page=2')).toEqual({
			method: 'GET',
			url: `${API}/things?page=2`,
			headers: { Accept: 'text/json' },
		});
	});
});

describe('conditions of the user', () => {
	const equalities = [
		['status', 'a&b'],
		['name', 'c'],
	] as const;

	it('stand in place of what is always sent', () => {
		const list = listOf({ url: '/things?status=all&sort=date' }, { equalities });
		expect(list.request(AT, undefined).url).toBe(`${API}/things?status=a%26b&name=c&sort=date`);
	});

	it('join what one parameter holds, where the provider reads several out of one', () => {
		const hubConditions = { fields: 'any', query: 'filter={field}=={value}', join: ';' } as const;
		const list = listOf(
			{ url: '/things?sort=date&filter=since==${epoch:s}' },
			{ equalities, hubConditions },
		);
		expect(decodeURIComponent(list.request(AT, undefined).url)).toBe(
			`${API}/things?filter=status==a&b;name==c;since==${AT / 1_000}&sort=date`,
		);
	});
});
