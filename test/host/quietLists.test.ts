import type { HttpProvider } from '../harness/httpProvider';
import type { Host } from '../harness/host';
import { pass, MINUTE, SECOND } from '../harness/clock';
import { ENGINES, endScenarios, news, newsOf, prepared, started } from '../failures/scenario';
import { itUnder, upTo } from '../length';

afterEach(endScenarios);

const LISTS = ['accounts', 'contacts', 'events', 'leads', 'notes', 'projects', 'tasks'];
const parametersOf = (resources: readonly string[]) => ({
	parameters: {
		resources: [...resources],
		pollTimes: { item: [{ mode: 'everyX', value: 1, unit: 'minutes' }] },
	},
});
/** Of the 20,000 requests that Insightly allows a day, each minute 10,080 and 8,640. */
const MUCH = parametersOf(LISTS);
const HALF = parametersOf(LISTS.slice(1));

/** Polls for so many minutes, and counts how often contacts were read. */
async function readingsOf(host: Host, provider: HttpProvider, minutes: number) {
	provider.asked.splice(0);
	for (let minute = 0; minute < minutes; minute += 1) {
		await host.tick();
		// n8n's polls come a little early or late.
		pass(MINUTE - (minute % 2 === 0 ? SECOND : -SECOND));
	}
	return provider.asked.filter(({ resource }) => resource === 'contacts').length;
}

describe.each(ENGINES)('lists in which nothing changes, %s', (engine) => {
	const it = itUnder(engine);
	it('are read at every poll where half of the requests of a day are enough', async () => {
		const { provider, host } = await started(engine, HALF);
		const minutes = upTo(15, 60);
		expect(await readingsOf(host, provider, minutes)).toBe(minutes);
	});

	it('are read less and less often where they are not, down to every five minutes', async () => {
		const { provider, host } = await started(engine, MUCH);
		expect(await readingsOf(host, provider, 10)).toBe(10);
		const inTheFirstHour = await readingsOf(host, provider, 50);
		expect(inTheFirstHour).toBeGreaterThan(12);
		expect(inTheFirstHour).toBeLessThan(30);
		const later = await readingsOf(host, provider, 60);
		expect(later).toBeGreaterThanOrEqual(12);
		expect(later).toBeLessThanOrEqual(15);
	});

	it('are read at every poll again once something changes', async () => {
		const { provider, host } = await started(engine, MUCH);
		await readingsOf(host, provider, 60);
		provider.change(7);
		expect(await newsOf(host, 5)).toEqual(['created 7/1']);
		expect(await readingsOf(host, provider, 5)).toBe(5);
	});

	it('are read at every poll again when somebody publishes', async () => {
		const { provider, host } = await started(engine, MUCH);
		await readingsOf(host, provider, 60);
		host.unpublish();
		await host.publish();
		pass(MINUTE);
		provider.change(7);
		expect(await news(host)).toEqual(['created 7/1']);
	});

	it('hold back no list with changes', async () => {
		const { provider, host } = await prepared(engine, MUCH);
		await host.publish();
		for (let round = 0; round < upTo(15, 60); round += 1) {
			pass(MINUTE);
			provider.change(1_000 + round, { resource: 'leads' });
			expect(await news(host)).toEqual([`created leads ${1_000 + round}/1`]);
		}
	});
});
