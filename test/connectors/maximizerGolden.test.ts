import type { IDataObject } from 'n8n-workflow';
import { maximizer } from '../../nodes/OpenConnectors/connectors/maximizer/definition';
import { isWriting, readGolden, runLives, writeGolden } from './golden';
import { inWorld, startUnhurried, viaProvider } from './maximizerHost';
import { stopWithClock } from '../harness/sandbox';

const names = maximizer.resources.map(({ name }) => name);

async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const sandbox = await startUnhurried();
	try {
		const { world } = sandbox.maximizer;
		const [resource] = name === 'audit-log' ? ['cases'] : inWorld(name);
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: { timezone: 'America/Los_Angeles', instanceName: 'Golden', tags: 'a, b' },
		});
		return await runLives(host, world, resource);
	} finally {
		await stopWithClock(sandbox);
	}
}

/** Of the texts of Keys, which change from answer to answer, only that they are there. */
const withoutKeyTexts = (events: readonly IDataObject[]): unknown =>
	JSON.parse(JSON.stringify(events), (name: string, value: unknown) =>
		/^([A-Z]\w*)?Key$/.test(name) && typeof value === 'string' ? '…' : value,
	);

it('the events of every resource are those that were', async () => {
	const events: Record<string, unknown> = {};
	for (const name of names) events[name] = withoutKeyTexts(await eventsOf(name));
	for (const [name, list] of Object.entries(events))
		expect([name, Array.isArray(list) && list.length > 1]).toEqual([name, true]);
	if (isWriting) writeGolden('maximizer', events);
	expect(events).toEqual(readGolden('maximizer'));
}, 60_000);
