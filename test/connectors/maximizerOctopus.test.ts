import { PagePositionError } from '../../nodes/OpenConnectors/core/page';
import { octopusList } from '../../nodes/OpenConnectors/connectors/maximizer/octopus';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { SECOND } from '../harness/clock';
import type { RecordList } from '../harness/provider';
import { BEGIN, readList, rowsOf, searchOf, upTo, type Manner } from './maximizerOctopusServer';

const errorOf = (work: () => unknown): unknown => {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('there was no error');
};

const bodyOf = (dated: boolean, position?: string): unknown =>
	JSON.parse(octopusList(searchOf(4, dated)).request(BEGIN, position).body ?? '');

describe('a request', () => {
	it('names object, fields, date, order and page', () => {
		expect(octopusList(searchOf(4, true)).request(BEGIN, undefined)).toMatchObject({
			method: 'POST',
			url: 'https://api.example/octopus/Read',
		});
		expect(bodyOf(true)).toEqual({
			Case: {
				Scope: { Fields: { Key: { ID: 1 } } },
				Criteria: {
					SearchQuery: { $AND: [{ Changed: { $GE: '2026-01-05T12:00:00Z' } }] },
					Top: 4,
				},
				OrderBy: { Fields: [{ Changed: 'ASC' }], PageSize: 4, PageKey: null },
			},
		});
	});

	it('has the conditions of every search and of the user before the date, and what the object needs', () => {
		const search = searchOf(4, true);
		const listing = octopusList({
			...search,
			read: {
				...search.read,
				conditions: [{ Type: { $EQ: 'Contact' } }],
				compatibility: { AbEntryKey: '2.0' },
				drivers: { ICaseSearcher: 'Sql' },
			},
			conditions: [{ City: { $EQ: 'Bonn' } }],
		});
		expect(JSON.parse(listing.request(BEGIN, undefined).body ?? '')).toMatchObject({
			Case: {
				Criteria: {
					SearchQuery: {
						$AND: [
							{ Type: { $EQ: 'Contact' } },
							{ City: { $EQ: 'Bonn' } },
							{ Changed: { $GE: '2026-01-05T12:00:00Z' } },
						],
					},
				},
			},
			Compatibility: { AbEntryKey: '2.0' },
			Configuration: { Drivers: { ICaseSearcher: 'Sql' } },
		});
	});

	it('without any condition has no search', () => {
		expect(bodyOf(false)).toMatchObject({ Case: { Criteria: { Top: 4 } } });
		expect(JSON.stringify(bodyOf(false))).not.toContain('SearchQuery');
	});

	it.each(['no JSON', '{"kind":"other"}', '{"kind":"key","room":"4","key":"x"}', '7'])(
		'at the position %s is not made: the list begins anew',
		(position) => {
			expect(errorOf(() => bodyOf(true, position))).toBeInstanceOf(PagePositionError);
		},
	);
});

const NOWHERE: Manner = {};
const KEY_PLACES = [
	'OrderBy.PageKey',
	'PageKey',
	'NextPageKey',
	'Case.OrderBy.PageKey',
	'Case.PageKey',
	'Case.NextPageKey',
];
const PLACES: ReadonlyArray<readonly [string, Manner]> = [
	['nowhere', NOWHERE],
	...KEY_PLACES.map((keyField) => [keyField, { keyField }] as const),
];

describe.each(PLACES)('with the next key in %s', (_place, manner) => {
	it.each([0, 1, 3, 4, 5, 8, 9, 40])('a list by date of %i is read whole', (count) => {
		expect(readList(rowsOf(count), { manner }).ids).toEqual(upTo(count));
	});

	it.each([0, 1, 3, 5, 7, 9, 41])('a list without a date of %i is read whole', (count) => {
		expect(readList(rowsOf(count), { manner, dated: false }).ids).toEqual(upTo(count));
	});

	it.each([1, 2, 3, 4, 5, 30])('pages of %i work', (pageSize) => {
		expect(readList(rowsOf(33), { manner, pageSize }).ids).toEqual(upTo(33));
		expect(readList(rowsOf(33), { manner, pageSize, dated: false }).ids).toEqual(upTo(33));
	});

	it.each([3, 4, 5, 9, 23])('%i records of one second are read whole', (ties) => {
		const rows = rowsOf(ties + 6, (index) => Math.max(3, Math.min(index, 3)));
		const around = rows.map((row) => ({ ...row, at: row.id <= 3 ? row.id : row.at + 4 }));
		expect(readList(around, { manner }).ids).toEqual(upTo(ties + 6));
	});

	it('records that change while the list is read hide no others', () => {
		const rows = rowsOf(40);
		const meanwhile: Manner['meanwhile'] = (list, answers) => {
			const moved = list.listSince()[answers % 3].id;
			list.change(moved, 0, { stampedAhead: (100 + answers) * SECOND });
		};
		expect(readList(rows, { manner: { ...manner, meanwhile } }).ids).toEqual(upTo(40));
	});

	it('a quiet window is one request', () => {
		expect(readList(rowsOf(3), { manner }).asked).toHaveLength(1);
		expect(readList([], { manner }).asked).toHaveLength(1);
	});
});

