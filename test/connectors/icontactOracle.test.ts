import type { Activity, Sandbox } from '../../sandbox/server';
import type { IContactBehaviour } from '../../sandbox/providers/icontact/behaviour';
import { MINUTE, pass, SECOND } from '../harness/clock';
import { inWorld, received, viaPlatform, viaProvider } from './icontactHost';
import {
	activityIn,
	ALL_KINDS,
	CREATIONS,
	ENGINES,
	expectToldOnce,
	type Host,
	runRounds,
	startOnStoppedClock,
	stopWithClock,
	withVariables,
} from '../harness/sandbox';

const ROUNDS = 10;

/** Lists that are compared whole: everything that happens to their records is seen. */
const COMPARED = [
	'campaigns',
	'contacts',
	'custom-fields',
	'lists',
	'segments',
	'sends',
	'signup-forms',
	'subscriptions',
	'uploads',
	'users',
	'webhooks',
] as const;

/** Lists that are read newest first: new records are seen. */
const NEWEST_FIRST = ['messages', 'new-contacts', 'new-subscriptions'] as const;

/** Lists below one message, whose records have an id of their own. */
const BELOW_MESSAGE = ['message-bounces', 'message-unsubscribes'] as const;

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** Works and polls in turn; `gapMs` passes between two polls. */
async function run(host: Host, work: () => void, gapMs = MINUTE): Promise<void> {
	await runRounds(host, work, { rounds: ROUNDS, gapMs });
	await host.tick();
}

const activityOf = (resource: string, shares: { createShare: number; removeShare?: number }) =>
	activityIn(sandbox.icontact.world, [inWorld(resource)], shares);

function expectExact(
	host: Host,
	resources: string | readonly string[],
	after: number,
	deletions: boolean,
	items = host.items,
): void {
	const scope = { after, resources: [resources].flat().map(inWorld), deletions };
	expectToldOnce(host, sandbox.icontact.world, received(items), scope);
}

