import type { PagingSettings } from '../../nodes/OpenConnectors/configuration/language';
import type { JsonValue } from '../../nodes/OpenConnectors/core/page';
import { furtherPages } from '../../nodes/OpenConnectors/host/furtherPages';

const data = Array.from({ length: 25 }, (_, id) => ({ id, name: `Record ${id}` }));

const seen = (
	around: Readonly<Record<string, JsonValue>>,
	paging?: PagingSettings,
	headers: Readonly<Record<string, string>> = {},
) =>
	furtherPages(
		{ records: data, body: { data, ...around }, headers, url: 'https://api.example/v1/records' },
		{ recordsField: 'data', ...(paging ? { paging } : {}) },
	);

const address = 'https://api.example/v1/records?page=2';
const next = `<${address}>; rel="next"`;
const links = ['self', 'first', 'last'].map((rel) => ({ rel, href: address }));

describe('an answer goes on, where no paging is set', () => {
	it.each<[string, Readonly<Record<string, JsonValue>>, object]>([
		['by a link', { links: { next: address } }, { linkField: 'links.next' }],
		[
			'by a link of a list',
			{ links: [...links, { rel: 'next', href: address }] },
			{ linkField: 'links[rel=next].href' },
		],
		['by a cursor', { next_cursor: 'abc' }, { cursorField: 'next_cursor' }],
		['behind the last record', { has_more: true }, { lastRecordField: 'id' }],
		['by a number of pages', { page: 1, total_pages: 2 }, { totalPagesField: 'total_pages' }],
		['by a total', { offset: 0, limit: 25, total: 26 }, { totalField: 'total' }],
	])('%s', (_name, around, shown) => {
		expect(seen(around)).toMatchObject(shown);
	});

	it('by a header', () => {
		expect(seen({}, undefined, { link: next })).toMatchObject({ linkHeader: 'link' });
	});
});

describe('an answer is all', () => {
	it.each<[string, Readonly<Record<string, JsonValue>>]>([
		['without a sign', {}],
		['without a link', { links: { next: null } }],
		['with links to other pages', { links }],
		['with a cursor at the end', { next_cursor: 'abc', has_more: false }],
		['with as many records as there are', { offset: 0, limit: 25, total: 25 }],
		['of the only page', { page: 1, total_pages: 1 }],
	])('%s', (_name, around) => {
		expect(seen(around)).toBeUndefined();
	});

	it('with a header of other pages', () => {
		expect(seen({}, undefined, { link: next.replace('next', 'first') })).toBeUndefined();
	});
});

describe('where paging is set', () => {
	const cursor = (cursorField: string): PagingSettings => ({
		type: 'cursor',
		cursorField,
		cursorParam: 'cursor',
	});

	it('another place of the next page counts, and the same does not', () => {
		expect(seen({ next_cursor: 'abc' }, cursor('nowhere'))).toMatchObject({ type: 'cursor' });
		expect(seen({ next_cursor: 'abc' }, cursor('next_cursor'))).toBeUndefined();
	});

	it('a total counts other things', () => {
		expect(seen({ offset: 0, limit: 25, total: 26 }, cursor('next_cursor'))).toBeUndefined();
	});

	it('pages that are counted end by their own rules', () => {
		const paging: PagingSettings = { type: 'page_number', pageParam: 'page' };
		expect(seen({ links: { next: address } }, paging)).toBeUndefined();
	});
});
