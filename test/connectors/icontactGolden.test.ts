import type { IDataObject } from 'n8n-workflow';
import type { JsonRecord } from '../../sandbox/json';
import { icontact } from '../../nodes/OpenConnectors/connectors/icontact/definition';
import { pass, SECOND } from '../harness/clock';
import { testGolden } from './golden';
import { inWorld, viaProvider } from './icontactHost';
import { startOnStoppedClock, stopWithClock, tick, withVariables } from '../harness/sandbox';

const names = icontact.resources.map(({ name }) => name);

/** What happens to a resource: two records are made, one is edited, the other removed, where that can be. */
async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const sandbox = await startOnStoppedClock();
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
		await host.publish();
		pass(1.5 * SECOND);
		const first = world.create(resource, { fields });
		await tick(host);
		const second = world.create(resource, { fields });
		if (world.isEditable(resource)) world.edit(resource, first.id);
		await tick(host);
		world.remove(resource, second.id);
		await tick(host);
		expect(host.errors).toEqual([]);
		return host.items;
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('icontact', names, eventsOf);
