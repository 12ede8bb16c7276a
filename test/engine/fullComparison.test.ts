import type { Snapshot } from '../../nodes/OpenConnectors/engine/snapshot';
import { PagePositionError, type RawRecord } from '../../nodes/OpenConnectors/core/page';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import {
	EndlessListError,
	ListUnfinishedError,
	MissingIdError,
} from '../../nodes/OpenConnectors/engine/errors';
import { compareList } from '../../nodes/OpenConnectors/engine/fullComparison';
import { recoverSnapshot } from '../../nodes/OpenConnectors/engine/recovery';
import { VolatileSamples } from '../../nodes/OpenConnectors/engine/volatileFields';
import type { StartFrom } from '../../nodes/OpenConnectors/core/rules';

const NOW = Date.UTC(2026, 0, 5, 12);
const HOUR = 3_600_000;

const reader = createRecordReader({
	id: 'id',
	created: { path: 'created', format: 'milliseconds', zone: UTC },
	volatile: ['opens'],
	deleted: (record) => record.status === 'removed',
});

const named = (...names: readonly string[]): RawRecord[] =>
	names.map((name, index) => ({ id: index + 1, name }));

/** So many records, from an id on. */
const many = (count: number, from = 1, fields: RawRecord = {}): RawRecord[] =>
	Array.from({ length: count }, (_, index) => ({ id: from + index, name: 'a', ...fields }));

/** A list in pages, and who compares it over and over. */
class Watched {
	list: readonly RawRecord[] = [];
	snapshot: Snapshot | undefined;
	now = NOW;
	pageSize = 100;
	overlap = 0;
	requests = 0;
	/** The provider's clock; undefined when its answers do not tell it. */
	serverTime: (() => number) | undefined = () => this.now;
	/** What the process remembers. */
	samples = new VolatileSamples();
	/** What an answer makes of a record. */
	shown: (record: RawRecord, request: number) => RawRecord = (record) => record;
	beforePage: (request: number) => void = () => undefined;

	constructor(
		list: readonly RawRecord[] = [],
		readonly start: StartFrom = { kind: 'now' },
		readonly limits = { maxItems: 500, maxListed: 10_000, deadline: Infinity },
	) {
		this.list = list;
	}

	async compare() {
		const result = await compareList({
			snapshot: this.snapshot,
			key: 'k',
			start: this.start,
			reader,
			overlap: this.overlap,
			limits: this.limits,
			samples: this.samples,
			now: () => this.now,
			readPage: async (_since, position) => {
				this.requests += 1;
				this.beforePage(this.requests);
				const begin = Number(position ?? 0);
				const end = begin + this.pageSize;
				const next = end - this.overlap;
				return {
					records: this.list.slice(begin, end).map((record) => this.shown(record, this.requests)),
					...(end < this.list.length ? { next: String(next) } : {}),
					...(this.serverTime ? { date: this.serverTime() } : {}),
				};
			},
		});
		this.snapshot = JSON.parse(JSON.stringify(result.snapshot));
		return result;
	}

	/** `kind id` of what a comparison tells. */
	async news(): Promise<readonly string[]> {
		const { changes } = await this.compare();
		return changes.map(({ kind, id }) => `${kind} ${id}`);
	}
}

/** One that has read the list once. */
async function watchingList(
	list: readonly RawRecord[],
	limits: Partial<Watched['limits']> = {},
): Promise<Watched> {
	const all = { maxItems: 500, maxListed: 10_000, deadline: Infinity, ...limits };
	const watched = new Watched(list, { kind: 'now' }, all);
	expect(await watched.news()).toEqual([]);
	return watched;
}

const watching = async (...names: readonly string[]) => await watchingList(named(...names));

const codes = ({ warnings }: { readonly warnings: ReadonlyArray<{ readonly code: string }> }) =>
	warnings.map(({ code }) => code);

