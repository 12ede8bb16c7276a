import type {
	OffsetPaging,
	PageNumberPaging,
} from '../../../nodes/OpenConnectors/configuration/language';
import { PagePositionError, type JsonValue } from '../../../nodes/OpenConnectors/core/page';
import { offsetPaginator } from '../../../nodes/OpenConnectors/streams/paging/offset';
import { pageNumberPaginator } from '../../../nodes/OpenConnectors/streams/paging/pageNumber';
import type { Paginator } from '../../../nodes/OpenConnectors/streams/paging/paginator';

const PAGES: PageNumberPaging = { type: 'page_number', pageParam: 'page', limitParam: 'per_page' };
const OFFSETS: OffsetPaging = { type: 'offset', offsetParam: 'skip', limitParam: 'top' };

const answer = (count: number, body: JsonValue = [], headers = {}) => ({
	records: Array.from({ length: count }, (_, id) => ({ id })),
	body,
	headers,
});

describe('pages by number', () => {
	const paginator = pageNumberPaginator(PAGES, 4);

	it('ask for one after the other, from the first number of the API on', () => {
		expect(paginator.ask(undefined).parameters).toEqual([
			['page', 1],
			['per_page', 4],
		]);
		const second = paginator.next(answer(4), undefined);
		expect(paginator.ask(second).parameters[0]).toEqual(['page', 2]);
		const third = paginator.next(answer(4), second);
		expect(paginator.ask(third).parameters[0]).toEqual(['page', 3]);
		const fromZero = pageNumberPaginator({ ...PAGES, firstPage: 0 }, 4);
		expect(fromZero.ask(undefined).parameters[0]).toEqual(['page', 0]);
		expect(fromZero.ask(second).parameters[0]).toEqual(['page', 1]);
	});

	it('end at a page that is not full, where the answer says nothing', () => {
		expect(paginator.next(answer(3), undefined)).toBeUndefined();
		expect(paginator.next(answer(0), '1:4')).toBeUndefined();
	});

	it('count what came, so that a server that gives less than asked is read to its end', () => {
		const totalled = pageNumberPaginator({ ...PAGES, totalField: 'total' }, 4);
		const second = totalled.next(answer(2, { total: 5 }), undefined);
		const third = totalled.next(answer(2, { total: 5 }), second);
		expect(totalled.ask(third).parameters[0]).toEqual(['page', 3]);
		expect(totalled.next(answer(1, { total: 5 }), third)).toBeUndefined();
	});

	it('end at the number of pages that a field or header states', () => {
		const byField = pageNumberPaginator({ ...PAGES, totalPagesField: 'pages' }, 4);
		expect(byField.next(answer(4, { pages: 1 }), undefined)).toBeUndefined();
		expect(byField.next(answer(3, { pages: 2 }), undefined)).toBe('1:3');
		const byHeader = pageNumberPaginator({ ...PAGES, totalPagesHeader: 'X-Pages' }, 4);
		expect(byHeader.next(answer(4, [], { 'x-pages': '1' }), undefined)).toBeUndefined();
	});

	it('refuse a position that is none', () => {
		expect(() => paginator.ask('x')).toThrow(PagePositionError);
	});
});

const BOTH: ReadonlyArray<[string, (flags: object) => Paginator]> = [
	['number', (flags) => pageNumberPaginator({ ...PAGES, ...flags }, 4)],
	['offset', (flags) => offsetPaginator({ ...OFFSETS, ...flags }, 4)],
];

describe.each(BOTH)('pages by %s', (_name, paginatorWith) => {
	it.each<[string, JsonValue, boolean]>([
		['a full page, and no more', { more: false }, true],
		['a short page, and more', { more: true }, false],
		['more as a text', { more: 'true' }, false],
	])('believe a flag: %s', (_case, body, isEnd) => {
		const count = isEnd ? 4 : 3;
		const next = paginatorWith({ hasMoreField: 'more' }).next(answer(count, body), undefined);
		expect(next === undefined).toBe(isEnd);
	});

	it('believe a flag of the end', () => {
		const paginator = paginatorWith({ endField: 'meta.isLast' });
		expect(paginator.next(answer(4, { meta: { isLast: true } }), undefined)).toBeUndefined();
		expect(paginator.next(answer(3, { meta: { isLast: false } }), undefined)).toBeDefined();
		expect(paginator.next(answer(4, { meta: null }), undefined)).toBeDefined();
		expect(paginator.next(answer(3, { meta: null }), undefined)).toBeUndefined();
	});

	it('do not end at an empty page before the total', () => {
		const paginator = paginatorWith({ totalHeader: 'X-Total' });
		expect(() => paginator.next(answer(0, [], { 'x-total': '9' }), undefined)).toThrow(
			'an empty page, though it says that there are 9 records,',
		);
	});

	it('do not believe a total below what came', () => {
		const paginator = paginatorWith({ totalField: 'total' });
		expect(paginator.next(answer(4, { total: 2 }), undefined)).toBeDefined();
		expect(paginator.next(answer(4, { total: 4 }), undefined)).toBeUndefined();
	});
});

it('offsets may begin at another number', () => {
	const paginator = offsetPaginator({ ...OFFSETS, firstOffset: 1 }, 4);
	expect(paginator.ask(undefined).parameters[0]).toEqual(['skip', 1]);
	const next = paginator.next(answer(4), undefined);
	expect(paginator.ask(next).parameters[0]).toEqual(['skip', 3]);
});
