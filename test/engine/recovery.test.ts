import type { Cursor, ScanState } from '../../nodes/OpenConnectors/engine/cursor';
import { recoverCursor, recoverSnapshot } from '../../nodes/OpenConnectors/engine/recovery';
import { keyOf, SeenCache } from '../../nodes/OpenConnectors/engine/seenCache';
import type { Snapshot } from '../../nodes/OpenConnectors/engine/snapshot';

const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const REACH = 65 * MINUTE;

const CURSOR: Cursor = {
	v: 2,
	key: 'k',
	hw: NOW - 10 * MINUTE,
	born: NOW - 30 * DAY,
	floor: NOW - 15 * MINUTE,
	readAt: NOW - 5 * MINUTE,
	seen: '7:300',
	undated: '8:0:000000001',
	warned: ['undated-records'],
};

const SCAN: ScanState = {
	base: NOW - 15 * MINUTE,
	from: NOW - 14 * MINUTE,
	at: '200',
	tail: ['7@1'],
	t0: NOW - 2 * MINUTE,
	top: NOW - 3 * MINUTE,
	ascending: false,
	silentBefore: 0,
	forgotten: Number.MIN_SAFE_INTEGER,
	knownTo: NOW - 10 * MINUTE,
	unmet: 1,
};

const PAUSED: Cursor = { ...CURSOR, scan: SCAN };

const SETTINGS = { key: 'k', now: NOW, reachMs: REACH, granularityMs: 1_000 };

const recovered = (saved: unknown) => recoverCursor(saved, SETTINGS);

/** What may stand where something else belongs. */
const WRONG: readonly unknown[] = [
	'x',
	'',
	5,
	-1e12,
	null,
	{},
	[],
	true,
	1e300,
	NOW + 2 * 60 * MINUTE,
	NOW + 47 * 60 * MINUTE,
	NOW + 3_650 * DAY,
	'y'.repeat(100_000),
];

const shownShort = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 20);

describe.each<[string, Cursor]>([
	['a state', CURSOR],
	['a state in the middle of a window', PAUSED],
])('%s', (_name, sound) => {
	it('that is sound is used as it is, without a word', () => {
		expect(recovered(sound)).toEqual({ state: sound });
	});

	const places = [
		...Object.keys(sound).map((name) => [name]),
		...Object.keys(sound.scan ?? {}).map((name) => ['scan', name]),
	];

	it.each(places)('with a wrong %s %s loses nothing or says so', (...path: string[]) => {
		for (const value of WRONG) {
			const [name, inner] = path;
			const saved =
				inner === undefined
					? { ...sound, [name]: value }
					: { ...sound, scan: { ...sound.scan, [inner]: value } };
			const { state, report } = recovered(saved);
			const what = `${path.join('.')} = ${shownShort(value)}`;
			if (report === undefined) {
				// Nothing is skipped: neither the floor nor anything that raises it, or silences, is higher.
				expect({ what, floor: state?.floor }).toEqual({ what, floor: sound.floor });
				const { from, silentBefore, forgotten, t0 } = state?.scan ?? {};
				expect(from ?? 0).toBeLessThanOrEqual(SCAN.from);
				expect(silentBefore ?? 0).toBeLessThanOrEqual(5);
				expect(forgotten ?? 0).toBeLessThanOrEqual(5);
				// The provider's clock may be ahead of the local one; the next window finds out.
				expect(t0 ?? 0).toBeLessThanOrEqual(NOW + 2 * DAY);
			} else {
				expect(report).toMatch(/^The saved state could not be read \(.+\)\. .+\.$/);
				expect({ what, floor: state?.floor ?? 0 }).toEqual({
					what,
					floor: expect.any(Number),
				});
				expect(state?.floor).toBeLessThanOrEqual(sound.floor);
				// The window is not so long that history is told.
				expect(state?.floor).toBeGreaterThan(NOW - 2 * 60 * MINUTE);
			}
			expect(() => new Date(state?.floor ?? 0).toISOString()).not.toThrow();
		}
	});
});

it.each<[what: string, saved: object, floor: number]>([
	['the beginning of the open window', { ...PAUSED, floor: 'x' }, SCAN.base],
	['the highest time met', { ...CURSOR, floor: 'x' }, CURSOR.hw - REACH],
	['the last reading', { ...CURSOR, floor: 'x', hw: 'x' }, NOW - 5 * MINUTE - REACH],
])('without a floor %s stands in for it', (_what, saved, floor) => {
	const { state, report } = recovered(saved);
	expect(state).toMatchObject({ floor, seen: '' });
	expect(state?.scan).toBeUndefined();
	expect(report).toContain(new Date(floor).toISOString());
});

it('a floor alone is enough to go on', () => {
	const { state, report } = recovered({ floor: CURSOR.floor });
	expect(state).toMatchObject({
		key: 'k',
		floor: CURSOR.floor,
		hw: CURSOR.floor,
		born: CURSOR.floor,
		seen: '',
		undated: '',
	});
	expect(report).toContain('may come twice');
});

it.each<unknown>([null, 'x', 5, [], true, {}, { ...CURSOR, floor: 'x', hw: 'x', readAt: 'x' }])(
	'without any time nothing is used, and it is said: %#',
	(saved) => {
		const { state, report } = recovered(saved);
		expect(state).toBeUndefined();
		expect(report).toContain('begins anew');
	},
);

