import { EndWatch, RecordsRead } from '../../nodes/OpenConnectors/engine/endlessList';
import { EndlessListError } from '../../nodes/OpenConnectors/engine/errors';
import type { Page, RawRecord } from '../../nodes/OpenConnectors/core/page';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';
import { compareList } from '../../nodes/OpenConnectors/engine/fullComparison';
import { MINUTE, Poller, SimulatedProvider } from './simulation';

const reader = createRecordReader({ id: 'id' });
const page = (...ids: ReadonlyArray<string | number>): Page => ({
	records: ids.map((id) => ({ id })),
});

describe('records that were read', () => {
	it.each<[string, Page, boolean]>([
		['the same records', page('a', 'b', 'c'), false],
		['the same in another order', page('c', 'a', 'b'), false],
		['one more', page('a', 'b', 'c', 'd'), true],
		['one fewer', page('a', 'b'), false],
		['some of several pages', page('b', '2', 'c'), false],
		['none', page(), true],
		['one other', page('a', 'b', 'd'), true],
		['numbers in place of texts', page(1, 2, 3), false],
	])('are told from new ones: %s', (_name, next, isNew) => {
		const read = new RecordsRead();
		read.add(page('a', 'b', 'c'), reader);
		read.add(page('1', '2', '3'), reader);
		expect(read.add(next, reader)).toBe(isNew);
	});

	it('are known by a share of them where they are very many', () => {
		const read = new RecordsRead();
		const pages = Array.from({ length: 300 }, (_page, at) =>
			page(...Array.from({ length: 100 }, (_id, index) => at * 100 + index)),
		);
		expect(pages.filter((one) => !read.add(one, reader))).toEqual([]);
		const again = pages.filter((one) => !read.add(one, reader)).length;
		expect(again).toBeGreaterThan(295);
	});

	it('are told by what they hold where records have no id', () => {
		const read = new RecordsRead();
		const records: RawRecord[] = [{ name: 'x' }];
		expect(read.add({ records }, reader)).toBe(true);
		expect(read.add({ records: [{ name: 'x' }] }, reader)).toBe(false);
		expect(read.add({ records: [{ name: 'y' }] }, reader)).toBe(true);
	});
});

describe('a list is taken for endless', () => {
	const watchOf = (pages: ReadonlyArray<readonly [Page, boolean]>, overlap = 0) => {
		const end = new EndWatch(overlap);
		return pages.map(([given, bringsNew]) => end.page(given, bringsNew)?.pages);
	};

	it('by the third page in a row that brings nothing new', () => {
		const known = [page('a'), false] as const;
		const fresh = [page('b'), true] as const;
		expect(watchOf([fresh, known, known, fresh, known, known, known])).toEqual([
			...Array<undefined>(6).fill(undefined),
			'repeated',
		]);
	});

	it('by far more of them where pages overlap and may slide', () => {
		const known = Array.from({ length: 50 }, () => [page('a'), false] as const);
		expect(watchOf(known, 10).filter(Boolean)).toEqual(['repeated']);
		expect(watchOf(known.slice(1), 10).filter(Boolean)).toEqual([]);
	});

	it('by many empty pages, and not by some', () => {
		const empty = Array.from({ length: 50 }, () => [page(), false] as const);
		expect(watchOf(empty).filter(Boolean)).toEqual(['empty']);
		const some = [...empty.slice(1), [page('a'), true] as const];
		expect(watchOf([...some, ...some]).filter(Boolean)).toEqual([]);
	});
});

/** Gives a new next page each time. */
async function endless(records: (pages: number) => readonly RawRecord[], pagesOfList = Infinity) {
	const provider = new SimulatedProvider();
	for (const id of ['1', '2', '3']) provider.change(id);
	provider.time += 30 * 60 * MINUTE;
	const sane = new Poller(provider, { rules: { overlap: 0 } });
	await sane.poll();
	let pages = 0;
	const poller = new Poller(
		Object.assign(Object.create(provider), {
			readPage: async () => {
				pages += 1;
				const isLast = pages >= pagesOfList;
				const next = isLast ? {} : { next: `token ${pages}` };
				return { records: records(pages), date: provider.time, ...next };
			},
		}),
		{ rules: { overlap: 0 } },
	);
	poller.cursor = sane.cursor;
	provider.time += MINUTE;
	return { poller, provider, pages: () => pages };
}

describe('a poll of a list without end', () => {
	it.each<[string, (pages: number) => readonly RawRecord[]]>([
		['of empty pages', () => []],
		['of the same page', () => [{ id: '1' }]],
		['of two pages in turn', (pages) => [{ id: String(pages % 2) }]],
		['that wraps round', (pages) => [0, 1, 2].map((at) => ({ id: String((pages * 3 + at) % 10) }))],
	])('stops, is told, and begins the window again: %s', async (_name, records) => {
		const { poller, pages } = await endless(records);
		for (let poll = 1; poll <= 3; poll += 1) {
			const before = pages();
			const { error } = await poller.poll();
			expect(error).toBeInstanceOf(EndlessListError);
			expect(pages() - before).toBeLessThanOrEqual(50);
		}
	});

	it('is no such list where empty pages come before the end', async () => {
		const { poller } = await endless(() => [], 125);
		const ends: boolean[] = [];
		for (let poll = 1; poll <= 3; poll += 1) ends.push((await poller.poll()).complete ?? false);
		expect(ends).toEqual([false, false, true]);
	});

	it('is told of when its empty pages take all the time there is', async () => {
		const { poller, provider, pages } = await endless(() => {
			provider.time += 10 * MINUTE;
			return [];
		});
		const { error, complete } = await poller.poll();
		expect(complete).toBe(false);
		expect(error).toBeInstanceOf(EndlessListError);
		expect(pages()).toBeLessThan(20);
	});

	it('ends a comparison without a word about deletions', async () => {
		let pages = 0;
		const comparison = compareList({
			snapshot: undefined,
			key: 'k',
			start: { kind: 'now' },
			reader,
			overlap: 0,
			limits: { maxItems: 500, maxListed: 10_000, deadline: Infinity },
			now: () => 0,
			readPage: async () => ({ ...page('a', 'b'), next: String((pages += 1)) }),
		});
		await expect(comparison).rejects.toThrow(EndlessListError);
		expect(pages).toBe(4);
	});
});
