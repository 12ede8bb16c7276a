import { keptOf } from '../../nodes/OpenConnectors/host/kept';
import type { Sync } from '../../nodes/OpenConnectors/streams/stream';

const NOW = Date.UTC(2026, 0, 5, 12);
const DAY = 24 * 3_600_000;
const HOUR = 3_600_000;

const DATED: Sync = {
	kind: 'incremental',
	rules: {
		tick: (at) => at,
		lookbackMs: 300_000,
		granularityMs: 1_000,
		sinceInclusive: false,
		ascending: false,
		overlap: 0,
	},
};
const COMPARED: Sync = { kind: 'full', overlap: 0 };
const SETTINGS = { chosen: { kind: 'now' }, now: NOW } as const;
const FROM_BEGINNING = { chosen: { kind: 'at', at: 0 }, now: NOW } as const;

const cursor = {
	v: 2,
	key: 'identity.reading.filter',
	hw: NOW - HOUR,
	born: NOW - 2 * DAY,
	floor: NOW - 2 * HOUR,
	readAt: NOW - HOUR,
	seen: '',
	undated: '',
	warned: [],
};
const scan = {
	base: NOW - 2 * HOUR,
	from: NOW - HOUR,
	at: 'page 7',
	tail: ['5'],
	t0: NOW - HOUR / 2,
	top: NOW - HOUR,
	ascending: true,
	silentBefore: 0,
	forgotten: 0,
	knownTo: 0,
	unmet: 0,
};
const snapshot = { v: 1, key: 'identity.reading.filter', listed: '', warned: [] };
const waiting = { v: 1, key: 'identity.reading.filter', publishedAt: NOW - DAY };

const under = (
	saved: unknown,
	key: string,
	sync: Sync = DATED,
	settings: typeof SETTINGS | typeof FROM_BEGINNING = SETTINGS,
) => keptOf(saved, { key, sync }, settings);

it('the same meaning goes on, and nothing is said', () => {
	const kept = under({ ...cursor, scan }, cursor.key);
	expect(kept.cursor).toEqual({ ...cursor, scan });
	expect([kept.report, kept.notice]).toEqual([undefined, undefined]);
});

it.each(['H8x2kW0sA', 'H8x2kW0sA-deleted'])(
	'a key of an earlier version (%s) goes on, too',
	(key) => {
		const kept = under({ ...cursor, key }, 'identity.reading.filter');
		expect(kept).toMatchObject({ cursor, toSave: cursor });
		expect([kept.report, kept.notice]).toEqual([undefined, undefined]);
	},
);

it('another filter goes on under the new key, and says from when', () => {
	const kept = under(cursor, 'identity.reading.other');
	expect(kept.cursor).toEqual({ ...cursor, key: 'identity.reading.other' });
	expect(kept.notice).toContain('polling goes on from 2026-01-05T11:00:00.000Z');
});

it('another filter reads a window from its beginning, as its pages are others', () => {
	const kept = under({ ...cursor, scan }, 'identity.reading.other');
	expect(kept.cursor?.scan).toEqual({ ...scan, from: scan.base, at: undefined, tail: [] });
});

describe('another reading', () => {
	it('begins with what changed since the list was read last, by the local clock', () => {
		const kept = under({ ...cursor, localAt: cursor.readAt - 60_000 }, 'identity.other.filter');
		const publishedAt = cursor.readAt - 60_000 - 1_000;
		expect(kept.cursor).toBeUndefined();
		expect(kept.start).toEqual({ kind: 'now', publishedAt });
		expect(kept.toSave).toMatchObject({ key: 'identity.other.filter', publishedAt });
		expect(kept.notice).toContain('polling goes on from 2026-01-05T11:00:00.000Z');
		expect(under(kept.toSave, 'identity.other.filter').start).toEqual(kept.start);
	});

	it('does so too where another beginning was chosen', () => {
		const kept = under(cursor, 'identity.other.filter', DATED, FROM_BEGINNING);
		expect(kept.start).toMatchObject({ kind: 'now' });
		expect(under(kept.toSave, 'identity.other.filter', DATED, FROM_BEGINNING).start).toEqual(
			kept.start,
		);
	});

	it.each([
		['none', undefined],
		['one that is years from the provider’s', 5],
	])('goes by the provider’s clock where of the local one there is %s', (_name, localAt) => {
		const kept = under({ ...cursor, localAt }, 'identity.other.filter');
		expect(kept.start).toEqual({ kind: 'now', publishedAt: cursor.readAt - 1_000 });
	});

	it('before any window was read to its end goes by the local clock of that one, too', () => {
		const unread = { ...cursor, scan: { ...scan, localAt: scan.t0 - 60_000 }, readAt: undefined };
		const { start } = under(unread, 'identity.other.filter');
		expect(start).toEqual({ kind: 'now', publishedAt: scan.t0 - 61_000 });
	});

	it('before any window was read to its end begins where that window did', () => {
		const unread = { ...cursor, scan, readAt: undefined };
		expect(under(unread, 'identity.other.filter').start).toEqual({
			kind: 'now',
			publishedAt: scan.t0 - 1_000,
		});
		expect(under(unread, 'identity.other.filter', DATED, FROM_BEGINNING).start).toEqual({
			kind: 'at',
			at: 0,
		});
	});

	it('of a list that is compared whole goes on', () => {
		const kept = under(snapshot, 'identity.other.filter', COMPARED);
		expect(kept.snapshot).toMatchObject({ ...snapshot, v: 2, key: 'identity.other.filter' });
		expect(kept.notice).toContain('polling goes on');
	});

	it.each([
		['a list that was compared and is dated now', snapshot, DATED],
		['a list that was dated and is compared now', cursor, COMPARED],
	])('%s begins anew', (_name, saved, sync) => {
		const kept = under(saved, 'identity.other.filter', sync);
		expect([kept.cursor, kept.snapshot, kept.report]).toEqual([undefined, undefined, undefined]);
		expect(kept.notice).toContain('begins anew');
	});
});

it.each([
	['a dated list', cursor, DATED],
	['a compared list', snapshot, COMPARED],
	['a list that was never read', waiting, DATED],
])('another identity of %s begins anew', (_name, saved, sync) => {
	const kept = under(saved, 'other.reading.filter', sync);
	expect(kept.toSave).toEqual({ v: 2, key: 'other.reading.filter', publishedAt: NOW });
	expect(kept.notice).toContain('begins anew');
});

it.each([
	['the beginning of 2020 is', 0, Date.UTC(2020, 0, 1)],
	['an instant before is not', 1, NOW],
])('a beginning in the past counts: %s one', (_what, before, publishedAt) => {
	const kept = under({ ...waiting, publishedAt: Date.UTC(2020, 0, 1) - before }, waiting.key);
	expect(kept.start).toMatchObject({ kind: 'now' });
	expect(kept.toSave).toMatchObject({ publishedAt });
});

it.each(['identity.other.filter', 'identity.reading.other'])(
	'a list that was never read keeps its beginning under other settings: %s',
	(key) => {
		const kept = under(waiting, key);
		expect(kept.start).toEqual({ kind: 'now', publishedAt: waiting.publishedAt });
		expect(kept.toSave).toEqual({ ...waiting, key });
	},
);