it.each([undefined, 'x', 0, 1.5])('a version of %j is damage, and the rest is used', (v) => {
	const { state, report } = recovered({ ...CURSOR, v });
	expect(state).toEqual(CURSOR);
	expect(report).toContain('damaged: v');
});

it('a floor far below the beginning of polling is none: history would be told', () => {
	const { state, report } = recovered({ ...CURSOR, floor: 5 });
	expect(state?.floor).toBe(CURSOR.hw - REACH);
	expect(report).toContain('damaged: floor');
});

it('a beginning of polling that lies ahead is none, and no floor is taken for damaged by it', () => {
	const backlog = { ...PAUSED, born: NOW + 30 * 60 * MINUTE, floor: NOW - 6 * DAY };
	const { state, report } = recovered(backlog);
	expect(state).toMatchObject({ floor: backlog.floor, born: backlog.floor });
	expect(report).toContain('damaged: born');
	expect(recovered(state)).toEqual({ state });
});

it('a floor among records that are stamped ahead of the clock is no damage', () => {
	const ahead = { ...CURSOR, floor: NOW + 3 * 60 * MINUTE };
	expect(recovered(ahead).report).toContain('floor');
	expect(recovered({ ...ahead, warned: ['future-dates'] }).report).toBe(undefined);
});

it('a local clock that is hours behind damages no window of a first reading', () => {
	const first = { ...PAUSED, readAt: undefined, hw: SCAN.base, floor: SCAN.base };
	for (const now of [NOW - 3 * 60 * MINUTE, NOW - DAY])
		expect(recoverCursor(first, { ...SETTINGS, now }).report).toBe(undefined);
});

it('a baseline whose window is lost goes on to be silent about what lies before it', () => {
	const baseline = { ...PAUSED, born: NOW - 10 * MINUTE, readAt: undefined, scan: 'x' };
	expect(recovered(baseline).state?.relearn).toEqual({
		silentBefore: NOW - 10 * MINUTE,
		undated: false,
	});
});

it('a state of version 1, which named contents in another way, is used without them', () => {
	const remembered = new SeenCache();
	remembered.set(keyOf('7'), { updated: NOW, content: { fingerprint: 5 }, previous: undefined });
	const { state } = recovered({ ...CURSOR, v: 1, seen: remembered.toText(CURSOR.floor) });
	const seen = SeenCache.read(state?.seen ?? '', CURSOR.floor)?.get(keyOf('7'));
	expect(seen).toMatchObject({ updated: NOW });
	expect(seen?.content).toBe(undefined);
});

it('a state of a newer version is used as far as it is known', () => {
	const { state, report } = recovered({ ...CURSOR, v: 3, more: 1 });
	expect(state).toEqual(CURSOR);
	expect(report).toContain('written by a newer version of this package');
});

it('a local clock that is wrong damages no state', () => {
	for (const now of [NOW - 400 * DAY, NOW + 400 * DAY])
		expect(recoverCursor(PAUSED, { ...SETTINGS, now })).toEqual({ state: PAUSED });
});

it('a beginning that was chosen in the future is no damage', () => {
	const chosen = NOW + 30 * DAY;
	const future = { ...CURSOR, floor: chosen, hw: chosen, born: chosen };
	expect(recoverCursor(future, { ...SETTINGS, chosen }).report).toBe(undefined);
	expect(recovered(future).report).toContain('floor');
	const begun = { ...future, scan: { ...SCAN, base: chosen, from: chosen } };
	expect(recoverCursor(begun, { ...SETTINGS, chosen })).toEqual({ state: begun });
});

describe('a list that is compared whole', () => {
	const SNAPSHOT: Snapshot = {
		v: 2,
		key: 'k',
		listed: 'a:000000001,b:!abc',
		beyond: 'ABCDEF',
		history: 'a:000000001*2',
		waiting: 'a',
		volatile: ['seen.at'],
		probeIn: 3,
		readAt: NOW - DAY / 2,
		warned: [],
	};
	const ofList = (saved: unknown) => recoverSnapshot(saved, { key: 'k', now: NOW });

	it('that is sound is used as it is, without a word', () => {
		expect(ofList(SNAPSHOT)).toEqual({ state: SNAPSHOT });
	});

	it.each<unknown>(['x', 5, null, {}, [], true, 'a:1,b'])(
		'with a wrong list (%j) begins anew, and it is said',
		(listed) => {
			const { state, report } = ofList({ ...SNAPSHOT, listed });
			expect(state).toBeUndefined();
			expect(report).toContain('damaged: listed');
		},
	);

	it.each<readonly [keyof Snapshot, unknown]>([
		['beyond', 'ABC'],
		['history', 'x'],
		['waiting', '%'],
		['volatile', ['[[']],
		['probeIn', 'x'],
		['readAt', null],
	])('with a wrong %s goes on with the rest, and it is said', (name, value) => {
		const { state, report } = ofList({ ...SNAPSHOT, [name]: value });
		expect(state).toMatchObject({ listed: SNAPSHOT.listed });
		expect(state?.[name]).not.toEqual(value);
		expect(report).toContain(`damaged: ${name}`);
	});
});
