import { PagePositionError, type Page } from '../../nodes/OpenConnectors/core/page';
import { EndlessListError } from '../../nodes/OpenConnectors/engine/errors';
import type { RecordReader } from '../../nodes/OpenConnectors/core/reader';
import {
	DAY,
	HOUR,
	MINUTE,
	Poller,
	reader,
	SECOND,
	SimulatedProvider,
	type PollerSettings,
	type ProviderTraits,
} from './simulation';

/** Reads no updated time, so that contents decide. */
const undated = (known: RecordReader): RecordReader => ({
	...known,
	updated: () => undefined,
	dated: false,
	ignoring: (fields) => undated(known.ignoring(fields)),
});

/** A provider with some old records and a poller that took its baseline. */
async function started(
	traits: Partial<ProviderTraits> = {},
	settings: Partial<PollerSettings> = {},
	oldRecords = 5,
) {
	const provider = new SimulatedProvider(traits);
	for (let id = 1; id <= oldRecords; id += 1) provider.change(String(id));
	provider.time += 30 * HOUR;
	const poller = new Poller(provider, settings);
	await poller.poll();
	provider.time += MINUTE;
	return { provider, poller };
}

describe('the first poll', () => {
	it('emits none of 1,000 old records, however they are paged', async () => {
		const { poller, provider } = await started({ pageSize: 100 }, {}, 1_000);
		expect(poller.received).toEqual([]);
		expect(await poller.news()).toEqual([]);
		provider.change('7');
		expect(await poller.news()).toEqual(['updated 7/2']);
	});

	it('tells what is changed behind the first page while the others are read', async () => {
		const provider = new SimulatedProvider({ pageSize: 20, requestMs: 2 * SECOND });
		for (let id = 1; id <= 60; id += 1) provider.change(String(id));
		provider.time += HOUR;
		provider.beforeRequest = (request) => {
			if (request === 3) provider.change('60');
		};
		expect(await new Poller(provider).news()).toEqual(['updated 60/2']);
	});

	it('costs one request, and so does every quiet poll', async () => {
		const { poller, provider } = await started();
		expect(provider.requests).toBe(1);
		await poller.poll();
		expect(provider.requests).toBe(2);
	});

	it.each([-2 * HOUR, 2 * HOUR])('is right with a local clock %d ms off', async (localOffset) => {
		const { poller, provider } = await started({}, { localOffset });
		provider.change('9');
		expect(await poller.news()).toEqual(['created 9/1']);
	});

	it('from a date reports everything since, once, over several polls', async () => {
		const provider = new SimulatedProvider({ pageSize: 20 });
		for (let id = 1; id <= 100; id += 1) {
			provider.change(String(id));
			provider.time += SECOND;
		}
		const poller = new Poller(provider, {
			start: { kind: 'at', at: provider.time - 60 * SECOND },
			maxItems: 10,
		});
		while (!(await poller.poll()).complete);
		expect(poller.received).toHaveLength(60);
		expect(new Set(poller.received.map(({ id }) => id)).size).toBe(60);
	});
});

describe('ties, ticks and late records', () => {
	it('two records in one second, the second visible after the poll, both come', async () => {
		const { poller, provider } = await started();
		provider.change('8');
		provider.change('9', 30 * SECOND);
		expect(await poller.news()).toEqual(['created 8/1']);
		provider.time += MINUTE;
		expect(await poller.news()).toEqual(['created 9/1']);
	});

	it('a record edited twice within one tick is reported twice', async () => {
		const { poller, provider } = await started({ granularity: HOUR });
		provider.change('1');
		expect(await poller.news()).toEqual(['updated 1/2']);
		provider.change('1');
		expect(await poller.news()).toEqual(['updated 1/3']);
		expect(await poller.news()).toEqual([]);
	});

	it.each([1, SECOND, MINUTE, HOUR, DAY])('stamps in steps of %d ms lose nothing', async (step) => {
		const { poller, provider } = await started({ granularity: step });
		for (let id = 10; id < 20; id += 1) {
			provider.change(String(id), 4 * MINUTE);
			provider.time += 7 * MINUTE;
			await poller.poll();
		}
		provider.time += 10 * MINUTE;
		await poller.poll();
		expect(poller.received.map(({ id }) => id)).toHaveLength(10);
	});

	it('a change visible after the lookback is lost, and a longer lookback finds it', async () => {
		for (const [lookback, expected] of [
			[5 * MINUTE, 0],
			[20 * MINUTE, 1],
		]) {
			const { poller, provider } = await started({}, { lookback });
			provider.change('late', 15 * MINUTE);
			provider.time += 10 * MINUTE;
			provider.change('3');
			await poller.poll();
			provider.time += 10 * MINUTE;
			await poller.poll();
			expect(poller.received.filter(({ id }) => id === 'late')).toHaveLength(expected);
		}
	});

	it('a quiet provider is never repeated', async () => {
		const { poller, provider } = await started();
		provider.change('1');
		await poller.poll();
		for (let poll = 0; poll < 10; poll += 1) {
			provider.time += MINUTE;
			expect(await poller.news()).toEqual([]);
		}
	});
});

