/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a file of the repository */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact';
import type { JsonRecord } from '../../sandbox/json';
import { MINUTE, pass, SECOND } from '../failures/virtualTime';
import {
	inWorld,
	startOnStoppedClock,
	stopWithClock,
	viaProvider,
	withVariables,
} from './constantcontactHost';

jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('../failures/virtualTime')>('../failures/virtualTime')
		.n8nOnVirtualTime(),
);

/**
 * The events of a few changes in each resource. When they are meant to change, write the file anew:
 * `GOLDEN=write npx jest --selectProjects unit --testPathPatterns test/connectors/constantcontactGolden`
 */
const FILE = resolve(__dirname, 'golden/constantcontact.json');

/** The stand-in has no reports about single emails. */
const names = constantcontact.resources
	.filter(({ path }) => !path.includes('{campaignActivityId}'))
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
		const poll = async () => {
			pass(MINUTE);
			await host.tick();
		};
		await host.publish();
		pass(1.5 * SECOND);
		const first = world.create(resource, { fields });
		await poll();
		const second = world.create(resource, { fields });
		world.edit(resource, first.id);
		await poll();
		if (name === 'contacts') unsubscribe(first.id);
		await poll();
		world.remove(resource, second.id);
		await poll();
		expect(host.errors).toEqual([]);
		return host.items;
	} finally {
		await stopWithClock(sandbox);
	}
}

const read = (): Readonly<Record<string, unknown>> => JSON.parse(readFileSync(FILE, 'utf8'));

if (process.env.GOLDEN === 'write') {
	it('writes the file', async () => {
		const events: Record<string, readonly IDataObject[]> = {};
		for (const name of names) events[name] = await eventsOf(name);
		writeFileSync(FILE, `${JSON.stringify(events, null, '\t')}\n`);
	});
} else {
	it('has the events of every resource', () => {
		expect(Object.keys(read())).toEqual(names);
	});

	it.each(names)('the events of %s are those of the file', async (name) => {
		expect(await eventsOf(name)).toEqual(read()[name]);
	});
}
