import {
	expectExact,
	HOUR_MS,
	inWorld,
	kinds,
	MINUTE_MS,
	received,
	SECOND_MS,
	startStand,
	viaOAuth2,
	viaPlatform,
	viaProvider,
	type Stand,
} from './maximizerHost';
import {
	PAGE_KEY_PLACES,
	type MaximizerBehaviour,
} from '../../sandbox/providers/maximizer/behaviour';
import {
	Activity,
	compareWithOracle,
	type ActivityOptions,
	type FaultSettings,
	type Sandbox,
} from '../../sandbox/server';
import type { EngineName, Host } from '../host/engines';

const ENGINES: readonly EngineName[] = ['in-memory', 'durable'];
const ROUNDS = 8;

jest.setTimeout(30_000);

/** Watched by date, deletions from the audit log. */
const DATED = [
	'addressbook-entries',
	'cases',
	'companies',
	'contacts',
	'individuals',
	'leads',
	'opportunities',
] as const;
/** Lists that are compared whole: everything that happens to their records is seen. */
const COMPARED = ['appointments', 'campaigns', 'notes', 'tasks', 'users'] as const;
/** Nobody edits these, or edits do not count. */
const ADDED = ['interaction-logs', 'new-notes', 'new-tasks'] as const;

let stand: Stand;
let sandbox: Sandbox;

beforeEach(async () => {
	stand = await startStand();
	sandbox = stand.sandbox;
});
afterEach(async () => await stand.stop());

/** Works and polls in turn; `gapMs` passes between two polls. */
async function play(host: Host, work: () => void, gapMs = MINUTE_MS): Promise<void> {
	for (let round = 0; round < ROUNDS; round += 1) {
		work();
		stand.pass(gapMs / 2);
		await host.tick();
		stand.pass(gapMs / 2);
	}
	await host.tick();
	await host.tick();
}

const office = (resources: readonly string[], shares: Partial<ActivityOptions>) =>
	new Activity(sandbox.maximizer.world, {
		seed: 3,
		resources: resources.flatMap(inWorld),
		restMs: 20 * SECOND_MS,
		...shares,
	});

const ALL_KINDS = { createShare: 0.5, removeShare: 0.15 };
const EDITS = { createShare: 0.4 };
const CREATIONS = { createShare: 1 };

interface Course {
	readonly gapMs?: number;
	readonly changes?: number;
}

/** Publishes, works and polls, and compares with what was done. */
async function check(
	host: Host,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
	{ gapMs = MINUTE_MS, changes = 3 }: Course = {},
): Promise<void> {
	await host.publish();
	const activity = office(resources, shares);
	await play(host, () => activity.step(changes), gapMs);
	expectExact(sandbox, host, resources, (shares.removeShare ?? 0) > 0);
}

const watching = (engine: EngineName, resource: string, options = {}) =>
	viaProvider(sandbox, engine, { resources: [resource], options });

describe.each(ENGINES)('straight from Maximizer, under the %s engine', (engine) => {
	it.each([...DATED, ...COMPARED])('%s: everything is told once', async (resource) => {
		const host = watching(engine, resource);
		await check(host, [resource], ALL_KINDS);
		expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(
			new Set(['CREATED', 'UPDATED', 'DELETED']),
		);
	});

	it.each(ADDED)('%s: everything added is told once', async (resource) => {
		await check(watching(engine, resource), [resource], CREATIONS);
	});

	it('several resources in one workflow do not disturb each other', async () => {
		const resources = ['cases', 'leads', 'opportunities', 'tasks'];
		const host = viaProvider(sandbox, engine, { resources });
		await check(host, resources, ALL_KINDS, { changes: 8 });
	});

	it('a login opens what a token opens', async () => {
		const host = viaOAuth2(sandbox, engine, { resources: ['contacts'] });
		await check(host, ['contacts'], EDITS);
	});
});