it('what is new, changed and gone is told once', async () => {
	const watched = await watchingList(many(20));
	watched.list = [...many(2), { id: 3, name: 'b' }, ...many(16, 5), { id: 30, name: 'a' }];
	expect(await watched.news()).toEqual(['updated 3', 'created 30', 'deleted 4']);
	expect(await watched.news()).toEqual([]);
});

it('a deletion shows the id where records have it', async () => {
	const watched = await watchingList(many(20));
	watched.list = many(19);
	const { changes } = await watched.compare();
	expect(changes).toEqual([expect.objectContaining({ kind: 'deleted', record: { id: '20' } })]);
});

it('the order of the list, and fields that do not count, are no changes', async () => {
	const watched = await watching('a', 'b');
	watched.list = named('a', 'b')
		.map((record) => ({ ...record, opens: 7 }))
		.reverse();
	expect(await watched.news()).toEqual([]);
});

it('records without an id are an error, or are told of where they are few', async () => {
	const nameless = (count: number) =>
		Array.from({ length: count }, (_, at) => ({ name: `a${at}` }));
	const watched = new Watched(nameless(3));
	expect(codes(await watched.compare())).toEqual(['records-without-id']);
	expect(codes(await watched.compare())).toEqual([]);
	watched.list = nameless(10);
	await expect(watched.compare()).rejects.toThrow(MissingIdError);
});

it('a record that is marked as removed is gone, and comes back as new', async () => {
	const watched = await watching('a', 'b', 'c');
	watched.list = named('a', 'b', 'c').map((record, index) =>
		index === 2 ? { ...record, status: 'removed' } : record,
	);
	expect(await watched.news()).toEqual(['deleted 3']);
	expect(await watched.news()).toEqual([]);
	watched.list = named('a', 'b', 'c');
	expect(await watched.news()).toEqual(['created 3']);
});

describe('the first reading', () => {
	const list = [
		{ id: 1, created: NOW - 48 * HOUR },
		{ id: 2, created: NOW - HOUR },
	];

	it.each<[string, StartFrom, readonly string[]]>([
		['tells nothing', { kind: 'now' }, []],
		['tells all from the beginning', { kind: 'at', at: 0 }, ['created 1', 'created 2']],
		['tells what was made since a date', { kind: 'at', at: NOW - 24 * HOUR }, ['created 2']],
		[
			'tells what was made since polling should have begun',
			{ kind: 'now', publishedAt: NOW - 2 * HOUR },
			['created 2'],
		],
	])('%s', async (_name, start, told) => {
		const watched = new Watched(list, start);
		expect(await watched.news()).toEqual(told);
		expect(await watched.news()).toEqual([]);
	});
});

it('more than a poll may tell comes over several, nothing twice', async () => {
	const watched = new Watched(
		named('a', 'b', 'c', 'd', 'e'),
		{ kind: 'at', at: 0 },
		{ maxItems: 2, maxListed: 10, deadline: Infinity },
	);
	const told = [await watched.news(), await watched.news(), await watched.news()];
	expect(told).toEqual([['created 1', 'created 2'], ['created 3', 'created 4'], ['created 5']]);
	expect(await watched.news()).toEqual([]);
});

describe('a change has a name of its own', () => {
	it('each time a record is switched, deleted and put back', async () => {
		const watched = await watchingList(many(20));
		const names: string[] = [];
		const edited = many(20).map((record) => (record.id === 3 ? { ...record, name: 'b' } : record));
		for (const list of [edited, many(20), edited, many(19), many(20), many(19), many(20)]) {
			watched.list = list;
			for (const { id, version } of (await watched.compare()).changes)
				names.push(`${id} ${version}`);
		}
		// Records 3 and 20 change in some of these together.
		expect(names).toHaveLength(9 - 1);
		expect(new Set(names).size).toBe(names.length);
	});

	it('that another poller gives it too, and that waiting does not change', async () => {
		const [quick, slow] = [await watching('a'), await watching('a')];
		quick.list = named('b');
		await quick.compare();
		[quick.list, slow.list] = [named('c'), named('c')];
		const [{ changes }, { changes: others }] = [await quick.compare(), await slow.compare()];
		expect(changes.map(({ version }) => version)).toEqual(others.map(({ version }) => version));
	});
});

