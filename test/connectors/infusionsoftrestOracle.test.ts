import type { InfusionsoftRestBehaviour } from '../../sandbox/providers/infusionsoftrest/behaviour';
import type { ActivityOptions, Sandbox } from '../../sandbox/server';
import { MINUTE, pass, SECOND } from '../harness/clock';
import {
	expectExact,
	forTag,
	inWorld,
	kinds,
	startUnhurried,
	viaPlatform,
	viaProvider,
} from './infusionsoftrestHost';
import {
	activityIn,
	ALL_KINDS,
	CREATIONS,
	EDITS,
	ENGINES,
	type Host,
	runRounds,
	stopWithClock,
} from '../harness/sandbox';

const ROUNDS = 12;

/** Lists that are compared whole: everything that happens to their records is seen. */
const COMPARED = [
	'affiliates',
	'appointments',
	'automations',
	'campaigns',
	'products',
	'subscriptions',
	'users',
] as const;

/** Asked for what was updated since. */
const FILTERED = ['companies', 'contacts', 'orders', 'tags'] as const;
const NEWEST_FIRST = ['files', 'notes', 'opportunities', 'tasks'] as const;
/** Without a filter or an order, and too long to be compared. */
const READ_WHOLE = ['payments'] as const;
/** Nobody edits these. */
const ADDED = ['emails', 'opportunity-stage-moves', 'transactions'] as const;

const EDITED = [...FILTERED, ...NEWEST_FIRST, ...READ_WHOLE];

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

/** Works and polls in turn; `gapMs` passes between two polls. */
async function run(host: Host, work: () => void, gapMs = MINUTE, rounds = ROUNDS): Promise<void> {
	await runRounds(host, work, { rounds, gapMs });
	await host.tick();
}

const activityOf = (resources: readonly string[], shares: Partial<ActivityOptions>) =>
	activityIn(sandbox.infusionsoftrest.world, resources.map(inWorld), shares);

/** Publishes, works and polls, and compares with what was done. */
async function check(
	host: Host,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
	{ gapMs = MINUTE, changes = 3, rounds = ROUNDS } = {},
): Promise<void> {
	await host.publish();
	const activity = activityOf(resources, shares);
	await run(host, () => activity.step(changes), gapMs, rounds);
	expectExact(sandbox, host, resources, (shares.removeShare ?? 0) > 0);
}

describe.each(ENGINES)('straight from Keap, under the %s engine', (engine) => {
	it.each(COMPARED)('%s: everything that happens is told once', async (resource) => {
		const host = viaProvider(sandbox, engine, { resources: [resource] });
		await check(host, [resource], ALL_KINDS);
		expect(new Set(host.items.map(({ eventType }) => eventType)).has('DELETED')).toBe(true);
	});

	it.each(EDITED)('%s: everything made or edited is told once', async (resource) => {
		const host = viaProvider(sandbox, engine, { resources: [resource] });
		await check(host, [resource], EDITS);
		expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(
			new Set(['CREATED', 'UPDATED']),
		);
	});

	it.each(ADDED)('%s: everything added is told once', async (resource) => {
		await check(viaProvider(sandbox, engine, { resources: [resource] }), [resource], CREATIONS);
	});

	it('subscriptions by date: everything is told once, new ones as updated', async () => {
		const { world } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, engine, { resources: ['subscriptions-by-date'] });
		await host.publish();
		const activity = activityOf(['subscriptions'], EDITS);
		await run(host, () => activity.step(3));
		const told = host.items.map(({ record, eventType }) => ({
			n: world.changeNumber('subscriptions', JSON.parse(JSON.stringify(record))),
			eventType,
		}));
		const made = world.changes.filter(({ n }) => n > world.baseline);
		expect(told.sort((a, b) => Number(a.n) - Number(b.n))).toEqual(
			made.map(({ n }) => ({ n, eventType: 'UPDATED' })),
		);
	});

	it('several resources of both versions in one workflow do not disturb each other', async () => {
		const resources = ['appointments', 'contacts', 'orders', 'tasks', 'transactions'];
		const host = viaProvider(sandbox, engine, { resources });
		await check(host, resources, EDITS, { changes: 8 });
	});

	it('a key opens what a token opens', async () => {
		const parameters = { authentication: 'apiKey', resources: ['contacts'] };
		await check(viaProvider(sandbox, engine, parameters), ['contacts'], EDITS);
	});
});