describe.each(ENGINES)('through Open Connectors, under the %s engine', (engine) => {
	it.each(['addressbook-entries', 'companies', 'contacts', 'opportunities'])(
		'%s: everything made or edited is told once, as updated',
		async (resource) => {
			const { world } = sandbox.maximizer;
			const host = viaPlatform(sandbox, engine, { resources: [resource] });
			await host.publish();
			const activity = office([resource], EDITS);
			await play(host, () => activity.step(3));
			const scope = { resources: inWorld(resource) };
			const comparison = compareWithOracle(world, received(host), scope);
			expect(comparison).toMatchObject({ missing: [], twice: [], unknown: [], sharedEventIds: [] });
			expect(comparison.made).toBeGreaterThan(0);
			expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(new Set(['UPDATED']));
		},
	);
});

describe('whatever the vendor leaves open', () => {
	const BEHAVIOURS: ReadonlyArray<readonly [string, Partial<MaximizerBehaviour>]> = [
		...PAGE_KEY_PLACES.map(
			(nextPageKey) => [`the next key in ${nextPageKey}`, { nextPageKey }] as const,
		),
		['no key behind the last page', { lastPageKey: 'absent' }],
		['null behind the last page', { lastPageKey: 'null' }],
		['ten rows an answer', { mostRows: 10 }],
		['ten rows an answer, and no key', { mostRows: 10, nextPageKey: 'nowhere' }],
		['rows in the order of their ids', { order: 'id' }],
		['whole seconds in conditions', { storedPrecision: 'second' }],
		['null in empty fields', { emptyFields: 'null' }],
		['a list of one', { oneRow: 'list' }],
		['texts of Keys that stay', { keys: 'stable' }],
		['no note beside a success', { notes: [] }],
		['searches without a driver', { withoutDriver: 'serve' }],
	];

	it.each(BEHAVIOURS)('%s: contacts are told once', async (_name, behaviour) => {
		sandbox.maximizer.behaviour.set(behaviour);
		const host = watching('durable', 'contacts', { pageSize: 7 });
		await check(host, ['contacts'], ALL_KINDS, { changes: 9, gapMs: 3 * MINUTE_MS });
	});

	const KEYED = BEHAVIOURS.filter(([, { nextPageKey }]) => nextPageKey !== 'nowhere');

	it('no key at all: tasks are told once', async () => {
		sandbox.maximizer.behaviour.set({ nextPageKey: 'nowhere' });
		await check(watching('durable', 'tasks', { pageSize: 30 }), ['tasks'], ALL_KINDS);
	});

	it.each(KEYED)('%s: tasks are told once', async (_name, behaviour) => {
		sandbox.maximizer.behaviour.set(behaviour);
		const host = watching('durable', 'tasks', { pageSize: 7 });
		await check(host, ['tasks'], ALL_KINDS, { gapMs: 20 * MINUTE_MS });
	});

	it('an import of many contacts in one second', async () => {
		const host = watching('durable', 'contacts', { pageSize: 20 });
		await host.publish();
		sandbox.maximizer.behaviour.set({ nextPageKey: 'nowhere', storedPrecision: 'second' });
		for (let made = 0; made < 130; made += 1) sandbox.maximizer.world.create('contacts');
		await host.tick();
		stand.pass(MINUTE_MS);
		await host.tick();
		await host.tick();
		expectExact(sandbox, host, ['contacts'], false);
	});
});

/** From the farthest west to the farthest east. */
const ZONES = [
	'Etc/GMT+12',
	'America/Los_Angeles',
	'Atlantic/Azores',
	'UTC',
	'Europe/Berlin',
	'Asia/Kolkata',
	'Pacific/Kiritimati',
];
const READINGS = ['shown', 'utc', 'digits'] as const;
const CASES = ZONES.flatMap((zone) => READINGS.map((reading) => [zone, reading] as const));
const EXTREMES = CASES.filter(([zone]) => zone.startsWith('Etc') || zone.startsWith('Pacific'));

