import type { IDataObject } from 'n8n-workflow';
import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest/definition';
import type { Sandbox } from '../../sandbox/server';
import { pass, SECOND } from '../harness/clock';
import { testGolden } from './golden';
import { forTag, inWorld, startUnhurried, viaProvider } from './infusionsoftrestHost';
import { stopWithClock, tick } from '../harness/sandbox';

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
	const sandbox = await startUnhurried();
	try {
		const [tagId] = sandbox.infusionsoftrest.world.ids('tags');
		const host = viaProvider(sandbox, 'durable', {
			resources: [name],
			options: { ...forTag(tagId), instanceName: 'Golden', tags: 'a, b' },
		});
		await host.publish();
		for (const step of stepsOf(name, sandbox)) {
			pass(1.5 * SECOND);
			step();
			await tick(host);
		}
		expect(host.errors).toEqual([]);
		return host.items;
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('infusionsoftrest', names, eventsOf);