describe('records that are missing', () => {
	it('from a list of few are deleted when two readings miss them', async () => {
		const watched = await watching('a', 'b', 'c');
		watched.list = named('a');
		expect(await watched.news()).toEqual([]);
		expect(await watched.news()).toEqual(['deleted 2', 'deleted 3']);
		watched.list = [];
		expect(await watched.news()).toEqual([]);
		watched.list = named('a');
		expect(await watched.news()).toEqual([]);
		watched.list = [];
		expect(await watched.news()).toEqual([]);
		expect(await watched.news()).toEqual(['deleted 1']);
	});

	it('are held, and it is said once, when they are more than half; nothing when they come back', async () => {
		const watched = await watchingList(many(20));
		watched.list = many(9);
		const result = await watched.compare();
		expect([result.changes, codes(result)]).toEqual([[], ['list-cut-short']]);
		expect(codes(await watched.compare())).toEqual([]);
		watched.list = many(15);
		expect(await watched.news()).toEqual([]);
		watched.list = many(20);
		expect(await watched.news()).toEqual([]);
		watched.now += 25 * HOUR;
		watched.list = many(9);
		expect(await watched.news()).toEqual([]);
	});

	it('are held when the list shrinks in steps', async () => {
		const watched = await watchingList(many(20));
		for (const left of [9, 6, 4, 0]) {
			watched.list = many(left);
			expect(await watched.news()).toEqual([]);
		}
	});

	it('are held however many new ones come', async () => {
		const watched = await watchingList(many(20));
		watched.list = many(9);
		await watched.compare();
		watched.list = [...many(9), ...many(20, 100)];
		expect((await watched.news()).filter((news) => news.startsWith('deleted'))).toEqual([]);
	});

	it('still let other changes through', async () => {
		const watched = await watchingList(many(20));
		watched.list = [{ id: 1, name: 'b' }, ...many(5, 2), { id: 99 }];
		expect(await watched.news()).toEqual(['updated 1', 'created 99']);
	});

	it('are deleted after a day, all of them, in polls that follow each other', async () => {
		const watched = await watchingList(many(50), { maxItems: 20 });
		watched.list = [];
		expect(await watched.news()).toEqual([]);
		watched.now += 23 * HOUR;
		expect(await watched.news()).toEqual([]);
		watched.now += HOUR;
		const polls = [await watched.compare(), await watched.compare(), await watched.compare()];
		expect(polls.map(({ changes, complete }) => [changes.length, complete])).toEqual([
			[20, false],
			[20, false],
			[10, true],
		]);
	});

	it("wait for a day of the provider's clock, whatever n8n's clock is set to", async () => {
		const watched = await watchingList(many(20));
		let server = NOW;
		watched.serverTime = () => server;
		watched.list = [];
		await watched.compare();
		watched.now += 48 * HOUR;
		server += HOUR;
		expect(await watched.news()).toEqual([]);
		watched.now -= 96 * HOUR;
		server += 23 * HOUR;
		expect(await watched.news()).toHaveLength(20);
	});
});

