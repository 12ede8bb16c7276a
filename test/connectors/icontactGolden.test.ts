/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a file of the repository */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { JsonRecord } from '../../sandbox/json';
import { icontact } from '../../nodes/OpenConnectors/connectors/icontact';
import { inWorld, MINUTE_MS, startStand, viaProvider, withVariables } from './icontactHost';

/**
 * The events of a few changes in each resource. When they are meant to change, write the file anew:
 * `GOLDEN=write npx jest --selectProjects unit --testPathPatterns test/connectors/icontactGolden`
 */
const FILE = resolve(__dirname, 'golden/icontact.json');

const names = icontact.resources.map(({ name }) => name);

/** What happens to a resource: two records are made, one is edited, the other removed, where that can be. */
async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const { sandbox, pass, stop } = await startStand();
	try {
		const { world } = sandbox.icontact;
		const [messageId] = world.ids('messages');
		const [segmentId] = world.ids('segments');
		const resource = inWorld(name);
		const parents: Readonly<Record<string, JsonRecord>> = {
			message: { messageId },
			segment: { segmentId },
		};
		const fields = parents[name.split('-')[0]] ?? {};
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: { ...withVariables({ messageId, segmentId }), instanceName: 'Golden', tags: 'a, b' },
		});
		const poll = async () => {
			pass(MINUTE_MS);
			await host.tick();
		};
		await host.publish();
		pass(1_500);
		const first = world.create(resource, { fields });
		await poll();
		const second = world.create(resource, { fields });
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

const read = (): Readonly<Record<string, unknown>> => JSON.parse(readFileSync(FILE, 'utf8'));

if (process.env.GOLDEN === 'write') {
	it('writes the file', async () => {
		const events: Record<string, readonly IDataObject[]> = {};
		for (const name of names) events[name] = await eventsOf(name);
		writeFileSync(FILE, `${JSON.stringify(events, null, '\t')}\n`);
	}, 60_000);
} else {
	it('has the events of every resource', () => {
		expect(Object.keys(read())).toEqual(names);
	});

	it.each(names)('the events of %s are those of the file', async (name) => {
		expect(await eventsOf(name)).toEqual(read()[name]);
	});
}
