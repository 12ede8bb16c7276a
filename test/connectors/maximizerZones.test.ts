import type { MaximizerBehaviour } from '../../sandbox/providers/maximizer/behaviour';
import type { Sandbox } from '../../sandbox/server';
import { HOUR, MINUTE, pass } from '../harness/clock';
import { expectExact, startUnhurried } from './maximizerHost';
import { check, activityOf, watching } from './maximizerScenario';
import { ALL_KINDS, EDITS, stopWithClock } from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

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
		const host = watching(sandbox, 'durable', 'contacts', { pageSize: 16 });
		await check(sandbox, host, ['contacts'], ALL_KINDS, { changes: 5, rounds: 4 });
	});

	it.each(EXTREMES)('with page keys: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const host = watching(sandbox, 'durable', 'contacts', { pageSize: 9 });
		await check(sandbox, host, ['contacts'], ALL_KINDS, { changes: 5, rounds: 4 });
	});

	it.each(EXTREMES)('in polls hours apart: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const host = watching(sandbox, 'in-memory', 'leads', { pageSize: 9 });
		await check(sandbox, host, ['leads'], ALL_KINDS, { changes: 4, gapMs: 5 * HOUR });
	});

	it.each(EXTREMES)('of a busy day: dates as in %s, read as %s', async (zone, reading) => {
		readingAs(zone, reading);
		const { world } = sandbox.maximizer;
		const host = watching(sandbox, 'durable', 'opportunities', { pageSize: 50 });
		await host.publish();
		for (let made = 0; made < 300; made += 1) {
			world.create('opportunities');
			pass(4 * MINUTE);
		}
		for (let poll = 0; poll < 3; poll += 1) await host.tick();
		expectExact(sandbox, host, ['opportunities'], false);
	});
});

it.each(ZONES)(
	'published while Maximizer is away, nothing after it is lost: dates as in %s',
	async (zone) => {
		readingAs(zone, 'shown');
		const { faults } = sandbox.maximizer;
		const host = watching(sandbox, 'durable', 'contacts');
		faults.set({ fail: { status: 503 } });
		await host.publish();
		pass(MINUTE);
		const activity = activityOf(sandbox, ['contacts'], EDITS);
		activity.step(6);
		await host.tick();
		faults.clear();
		expect(host.errors.splice(0)).not.toEqual([]);
		pass(10 * MINUTE);
		await host.tick();
		activity.step(6);
		pass(MINUTE);
		await host.tick();
		expectExact(sandbox, host, ['contacts'], false);
	},
);

it.each(CASES.filter(([, reading]) => reading !== 'digits'))(
	'in the right zone events have the true time: dates as in %s, read as %s',
	async (zone, reading) => {
		readingAs(zone, reading);
		const { world } = sandbox.maximizer;
		const host = watching(sandbox, 'durable', 'cases', { timezone: zone });
		await host.publish();
		const activity = activityOf(sandbox, ['cases'], EDITS);
		for (let round = 0; round < 3; round += 1) {
			activity.step(3);
			pass(MINUTE);
			await host.tick();
		}
		expectExact(sandbox, host, ['cases'], false);
		const times = host.items.map(({ date }) => Date.parse(String(date)));
		// The provider shows whole seconds.
		const made = world.changes.filter(({ n }) => n > world.baseline);
		expect(new Set(times)).toEqual(new Set(made.map(({ at }) => Math.floor(at / 1_000) * 1_000)));
		expect(host.warnings).toEqual([]);
	},
);

const NIGHTS: ReadonlyArray<readonly [string, number]> = [
	['America/Los_Angeles', Date.UTC(2026, 10, 1, 7)],
	['Europe/London', Date.UTC(2026, 9, 24, 23)],
	['Atlantic/Azores', Date.UTC(2026, 9, 24, 23)],
	['Australia/Sydney', Date.UTC(2026, 3, 4, 14)],
	['America/Los_Angeles', Date.UTC(2026, 2, 8, 8)],
	['Australia/Sydney', Date.UTC(2026, 9, 3, 14)],
];

describe.each(NIGHTS)('in the night in which clocks change in %s, from %i on', (dateZone, at) => {
	it.each([
		['without a word about the zone', {}],
		['with the zone', { timezone: dateZone }],
	])('nothing is lost and nothing comes twice, %s', async (_name, options) => {
		await stopWithClock(sandbox);
		sandbox = await startUnhurried(at);
		sandbox.maximizer.behaviour.set({ dateZone, requestsPerWindow: 1_000_000 });
		const host = watching(sandbox, 'durable', 'contacts', { pageSize: 9, ...options });
		// Of two edits of a record within the hour that is shown twice the second may look older.
		const shares = { ...EDITS, restMs: 3 * HOUR };
		await check(sandbox, host, ['contacts'], shares, {
			changes: 4,
			gapMs: 20 * MINUTE,
			rounds: 11,
		});
	});
});