describe('the contacts of one tag', () => {
	const setUp = () => {
		const { world } = sandbox.infusionsoftrest;
		const [tagId, other] = world.ids('tags');
		const untagged = world.ids('contacts').filter((id) => {
			const applied = world.latest('contacts', id)?.fields.tag_applications;
			return Array.isArray(applied) && applied.length === 0;
		});
		return { tagId, other, contacts: untagged };
	};

	it.each(ENGINES)('are told when they get and lose it, under the %s engine', async (engine) => {
		const { applyTag, removeTag } = sandbox.infusionsoftrest;
		const { tagId, other, contacts } = setUp();
		const [kept, lost, elsewhere] = contacts;
		applyTag(kept, tagId);
		applyTag(lost, tagId);
		const host = viaProvider(sandbox, engine, {
			resources: ['tagged-contacts'],
			options: forTag(tagId),
		});
		await host.publish();
		pass(MINUTE);
		applyTag(elsewhere, other);
		applyTag(contacts[3], tagId);
		removeTag(lost, tagId);
		await host.tick();
		pass(MINUTE);
		await host.tick();
		expect([...kinds(host)].sort()).toEqual([
			`CREATED tagged-contacts ${contacts[3]}`,
			`DELETED tagged-contacts ${lost}`,
		]);
	});

	it.each(ENGINES)('are told by date, however many there are, under %s', async (engine) => {
		const { applyTag } = sandbox.infusionsoftrest;
		const { tagId, other, contacts } = setUp();
		const host = viaProvider(sandbox, engine, {
			resources: ['tagged-contacts-by-date'],
			options: { ...forTag(tagId), pageSize: 2 },
		});
		await host.publish();
		for (const [index, contact] of contacts.slice(0, 9).entries()) {
			applyTag(contact, index % 3 === 0 ? other : tagId);
			pass(10 * SECOND);
			if (index % 4 === 3) await host.tick();
		}
		await host.tick();
		await host.tick();
		const wanted = contacts.slice(0, 9).filter((_contact, index) => index % 3 !== 0);
		expect(kinds(host)).toEqual(
			wanted.map((contact) => `CREATED tagged-contacts-by-date ${contact}`),
		);
	});

	it('a configuration with a date reads them by date', async () => {
		const { applyTag } = sandbox.infusionsoftrest;
		const { tagId, contacts } = setUp();
		const host = viaProvider(sandbox, 'durable', {
			configure: 'json',
			pollerConfiguration: JSON.stringify({
				'tagged-contacts': {
					url: '/hubs/crm/tagged-contacts',
					idField: 'id',
					datesConfiguration: {
						updatedDateField: 'applied_time',
						updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss'Z'",
					},
				},
			}),
			options: forTag(tagId),
		});
		await host.publish();
		pass(MINUTE);
		applyTag(contacts[0], tagId);
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(kinds(host)).toHaveLength(1);
		const asked = sandbox.infusionsoftrest.requests.map(({ url }) => decodeURIComponent(url));
		expect(asked.filter((url) => !url.includes('since_applied_time=='))).toEqual([]);
	});
});

