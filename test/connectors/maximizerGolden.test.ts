/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a file beside it, never runs inside n8n */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { maximizer } from '../../nodes/OpenConnectors/connectors/maximizer';
import { inWorld, MINUTE_MS, startStand, viaProvider } from './maximizerHost';

/**
 * The events of a few changes in each resource. When they are meant to change, write the file anew:
 * `GOLDEN=write npx jest --selectProjects unit --testPathPatterns test/connectors/maximizerGolden`
 */
const FILE = resolve(__dirname, 'golden/maximizer.json');

const names = maximizer.resources.map(({ name }) => name);

/** What happens to a resource: two records are made, one is edited, the other removed, where that can be. */
async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const { sandbox, pass, stop } = await startStand();
	try {
		const { world } = sandbox.maximizer;
		const [resource] = name === 'audit-log' ? ['cases'] : inWorld(name);
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: { timezone: 'America/Los_Angeles', instanceName: 'Golden', tags: 'a, b' },
		});
		const poll = async () => {
			pass(MINUTE_MS);
			await host.tick();
		};
		await host.publish();
		pass(1_500);
		const first = world.create(resource);
		await poll();
		const second = world.create(resource);
		if (world.isEditable(resource)) world.edit(resource, first.id);
		await poll();
		world.remove(resource, second.id);
		await poll();
		expect(host.errors).toEqual([]);
		return host.items;
	} finally {
		await stop();
	}
}

/** Of the texts of Keys, which change from answer to answer, only that they are there. */
const withoutKeyTexts = (events: readonly IDataObject[]): unknown =>
	JSON.parse(JSON.stringify(events), (name: string, value: unknown) =>
		/^([A-Z]\w*)?Key$/.test(name) && typeof value === 'string' ? '…' : value,
	);

const written = (events: unknown): string => `${JSON.stringify(events, null, '\t')}\n`;

it('the events of every resource are those that were', async () => {
	const events: Record<string, unknown> = {};
	for (const name of names) events[name] = withoutKeyTexts(await eventsOf(name));
	for (const [name, list] of Object.entries(events))
		expect([name, Array.isArray(list) && list.length > 1]).toEqual([name, true]);
	if (process.env.GOLDEN === 'write') writeFileSync(FILE, written(events));
	const golden: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
	expect(events).toEqual(golden);
}, 60_000);
