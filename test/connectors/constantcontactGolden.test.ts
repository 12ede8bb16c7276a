import type { IDataObject } from 'n8n-workflow';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import { findResource } from '../../nodes/OpenConnectors/streams/definition';
import type { JsonRecord } from '../../sandbox/json';
import { inWorld, viaProvider } from './constantcontactHost';
import { runLives, testGolden } from './golden';
import { startOnStoppedClock, stopWithClock, withVariables } from '../harness/sandbox';

/** The stand-in has no reports about single emails. */
const names = constantcontact.resources
	.filter(({ url }) => !url.includes('{campaignActivityId}'))
	.map(({ name }) => name);

async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const sandbox = await startOnStoppedClock();
	try {
		const { world, unsubscribe } = sandbox.constantcontact;
		const [eventId] = world.ids('events');
		const trackId = `s${eventId.slice(0, 8)}`;
		const resource = inWorld(name);
		const fields: JsonRecord = name === 'registrations' ? { track_key: trackId } : {};
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: {
				...withVariables({ eventId, trackId }),
				instanceName: 'Golden',
				tags: 'a, b',
			},
		});
		const isCompared = findResource(constantcontact, name)?.watch === 'snapshot';
		const leave = (id: string): void => {
			if (name === 'contacts') unsubscribe(id);
		};
		return await runLives(host, world, resource, fields, leave, isCompared);
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('constantcontact', names, eventsOf);