describe('created or updated', () => {
	it('made and edited between two polls is created', async () => {
		const { poller, provider } = await started();
		provider.change('9');
		provider.time += 10 * SECOND;
		provider.change('9');
		provider.time += 10 * SECOND;
		expect(await poller.news()).toEqual(['created 9/2']);
	});

	it('edited after it was reported is updated, each time', async () => {
		const { poller, provider } = await started();
		provider.change('9');
		expect(await poller.news()).toEqual(['created 9/1']);
		for (const content of [2, 3]) {
			provider.time += MINUTE;
			provider.change('9');
			expect(await poller.news()).toEqual([`updated 9/${content}`]);
		}
	});

	it('without a created date everything is updated', async () => {
		const { poller, provider } = await started(
			{},
			{ reader: { ...reader, created: () => undefined } },
		);
		provider.change('9');
		expect(await poller.news()).toEqual(['updated 9/1']);
	});
});

describe('pages', () => {
	it('a record that vanishes between two offset pages hides no other', async () => {
		const { poller, provider } = await started({ pageSize: 20 });
		for (let id = 10; id < 60; id += 1) provider.change(String(id));
		provider.beforeRequest = (request) => {
			if (request === 3) for (const id of ['11', '12', '13']) provider.remove(id);
		};
		await poller.poll();
		const received = new Set(poller.received.map(({ id }) => id));
		expect(provider.ids().filter((id) => Number(id) >= 10 && !received.has(id))).toEqual([]);
	});

	it('two movements that cancel each other out beside the last page hide no record', async () => {
		const { poller, provider } = await started({ paging: 'tokens', pageSize: 5 });
		for (let id = 1; id <= 12; id += 1) provider.change(String(id));
		provider.time += 3 * HOUR;
		const before = provider.requests;
		provider.beforeRequest = (number) => {
			// Pages 1, 2, 1, 3, 2, 3.
			if (number === before + 4) provider.remove('1');
			if (number === before + 5) provider.change('1');
		};
		const ids = (await poller.poll()).changes.map(({ id }) => id);
		expect(ids).toContain('11');
		expect(provider.requests - before).toBe(6);
	});

	it('more than the overlap vanishing starts the window again, repeating nothing', async () => {
		const { poller, provider } = await started({ pageSize: 20 });
		for (let id = 10; id < 70; id += 1) provider.change(String(id));
		provider.beforeRequest = (request) => {
			if (request === 3) for (let id = 10; id < 28; id += 1) provider.remove(String(id));
		};
		await poller.poll();
		const ids = poller.received.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(provider.ids().filter((id) => Number(id) >= 10 && !ids.includes(id))).toEqual([]);
	});

	it('a page that slips by as a whole before it is read starts the window again', async () => {
		const { poller, provider } = await started({ paging: 'tokens', pageSize: 20 });
		for (let id = 100; id < 200; id += 1) provider.change(String(id));
		const before = provider.requests;
		provider.beforeRequest = (request) => {
			if (request !== before + 2) return;
			for (let id = 100; id < 120; id += 1) provider.remove(String(id));
		};
		expect(await poller.poll()).toMatchObject({ complete: true });
		expect(poller.received).toHaveLength(100);
	});

	it('a list that moves all the time is begun again three times, then read on', async () => {
		const { poller, provider } = await started({ pageSize: 20 });
		for (let id = 1_000; id < 1_600; id += 1) provider.change(String(id));
		let [beginnings, first] = [0, 1_000];
		provider.beforeRequest = (_request, _since, position) => {
			if (position === undefined) beginnings += 1;
			else for (let gone = 0; gone < 18; gone += 1) provider.remove(String((first += 1)));
		};
		await poller.poll();
		expect(beginnings).toBe(4);
	});

	it('three pages at one instant all come', async () => {
		const { poller, provider } = await started({ pageSize: 20, order: 'ascending' });
		for (let id = 10; id < 70; id += 1) provider.change(String(id));
		await poller.poll();
		expect(poller.received).toHaveLength(60);
	});

	it('a failed page keeps what was read and goes on there', async () => {
		const { poller, provider } = await started({ pageSize: 20 });
		for (let id = 10; id < 70; id += 1) provider.change(String(id));
		provider.beforeRequest = (request) => {
			if (request === 4) throw new Error('HTTP 503');
		};
		const first = await poller.poll();
		expect(first).toMatchObject({ complete: false, error: new Error('HTTP 503') });
		expect(first.changes).toHaveLength(30);
		const second = await poller.poll();
		expect(second).toMatchObject({ complete: true });
		expect(poller.received).toHaveLength(60);
	});

	it('a failed first page throws and leaves the cursor as it was', async () => {
		const { poller, provider } = await started();
		const before = JSON.stringify(poller.cursor);
		provider.change('9');
		provider.beforeRequest = () => {
			throw new Error('HTTP 503');
		};
		await expect(poller.poll()).rejects.toThrow('HTTP 503');
		expect(JSON.stringify(poller.cursor)).toBe(before);
	});

	it('an expired page position starts the window again', async () => {
		const { poller, provider } = await started({ pageSize: 20, overlap: 0 });
		for (let id = 10; id < 60; id += 1) provider.change(String(id));
		provider.beforeRequest = (request) => {
			if (request === 3) throw new PagePositionError(new Error('HTTP 410'));
		};
		await poller.poll();
		expect(poller.received).toHaveLength(50);
	});

	it('pages that are read again after that are none of an endless list', async () => {
		const { poller, provider } = await started({ pageSize: 20, overlap: 0 });
		for (let id = 10; id < 150; id += 1) provider.change(String(id));
		let isRefused = false;
		provider.beforeRequest = (_request, _since, position) => {
			if (position !== '100' || isRefused) return;
			isRefused = true;
			throw new PagePositionError(new Error('HTTP 410'));
		};
		expect(await poller.poll()).toMatchObject({ complete: true });
		expect(poller.received).toHaveLength(140);
	});

	describe('a list by tokens that refuses to look back', () => {
		const backlog = async (refusals: number, onRest: (provider: SimulatedProvider) => void) => {
			const { poller, provider } = await started({ pageSize: 20, overlap: 0 });
			for (let id = 10; id < 80; id += 1) {
				provider.change(String(id));
				provider.time += SECOND;
			}
			provider.time += 30 * HOUR;
			let refused = 0;
			let asked = -1;
			provider.beforeRequest = (_request, _since, position) => {
				const at = Number(position ?? 0);
				const isLookingBack = position !== undefined && at <= asked;
				asked = at;
				if (refused < refusals && isLookingBack) {
					refused += 1;
					throw new PagePositionError(new Error('HTTP 410'));
				}
				if (refused === 2 && at === 60) onRest(provider);
			};
			return poller;
		};

		it('is read again from its beginning, and what slipped meanwhile is found', async () => {
			const poller = await backlog(2, (provider) => provider.remove('12'));
			expect(await poller.poll()).toMatchObject({ complete: false });
			expect(await poller.poll()).toMatchObject({ complete: true });
			expect(poller.received.map(({ id }) => id).sort()).toEqual(
				Array.from({ length: 70 }, (_, at) => String(10 + at)),
			);
		});

		it('is read again once where it always refuses', async () => {
			const poller = await backlog(Infinity, () => undefined);
			expect(await poller.poll()).toMatchObject({ complete: false });
			expect(await poller.poll()).toMatchObject({ complete: true });
			expect(poller.received).toHaveLength(70);
		});
	});

	it('a page that fails when it is read again is told, and the next poll goes on there', async () => {
		const { poller, provider } = await started({ pageSize: 20, overlap: 0 });
		for (let id = 10; id < 60; id += 1) provider.change(String(id));
		provider.beforeRequest = (request) => {
			if (request === 4) throw new Error('HTTP 503');
		};
		const failed = await poller.poll();
		expect(failed).toMatchObject({ complete: false, error: new Error('HTTP 503') });
		expect(await poller.poll()).toMatchObject({ complete: true });
		expect(poller.received).toHaveLength(50);
	});

	it('records without dates are told once, where a list of them takes several polls', async () => {
		const provider = new SimulatedProvider({ pageSize: 20, overlap: 0 });
		for (let id = 10; id < 60; id += 1) provider.change(String(id));
		const poller = new Poller(provider, {
			start: { kind: 'at', at: 0 },
			reader: undated(reader),
			maxItems: 10,
		});
		for (let readings = 0; readings < 2; readings += 1) while (!(await poller.poll()).complete);
		expect(poller.received).toHaveLength(50);
	});

	it('an empty page with a next one is not the end', async () => {
		const { provider, poller } = await started();
		provider.change('9');
		const whole = provider.readPage;
		const source = new Poller(
			Object.assign(Object.create(provider), {
				readPage: async (since: number, position?: string) =>
					position === undefined ? { records: [], next: '0' } : await whole(since, '0'),
			}),
			{ rules: { overlap: 0 } },
		);
		source.cursor = poller.cursor;
		expect(await source.news()).toEqual(['created 9/1']);
	});

	it('a page position that repeats is an error, not an endless loop', async () => {
		const { provider } = await started();
		const poller = new Poller(
			Object.assign(Object.create(provider), {
				readPage: async () => ({ records: [], next: 'same', date: provider.time }),
			}),
		);
		const { error } = await poller.poll();
		expect(error).toBeInstanceOf(EndlessListError);
	});

	it('a backlog is drained in bounded batches', async () => {
		const { poller, provider } = await started(
			{ pageSize: 50, order: 'ascending' },
			{ maxItems: 100 },
		);
		for (let id = 100; id < 1_100; id += 1) {
			provider.change(String(id));
			provider.time += SECOND;
		}
		const batches: number[] = [];
		for (;;) {
			const { changes, complete } = await poller.poll();
			batches.push(changes.length);
			if (complete) break;
		}
		expect(Math.max(...batches)).toBeLessThanOrEqual(150);
		expect(poller.received).toHaveLength(1_000);
	});
});

