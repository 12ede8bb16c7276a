import {
	Activity,
	compareWithOracle,
	formatComparison,
	isExact,
	startSandbox,
	type Comparison,
	type Sandbox,
} from '../../sandbox/server';
import { sleep } from '../../sandbox/timing';
import { changesIn, getInsightly } from './client';
import { PlainPoller, type Protections } from './poller';

const START = Date.UTC(2026, 0, 5, 12, 0, 0, 400);
const SCOPE = { resources: ['contacts', 'leads'] };
const ALL: Protections = { lookback: true, memory: true, kindByMemory: true };

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
	sandbox.insightly.behaviour.set({ requestsPerSecond: 10_000 });
	sandbox.insightly.world.clock.freeze(START);
	sandbox.insightly.world.clock.advance(5000);
});

afterEach(async () => await sandbox.stop());

/** A busy office and a poll every three seconds, on a clock of their own. */
const run = async (protections: Protections, restMs = 4000): Promise<Comparison> => {
	const { world } = sandbox.insightly;
	const poller = new PlainPoller(sandbox, protections);
	const activity = new Activity(world, { ...SCOPE, restMs, seed: 9 });
	for (let step = 0; step < 90; step++) {
		world.clock.advance(333);
		activity.step(3);
		if (step % 9 === 4) await poller.poll();
	}
	world.clock.advance(2000);
	await poller.poll();
	return compareWithOracle(world, poller.received, SCOPE);
};

describe('a run against the stand-in', () => {
	it('is exact for a poller with every protection', async () => {
		const comparison = await run(ALL);
		expect(formatComparison(comparison)).toBe(
			'made 270, received 270, superseded 0, missing 0, twice 0, wrong kind 0, unknown 0, shared event ids 0',
		);
		expect(isExact(comparison)).toBe(true);
	});

	it('excuses what no response could show, and nothing more', async () => {
		const comparison = await run(ALL, 0);
		expect(comparison.superseded).toBeGreaterThan(0);
		expect(comparison.received).toBe(comparison.made - comparison.superseded);
		expect(isExact(comparison)).toBe(true);
	});

	it.each([
		['lookback', 'missing'],
		['memory', 'twice'],
		['kindByMemory', 'wrongKind'],
	] as const)('finds out a poller without %s: %s', async (protection, finding) => {
		const comparison = await run({ ...ALL, [protection]: false }, 0);
		expect(comparison[finding].length).toBeGreaterThan(0);
		expect(isExact(comparison)).toBe(false);
	});
});

