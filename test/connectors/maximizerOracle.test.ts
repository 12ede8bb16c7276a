import { compareWithOracle, type Sandbox } from '../../sandbox/server';
import { MINUTE, pass, SECOND } from '../harness/clock';
import {
	expectExact,
	inWorld,
	received,
	startUnhurried,
	viaOAuth2,
	viaPlatform,
	viaProvider,
} from './maximizerHost';
import { check, activityOf, run, watching } from './maximizerScenario';
import { ALL_KINDS, CREATIONS, EDITS, ENGINES, kinds, stopWithClock } from '../harness/sandbox';

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

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

describe.each(ENGINES)('straight from Maximizer, under the %s engine', (engine) => {
	it.each([...DATED, ...COMPARED])('%s: everything is told once', async (resource) => {
		const host = watching(sandbox, engine, resource);
		await check(sandbox, host, [resource], ALL_KINDS);
		expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(
			new Set(['CREATED', 'UPDATED', 'DELETED']),
		);
	});

	it.each(ADDED)('%s: everything added is told once', async (resource) => {
		await check(sandbox, watching(sandbox, engine, resource), [resource], CREATIONS);
	});

	it('several resources in one workflow do not disturb each other', async () => {
		const resources = ['cases', 'leads', 'opportunities', 'tasks'];
		const host = viaProvider(sandbox, engine, { resources });
		await check(sandbox, host, resources, ALL_KINDS, { changes: 8 });
	});

	it('a login opens what a token opens', async () => {
		const host = viaOAuth2(sandbox, engine, { resources: ['contacts'] });
		await check(sandbox, host, ['contacts'], EDITS);
	});
});

describe.each(ENGINES)('through Open Connectors, under the %s engine', (engine) => {
	const resources = ['addressbook-entries', 'companies', 'contacts', 'opportunities'];

	it.each(resources)('%s: everything made or edited is told once, as updated', async (resource) => {
		const { world } = sandbox.maximizer;
		const host = viaPlatform(sandbox, engine, { resources: [resource] });
		await host.publish();
		const activity = activityOf(sandbox, [resource], EDITS);
		await run(host, () => activity.step(3));
		const scope = { resources: inWorld(resource) };
		const comparison = compareWithOracle(world, received(host), scope);
		expect(comparison).toMatchObject({ missing: [], twice: [], unknown: [], sharedEventIds: [] });
		expect(comparison.made).toBeGreaterThan(0);
		expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(new Set(['UPDATED']));
	});
});

it('a limit of calls is kept without a word from the provider', async () => {
	sandbox.maximizer.behaviour.set({ requestsPerWindow: 30, windowMs: 10_000 });
	const resources = ['cases', 'contacts', 'leads', 'opportunities', 'tasks'];
	const host = viaProvider(sandbox, 'durable', { resources });
	await check(sandbox, host, resources, ALL_KINDS, { changes: 6, gapMs: 2 * SECOND });
	expect(sandbox.maximizer.requests.filter(({ status }) => status === 429)).toEqual([]);
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

	// Fails until the host passes over the traces that `only` of a list of deletions leaves out.
	it('of companies are none of contacts, though the log has both', async () => {
		const { world } = sandbox.maximizer;
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts', 'companies'] });
		await host.publish();
		world.remove('contacts', world.ids('contacts')[0]);
		world.remove('companies', world.ids('companies')[0]);
		pass(MINUTE);
		await host.tick();
		expectExact(sandbox, host, ['contacts', 'companies'], true);
	});

	it('stand among the other events of their poll in the order of what happened', async () => {
		const { world } = sandbox.maximizer;
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
		await host.publish();
		const [first, second, third] = world.ids('contacts');
		pass(MINUTE);
		world.remove('contacts', first);
		pass(5_000);
		world.edit('contacts', second);
		pass(5_000);
		world.remove('contacts', third);
		await host.tick();
		const shown = host.items.map(
			({ eventType, objectId }) => `${String(eventType)} ${String(objectId)}`,
		);
		expect(shown).toHaveLength(3);
		expect(shown.map((text) => text.split(' ')[0])).toEqual(['DELETED', 'UPDATED', 'DELETED']);
	});

	it('of objects that are not audited are not seen', async () => {
		const { world, behaviour } = sandbox.maximizer;
		behaviour.set({ audited: ['Case'] });
		const host = viaProvider(sandbox, 'durable', { resources: ['cases', 'leads'] });
		await host.publish();
		world.remove('cases', world.ids('cases')[0]);
		world.remove('leads', world.ids('leads')[0]);
		pass(MINUTE);
		await host.tick();
		expect(kinds(host)).toEqual(['DELETED cases']);
	});
});

describe('the audit log', () => {
	it('tells each entry once, as created', async () => {
		const { world } = sandbox.maximizer;
		const host = watching(sandbox, 'durable', 'audit-log', { pageSize: 9 });
		await host.publish();
		const activity = activityOf(sandbox, ['contacts', 'leads'], ALL_KINDS);
		await run(host, () => activity.step(3));
		const made = world.changes.filter(({ n }) => n > world.baseline);
		expect(host.items.map(({ eventType }) => eventType)).toEqual(made.map(() => 'CREATED'));
		const told = host.items.map(({ objectId }) => Number(String(objectId).split('-')[0]) - 100_000);
		expect(told.sort((a, b) => a - b)).toEqual(made.map(({ n }) => n));
	});
});

describe('resources of new records only', () => {
	it.each(['notes', 'tasks'])('%s: edits and deletions are not told', async (kept) => {
		const { world } = sandbox.maximizer;
		const host = watching(sandbox, 'durable', `new-${kept}`);
		await host.publish();
		const { id } = world.create(kept);
		await host.tick();
		pass(MINUTE);
		world.edit(kept, id, { fields: { Text: 'Another', Activity: 'Another' } });
		await host.tick();
		world.remove(kept, id);
		pass(MINUTE);
		await host.tick();
		expect(kinds(host)).toEqual([`CREATED new-${kept}`]);
	});
});