describe('another account', () => {
	const other = (count: number) => many(count, 1_000);

	it.each([
		[200, 200],
		[200, 30],
		[20, 300],
		[5, 5],
	])('that holds others (%d, then %d) is the new beginning, both ways', async (before, now) => {
		const watched = await watchingList(many(before));
		for (const list of [other(now), many(before)]) {
			watched.list = list;
			const result = await watched.compare();
			expect([result.changes, codes(result)]).toEqual([[], ['another-account']]);
			watched.now += 25 * HOUR;
			expect(await watched.news()).toEqual([]);
		}
		watched.list = [...many(before), { id: 999 }];
		expect(await watched.news()).toEqual(['created 999']);
	});

	it('is found beyond the bound too', async () => {
		const watched = await watchingList(many(40), { maxListed: 20 });
		watched.list = other(50);
		expect(codes(await watched.compare())).toEqual(['another-account']);
		watched.list = other(51);
		expect(await watched.news()).toEqual(['created 1050']);
	});

	it('is no list that hides its old records for a while', async () => {
		const watched = await watchingList(many(20));
		watched.list = other(4);
		await watched.compare();
		watched.list = [...many(20), ...other(4)];
		expect(await watched.news()).toEqual([]);
	});

	it('leaves nothing of a record of before that is shown as removed: put back, it is new', async () => {
		const watched = await watchingList(many(20));
		watched.list = other(4);
		await watched.compare();
		watched.list = [...many(1, 1, { status: 'removed' }), ...other(4)];
		expect(await watched.news()).toEqual([]);
		watched.list = [...many(1), ...other(4)];
		expect(await watched.news()).toEqual(['created 1']);
	});

	it('is no list of few whose records come and go', async () => {
		const watched = await watching('a');
		watched.list = [{ id: 2 }];
		expect([await watched.news(), await watched.news()]).toEqual([['created 2'], ['deleted 1']]);
	});

	it('is none of few records of which one stays', async () => {
		const watched = await watchingList(many(6));
		watched.list = [...many(1), ...other(5)];
		expect(await watched.news()).toHaveLength(5);
		expect(await watched.news()).toEqual(many(5, 2).map(({ id }) => `deleted ${String(id)}`));
	});

	it('is no import that makes all records anew', async () => {
		const watched = await watchingList(many(20, 1, { created: NOW - 24 * HOUR }));
		watched.now += HOUR;
		watched.list = many(20, 1_000, { created: watched.now });
		expect(await watched.news()).toHaveLength(20);
	});

	it('is one of which half of the records were made lately', async () => {
		const watched = await watchingList(many(20, 1, { created: NOW - 24 * HOUR }));
		watched.now += HOUR;
		watched.list = [
			...many(10, 1_000, { created: watched.now }),
			...many(10, 2_000, { created: NOW - 24 * HOUR }),
		];
		expect(codes(await watched.compare())).toEqual(['another-account']);
	});
});

it('a change that waits goes before those that were found later', async () => {
	const watched = await watchingList(many(99), { maxItems: 10 });
	const told: string[] = [];
	for (let poll = 1; poll <= 2; poll += 1) {
		watched.list = many(99).map(({ id, name }) => ({
			id,
			name: Number(id) < 20 && Number(id) > 9 ? `b${poll}` : id === 99 ? 'b' : name,
		}));
		told.push(...(await watched.news()));
	}
	expect(told).toContain('updated 99');
});

