import { entriesOf } from './journal';
import { DAY, HOUR, MINUTE, SECOND } from '../harness/clock';
import { SimulatedProvider, type ProviderTraits } from '../harness/provider';
import { Poller, type PollerSettings } from './simulation';

/** A provider without records, and a poller that took its baseline. */
async function started(traits: Partial<ProviderTraits>, settings: Partial<PollerSettings> = {}) {
	const provider = new SimulatedProvider(traits);
	const poller = new Poller(provider, settings);
	await poller.poll();
	provider.time += MINUTE;
	const make = (ids: readonly number[], apartMs: number) => {
		for (const id of ids) {
			provider.change(String(id));
			provider.time += apartMs;
		}
	};
	const drain = async () => {
		while (!(await poller.poll()).complete);
	};
	/** Versions that were told more than once. */
	const repeated = () => {
		const names = poller.received.map(({ id, record }) => `${id}/${String(record.content)}`);
		return names.filter((name, at) => names.indexOf(name) !== at);
	};
	const createdTwice = () => {
		const ids = poller.received.flatMap(({ id, kind }) => (kind === 'created' ? [id] : []));
		return ids.filter((id, at) => ids.indexOf(id) !== at);
	};
	return { provider, poller, make, drain, repeated, createdTwice };
}

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('lists that move', () => {
	it('records of the last page that are edited hide no unread one', async () => {
		const { provider, poller, make } = await started({
			order: 'ascending',
			pageSize: 4,
			overlap: 2,
		});
		make(range(10, 14), 0);
		provider.time += 30 * MINUTE;
		const before = provider.requests;
		provider.beforeRequest = (request) => {
			// 10 11 12 13 | 14 becomes 13 14 | 10 11 12: the next page begins with 10, which was read.
			if (request === before + 3) make([10, 11, 12], 0);
		};
		await poller.poll();
		provider.time += MINUTE;
		await poller.poll();
		expect(poller.received.map(({ id }) => id)).toContain('14');
	});
});

describe('scans that span polls', () => {
	it('what was told before and edited later is not created again', async () => {
		const { provider, poller, make, drain, createdTwice } = await started(
			{ order: 'ascending', pageSize: 5 },
			{ maxItems: 5 },
		);
		make([10], SECOND);
		await drain();
		provider.time += HOUR;
		make(range(20, 25), MINUTE);
		provider.time += HOUR;
		make([10], SECOND);
		provider.time += 3 * HOUR;
		await drain();
		expect(poller.received.map(({ id }) => id)).toEqual(expect.arrayContaining(['10', '25']));
		expect(createdTwice()).toEqual([]);
	});

	it('what was told and edited while the scan went on is not created again', async () => {
		const { provider, make, drain, createdTwice } = await started(
			{ order: 'ascending', pageSize: 5, granularity: DAY },
			{ maxItems: 5 },
		);
		provider.time += DAY;
		make([10], DAY);
		make(range(20, 30), DAY);
		provider.time += 10 * HOUR;
		const before = provider.requests;
		provider.beforeRequest = (request) => {
			if (request === before + 2) make([10], 0);
		};
		await drain();
		expect(createdTwice()).toEqual([]);
	});

	const emptiedLastPage = async (order: 'id' | 'ascending') => {
		const { provider, make, drain, poller, repeated } = await started(
			{ order, pageSize: 20, paging: 'keyset' },
			{ maxRemembered: 50, maxItems: 20 },
		);
		make(range(101, 181), SECOND);
		provider.time += 30 * MINUTE;
		for (let poll = 0; poll < 4; poll += 1) await poller.poll();
		// The last page is empty, so that the scan ends with no more than can be remembered.
		provider.remove('181');
		await drain();
		expect(poller.received.length).toBeGreaterThanOrEqual(80);
		provider.time += MINUTE;
		await drain();
		return repeated();
	};

	it('repeat nothing in a list by id when there was too much to remember', async () => {
		expect(await emptiedLastPage('id')).toEqual([]);
	});

	it('repeat nothing in an ascending list when there was too much to remember', async () => {
		expect(await emptiedLastPage('ascending')).toEqual([]);
	});

	it('repeat nothing that changed of late when the list moves and is begun anew', async () => {
		const { provider, poller, make, drain, repeated } = await started(
			{ order: 'id', pageSize: 20, overlap: 5 },
			{ maxRemembered: 30, maxItems: 20 },
		);
		make(range(101, 200), SECOND);
		provider.time += 20 * MINUTE;
		for (let poll = 0; poll < 3; poll += 1) await poller.poll();
		for (const id of range(101, 120)) provider.remove(String(id));
		await drain();
		expect(poller.received.map(({ id }) => id)).toContain('200');
		expect(repeated()).toEqual([]);
	});

	it('repeat nothing that was told by an earlier scan', async () => {
		const { provider, make, drain, repeated } = await started(
			{ order: 'shuffled', pageSize: 20, paging: 'keyset' },
			{ maxRemembered: 50, maxItems: 20 },
		);
		make(range(101, 140), SECOND);
		await drain();
		provider.time += 10 * MINUTE;
		make(range(201, 300), SECOND);
		provider.time += 10 * MINUTE;
		await drain();
		expect(repeated()).toEqual([]);
	});
});

describe('the bound of the memory', () => {
	it('holds while stamps are hours ahead of the Date header', async () => {
		const { poller, make, drain } = await started(
			{ order: 'ascending', pageSize: 100, dateOffset: -3 * HOUR },
			{ maxRemembered: 50 },
		);
		make(range(100, 400), SECOND);
		await drain();
		expect(poller.cursor && entriesOf(poller.cursor)).toBeLessThanOrEqual(50);
	});

	it('holds while a backlog is drained', async () => {
		const { poller, provider, make } = await started(
			{ order: 'ascending', pageSize: 20 },
			{ maxRemembered: 50, maxItems: 20 },
		);
		make(range(100, 400), SECOND / 2);
		provider.time += SECOND;
		let most = 0;
		for (let complete = false; !complete; ) {
			({ complete } = await poller.poll());
			most = Math.max(most, poller.cursor ? entriesOf(poller.cursor) : 0);
		}
		expect(most).toBeLessThanOrEqual(50);
	});

	it('a tick that can no longer change is not remembered', async () => {
		const { poller, provider, make, drain } = await started({ order: 'ascending', pageSize: 100 });
		make(range(100, 400), 0);
		await drain();
		provider.time += DAY;
		await drain();
		expect(poller.cursor && entriesOf(poller.cursor)).toBe(0);
	});
});

describe('the kind of a record', () => {
	it('edited while the scan runs that would have told it is told as updated: what bounded memory costs', async () => {
		const { provider, poller, make } = await started({ order: 'newest', pageSize: 7, overlap: 3 });
		make([10], SECOND);
		make(range(20, 30), SECOND);
		provider.time += 20 * MINUTE;
		make([31], SECOND);
		const before = provider.requests;
		provider.beforeRequest = (request) => {
			if (request === before + 2) make([10], 0);
		};
		await poller.poll();
		provider.time += MINUTE;
		await poller.poll();
		expect(poller.received.find(({ id }) => id === '10')?.kind).toBe('updated');
	});
});
