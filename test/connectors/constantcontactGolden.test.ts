import type { IDataObject } from 'n8n-workflow';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import type { JsonRecord } from '../../sandbox/json';
import { pass, SECOND } from '../harness/clock';
import { inWorld, viaProvider } from './constantcontactHost';
import { testGolden } from './golden';
import { startOnStoppedClock, stopWithClock, tick, withVariables } from '../harness/sandbox';

/** The stand-in has no reports about single emails. */
const names = constantcontact.resources
	.filter(({ url }) => !url.includes('{campaignActivityId}'))
	.map(({ name }) => name);

/** What happens: two records are made, one is edited, one contact unsubscribes, one record is removed. */
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
		await host.publish();
		pass(1.5 * SECOND);
		const first = world.create(resource, { fields });
		await tick(host);
		const second = world.create(resource, { fields });
		world.edit(resource, first.id);
		await tick(host);
		if (name === 'contacts') unsubscribe(first.id);
		await tick(host);
		world.remove(resource, second.id);
		await tick(host);
		expect(host.errors).toEqual([]);
		return host.items;
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('constantcontact', names, eventsOf);