describe('odd records', () => {
	it('a date in the future is reported once and holds nothing up', async () => {
		const { poller, provider } = await started();
		provider.time += DAY;
		provider.change('future', -DAY);
		provider.time -= DAY;
		const { warnings } = await poller.poll();
		expect(warnings.map(({ code }) => code)).toEqual(['future-dates']);
		provider.change('9');
		expect(await poller.news()).toEqual(['created 9/1']);
		expect(await poller.news()).toEqual([]);
		expect(poller.received.filter(({ id }) => id === 'future')).toHaveLength(1);
	});

	it('a record edited while a long backlog is read is no date in the future', async () => {
		const provider = new SimulatedProvider({ pageSize: 20, order: 'id' });
		for (let id = 1; id <= 400; id += 1) provider.change(String(id));
		provider.time += 30 * HOUR;
		const poller = new Poller(provider, { start: { kind: 'at', at: 0 }, maxItems: 20 });
		const codes: string[] = [];
		for (let poll = 0; poll < 15; poll += 1) {
			provider.time += MINUTE;
			provider.change('390');
			codes.push(...(await poller.poll()).warnings.map(({ code }) => code));
		}
		expect(codes).toEqual([]);
	});

	it.each([2 * HOUR, 30 * HOUR, 3_650 * DAY])(
		'a clock that is set back by %d ms loses nothing, and it is said once',
		async (aheadMs) => {
			const { poller, provider } = await started();
			provider.time += aheadMs;
			provider.change('8');
			expect(await poller.news()).toEqual(['created 8/1']);
			provider.time += 10 * MINUTE;
			await poller.news();
			provider.time -= aheadMs;
			const codes: string[] = [];
			for (let poll = 0; poll < 5; poll += 1) {
				provider.change(String(9 + poll));
				const { warnings } = await poller.poll();
				codes.push(...warnings.map(({ code }) => code));
				provider.time += MINUTE;
			}
			expect(codes).toEqual(['damaged-state']);
			expect(poller.received.map(({ kind, id }) => `${kind} ${id}`)).toEqual(
				['8', '9', '10', '11', '12', '13'].map((id) => `created ${id}`),
			);
		},
	);

	it('one record without a date is reported once, and again when it changes', async () => {
		const { poller, provider } = await started(
			{},
			{
				reader: {
					...reader,
					updated: (record) => (record.id === '3' ? undefined : reader.updated(record)),
				},
			},
		);
		provider.change('3');
		expect(await poller.news()).toEqual(['updated 3/2']);
		expect(await poller.news()).toEqual([]);
		provider.change('3');
		expect(await poller.news()).toEqual(['updated 3/3']);
	});

	it('a whole page without readable dates holds up nothing, and is told', async () => {
		const { poller, provider } = await started(
			{ pageSize: 50, order: 'shuffled' },
			{
				reader: {
					...reader,
					updated: (record) => (Number(record.id) >= 100 ? undefined : reader.updated(record)),
				},
			},
		);
		for (let id = 100; id < 160; id += 1) provider.change(String(id));
		provider.change('1');
		const { changes, warnings } = await poller.poll();
		expect(changes).toHaveLength(61);
		expect(warnings.map(({ code }) => code)).toEqual(['undated-records']);
		provider.change('2');
		provider.change('100');
		expect(await poller.news()).toEqual(['updated 2/2', 'updated 100/2']);
	});

	it('a field that changes at every read makes one edit no more than two versions', async () => {
		let reads = 0;
		const { poller, provider } = await started(
			{},
			{
				reader: {
					...reader,
					fingerprint: (record) => reader.fingerprint(record) - (reads += 1),
				},
			},
		);
		for (let id = 10; id < 40; id += 1) provider.change(String(id));
		for (let poll = 0; poll < 30; poll += 1) {
			await poller.poll();
			provider.time += MINUTE;
		}
		expect(poller.received.length).toBeLessThanOrEqual(60);
	});

	it.each<[string, Partial<ProviderTraits>, boolean]>([
		['stamps in days', { granularity: DAY }, true],
		['no stamps', {}, false],
	])(
		'a field that changes at every read is found out, where records have %s',
		async (_name, traits, dated) => {
			const provider = new SimulatedProvider(traits);
			for (let id = 1; id <= 5; id += 1) provider.change(String(id));
			const { readPage } = provider;
			let reads = 0;
			const noisy = async (since: number, position?: string) => {
				const page = await readPage(since, position);
				const records = page.records.map((record) => ({
					...record,
					seen: { nonce: (reads += 1) },
				}));
				return { ...page, records };
			};
			const poller = new Poller(Object.assign(provider, { readPage: noisy }), {
				...(dated ? {} : { reader: undated(reader) }),
			});
			const { warnings } = await poller.poll();
			expect(warnings).toMatchObject([{ code: 'volatile-fields' }]);
			expect(warnings[0].message).toContain('seen.nonce');
			for (let minute = 0; minute < 30; minute += 1) {
				provider.time += MINUTE;
				if (minute < 10) provider.change(String(minute));
				await poller.poll();
			}
			expect(poller.received).toHaveLength(10);
		},
	);

	it('an edit that is stamped earlier is told when the next reading shows it, too', async () => {
		const { poller, provider } = await started();
		provider.time += MINUTE;
		provider.change('1');
		expect(await poller.news()).toEqual(['updated 1/2']);
		provider.time -= 3_000;
		provider.change('1');
		provider.time += MINUTE;
		expect(await poller.news()).toEqual([]);
		provider.time += MINUTE;
		expect(await poller.news()).toEqual(['updated 1/3']);
		expect(await poller.news()).toEqual([]);
	});

	it('copies of the latest two versions in turns are no edits', async () => {
		const { poller, provider } = await started();
		const pages: Page[] = [];
		for (let edit = 0; edit < 2; edit += 1) {
			provider.time += MINUTE;
			provider.change('1');
			await poller.poll();
			pages.push(await provider.readPage(poller.cursor?.floor ?? 0));
		}
		for (let poll = 0; poll < 6; poll += 1) {
			const replica = new Poller(
				Object.assign(Object.create(provider), { readPage: async () => pages[poll % 2] }),
			);
			replica.cursor = poller.cursor;
			expect(await replica.news()).toEqual([]);
			poller.cursor = replica.cursor;
		}
	});

	it('an older version from a stale replica is dropped', async () => {
		const { poller, provider } = await started();
		const stale = await provider.readPage(0);
		provider.change('1');
		await poller.poll();
		const alternating = new Poller(
			Object.assign(Object.create(provider), { readPage: async () => stale }),
		);
		alternating.cursor = poller.cursor;
		expect(await alternating.news()).toEqual([]);
	});
});