const readingAs = (
	dateZone: string,
	conditionDates: MaximizerBehaviour['conditionDates'],
	more: Partial<MaximizerBehaviour> = {},
) => sandbox.maximizer.behaviour.set({ dateZone, conditionDates, ...more });

describe('without a word about the zone nothing is lost and nothing comes twice', () => {
	it.each(CASES)('dates as in %s, conditions read as %s', async (zone, reading) => {
		readingAs(zone, reading, { nextPageKey: 'nowhere' });
		const host = watching('durable', 'contacts', { pageSize: 16 });
		await check(host, ['contacts'], ALL_KINDS, { changes: 5 });
	});

	it.each(EXTREMES)('with page keys: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const host = watching('durable', 'contacts', { pageSize: 9 });
		await check(host, ['contacts'], ALL_KINDS, { changes: 5 });
	});

	it.each(EXTREMES)('in polls hours apart: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const host = watching('in-memory', 'leads', { pageSize: 9 });
		await check(host, ['leads'], ALL_KINDS, { changes: 4, gapMs: 5 * HOUR_MS });
	});

	it.each(EXTREMES)('of a busy day: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const { world } = sandbox.maximizer;
		const host = watching('durable', 'opportunities', { pageSize: 50 });
		await host.publish();
		for (let made = 0; made < 300; made += 1) {
			world.create('opportunities');
			stand.pass(4 * MINUTE_MS);
		}
		for (let poll = 0; poll < 3; poll += 1) await host.tick();
		expectExact(sandbox, host, ['opportunities'], false);
	});
});

it.each(CASES)(
	'in the right zone events have the true time: dates as in %s, read as %s',
	async (zone, reading) => {
		readingAs(zone, reading);
		const { world } = sandbox.maximizer;
		const host = watching('durable', 'cases', { timezone: zone });
		await host.publish();
		const activity = office(['cases'], EDITS);
		for (let round = 0; round < 3; round += 1) {
			activity.step(3);
			stand.pass(MINUTE_MS);
			await host.tick();
		}
		expectExact(sandbox, host, ['cases'], false);
		const times = host.items.map(({ date }) => Date.parse(String(date)));
		expect(new Set(times)).toEqual(
			new Set(world.changes.filter(({ n }) => n > world.baseline).map(({ at }) => at)),
		);
		expect(host.warnings).toEqual([]);
	},
);

describe.each([
	['America/Los_Angeles', Date.UTC(2026, 10, 1, 7)],
	['Europe/London', Date.UTC(2026, 9, 24, 23)],
	['Atlantic/Azores', Date.UTC(2026, 9, 24, 23)],
	['Australia/Sydney', Date.UTC(2026, 3, 4, 14)],
	['America/Los_Angeles', Date.UTC(2026, 2, 8, 8)],
	['Australia/Sydney', Date.UTC(2026, 9, 3, 14)],
])('in the night in which clocks change in %s, from %i on', (dateZone, at) => {
	it.each([
		['without a word about the zone', {}],
		['with the zone', { timezone: dateZone }],
	])('nothing is lost and nothing comes twice, %s', async (_name, options) => {
		await stand.stop();
		stand = await startStand(at);
		sandbox = stand.sandbox;
		sandbox.maximizer.behaviour.set({ dateZone, requestsPerWindow: 1_000_000 });
		const host = watching('durable', 'contacts', { pageSize: 9, ...options });
		// Of two edits of a record within the hour that is shown twice the second may look older.
		const shares = { ...EDITS, restMs: 3 * HOUR_MS };
		await check(host, ['contacts'], shares, { changes: 4, gapMs: 20 * MINUTE_MS });
	});
});