describe('whatever the vendor leaves open', () => {
	const CASES: ReadonlyArray<readonly [string, Partial<InfusionsoftRestBehaviour>]> = [
		['filters include their bound', { boundary: 'inclusive' }],
		['v1 orders are filtered by creation', { ordersSince: 'created' }],
		['tasks are filtered by their due date', { tasksSince: 'own' }],
		['tasks are filtered by creation', { tasksSince: 'created' }],
		['notes are filtered by creation', { notesSince: 'created' }],
		['payments are filtered by update', { paymentsSince: 'updated' }],
		['the end of a list is null', { endOfList: 'null' }],
		['the end of a list is nothing', { endOfList: 'absent', tokenAfterLastFullPage: false }],
		['stamps have milliseconds', { stampsV2: 'milliseconds' }],
		['stamps have an offset', { stampsV2: 'offset' }],
		['named fields come on top', { fieldsV2: 'added' }],
		['contacts always have their times', { contactTimesV2: 'always' }],
		['more than the maximum is refused', { aboveMaximum: 'refuse' }],
		['a list without an order is shuffled', { order: 'shuffled' }],
	];

	const RESOURCES = [...EDITED, 'subscriptions', 'users', 'appointments', 'transactions'];

	describe.each(CASES)('%s', (_name, behaviour) => {
		it('every resource is told exactly', async () => {
			sandbox.infusionsoftrest.behaviour.set(behaviour);
			const host = viaProvider(sandbox, 'durable', { resources: RESOURCES });
			await check(host, RESOURCES, EDITS, { changes: 12, rounds: 6 });
		});
	});

	describe.each(
		CASES.filter(([, { boundary, endOfList, order }]) => boundary ?? endOfList ?? order),
	)('%s, over pages of five', (_name, behaviour) => {
		// Appointments have no order to ask for: shuffled, their pages do not fit together.
		const resources = RESOURCES.filter(
			(resource) => behaviour.order === undefined || resource !== 'appointments',
		);

		it('every resource is told exactly', async () => {
			sandbox.infusionsoftrest.behaviour.set(behaviour);
			const host = viaProvider(sandbox, 'durable', { resources, options: { pageSize: 5 } });
			// Lists without a filter are read once in as many minutes as they have pages.
			const pace = { changes: 12, gapMs: 60 * MINUTE, rounds: 6 };
			await check(host, resources, EDITS, pace);
		});
	});

	it('tagging a contact is told as its update where it moves the update time', async () => {
		const keap = sandbox.infusionsoftrest;
		keap.behaviour.set({ taggingMovesUpdate: true });
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
		await host.publish();
		pass(MINUTE);
		keap.applyTag(keap.world.ids('contacts')[0], keap.world.ids('tags')[0]);
		await host.tick();
		expectExact(sandbox, host, ['contacts'], false);
	});
});

describe('negative controls', () => {
	it.each([
		[10 * MINUTE, 1],
		[90 * SECOND, 2],
	])('what becomes visible later than the lookback is missed: after %d ms', async (late, told) => {
		const { world } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
		await host.publish();
		pass(2 * MINUTE);
		world.create('contacts');
		await host.tick();
		pass(MINUTE);
		world.create('contacts', { at: world.clock.now() - late });
		await host.tick();
		expect(host.items).toHaveLength(told);
	});
});

describe('newest first', () => {
	it('a quiet poll is one request', async () => {
		const { world, requests } = sandbox.infusionsoftrest;
		for (let index = 0; index < 300; index += 1) world.create('tasks', { at: index });
		const host = viaProvider(sandbox, 'durable', { resources: ['tasks'] });
		await host.publish();
		const before = requests.length;
		await runRounds(host, () => undefined, { rounds: 3 });
		expect(requests.length - before).toBe(3);
	});

	it('a rush of several pages is told whole', async () => {
		const { world } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, 'durable', { resources: ['tasks'] });
		await host.publish();
		for (let index = 0; index < 450; index += 1) {
			world.create('tasks');
			pass(SECOND / 10);
		}
		await host.tick();
		pass(10 * MINUTE);
		await host.tick();
		expectExact(sandbox, host, ['tasks'], false);
	});
});

describe('a backlog', () => {
	it.each(['contacts', 'orders', 'companies', 'tasks', 'payments', 'transactions'])(
		'of %s is told whole from the beginning, over several polls',
		async (resource) => {
			const { world } = sandbox.infusionsoftrest;
			for (let index = 0; index < 150; index += 1) {
				world.create(resource);
				if (index % 3 > 0) pass(SECOND);
			}
			const host = viaProvider(sandbox, 'durable', {
				resources: [resource],
				startFrom: 'beginning',
				options: { maxItems: 40, pageSize: 30 },
			});
			await host.publish();
			for (let polls = 0; polls < 12; polls += 1) {
				pass(10 * MINUTE);
				await host.tick();
			}
			expect(host.errors).toEqual([]);
			expect(host.executions.length).toBeGreaterThan(2);
			expect(host.items.map(({ objectId }) => String(objectId)).sort()).toEqual(
				[...world.ids(resource)].sort(),
			);
		},
	);
});

describe.each(ENGINES)('through Open Connectors, under the %s engine', (engine) => {
	it('appointments, as documented, are told once', async () => {
		const host = viaPlatform(sandbox, engine, { resources: ['appointments'] });
		await check(host, ['appointments'], EDITS);
	});
});