describe('windows by date', () => {
	it('begin at a date near the end of the page, as the provider wrote it', () => {
		const { asked } = readList(rowsOf(9), { pageSize: 4 });
		expect(asked.map(({ from }) => from?.slice(14, 19))).toEqual([
			'00:00',
			'00:02',
			'00:04',
			'00:06',
		]);
		expect(asked.every(({ key }) => key === null)).toBe(true);
	});

	it('take twice the room where one date fills the page, and go on with the usual', () => {
		const { asked, ids } = readList(
			rowsOf(20, (index) => (index < 13 ? 0 : index)),
			{ pageSize: 4 },
		);
		expect(ids).toEqual(upTo(20));
		expect(asked.map(({ size }) => size)).toEqual([4, 4, 8, 16, 4, 4]);
	});

	it.each([
		['later', 10],
		['earlier', -8],
	])('that are read hours %s than they are written lose nothing', (_how, readsLaterBy) => {
		// The first condition is wide enough: polling asks 14 hours back.
		const shift = Math.max(0, readsLaterBy) * 3_600;
		const rows = rowsOf(50, (index) => shift + index * 60);
		expect(readList(rows, { manner: { readsLaterBy } }).ids).toEqual(upTo(50));
	});

	it('that come in no order lose nothing', () => {
		const rows = rowsOf(50, (index) => (index * 29) % 50);
		expect(readList(rows, { manner: { unordered: true } }).ids).toEqual(upTo(50));
		const keyed = readList(rows, { manner: { unordered: true, keyField: 'PageKey' } });
		expect(keyed.ids).toEqual(upTo(50));
	});
});

describe('a limit that the provider keeps to itself', () => {
	it.each([10, 20, 100])('of %i rows is seen without keys', (most) => {
		const rows = rowsOf(most * 3 + 1);
		expect(readList(rows, { pageSize: 500, manner: { most } }).ids).toEqual(upTo(most * 3 + 1));
	});

	it.each([7, 10])('of %i rows is seen by the keys', (most) => {
		for (const dated of [true, false]) {
			const manner = { most, keyField: 'Case.PageKey' };
			expect(readList(rowsOf(36), { pageSize: 500, dated, manner }).ids).toEqual(upTo(36));
		}
	});

	it('below the records of one second is passed by keys', () => {
		const rows = rowsOf(60, (index) => (index < 35 ? 0 : index));
		const manner = { most: 10, keyField: 'Case.PageKey' };
		expect(readList(rows, { pageSize: 8, manner }).ids).toEqual(upTo(60));
	});

	it.each([
		['a page that was full', 8],
		['a page that was not', 500],
	])('below the records of one second, without keys, is told: %s', (_case, pageSize) => {
		const rows = rowsOf(60, (index) => (index < 35 ? 0 : index));
		const error = errorOf(() => readList(rows, { pageSize, manner: { most: 10 } }));
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({
			code: 'incomplete',
			message:
				'It gives no more than 10 records at once and no key for the next page, ' +
				'and more were changed in the second before 2026-01-05T12:00:01Z.',
		});
	});

	it('of a list without a date, without keys, is told', () => {
		const error = errorOf(() =>
			readList(rowsOf(60), { pageSize: 8, dated: false, manner: { most: 16 } }),
		);
		expect(error).toMatchObject({
			code: 'incomplete',
			message: 'It gives no more than 16 records at once and no key for the next page.',
		});
	});

	it('is suspected where dates are read later than they are written, and told', () => {
		const rows = rowsOf(400, (index) => 10 * 3_600 + index * 60);
		const manner = { most: 100, readsLaterBy: 10 };
		const error = errorOf(() => readList(rows, { pageSize: 80, manner }));
		expect(error).toMatchObject({ code: 'incomplete' });
		const keyed = { ...manner, keyField: 'PageKey' };
		expect(readList(rows, { pageSize: 80, manner: keyed }).ids).toEqual(upTo(400));
	});

	it('is suspected where a list just fills its page and no keys are given, and told', () => {
		const error = errorOf(() => readList(rowsOf(8), { pageSize: 8, dated: false }));
		expect(error).toMatchObject({ code: 'incomplete' });
	});

	it('is not suspected where a list just fills its page and keys are given', () => {
		const manner = { keyField: 'PageKey' };
		const { ids, asked } = readList(rowsOf(8), { pageSize: 8, dated: false, manner });
		expect(ids).toEqual(upTo(8));
		expect(asked.map(({ size }) => size)).toEqual([8, 16, 1]);
	});

	it('is not suspected where as many records as a round number have one date', () => {
		for (const count of [10, 100])
			expect(
				readList(
					rowsOf(count, () => 5),
					{ pageSize: 500 },
				).ids,
			).toEqual(upTo(count));
	});
});