describe('the state', () => {
	it('is small and independent of how much was ever polled', async () => {
		const { poller, provider } = await started({ pageSize: 500 });
		let largest = 0;
		for (let minute = 0; minute < 60; minute += 1) {
			for (let made = 0; made < 100; made += 1) provider.change(String(minute * 100 + made + 10));
			provider.time += MINUTE;
			await poller.poll();
			largest = Math.max(largest, JSON.stringify(poller.cursor).length);
		}
		expect(poller.received).toHaveLength(6_000);
		expect(largest).toBeLessThan(60_000);
	});

	it('is bounded by raising the floor, which repeats nothing', async () => {
		const { poller, provider } = await started({ pageSize: 500 }, { maxRemembered: 50 });
		for (let id = 10; id < 310; id += 1) {
			provider.change(String(id));
			provider.time += SECOND / 2;
		}
		const { warnings } = await poller.poll();
		expect(warnings.map(({ code }) => code)).toEqual(['lookback-shortened']);
		for (let poll = 0; poll < 3; poll += 1) expect(await poller.news()).toEqual([]);
		expect(poller.received).toHaveLength(300);
	});

	it('of an earlier moment repeats that moment and loses nothing', async () => {
		const { poller, provider } = await started();
		const older = poller.cursor;
		provider.change('9');
		expect(await poller.news()).toEqual(['created 9/1']);
		poller.cursor = older;
		expect(await poller.news()).toEqual(['created 9/1']);
	});
});