describe('what goes wrong at times', () => {
	const FAULTS: ReadonlyArray<readonly [string, FaultSettings]> = [
		['answers that fail', { fail: { status: 503, when: { share: 0.2 } } }],
		['too many requests', { fail: { status: 429, when: { share: 0.2 } } }],
		['calls that take too long', { fail: { status: 408, when: { share: 0.2 } } }],
		['connections that are cut', { drop: { when: { share: 0.2 } } }],
		['changes that show late', { late: { ms: 4 * MINUTE_MS, share: 0.5 } }],
	];

	it.each(FAULTS)('%s: nothing is lost', async (_name, faults) => {
		const host = watching('in-memory', 'contacts', { pageSize: 9 });
		await host.publish();
		sandbox.maximizer.faults.set(faults);
		const activity = office(['contacts'], { ...EDITS, restMs: 10 * MINUTE_MS });
		for (let round = 0; round < ROUNDS; round += 1) {
			activity.step(3);
			stand.pass(3 * MINUTE_MS);
			await host.tick();
		}
		sandbox.maximizer.faults.clear();
		stand.pass(30 * MINUTE_MS);
		await host.tick();
		await host.tick();
		const scope = { resources: ['contacts'] };
		const comparison = compareWithOracle(sandbox.maximizer.world, received(host), scope);
		expect(comparison).toMatchObject({ missing: [], twice: [], wrongKind: [], unknown: [] });
		expect(comparison.made).toBe(3 * ROUNDS);
	});

	it('a limit of calls is kept without a word from the provider', async () => {
		sandbox.maximizer.behaviour.set({ requestsPerWindow: 30, windowMs: 10_000 });
		const resources = ['cases', 'contacts', 'leads', 'opportunities', 'tasks'];
		const host = viaProvider(sandbox, 'durable', { resources });
		await check(host, resources, ALL_KINDS, { changes: 6, gapMs: 2 * SECOND_MS });
		expect(sandbox.maximizer.requests.filter(({ status }) => status === 429)).toEqual([]);
	});
});

describe('deletions', () => {
	it('are not asked for when nobody wants them', async () => {
		const host = viaProvider(sandbox, 'durable', {
			resources: ['contacts'],
			events: ['created', 'updated'],
		});
		await host.publish();
		const bodies = JSON.stringify(sandbox.maximizer.requests.map(({ body }) => body));
		expect(bodies).toContain('"AbEntry"');
		expect(bodies).not.toContain('AuditLog');
	});

	it('of objects that are not audited are not seen', async () => {
		const { world, behaviour } = sandbox.maximizer;
		behaviour.set({ audited: ['Case'] });
		const host = viaProvider(sandbox, 'durable', { resources: ['cases', 'leads'] });
		await host.publish();
		world.remove('cases', world.ids('cases')[0]);
		world.remove('leads', world.ids('leads')[0]);
		stand.pass(MINUTE_MS);
		await host.tick();
		expect(kinds(host)).toEqual(['DELETED cases']);
	});
});

describe('the audit log', () => {
	it('tells each entry once, as created', async () => {
		const { world } = sandbox.maximizer;
		const host = watching('durable', 'audit-log', { pageSize: 9 });
		await host.publish();
		const activity = office(['contacts', 'leads'], ALL_KINDS);
		await play(host, () => activity.step(3));
		const made = world.changes.filter(({ n }) => n > world.baseline);
		expect(host.items.map(({ eventType }) => eventType)).toEqual(made.map(() => 'CREATED'));
		const told = host.items.map(({ objectId }) => Number(String(objectId).split('-')[0]) - 100_000);
		expect(told.sort((a, b) => a - b)).toEqual(made.map(({ n }) => n));
	});
});

describe('resources of new records only', () => {
	it.each(['notes', 'tasks'])('%s: edits and deletions are not told', async (kept) => {
		const { world } = sandbox.maximizer;
		const host = watching('durable', `new-${kept}`);
		await host.publish();
		const { id } = world.create(kept);
		await host.tick();
		stand.pass(MINUTE_MS);
		world.edit(kept, id, { fields: { Text: 'Another', Activity: 'Another' } });
		await host.tick();
		world.remove(kept, id);
		stand.pass(MINUTE_MS);
		await host.tick();
		expect(kinds(host)).toEqual([`CREATED new-${kept}`]);
	});
});
