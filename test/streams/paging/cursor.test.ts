import {
	PagePositionError,
	type JsonValue,
	type RawRecord,
} from '../../../nodes/OpenConnectors/core/page';
import { cursorPaginator } from '../../../nodes/OpenConnectors/streams/paging/cursor';

const STYLE = {
	type: 'cursor',
	cursorParam: 'next',
	limitParam: 'limit',
	cursorField: 'next_cursor',
} as const;

const paginator = cursorPaginator(STYLE, 40);

it('every page is asked for with its size, those behind the first with the cursor too', () => {
	expect(paginator.ask(undefined)).toEqual({ parameters: [['limit', 40]] });
	expect(paginator.ask('roB-v_1').parameters).toEqual([
		['limit', 40],
		['next', 'roB-v_1'],
	]);
});

it('pages share no records: a token knows where the page before ended', () => {
	expect(paginator.overlap).toBe(0);
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
		expect(paginator.next({ records: [], body, headers: {} }, 'before')).toBe(expected);
	});

	it.each<[string, JsonValue]>([
		['an object', { next_cursor: {} }],
		['a list', { next_cursor: ['abc'] }],
		['true', { next_cursor: true }],
	])('is not taken for none where the token is %s', (_case, body) => {
		const next = () => paginator.next({ records: [], body, headers: {} }, 'before');
		expect(next).toThrow('something that leads to no next page in "next_cursor"');
	});

	it('may be left out of the object that tells of the pages', () => {
		const paging = { ...STYLE, cursorField: 'additional_data.pagination.next_start' };
		const body = { additional_data: { pagination: { start: 4 } } };
		expect(cursorPaginator(paging, 40).next({ records: [], body, headers: {} }, '4')).toBe(
			undefined,
		);
	});

	it('is found at the path that the style names', () => {
		const nested = cursorPaginator({ ...STYLE, cursorField: 'paging.next.token' }, 40);
		const body = { paging: { next: { token: 'deep' } } };
		expect(nested.next({ records: [], body, headers: {} }, undefined)).toBe('deep');
	});
});

const answer = (body: JsonValue, records: readonly RawRecord[] = [], headers = {}) => ({
	records,
	body,
	headers,
});

describe('a cursor', () => {
	const BARE = { type: 'cursor', cursorParam: 'next', limitParam: 'limit' } as const;

	it('may be a header, whose name has any case', () => {
		const inHeader = cursorPaginator({ ...BARE, cursorHeader: 'Next-Page' }, 40);
		expect(inHeader.next(answer([], [], { 'next-page': 'a b' }), undefined)).toBe('a b');
		expect(inHeader.next(answer([], [], { 'next-page': '' }), undefined)).toBeUndefined();
		expect(inHeader.next(answer([]), undefined)).toBeUndefined();
	});

	it('may be a value of the last record; an empty page ends the list then', () => {
		const ofRecord = cursorPaginator({ ...BARE, lastRecordField: 'id', hasMoreField: 'more' }, 40);
		const records = [{ id: 'a' }, { id: 'b' }];
		expect(ofRecord.next(answer({ more: true }, records), undefined)).toBe('b');
		expect(ofRecord.next(answer({}, records), undefined)).toBe('b');
		expect(ofRecord.next(answer({ more: false }, records), undefined)).toBeUndefined();
		expect(ofRecord.next(answer({ more: true }), undefined)).toBeUndefined();
	});

	it('is an error where the last record lacks it', () => {
		const ofRecord = cursorPaginator({ ...BARE, lastRecordField: 'key', endField: 'end' }, 40);
		const next = (body: JsonValue) => () => ofRecord.next(answer(body, [{ id: 'a' }]), undefined);
		expect(next({})).toThrow('its last record has nothing in key (paging.lastRecordField)');
		expect(next({ end: true })()).toBeUndefined();
	});

	it('is an error where the first page says that more follows and lacks its place', () => {
		const flagged = cursorPaginator({ ...STYLE, hasMoreField: 'more' }, 40);
		const next = (body: JsonValue, position?: string) =>
			flagged.next(answer(body, [{ id: 'a' }]), position);
		expect(() => next({ more: true })).toThrow(
			'it has nothing in next_cursor (paging.cursorField)',
		);
		expect(next({ more: true, next_cursor: null })).toBeUndefined();
		expect(next({ more: true }, 'b')).toBeUndefined();
		expect(next({ more: false })).toBeUndefined();
		expect(next({})).toBeUndefined();
	});

	it.each<[JsonValue, string | undefined]>([
		[{ next_cursor: 'a', end: true }, undefined],
		[{ next_cursor: 'a', end: false }, 'a'],
		[{ next_cursor: 'a' }, 'a'],
		[{ next_cursor: null, end: false }, undefined],
	])('is not followed where %j says that this is the end', (body, expected) => {
		const flagged = cursorPaginator({ ...STYLE, endField: 'end' }, 40);
		expect(flagged.next(answer(body), undefined)).toBe(expected);
	});

	it('keeps its type in a body', () => {
		const typed = cursorPaginator({ ...STYLE, in: 'body', cursorParam: 'variables.after' }, 40);
		for (const cursor of [17, '17', 'x']) {
			const position = typed.next(answer({ next_cursor: cursor }), undefined);
			expect(typed.ask(position).parameters[1]).toEqual(['variables.after', cursor]);
		}
		expect(typed.next(answer({ next_cursor: null }), undefined)).toBeUndefined();
		expect(() => typed.ask('{')).toThrow(PagePositionError);
	});

	it('may be sent alone, or to a path of its own', () => {
		const alone = cursorPaginator({ ...STYLE, alone: true, cursorUrl: '/continue' }, 40);
		expect(alone.ask(undefined)).toEqual({ parameters: [['limit', 40]] });
		expect(alone.ask('a')).toMatchObject({ alone: true, url: '/continue' });
	});
});