describe('past the bound', () => {
	const limits = { maxListed: 20, maxItems: 5 };
	/** Of a record behind the bound, in the state. */
	const NAME_LENGTH = 6;

	it('new records are reported wherever they stand, and what is not seen is said once a day', async () => {
		const watched = await watchingList(many(30), limits);
		watched.list = [{ id: 101 }, ...many(30), { id: 102 }, { id: 103 }];
		const { changes, warnings } = await watched.compare();
		expect(changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
			'created 101',
			'created 102',
			'created 103',
		]);
		expect(warnings).toEqual([]);
		expect(await watched.news()).toEqual([]);
		watched.now += 25 * HOUR;
		const [warning] = (await watched.compare()).warnings;
		expect(warning.code).toBe('list-too-long');
		expect(warning.message).toContain('33 records, and 20 of them');
	});

	it('the records that are compared stay the same ones, wherever the list shows them', async () => {
		const watched = await watchingList(many(30), limits);
		watched.list = many(30).reverse();
		expect(await watched.news()).toEqual([]);
		watched.list = [...many(29, 2), { id: 1, name: 'b' }];
		expect(await watched.news()).toEqual(['updated 1']);
	});

	it('an empty answer, and a higher or lower bound, tell nothing', async () => {
		const watched = await watchingList(many(30), limits);
		watched.list = [];
		expect(await watched.news()).toEqual([]);
		watched.list = many(30);
		expect(await watched.news()).toEqual([]);
		for (const maxListed of [25, 10, 100]) {
			watched.limits.maxListed = maxListed;
			expect(await watched.news()).toEqual([]);
		}
		watched.list = [...many(29), { id: 30, name: 'b' }];
		expect(await watched.news()).toEqual(['updated 30']);
	});

	it('as many records as the bound may be compared, one more with room for it, too', async () => {
		const watched = await watchingList(many(19), limits);
		watched.list = many(20);
		expect(await watched.news()).toEqual(['created 20']);
		watched.list = [...many(19), { id: 20, name: 'b' }];
		expect(await watched.news()).toEqual(['updated 20']);
	});

	it('a higher bound makes room for so many more, and those behind them stay known', async () => {
		const watched = await watchingList(many(22), limits);
		expect(watched.snapshot?.beyond).toHaveLength(2 * NAME_LENGTH);
		watched.limits.maxListed = 21;
		expect(await watched.news()).toEqual([]);
		expect(watched.snapshot?.beyond).toHaveLength(NAME_LENGTH);
		watched.list = many(22, 1, { name: 'b' }).slice(20);
		watched.list = [...many(20), ...watched.list];
		expect(await watched.news()).toEqual(['updated 21']);
	});

	it('a lower bound keeps so many, and of the others the names', async () => {
		const watched = await watchingList(many(20), limits);
		watched.limits.maxListed = 15;
		expect(await watched.news()).toEqual([]);
		expect(watched.snapshot?.beyond).toHaveLength(5 * NAME_LENGTH);
		watched.list = many(20, 1, { name: 'b' }).slice(14);
		watched.list = [...many(14), ...watched.list];
		expect(await watched.news()).toEqual(['updated 15']);
	});

	it('what is behind the bound is learned again where the state does not say it', async () => {
		const watched = await watchingList(many(22), limits);
		const { beyond, ...others } = watched.snapshot ?? {};
		expect(beyond).toHaveLength(2 * NAME_LENGTH);
		watched.snapshot = others as Snapshot;
		expect(await watched.news()).toEqual([]);
		expect(watched.snapshot?.beyond).toHaveLength(2 * NAME_LENGTH);
	});

	it('one that is not known when it has to be learned what is behind the bound is new within it', async () => {
		const watched = await watchingList(many(19), limits);
		const { beyond, ...others } = watched.snapshot ?? {};
		expect(beyond).toBe('');
		watched.snapshot = others as Snapshot;
		watched.list = many(20);
		expect(await watched.news()).toEqual(['created 20']);
	});

	it('a whole list that was asked for comes all, once', async () => {
		const watched = new Watched(many(30), { kind: 'at', at: 0 }, { ...limits, deadline: Infinity });
		const told: string[] = [];
		for (let poll = 0; poll < 7; poll += 1) told.push(...(await watched.news()));
		expect([told.length, new Set(told).size]).toEqual([30, 30]);
	});

	it('what is too much to remember is no news', async () => {
		const watched = await watchingList(many(100_021), { maxListed: 20 });
		watched.pageSize = 50_000;
		watched.list = many(100_022);
		expect(await watched.news()).toEqual([]);
		expect(JSON.stringify(watched.snapshot).length).toBeLessThan(2_000);
	}, 20_000);
});