describe.each(ENGINES)('straight from iContact, under the %s engine', (engine) => {
	it('of lists that are compared, everything that happens is told once', async () => {
		const host = viaProvider(sandbox, engine, { resources: [...COMPARED] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activities = COMPARED.map((name) => activityOf(name, ALL_KINDS));
		await run(host, () => activities.forEach((activity) => activity.step(2)));
		for (const resource of COMPARED) {
			const own = host.items.filter(({ objectType }) => objectType === resource);
			expect(own.map(({ eventType }) => eventType)).toContain('DELETED');
			expectExact(host, resource, after, true, own);
		}
	});

	it('of lists that are read newest first, everything that is added is told once', async () => {
		const host = viaProvider(sandbox, engine, { resources: [...NEWEST_FIRST] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activities = NEWEST_FIRST.map((name) => activityOf(name, CREATIONS));
		await run(host, () => activities.forEach((activity) => activity.step(3)));
		expectExact(host, NEWEST_FIRST, after, false);
	});

	it.each(BELOW_MESSAGE)('%s: what happens to the one message is told', async (resource) => {
		const { world } = sandbox.icontact;
		const [messageId, other] = world.ids('messages');
		const host = viaProvider(sandbox, engine, {
			resources: [resource],
			options: withVariables({ messageId }),
		});
		await host.publish();
		world.create(inWorld(resource), { fields: { messageId: other } });
		const after = world.mark();
		await run(host, () => world.create(inWorld(resource), { fields: { messageId } }));
		expectExact(host, resource, after, false);
	});

	it('segment-criteria: everything that happens to the one segment is told', async () => {
		const { world } = sandbox.icontact;
		const [segmentId] = world.ids('segments');
		const host = viaProvider(sandbox, engine, {
			resources: ['segment-criteria'],
			options: withVariables({ segmentId }),
		});
		await host.publish();
		const after = world.mark();
		const made: string[] = [];
		await run(host, () => {
			if (made.length > 1) world.edit('criteria', made[0]);
			if (made.length > 4) world.remove('criteria', made.splice(1, 1)[0]);
			made.push(world.create('criteria', { fields: { segmentId } }).id);
		});
		expectExact(host, 'segment-criteria', after, true);
	});

	it.each(['message-opens', 'message-clicks'])(
		'%s: every one is told once, though they have no id',
		async (resource) => {
			const { world } = sandbox.icontact;
			const [messageId] = world.ids('messages');
			const host = viaProvider(sandbox, engine, {
				resources: [resource],
				options: withVariables({ messageId }),
			});
			await host.publish();
			const made: number[] = [];
			await run(host, () => {
				const { n } = world.create(inWorld(resource), {
					fields: { messageId, contactId: 66_674_101 },
				});
				made.push(n);
			});
			const told = host.items.map(({ record, eventType }) => ({
				n: world.changeNumber(inWorld(resource), JSON.parse(JSON.stringify(record))),
				eventType,
			}));
			expect(told).toEqual(made.map((n) => ({ n, eventType: 'CREATED' })));
			expect(new Set(host.items.map(({ eventId }) => eventId)).size).toBe(made.length);
		},
	);
});

describe('whatever the vendor leaves open', () => {
	const CASES: ReadonlyArray<readonly [string, Partial<IContactBehaviour>]> = [
		['the order of a list is by id', { order: 'id' }],
		['the order of a list is by change', { order: 'updated' }],
		['the order of a list is newest first', { order: 'newest' }],
		['a page holds less than was asked for', { limitMaximum: 30 }],
		['a page holds very little', { limitMaximum: 12 }],
		['deleted contacts can be listed', { deletedContacts: 'listed' }],
		['a filter by creation works', { createdFilter: 'applied' }],
		['an empty list is null', { emptyList: 'null' }],
		['answers say that they are JSON', { contentType: 'application/json' }],
	];

	it.each(CASES)('%s: lists are compared exactly', async (_name, behaviour) => {
		sandbox.icontact.behaviour.set(behaviour);
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts', 'subscriptions'] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activities = ['contacts', 'subscriptions'].map((name) => activityOf(name, ALL_KINDS));
		// A list of many pages is read less often.
		await run(host, () => activities.forEach((activity) => activity.step(3)), 90 * MINUTE);
		expectExact(host, ['contacts', 'subscriptions'], after, true);
	});

	it.each(CASES)('%s: lists are read newest first exactly', async (_name, behaviour) => {
		sandbox.icontact.behaviour.set(behaviour);
		const host = viaProvider(sandbox, 'durable', { resources: [...NEWEST_FIRST] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activities = NEWEST_FIRST.map((name) => activityOf(name, CREATIONS));
		await run(host, () => activities.forEach((activity) => activity.step(3)), 10 * MINUTE);
		expectExact(host, NEWEST_FIRST, after, false);
	});

	it.each(['compact', 'offset', 'wall'] as const)(
		'messages show their creation %s',
		async (messageDates) => {
			sandbox.icontact.behaviour.set({ messageDates });
			const host = viaProvider(sandbox, 'durable', { resources: ['messages'] });
			await host.publish();
			const after = sandbox.icontact.world.mark();
			const activity = activityOf('messages', CREATIONS);
			await run(host, () => activity.step(2));
			expectExact(host, 'messages', after, false);
			const [{ date }] = host.items;
			expect(date).toBe('2026-01-05T12:00:00.000Z');
		},
	);
});

describe('newest first', () => {
	it('reads no further than it has to', async () => {
		const { world, requests } = sandbox.icontact;
		for (let index = 0; index < 200; index += 1) world.create('messages', { at: index });
		const host = viaProvider(sandbox, 'durable', { resources: ['messages'] });
		await host.publish();
		const before = requests.length;
		await runRounds(host, () => undefined, { rounds: 3 });
		expect(requests.length - before).toBe(3);
	});

	it('reads a rush of several pages, oldest told first', async () => {
		const { world } = sandbox.icontact;
		const host = viaProvider(sandbox, 'durable', { resources: ['messages'] });
		await host.publish();
		const after = world.mark();
		for (let index = 0; index < 130; index += 1) {
			pass(SECOND);
			world.create('messages');
		}
		await host.tick();
		pass(10 * MINUTE);
		await host.tick();
		expectExact(host, 'messages', after, false);
		const dates = host.items.map(({ date }) => String(date));
		expect(dates).toEqual([...dates].sort());
	});

	it('the whole past is told when it is asked for, over several polls', async () => {
		const { world } = sandbox.icontact;
		while (world.ids('contacts').length < 260) world.create('contacts');
		const host = viaProvider(sandbox, 'durable', {
			resources: ['new-contacts'],
			startFrom: 'beginning',
			options: { maxItems: 50, pageSize: 60 },
		});
		await host.publish();
		for (let polls = 0; polls < 20; polls += 1) {
			pass(10 * MINUTE);
			await host.tick();
		}
		expect(host.executions.length).toBeGreaterThan(2);
		expect(host.items.map(({ objectId }) => objectId).sort()).toEqual(
			[...world.ids('contacts')].sort(),
		);
	});
});

describe('in the night that clocks are set back', () => {
	/** 1 November 2026, 06:00 UTC: from 02:00 back to 01:00 in New York. */
	const BACK = Date.UTC(2026, 10, 1, 6);

	it.each(['new-contacts', 'messages'])('no %s are lost or told twice', async (resource) => {
		await stopWithClock(sandbox);
		sandbox = await startOnStoppedClock(BACK - 2 * 60 * MINUTE);
		const host = viaProvider(sandbox, 'durable', { resources: [resource] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activity = activityOf(resource, CREATIONS);
		for (let round = 0; round < 24; round += 1) await runOnce(host, activity);
		expectExact(host, resource, after, false);
	});

	async function runOnce(host: Host, activity: Activity): Promise<void> {
		activity.step(1);
		pass(10 * MINUTE);
		await host.tick();
	}
});

describe.each(ENGINES)('through Open Connectors, under the %s engine', (engine) => {
	it.each(['contacts', 'messages'])('new %s are told once', async (resource) => {
		const host = viaPlatform(sandbox, engine, { resources: [resource] });
		await host.publish();
		const after = sandbox.icontact.world.mark();
		const activity = activityOf(resource, CREATIONS);
		await run(host, () => activity.step(3));
		expectExact(host, resource, after, false);
	});
});
