import type { ConstantContactBehaviour } from '../../sandbox/providers/constantcontact/behaviour';
import { Activity, compareWithOracle, type Sandbox } from '../../sandbox/server';
import { DAY, MINUTE, pass, SECOND } from '../harness/clock';
import { inWorld, received, viaPlatform, viaProvider } from './constantcontactHost';
import {
	ENGINES,
	expectToldOnce,
	type Host,
	runRounds,
	startOnStoppedClock,
	stopWithClock,
	withVariables,
} from '../harness/sandbox';

const ROUNDS = 8;

/** Of these every change is seen, deletions too. */
const WITH_DELETIONS = [
	'contacts',
	'custom-fields',
	'events',
	'lists',
	'segments',
	'tags',
] as const;
/** Of these a deletion leaves nothing to see, or is seen as a change of the status alone. */
const WITHOUT_DELETIONS = ['campaign-summaries', 'campaigns'] as const;

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** Works and polls in turn, a minute apart. */
async function run(host: Host, work: () => void): Promise<void> {
	await runRounds(host, work, { rounds: ROUNDS });
}

/** Leaves a record alone until a poll has seen its latest change. */
const activityIn = (resources: readonly string[], removeShare = 0, restMs = MINUTE / 2) =>
	new Activity(sandbox.constantcontact.world, {
		seed: 7,
		resources: resources.map(inWorld),
		removeShare,
		restMs,
	});

/** Every change since `after` arrived exactly once, with the right kind, and nothing else did. */
function expectExact(host: Host, after: number, resources: readonly string[], deletions = false) {
	const scope = { after, resources: resources.map(inWorld), deletions };
	const { world } = sandbox.constantcontact;
	const { made } = expectToldOnce(host, world, received(host), scope);
	expect(made).toBeGreaterThan(ROUNDS / 2);
}

/** The same where one date stands for created and updated: what is met for the first time is new. */
function expectAllNew(host: Host, after: number, resource: string): void {
	const comparison = compareWithOracle(sandbox.constantcontact.world, received(host), {
		after,
		resources: [resource],
	});
	expect(host.errors).toEqual([]);
	expect(comparison.made).toBeGreaterThan(ROUNDS);
	expect(comparison).toMatchObject({ missing: [], twice: [], unknown: [], sharedEventIds: [] });
	for (const { received: event } of comparison.wrongKind) expect(event.kind).toBe('CREATED');
}

async function watch(host: Host, resources: readonly string[], removeShare = 0): Promise<void> {
	await host.publish();
	const after = sandbox.constantcontact.world.mark();
	pass(SECOND);
	const activity = activityIn(resources, removeShare);
	await run(host, () => activity.step(resources.length * 2));
	await host.tick();
	expectExact(host, after, resources, removeShare > 0);
}

const lists = (resources: readonly string[]) => ({ resources: [...resources] });