describe('the comparison', () => {
	const received = (change: { resource: string; id: string; kind: string; record: unknown }) => ({
		...change,
		eventId: `${change.resource} ${change.id} ${JSON.stringify(change.record)}`,
	});

	it('expects every change when each could be seen', async () => {
		const { world } = sandbox.insightly;
		const created = world.create('contacts');
		await getInsightly(sandbox, '/Contacts/Search', { top: 500 });
		const edited = world.edit('contacts', created.id);
		const events = [received(created), received(edited)];
		expect(isExact(compareWithOracle(world, events, SCOPE))).toBe(true);
		expect(compareWithOracle(world, [received(edited)], SCOPE).missing).toEqual([created]);
		expect(compareWithOracle(world, [received(created)], SCOPE).missing).toEqual([edited]);
	});

	it('counts a change as seeable when the request asked past it', async () => {
		const { world } = sandbox.insightly;
		const created = world.create('contacts');
		const query = { updated_after_utc: '2026-01-05 12:00:05' };
		const { records } = await getInsightly(sandbox, '/Contacts/Search', query);
		expect(changesIn(sandbox, 'contacts', records)).not.toContain(created.n);
		const edited = world.edit('contacts', created.id);
		const comparison = compareWithOracle(world, [{ ...received(edited), kind: 'created' }], SCOPE);
		expect(comparison.missing).toEqual([created]);
	});

	it('counts no answer that failed', async () => {
		const { world, faults } = sandbox.insightly;
		faults.set({ fail: { status: 500, when: { next: 1 } } });
		const created = world.create('contacts');
		await getInsightly(sandbox, '/Contacts/Search', { top: 500 });
		const edited = world.edit('contacts', created.id);
		const comparison = compareWithOracle(world, [{ ...received(edited), kind: 'created' }], SCOPE);
		expect(isExact(comparison)).toBe(true);
		expect(comparison.superseded).toBe(1);
	});

	it('counts no answer the client did not wait for', async () => {
		const { world, faults } = sandbox.insightly;
		faults.set({ slow: { ms: 300, when: { next: 1 } } });
		const created = world.create('contacts');
		const asked = getInsightly(sandbox, '/Contacts/Search', {}, AbortSignal.timeout(30));
		await expect(asked).rejects.toThrow();
		await sleep(400);
		expect(world.wasShown(created.n)).toBe(false);
	});

	it('expects "created" of the first version received of a new record, "updated" of all others', () => {
		const { world } = sandbox.insightly;
		const created = world.create('contacts');
		const edited = world.edit('contacts', created.id);
		const old = world.edit('contacts', world.ids('contacts')[0]);
		const kinds = (first: string, second: string) =>
			compareWithOracle(
				world,
				[
					{ ...received(edited), kind: first },
					{ ...received(old), kind: second },
				],
				SCOPE,
			).wrongKind.map(({ change, expected }) => [change, expected]);
		expect(kinds('CREATED', 'UPDATED')).toEqual([]);
		expect(kinds('UPDATED', 'CREATED')).toEqual([
			[edited, 'created'],
			[old, 'updated'],
		]);
	});

	it('knows nothing of old records, other records, and records without a number', () => {
		const { world } = sandbox.insightly;
		const created = world.create('contacts');
		const [old] = world.changes;
		const events = [
			received(created),
			received(old),
			received({ ...created, id: '7' }),
			received({ ...created, record: { CONTACT_ID: Number(created.id) } }),
			received({ ...created, record: 'text' }),
		];
		expect(compareWithOracle(world, events, SCOPE).unknown).toEqual(events.slice(1));
	});

	it('counts the same change received again, under whatever event id', () => {
		const { world } = sandbox.insightly;
		const change = world.create('leads');
		const again = { ...received(change), eventId: 'another' };
		const { twice } = compareWithOracle(world, [received(change), again], SCOPE);
		expect(twice).toEqual([expect.objectContaining({ change, times: 2 })]);
	});

	it('finds one event id on two changes', () => {
		const { world } = sandbox.insightly;
		const events = ['contacts', 'leads'].map((resource) => ({
			...received(world.create(resource)),
			eventId: 'same',
		}));
		expect(compareWithOracle(world, events, SCOPE).sharedEventIds).toEqual(['same']);
	});

	it('asks for deletions only where they can be told', () => {
		const { world } = sandbox.insightly;
		const removed = world.remove('contacts', world.ids('contacts')[0]);
		expect(isExact(compareWithOracle(world, [], SCOPE))).toBe(true);
		const told = { ...SCOPE, deletions: true };
		expect(compareWithOracle(world, [], told).missing).toEqual([removed]);
		const event = { resource: 'contacts', id: removed.id, kind: 'DELETED', record: null };
		expect(isExact(compareWithOracle(world, [event], told))).toBe(true);
	});

	it('starts where it is told to', () => {
		const { world } = sandbox.insightly;
		world.create('contacts');
		const after = world.mark();
		const later = world.create('contacts');
		const comparison = compareWithOracle(world, [received(later)], { ...SCOPE, after });
		expect(isExact(comparison)).toBe(true);
		expect(compareWithOracle(world, [received(later)], SCOPE).missing).toHaveLength(1);
		expect(compareWithOracle(world, [], { after: 0 }).made).toBe(world.changes.length);
	});
});
