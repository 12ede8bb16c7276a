import { linkPaginator, linksBelow } from '../../../nodes/OpenConnectors/streams/paging/link';
import { SourceError } from '../../../nodes/OpenConnectors/streams/sourceError';
import type { JsonValue } from '../../../nodes/OpenConnectors/core/page';

const STYLE = {
	type: 'link',
	limitParam: 'limit',
	linkField: ['_links.next.href', '_links.next.next.href'],
} as const;

const paginatorAt = (root: string) =>
	linkPaginator(
		STYLE,
		50,
		linksBelow(() => root),
	);
const paginator = paginatorAt('https://api.example');
const after = (body: JsonValue) => paginator.next({ records: [], body, headers: {} }, undefined);

it('the first page is the list with its size', () => {
	expect(paginator.ask(undefined)).toEqual({ parameters: [['limit', 50]] });
});

it('pages share no records: a link knows where the page before ended', () => {
	expect(paginator.overlap).toBe(0);
});

describe('the page behind', () => {
	it.each<[string, JsonValue, string | undefined]>([
		['a link', { _links: { next: { href: '/v3/a?cursor=1' } } }, '/v3/a?cursor=1'],
		['a nested link', { _links: { next: { next: { href: '/v3/b' } } } }, '/v3/b'],
		['both', { _links: { next: { href: '/v3/a', next: { href: '/v3/b' } } } }, '/v3/a'],
		['no links', {}, undefined],
		['null for links', { _links: null }, undefined],
		['null for the next', { _links: { next: null } }, undefined],
		['null for the address', { _links: { next: { href: null } } }, undefined],
		['null in the nested one', { _links: { next: { next: { href: null } } } }, undefined],
		['an empty address', { _links: { next: { href: '' } } }, undefined],
		['no next link', { _links: { self: { href: '/v3/a' } } }, undefined],
		['a list instead of an object', [], undefined],
	])('where the answer has %s', (_case, body, expected) => {
		expect(after(body)).toBe(expected);
	});

	it.each<[string, JsonValue]>([
		['links that are a text', { _links: 'next' }],
		['links that are a list', { _links: [{ next: { href: '/v3/a' } }] }],
		['a next that is a text', { _links: { next: '/v3/a' } }],
		['a next that is a list', { _links: { next: [{ href: '/v3/a' }] } }],
		['a next without an address', { _links: { next: {} } }],
		['an address that is an object', { _links: { next: { href: { to: '/v3/a' } } } }],
	])('is not taken for none where the answer has %s', (_case, body) => {
		expect(() => after(body)).toThrow('something that leads to no next page');
	});

	it.each([
		[
			'https://api.example',
			'/v3/contacts?cursor=a%2Fb',
			'https://api.example/v3/contacts?cursor=a%2Fb',
		],
		['https://api.example', 'v3/contacts?cursor=a', 'https://api.example/v3/contacts?cursor=a'],
		['https://api.example/', '/v3/contacts', 'https://api.example/v3/contacts'],
		['http://localhost:80/cc', '/v3/contacts', 'http://localhost/cc/v3/contacts'],
		['https://api.example', 'https://user:word@api.example/v3/x', 'https://api.example/v3/x'],
		['http://localhost:3000/cc/', '/v3/contacts', 'http://localhost:3000/cc/v3/contacts'],
		['http://localhost:3000/cc', '/cc/v3/contacts', 'http://localhost:3000/cc/v3/contacts'],
		['http://localhost:3000/cc', '/ccc/v3', 'http://localhost:3000/cc/ccc/v3'],
		['https://api.example', 'https://api.example/v3/x', 'https://api.example/v3/x'],
		['https://api.example/gate', 'https://API.example/v3/x', 'https://api.example/v3/x'],
	])('below %s, %s is asked for at %s', (root, link, url) => {
		expect(paginatorAt(root).ask(link)).toEqual({ parameters: [], link: url });
	});

	it.each([
		['https://api.example', 'https://elsewhere.example/v3/contacts'],
		['https://api.example', 'http://api.example/v3/contacts'],
		['https://api.example', 'https://api.example:8443/v3/contacts'],
		['https://api.example', 'https://api.example.elsewhere.example/v3'],
		['https://api.example', 'https://api.example@elsewhere.example/v3'],
		['https://api.example', '//elsewhere.example/v3'],
		['https://api.example', '@elsewhere.example/v3'],
		['https://api.example', '.elsewhere.example/v3'],
		['https://api.example', '\\\\elsewhere.example/v3'],
		['https://api.example/cc', '/../v3'],
		['https://api.example', 'https://'],
	])('never leaves %s: %s', (root, link) => {
		const ask = () => new URL(paginatorAt(root).ask(link).link ?? '').origin;
		let origin: string | undefined;
		try {
			origin = ask();
		} catch (error) {
			expect(error).toBeInstanceOf(SourceError);
			expect(error).toMatchObject({ code: 'redirected' });
		}
		expect([undefined, new URL(root).origin]).toContain(origin);
	});
});

describe('a link elsewhere in the answer', () => {
	const answer = (body: JsonValue, headers = {}) => ({ records: [], body, headers });

	it.each<[string, string | undefined]>([
		[
			'<https://api.example/a?page=2>; rel="next", <https://api.example/a?page=9>; rel="last"',
			'/a?page=2',
		],
		[
			'<https://api.example/a?page=1>; rel="prev", <https://api.example/a?page=3>; rel=next',
			'/a?page=3',
		],
		['<https://api.example/a?page=4>; title="a, b"; rel="last next"', '/a?page=4'],
		['<https://api.example/a>; rel="nextpage"', undefined],
		['', undefined],
	])('in a header: %s', (link, expected) => {
		const inHeader = linkPaginator(
			{ type: 'link', linkHeader: 'Link' },
			50,
			linksBelow(() => ''),
		);
		expect(inHeader.next(answer([], { link }), undefined)).toBe(
			expected === undefined ? undefined : `https://api.example${expected}`,
		);
	});

	it('among others, by a condition', () => {
		const chosen = linkPaginator(
			{ type: 'link', linkField: 'links[rel=next].href' },
			50,
			linksBelow(() => ''),
		);
		const links = [
			{ rel: 'self', href: '/a' },
			{ rel: 'next', href: '/b' },
		];
		expect(chosen.next(answer({ links }), undefined)).toBe('/b');
		expect(chosen.next(answer({ links: links.slice(0, 1) }), undefined)).toBeUndefined();
		expect(chosen.next(answer({}), undefined)).toBeUndefined();
	});

	it('is not followed where the answer says that this is the end', () => {
		const flagged = linkPaginator(
			{ type: 'link', linkField: 'next', endField: 'end' },
			50,
			linksBelow(() => ''),
		);
		expect(flagged.next(answer({ next: '/a', end: true }), undefined)).toBeUndefined();
		expect(flagged.next(answer({ next: '/a', end: false }), undefined)).toBe('/a');
	});
});
