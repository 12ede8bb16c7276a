import { DAY, HOUR, MINUTE, SECOND } from '../../harness/clock';
import { RestApi, type RestTraits } from '../../harness/restApi';
import { RestPoller } from '../../harness/restPoller';
import { restSettings } from './settings';

const apiOf = (traits: Partial<RestTraits>) =>
	new RestApi({ order: 'ascending', clamp: 10, ...traits });

const pollerOf = (api: RestApi, startBefore: number) =>
	new RestPoller(api, restSettings(api.traits), { kind: 'at', at: api.time - startBefore });

/** So many records, one behind the other. */
function fill(api: RestApi, count: number, stepMs: number): void {
	for (let id = 1; id <= count; id += 1) {
		api.change(String(id));
		api.time += stepMs;
	}
}

/** Polls until the list was read to its end. */
async function readAll(poller: RestPoller): Promise<readonly string[]> {
	const ids: string[] = [];
	for (let polls = 0; polls < 20; polls += 1) {
		const { changes, complete, error } = await poller.poll();
		if (error !== undefined) throw error;
		ids.push(...changes.map(({ id }) => id));
		if (complete) return ids;
	}
	throw new Error('The list has no end.');
}

const idsTo = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));

describe('a list of which the API serves a part at a time', () => {
	it.each(['page', 'offset', 'cursor'] as const)('goes on by value: %s', async (paging) => {
		const api = apiOf({ paging, maximum: 40 });
		fill(api, 137, SECOND);
		expect(await readAll(pollerOf(api, HOUR))).toEqual(idsTo(137));
	});

	it('says so where more records than that share a date', async () => {
		const api = apiOf({ paging: 'offset', maximum: 40 });
		fill(api, 60, 0);
		api.time += MINUTE;
		await expect(readAll(pollerOf(api, HOUR))).rejects.toThrow(
			/^things\.paging\.maximumOffset: \d+ records are dated 2026-01-05T12:00:00\.000Z or before/,
		);
	});

	it('says so where the list is in another order', async () => {
		const api = apiOf({ paging: 'offset', maximum: 40, order: 'shuffled' });
		fill(api, 137, SECOND);
		const poller = new RestPoller(
			api,
			{ ...restSettings(api.traits), order: 'ascending' },
			{ kind: 'at', at: api.time - HOUR },
		);
		await expect(readAll(poller)).rejects.toThrow(
			'things.order: the list is not in ascending order',
		);
	});

	it('is in order where records became visible in front of a saved position', async () => {
		const api = apiOf({ paging: 'offset', maximum: 40 });
		api.change('first');
		const late = Array.from({ length: 15 }, (_, index) => `late${index}`);
		for (const id of late) api.change(id, HOUR);
		fill(api, 60, SECOND);
		api.time += MINUTE;
		const poller = pollerOf(api, 10 * MINUTE);
		poller.maxItems = 20;
		const { changes } = await poller.poll();
		api.time += HOUR;
		poller.maxItems = 500;
		const ids = [...changes.map(({ id }) => id), ...(await readAll(poller))];
		expect(ids.sort()).toEqual(['first', ...late, ...idsTo(60)].sort());
	});

	it('cannot be compared whole', async () => {
		const api = apiOf({ paging: 'offset', maximum: 40 });
		fill(api, 60, SECOND);
		const poller = new RestPoller(api, { ...restSettings(api.traits), watch: 'snapshot' });
		await expect(readAll(poller)).rejects.toMatchObject({ code: 'incomplete' });
	});
});

describe('windows', () => {
	it.each(['inclusive', 'exclusive'] as const)(
		'go on until now, where bounds are %s',
		async (filter) => {
			const api = apiOf({ paging: 'page', longestWindow: DAY, filter });
			fill(api, 90, 3 * HOUR);
			expect(await readAll(pollerOf(api, 20 * DAY))).toEqual(idsTo(90));
		},
	);

	it('take one request in a quiet poll', async () => {
		const api = apiOf({ paging: 'page', longestWindow: DAY });
		fill(api, 5, MINUTE);
		api.time += 3 * HOUR;
		const poller = pollerOf(api, 4 * HOUR);
		await readAll(poller);
		api.time += MINUTE;
		const before = api.asked.length;
		await readAll(poller);
		expect(api.asked.length - before).toBe(1);
	});

	it('are longer than the step of their bounds', () => {
		const api = apiOf({ longestWindow: HOUR, filterStep: DAY });
		expect(() => pollerOf(api, DAY).streams).toThrow('things.step: is shorter than the step');
	});

	it('end where they did when a first page is read again, so that a record that left hides none', async () => {
		const to: Partial<RestTraits> = { longestWindow: DAY, granularity: 1, filterStep: 1 };
		const api = apiOf({ paging: 'page', order: 'id', ...to });
		fill(api, 12, SECOND);
		api.time += 3 * HOUR;
		const poller = pollerOf(api, 4 * HOUR);
		api.beforeRequest = () => {
			if (api.asked.length === 2) api.change('1');
		};
		expect(await readAll(poller)).toContain('11');
	});

	it('that share several pages are no list without an end', async () => {
		const api = apiOf({ paging: 'cursor', longestWindow: DAY });
		api.time += 23 * HOUR;
		fill(api, 60, MINUTE);
		api.time += 6 * HOUR;
		expect(await readAll(pollerOf(api, 30 * HOUR))).toEqual(idsTo(60));
	});

	it('without records are no list without an end', async () => {
		const api = apiOf({ paging: 'cursor', longestWindow: HOUR });
		api.time += 10 * DAY;
		api.change('1');
		api.time += HOUR;
		expect(await readAll(pollerOf(api, 9 * DAY))).toEqual(['1']);
	});
});

describe('retention', () => {
	const DAYS_30 = 30 * DAY;

	it('is where an older beginning starts, and what cannot be seen is said once', async () => {
		const api = apiOf({ paging: 'page', retention: DAYS_30 });
		fill(api, 3, MINUTE);
		const poller = pollerOf(api, DAY);
		await readAll(poller);
		api.time += 40 * DAY;
		api.change('9');
		api.time += MINUTE;
		const { changes, warnings, error } = await poller.poll();
		expect(error).toBeUndefined();
		expect(changes.map(({ id }) => id)).toEqual(['9']);
		expect(warnings.map(({ code }) => code)).toEqual(['retention-gap']);
		api.time += MINUTE;
		expect((await poller.poll()).warnings).toEqual([]);
	});

	it('misses nothing of a list that was quiet for longer', async () => {
		const api = apiOf({ paging: 'page', retention: DAYS_30 });
		fill(api, 3, MINUTE);
		const poller = pollerOf(api, DAY);
		await readAll(poller);
		for (let day = 0; day < 40; day += 1) {
			api.time += DAY;
			const { warnings, error } = await poller.poll();
			expect([error, warnings]).toEqual([undefined, []]);
		}
	});
});
