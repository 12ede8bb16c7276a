import type { JsonValue } from '../../../nodes/OpenConnectors/core/page';
import { tokenPager } from '../../../nodes/OpenConnectors/streams/paging/token';

const STYLE = {
	style: 'token',
	tokenParameter: 'next',
	limitParameter: 'limit',
	tokenField: 'next_cursor',
	maxPageSize: 100,
} as const;

const LIST = { method: 'GET', url: 'https://api.example/v3/events?sort_order=ASC' } as const;
const pager = tokenPager(STYLE, 40);

it('every page is the list with its size, those behind the first with the token too', () => {
	expect(pager.request(LIST, undefined)).toEqual({ ...LIST, url: `${LIST.url}&limit=40` });
	expect(pager.request(LIST, 'roB-v_1')).toEqual({
		...LIST,
		url: `${LIST.url}&limit=40&next=roB-v_1`,
	});
});

it('a token is encoded as it came', () => {
	const { url } = pager.request(LIST, 'a+/= &%20');
	expect(url).toContain('&next=a%2B%2F%3D%20%26%2520');
	expect(new URL(url).searchParams.get('next')).toBe('a+/= &%20');
});

it('pages share no records: a token knows where the page before ended', () => {
	expect(pager.overlap).toBe(0);
});

describe('the page behind', () => {
	it.each<[string, JsonValue, string | undefined]>([
		['a token', { next_cursor: 'abc' }, 'abc'],
		['a token and no records', { next_cursor: 'abc', records: [] }, 'abc'],
		['a number', { next_cursor: 17 }, '17'],
		['zero', { next_cursor: 0 }, '0'],
		['null', { next_cursor: null }, undefined],
		['an empty text', { next_cursor: '' }, undefined],
		['no token', {}, undefined],
		['false', { next_cursor: false }, undefined],
		['a list for a body', [], undefined],
	])('of an answer with %s', (_case, body, expected) => {
		expect(pager.next({ records: [], body, headers: {} }, 'before')).toBe(expected);
	});

	it.each<[string, JsonValue]>([
		['an object', { next_cursor: {} }],
		['a list', { next_cursor: ['abc'] }],
		['true', { next_cursor: true }],
	])('is not taken for none where the token is %s', (_case, body) => {
		const next = () => pager.next({ records: [], body, headers: {} }, 'before');
		expect(next).toThrow('something that leads to no next page in "next_cursor"');
	});

	it('is found at the path that the style names', () => {
		const nested = tokenPager({ ...STYLE, tokenField: 'paging.next.token' }, 40);
		const body = { paging: { next: { token: 'deep' } } };
		expect(nested.next({ records: [], body, headers: {} }, undefined)).toBe('deep');
	});
});
