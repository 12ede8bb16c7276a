import type { Snapshot } from '../../nodes/OpenConnectors/engine/cursor';
import { PagePositionError, type RawRecord } from '../../nodes/OpenConnectors/core/page';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import {
	EndlessListError,
	ListTooLongError,
	ListUnfinishedError,
} from '../../nodes/OpenConnectors/engine/errors';
import { compareList } from '../../nodes/OpenConnectors/engine/fullComparison';
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

/** A list in pages, and who compares it over and over. */
class Watched {
	list: readonly RawRecord[] = [];
	snapshot: Snapshot | undefined;
	now = NOW;
	pageSize = 100;
	overlap = 0;
	requests = 0;
	beforePage: (request: number) => void = () => undefined;

	constructor(
		list: readonly RawRecord[] = [],
		readonly start: StartFrom = { kind: 'now' },
		private readonly limits = { maxItems: 500, maxListed: 10_000, deadline: Infinity },
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
			now: () => this.now,
			readPage: async (_since, position) => {
				this.requests += 1;
				this.beforePage(this.requests);
				const begin = Number(position ?? 0);
				const end = begin + this.pageSize;
				const next = end - this.overlap;
				return {
					records: this.list.slice(begin, end),
					...(end < this.list.length ? { next: String(next) } : {}),
					date: this.now,
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
async function watching(...names: readonly string[]): Promise<Watched> {
	const watched = new Watched(named(...names));
	expect(await watched.news()).toEqual([]);
	return watched;
}

it('what is new, changed and gone is told once', async () => {
	const watched = await watching('a', 'b', 'c', 'd');
	watched.list = [...named('a', 'B').slice(0, 2), { id: 4, name: 'd' }, { id: 9, name: 'i' }];
	expect(await watched.news()).toEqual(['updated 2', 'deleted 3', 'created 9']);
	expect(await watched.news()).toEqual([]);
});

it('a deletion shows the id where records have it', async () => {
	const watched = await watching('a', 'b', 'c');
	watched.list = named('a', 'b');
	const { changes } = await watched.compare();
	expect(changes).toEqual([expect.objectContaining({ kind: 'deleted', record: { id: '3' } })]);
});

it('the order of the list, and fields that do not count, are no changes', async () => {
	const watched = await watching('a', 'b');
	watched.list = named('a', 'b')
		.map((record) => ({ ...record, opens: 7 }))
		.reverse();
	expect(await watched.news()).toEqual([]);
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

describe('a list that was cut short', () => {
	it('tells no deletions when more than half is missing, and says so once', async () => {
		const watched = await watching('a', 'b', 'c', 'd');
		watched.list = named('a');
		const { changes, warnings } = await watched.compare();
		expect(changes).toEqual([]);
		expect(warnings.map(({ code }) => code)).toEqual(['list-cut-short']);
		expect((await watched.compare()).warnings).toEqual([]);
		watched.list = named('a', 'b', 'c', 'd');
		expect(await watched.news()).toEqual([]);
	});

	it('still tells what else changed', async () => {
		const watched = await watching('a', 'b', 'c', 'd');
		watched.list = [...named('A'), { id: 9, name: 'i' }];
		expect(await watched.news()).toEqual(['updated 1', 'created 9']);
	});

	it('is believed after a day', async () => {
		const watched = await watching('a', 'b', 'c', 'd');
		watched.list = named('a');
		expect(await watched.news()).toEqual([]);
		watched.now += 23 * HOUR;
		expect(await watched.news()).toEqual([]);
		watched.now += HOUR;
		expect(await watched.news()).toEqual(['deleted 2', 'deleted 3', 'deleted 4']);
	});

	it('begins its day anew when the records were back in between', async () => {
		const watched = await watching('a', 'b', 'c', 'd');
		watched.list = named('a');
		await watched.compare();
		watched.list = named('a', 'b', 'c', 'd');
		await watched.compare();
		watched.now += 25 * HOUR;
		watched.list = named('a');
		expect(await watched.news()).toEqual([]);
	});
});

describe('a reading that does not finish changes nothing', () => {
	const pages = async () => {
		const watched = await watching('a', 'b', 'c', 'd', 'e', 'f');
		watched.pageSize = 2;
		return watched;
	};

	it('because a page failed', async () => {
		const watched = await pages();
		const before = watched.snapshot;
		watched.list = named('a', 'b', 'c', 'd');
		const failed = watched.requests + 2;
		watched.beforePage = (request) => {
			if (request === failed) throw new Error('HTTP 503');
		};
		await expect(watched.compare()).rejects.toThrow('HTTP 503');
		expect(watched.snapshot).toBe(before);
		expect(await watched.news()).toEqual(['deleted 5', 'deleted 6']);
	});

	it('because time was over', async () => {
		const late = new Watched(
			named('a', 'b', 'c'),
			{ kind: 'now' },
			{ maxItems: 500, maxListed: 10, deadline: NOW - 1 },
		);
		late.pageSize = 2;
		await expect(late.compare()).rejects.toThrow(ListUnfinishedError);
	});

	it('because there is too much to compare', async () => {
		const large = new Watched(
			named('a', 'b', 'c'),
			{ kind: 'now' },
			{ maxItems: 500, maxListed: 2, deadline: Infinity },
		);
		await expect(large.compare()).rejects.toThrow(ListTooLongError);
	});

	it('because the list moves whenever it is read', async () => {
		const watched = await pages();
		watched.overlap = 1;
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
	const watched = await watching('a', 'b', 'c', 'd', 'e', 'f');
	watched.pageSize = 3;
	watched.overlap = 1;
	const second = watched.requests + 2;
	watched.beforePage = (request) => {
		// Two records of the first page vanish, so that the second page would hide two.
		if (request === second) watched.list = named('a', 'b', 'c', 'd', 'e', 'f').slice(2);
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
	watched.snapshot = { v: 1, key: 'k', listed: 'damaged', warned: [] };
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
