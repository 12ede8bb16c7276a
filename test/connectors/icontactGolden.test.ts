import type { IDataObject } from 'n8n-workflow';
import type { JsonRecord } from '../../sandbox/json';
import { icontact } from '../../nodes/OpenConnectors/connectors/icontact/definition';
import { runLives, testGolden } from './golden';
import { inWorld, viaProvider } from './icontactHost';
import { startOnStoppedClock, stopWithClock, withVariables } from '../harness/sandbox';

const names = icontact.resources.map(({ name }) => name);

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
		return await runLives(host, world, resource, fields);
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('icontact', names, eventsOf);