it('a page of which the caller takes a part goes on behind all of it', () => {
	const listing = octopusList(searchOf(2, true));
	const Data = [0, 1].map((at) => ({ ID: at, Changed: `2026-01-05T12:00:0${at}Z` }));
	const next = listing.next({ records: [], body: { Case: { Data } }, headers: {} }, undefined);
	expect(next).toContain('2026-01-05T12:00:01Z');
});

describe('page keys of a list without a date', () => {
	const manner: Manner = { keyField: 'Case.OrderBy.PageKey' };

	it('that count records are set back by one', () => {
		const { asked } = readList(rowsOf(9), { pageSize: 4, dated: false, manner });
		const offsets = asked.map(({ key }) => key && Buffer.from(key, 'base64').toString());
		expect(offsets).toEqual([null, '3', '6']);
	});

	it('that count no records are sent as they are', () => {
		const opaque: Manner = { ...manner, toKey: (offset) => `k${offset}` };
		const { asked, ids } = readList(rowsOf(9), { pageSize: 4, dated: false, manner: opaque });
		expect(ids).toEqual(upTo(9));
		expect(asked.map(({ key }) => key)).toEqual([null, 'k4', 'k8']);
	});

	it('are sent as they are where records have no Key', () => {
		const keyless = { ...manner, keyless: true };
		expect(readList(rowsOf(9), { dated: false, manner: keyless }).ids).toEqual(upTo(9));
	});

	it.each([
		['goes', (list: RecordList) => list.remove('1'), upTo(9)],
		['comes', (list: RecordList) => void list.change('0'), [0, ...upTo(9)]],
	])('begin anew when a record %s before them', (_case, change, come) => {
		const meanwhile: Manner['meanwhile'] = (list, answers) => {
			if (answers === 1) change(list);
		};
		const { restarts, ids } = readList(rowsOf(9), {
			pageSize: 4,
			dated: false,
			manner: { ...manner, meanwhile },
		});
		expect(restarts).toBe(1);
		expect(ids).toEqual(come);
	});

	it('of a server that always gives its first page end in an error', () => {
		const listing = octopusList(searchOf(2, false));
		const records = [{ Key: { ID: 1 } }, { Key: { ID: 2 } }];
		const page = { records, body: { Case: { Data: records }, PageKey: 'Mg==' }, headers: {} };
		const next = listing.next(page, undefined);
		expect(next).toBeDefined();
		expect(errorOf(() => listing.next(page, next))).toBeInstanceOf(PagePositionError);
	});

	it('of a server that repeats what it was asked are none', () => {
		const listing = octopusList(searchOf(2, false));
		const pageOf = (...ids: readonly number[]) => {
			const records = ids.map((ID) => ({ ID }));
			return { records, body: { Case: { Data: records }, PageKey: 'k' }, headers: {} };
		};
		const asked = listing.next(pageOf(1, 2), undefined);
		expect(listing.next(pageOf(3), asked)).toBeUndefined();
	});
});
