/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a file of the repository */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest';
import type { Sandbox } from '../../sandbox/server';
import { forTag, inWorld, MINUTE_MS, startStand, viaProvider } from './infusionsoftrestHost';

/**
 * The events of a few changes in each resource. When they are meant to change, write the file anew:
 * `GOLDEN=write npx jest --selectProjects unit --testPathPatterns test/connectors/infusionsoftrestGolden`
 */
const FILE = resolve(__dirname, 'golden/infusionsoftrest.json');

const names = infusionsoftrest.resources.map(({ name }) => name);

type Step = () => void;

/** What happens to a resource: two records are made, one is edited, the other removed, where that can be. */
function stepsOf(name: string, { infusionsoftrest: keap }: Sandbox): readonly Step[] {
	const { world } = keap;
	if (name.startsWith('tagged-contacts')) {
		const [tagId] = world.ids('tags');
		const [one, other] = world.ids('contacts').slice(-2);
		return [
			() => keap.applyTag(one, tagId),
			() => keap.applyTag(other, tagId),
			() => keap.removeTag(one, tagId),
		];
	}
	const resource = inWorld(name);
	const made: string[] = [];
	const make = () => made.push(world.create(resource).id);
	return [
		make,
		() => {
			make();
			if (world.isEditable(resource)) world.edit(resource, made[0]);
		},
		() => world.remove(resource, made[1]),
	];
}

async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const { sandbox, pass, stop } = await startStand();
	try {
		const [tagId] = sandbox.infusionsoftrest.world.ids('tags');
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: { ...forTag(tagId), instanceName: 'Golden', tags: 'a, b' },
		});
		await host.publish();
		for (const step of stepsOf(name, sandbox)) {
			pass(1_500);
			step();
			pass(MINUTE_MS);
			await host.tick();
		}
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