describe('a field that changes without an edit', () => {
	const noisy = async (count = 20) => {
		const watched = new Watched(many(count));
		watched.shown = (record, request) => ({ ...record, asked: { at: request } });
		return watched;
	};

	it('at every reading counts at no reading, and is named once', async () => {
		const watched = await noisy();
		const result = await watched.compare();
		expect(codes(result)).toEqual(['volatile-fields']);
		expect(result.warnings[0]?.message).toContain('asked.at');
		for (let poll = 0; poll < 3; poll += 1) {
			const { changes, warnings } = await watched.compare();
			expect([changes, warnings]).toEqual([[], []]);
		}
		watched.list = [{ id: 1, name: 'b', at: 1 }, ...many(19, 2)];
		expect(await watched.news()).toEqual(['updated 1']);
		watched.list = [{ id: 1, name: 'b', at: 2 }, ...many(19, 2)];
		expect(await watched.news()).toEqual(['updated 1']);
	});

	it('and begins to later, is found before it is reported', async () => {
		const watched = await watchingList(many(20));
		watched.shown = (record, request) => ({ ...record, asked: request });
		expect(await watched.news()).toEqual([]);
		expect(await watched.news()).toEqual([]);
	});

	it('is looked for where more than half of the list changed at once, and not at half', async () => {
		for (const { changed, readings } of [
			{ changed: 3, readings: 1 },
			{ changed: 4, readings: 2 },
		]) {
			const watched = await watchingList(many(6));
			watched.list = [...many(changed, 1, { name: 'b' }), ...many(6 - changed, 1 + changed)];
			const before = watched.requests;
			await watched.compare();
			expect(watched.requests - before).toBe(readings);
		}
	});

	it('slowly is found out by the third reading, and what changed beside it is told', async () => {
		const watched = await watchingList(many(20));
		const age = () => {
			watched.now += 60_000;
			const minutes = (watched.now - NOW) / 60_000;
			watched.shown = (record) => ({ ...record, age: minutes });
		};
		const told: number[] = [];
		for (let poll = 0; poll < 8; poll += 1) {
			age();
			told.push((await watched.news()).length);
		}
		expect(told).toEqual([20, 20, 20, 0, 0, 0, 0, 0]);
		watched.list = [{ id: 1, name: 'b' }, ...many(19, 2)];
		expect(await watched.news()).toEqual(['updated 1']);
	});

	it('in most records brings nothing of those in which it did not change', async () => {
		const watched = await watchingList(many(20));
		const told: number[] = [];
		for (let minute = 1; minute <= 5; minute += 1) {
			watched.shown = (record) => ({ ...record, age: Number(record.id) > 15 ? 0 : minute });
			told.push((await watched.news()).length);
		}
		expect(told).toEqual([20, 15, 15, 0, 0]);
	});

	it('is none that somebody edits, in all records at once or in some all the time', async () => {
		const watched = await watchingList(many(20));
		watched.list = many(20, 1, { name: 'b' });
		expect(await watched.news()).toHaveLength(20);
		for (let poll = 0; poll < 20; poll += 1) {
			watched.list = [...many(9, 1, { name: `c${poll}` }), ...many(11, 10, { name: 'b' })];
			expect(await watched.news()).toHaveLength(9);
		}
	});
});

it('of a state of an earlier version the ids count, and contents are learned', async () => {
	const watched = new Watched([{ id: 1, name: 'b' }, ...many(20, 2), { id: 90 }]);
	const ids = Array.from({ length: 22 }, (_, index) => `${index + 1}:000000001`);
	const saved = { v: 1, key: 'k', listed: ids.join(','), missingSince: NOW, warned: [] };
	watched.snapshot = recoverSnapshot(saved, { key: 'k', now: NOW }).state;
	expect(await watched.news()).toEqual(['deleted 22', 'created 90']);
	watched.list = [{ id: 1, name: 'c' }, ...watched.list.slice(1)];
	expect(await watched.news()).toEqual(['updated 1']);
});