describe.each(ENGINES)('under the %s engine', (engine) => {
	it.each(WITH_DELETIONS)('every change of %s arrives once, deletions too', async (resource) => {
		await watch(viaProvider(sandbox, engine, lists([resource])), [resource], 0.2);
	});

	it.each(WITHOUT_DELETIONS)('every change of %s arrives once', async (resource) => {
		await watch(viaProvider(sandbox, engine, lists([resource])), [resource]);
	});

	it('every change of campaigns arrives once by comparing', async () => {
		const host = viaProvider(sandbox, engine, lists(['campaigns-compared']));
		await watch(host, ['campaigns-compared']);
	});

	it('every sending of a campaign arrives once, as a new one', async () => {
		const host = viaProvider(sandbox, engine, lists(['campaigns-sent']));
		await host.publish();
		const { world } = sandbox.constantcontact;
		const after = world.mark();
		pass(SECOND);
		const activity = activityIn(['campaigns-sent']);
		await run(host, () => activity.step(2));
		expectAllNew(host, after, 'campaign-summaries');
	});

	it('every change of an activity of the last ten days arrives once', async () => {
		const { world } = sandbox.constantcontact;
		const host = viaProvider(sandbox, engine, lists(['activities']));
		const [first] = [world.create('activities')];
		await host.publish();
		const after = world.mark();
		const ids = [first.id];
		await run(host, () => {
			world.edit('activities', ids[Math.floor(ids.length / 2)]);
			ids.push(world.create('activities').id);
		});
		expectExact(host, after, ['activities']);
	});

	it('every change of all resources together arrives once', async () => {
		const resources = [...WITH_DELETIONS, ...WITHOUT_DELETIONS];
		await watch(viaProvider(sandbox, engine, lists(resources)), resources);
	});

	it('every change of the registrations of an event arrives once', async () => {
		const { world } = sandbox.constantcontact;
		const [eventId] = world.ids('events');
		const trackId = `s${eventId.slice(0, 8)}`;
		const host = viaProvider(sandbox, engine, {
			resources: ['registrations'],
			options: withVariables({ eventId, trackId }),
		});
		await host.publish();
		const after = world.mark();
		const ids: string[] = [];
		await run(host, () => {
			const fields = { track_key: trackId };
			ids.push(world.create('registrations', { fields }).id);
			world.edit('registrations', ids[Math.floor(ids.length / 3)], {
				fields: { ...fields, tickets: ids.length + 10 },
			});
			if (ids.length % 4 === 0) world.remove('registrations', ids.splice(1, 1)[0]);
		});
		expectExact(host, after, ['registrations'], true);
	});

	it('every change of campaigns arrives once through Open Connectors', async () => {
		const host = viaPlatform(sandbox, engine, { resources: ['campaigns'] });
		await host.publish();
		const after = sandbox.constantcontact.world.mark();
		pass(SECOND);
		const activity = activityIn(['campaigns']);
		await run(host, () => activity.step(3));
		expectAllNew(host, after, 'campaigns');
	});
});

describe('where the documents leave it open', () => {
	const DECISIONS: ReadonlyArray<Partial<ConstantContactBehaviour>> = [
		{ boundary: 'inclusive' },
		{ order: 'updated' },
		{ order: 'newest' },
		{ removalMovesUpdatedAt: true },
		{ contactDeletedAt: 'time' },
		{ unknownParameters: 'refuse' },
		{ limitOutOfRange: 'clamp' },
		{ listsMaximum: 1_000 },
		{ cursor: 'offset' },
		{ nextLinks: 'origin' },
	];

	it.each(DECISIONS)('every change arrives once with %j', async (behaviour) => {
		sandbox.constantcontact.behaviour.set(behaviour);
		const resources = [...WITH_DELETIONS];
		await watch(viaProvider(sandbox, 'durable', lists(resources)), resources, 0.2);
	});

	it.each(DECISIONS)('every change of campaigns arrives once with %j', async (behaviour) => {
		sandbox.constantcontact.behaviour.set(behaviour);
		const removeShare = behaviour.removalMovesUpdatedAt ? 0.2 : 0;
		const host = viaProvider(sandbox, 'durable', lists(['campaigns', 'activities']));
		await watch(host, ['campaigns'], removeShare);
	});

	it.each(['version', 'origin'] as const)(
		'small pages fit together, links from the %s',
		async (nextLinks) => {
			sandbox.constantcontact.behaviour.set({ nextLinks });
			const resources = [...WITH_DELETIONS];
			const host = viaProvider(sandbox, 'durable', {
				...lists(resources),
				options: { pageSize: 3 },
			});
			await host.publish();
			const after = sandbox.constantcontact.world.mark();
			pass(SECOND);
			// A list of several pages is read every few minutes only.
			const activity = activityIn(resources, 0.1, 30 * MINUTE);
			await run(host, () => activity.step(8));
			for (let poll = 0; poll < 30; poll += 1) {
				pass(MINUTE);
				await host.tick();
			}
			expectExact(host, after, resources, true);
		},
	);

	it('a cursor that has grown old begins the list anew', async () => {
		const { behaviour, world } = sandbox.constantcontact;
		behaviour.set({ cursorLifeMs: 30 * SECOND });
		const host = viaProvider(sandbox, 'durable', {
			resources: ['contacts'],
			options: { pageSize: 4, maxItems: 4 },
		});
		await host.publish();
		const after = world.mark();
		pass(SECOND);
		for (let made = 0; made < 12; made += 1) world.create('contacts');
		for (let poll = 0; poll < 20; poll += 1) {
			pass(MINUTE);
			await host.tick();
			behaviour.set({ cursorLifeMs: poll < 4 ? 30 * SECOND : DAY });
		}
		expectExact(host, after, ['contacts']);
	});
});
