import { endScenarios, newsOf, shown, started } from '../failures/scenario';
import { MINUTE, pass } from '../harness/clock';
import type { Host } from '../harness/host';

afterEach(endScenarios);

/** How many of some polls, a minute apart, n8n writes a state for. */
async function savedOf(host: Host, polls: number): Promise<number> {
	let saved = 0;
	for (let poll = 0; poll < polls; poll += 1) {
		const before = JSON.stringify(host.saved);
		pass(MINUTE);
		await host.tick();
		if (JSON.stringify(host.saved) !== before) saved += 1;
	}
	return saved;
}

describe('polls that find nothing', () => {
	it.each([
		['durable', 3],
		['in-memory', 0],
	] as const)('are saved every ten minutes by the %s engine at most', async (engine, most) => {
		const { provider, host } = await started(engine);
		provider.change(7);
		await newsOf(host, 20);
		expect(await savedOf(host, 30)).toBe(most);
		provider.change(8);
		await newsOf(host, 2);
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1']);
	});

	it('are saved at once where they learn something', async () => {
		const { provider, host } = await started('durable');
		provider.change(7);
		await newsOf(host, 2);
		// An edit with an earlier stamp counts when two readings in a row show it.
		provider.change(7, { stampedAhead: -3 * MINUTE });
		expect(await savedOf(host, 1)).toBe(1);
		expect(shown(host.items)).toEqual(['created 7/1']);
		await newsOf(host, 1);
		expect(shown(host.items)).toEqual(['created 7/1', 'updated 7/2']);
	});

	it('are saved by another process of the durable engine before ten minutes are over', async () => {
		const { host } = await started('durable');
		await newsOf(host, 20);
		await host.restart();
		expect(await savedOf(host, 9)).toBe(1);
	});
});