describe('a saved position that fails for a reason of its own', () => {
	const paused = async (isCertain: boolean) => {
		const { provider, poller } = await started({ pageSize: 2 }, { maxItems: 2 });
		for (const id of ['a', 'b', 'c', 'd', 'e']) provider.change(id);
		await poller.poll();
		const whole = provider.readPage;
		const source = new Poller(
			Object.assign(Object.create(provider), {
				readPage: async (since: number, position?: string) => {
					if (position === undefined) return await whole(since, position);
					throw new PagePositionError(new Error('forbidden'), isCertain);
				},
			}),
			{ maxItems: 2 },
		);
		source.cursor = poller.cursor;
		return source;
	};

	it.each([true, false])('lets the window begin again (certain: %p)', async (isCertain) => {
		const source = await paused(isCertain);
		expect(source.cursor?.scan?.at).toBeDefined();
		const { pages } = await source.poll();
		expect(pages).toBeGreaterThan(0);
	});
});

describe('a request that fails after a page was read', () => {
	const cut = async (failsAfter: number) => {
		const { provider, poller } = await started({ pageSize: 2 }, { budget: MINUTE }, 0);
		for (let id = 1; id <= 6; id += 1) provider.change(String(id));
		const { readPage } = provider;
		let pages = 0;
		const failing = jest.spyOn(provider, 'readPage').mockImplementation(async (since, position) => {
			pages += 1;
			if (pages < 3) return await readPage(since, position);
			provider.time += failsAfter;
			throw new Error('no answer in time');
		});
		const result = await poller.poll();
		failing.mockRestore();
		return { result, poller };
	};

	it('is no failure where the end of the poll cut it off: the next poll goes on', async () => {
		const { result, poller } = await cut(MINUTE);
		expect(result).toMatchObject({ complete: false });
		expect(result.error).toBeUndefined();
		await poller.news();
		expect(poller.received.map(({ id }) => id).sort()).toEqual(['1', '2', '3', '4', '5', '6']);
	});

	it('is one where there was time left', async () => {
		const { result } = await cut(SECOND);
		expect(result).toMatchObject({ complete: false, error: new Error('no answer in time') });
	});
});