describe('a reading that does not finish changes nothing', () => {
	const pages = async () => {
		const watched = await watchingList(many(24));
		watched.pageSize = 8;
		return watched;
	};

	it('because a page failed', async () => {
		const watched = await pages();
		const before = watched.snapshot;
		watched.list = many(22);
		const failed = watched.requests + 2;
		watched.beforePage = (request) => {
			if (request === failed) throw new Error('HTTP 503');
		};
		await expect(watched.compare()).rejects.toThrow('HTTP 503');
		expect(watched.snapshot).toBe(before);
		expect(await watched.news()).toEqual([]);
		expect(await watched.news()).toEqual(['deleted 23', 'deleted 24']);
	});

	it('or hid a record that slipped to a page which was read already', async () => {
		const watched = await pages();
		const second = watched.requests + 2;
		watched.beforePage = (request) => {
			if (request === second) watched.list = many(24).slice(1);
		};
		for (let reading = 0; reading < 2; reading += 1) expect(await watched.news()).toEqual([]);
		expect(await watched.news()).toEqual(['deleted 1']);
	});

	it('because time was over', async () => {
		const late = new Watched(
			named('a', 'b', 'c'),
			{ kind: 'now' },
			{ maxItems: 500, maxListed: 10, deadline: NOW - 1 },
		);
		late.pageSize = 2;
		await expect(late.compare()).rejects.toThrow(ListUnfinishedError);
		// The first page is asked for in any case.
		late.pageSize = 3;
		expect(await late.news()).toEqual([]);
	});

	it('because the list moves whenever it is read', async () => {
		const watched = await pages();
		[watched.pageSize, watched.overlap] = [2, 1];
		watched.beforePage = (request) => {
			const at = watched.requests + request;
			watched.list = named('a', 'b', 'c', 'd', 'e', 'f').map(({ name }) => ({
				id: Number(`${at}${String(name).charCodeAt(0)}`),
			}));
		};
		await expect(watched.compare()).rejects.toThrow(ListUnfinishedError);
	});

	it('because a page leads to itself', async () => {
		const watched = await pages();
		const input = compareList({
			snapshot: watched.snapshot,
			key: 'k',
			start: watched.start,
			reader,
			overlap: 0,
			limits: { maxItems: 500, maxListed: 10_000, deadline: Infinity },
			now: () => NOW,
			readPage: async () => ({ records: named('a'), next: 'same' }),
		});
		await expect(input).rejects.toThrow(EndlessListError);
	});
});

it('a list that moved while it was read is read again, and nothing is taken for gone', async () => {
	const watched = await watchingList(many(24));
	watched.pageSize = 10;
	watched.overlap = 1;
	const second = watched.requests + 2;
	watched.beforePage = (request) => {
		// Two records of the first page vanish, so that the second page would hide two.
		if (request === second) watched.list = many(22, 3);
	};
	expect(await watched.news()).toEqual(['deleted 1', 'deleted 2']);
});

it('a position that is no longer taken begins the list anew', async () => {
	const watched = await watching('a', 'b', 'c');
	watched.pageSize = 2;
	const second = watched.requests + 2;
	watched.beforePage = (request) => {
		if (request === second) throw new PagePositionError(new Error('expired'));
	};
	expect(await watched.news()).toEqual([]);
});

it('a snapshot that cannot be read counts as none', async () => {
	const watched = await watching('a');
	if (watched.snapshot) watched.snapshot = { ...watched.snapshot, listed: 'damaged' };
	watched.list = named('a', 'b');
	expect(await watched.news()).toEqual([]);
});

it('ten thousand records with long ids take less than half a megabyte', async () => {
	const list = Array.from({ length: 10_000 }, (_, n) => ({
		id: `${String(n).padStart(8, '0')}-9d3c-4c6e-8f0a-6c2f1b7d5e44`,
	}));
	const watched = new Watched(list);
	watched.pageSize = 500;
	await watched.compare();
	expect(JSON.stringify(watched.snapshot).length).toBeLessThan(480_000);
});
