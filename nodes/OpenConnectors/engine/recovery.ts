import { z } from 'zod';
import {
	CLOCK_ALLOWANCE_MS,
	CURSOR_VERSION,
	MOST_AHEAD_MS,
	cursorSchema,
	isStampedAhead,
	scanSchema,
	type Cursor,
	type ScanState,
} from './cursor';
import { ContentHistory } from './contentHistory';
import { formatListed, parseListed } from './listed';
import { SeenCache } from './seenCache';
import { SNAPSHOT_VERSION, snapshotSchema, type Snapshot } from './snapshot';
import type { EpochMs } from '../core/page';

/**
 * What can be used of a saved state that holds something wrong: a database was put back, somebody
 * edited it, or another version of this package wrote it. The one place that decides.
 *
 * ```text
 *   sound                      goes on as if nothing had happened
 *   a floor, no memory         begins at the floor; what was reported since may come twice
 *   another time, no floor     begins so long before it that nothing is lost
 *   no time at all             begins anew
 * ```
 */
export interface Recovered<State> {
	/** undefined when nothing of it can be used. */
	readonly state: State | undefined;
	/** A sentence for the user: what could not be read, and what follows. Absent for a sound state. */
	readonly report?: string;
}

export interface CursorSettings {
	/** Fingerprint of what is polled; the saved one is the same, or cannot be read. */
	readonly key: string;
	/** The local clock, epoch ms. */
	readonly now: EpochMs;
	/** Later than `now` where the user chose to begin in the future. */
	readonly chosen?: EpochMs;
	/** How long before a time that was reached a change may still turn up, in ms. */
	readonly reachMs: number;
	/** The step in which the records are stamped, in ms. */
	readonly granularityMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
/** Before 1970 in every zone, where a list is read from its beginning. */
const EARLIEST = -2 * DAY_MS;
/** The last instant that can be written as a date. */
const LATEST = 8.64e15;
/** A floor is never further below the beginning of polling: lookback, zones and steps of a day together. */
const MOST_BELOW_BORN_MS = 5 * DAY_MS;
/** No wall clock that this package ever went by showed an earlier time. */
export const LEAST_WALL_TIME = Date.UTC(2020, 0, 1);

/** No server takes an address that is longer, and refuses it in other ways than a position that has expired. */
const LONGEST_POSITION = 8_192;

const timeSchema = z.number().min(EARLIEST).max(LATEST);
const historySchema = cursorSchema.shape.history.refine((text) => ContentHistory.read(text ?? ''));
const warnedSchema = cursorSchema.shape.warned;

/** Collects what cannot be read of an object, by the names that stand in the saved state. */
class Damage {
	private readonly places = new Set<string>();

	constructor(private readonly fields: ReadonlyMap<string, unknown>) {
		const version = fields.get('v');
		const isKnown = typeof version === 'number' && version >= 1 && Number.isInteger(version);
		if (!isKnown) this.places.add('v');
	}

	/** The value of a field; undefined, and noted, when it is not what it has to be. */
	read<Value>(name: string, schema: z.ZodType<Value, z.ZodTypeDef, unknown>): Value | undefined {
		const result = schema.safeParse(this.fields.get(name));
		if (result.success) return result.data;
		this.places.add(name);
		return undefined;
	}

	note(place: string): void {
		this.places.add(place);
	}

	report(follows: string): { readonly report?: string } {
		const found = [
			...(this.places.size === 0 ? [] : [`damaged: ${[...this.places].join(', ')}`]),
			...(isNewer(this.fields.get('v')) ? ['written by a newer version of this package'] : []),
		];
		if (found.length === 0) return {};
		return { report: `The saved state could not be read (${found.join('; ')}). ${follows}` };
	}
}

/** @param saved what is kept of a resource that is read by dates */
export function recoverCursor(saved: unknown, settings: CursorSettings): Recovered<Cursor> {
	const fields = fieldsOf(saved);
	if (!fields) return lost('it is no object');
	const damage = new Damage(fields);
	damage.read('key', z.string());
	const readAt = damage.read('readAt', timeSchema.optional());
	const localAt = damage.read('localAt', timeSchema.optional());
	const history = damage.read('history', historySchema);
	const volatile = damage.read('volatile', cursorSchema.shape.volatile);
	const step = damage.read('step', cursorSchema.shape.step);
	const readHw = damage.read('hw', timeSchema);
	const readScan = damage.read('scan', scanSchema.optional());
	const latest = latestOf(settings, [readAt, readScan?.t0], readHw);
	const sound = (name: string, at: EpochMs | undefined, end = latest.time) => {
		if (at === undefined || at <= end) return at;
		damage.note(name);
		return undefined;
	};
	const hw = sound('hw', readHw);
	const born = sound('born', damage.read('born', timeSchema));
	const warned = damage.read('warned', warnedSchema) ?? [];
	const latestFloor = isStampedAhead(warned) ? latest.reading : latest.time;
	const savedScan = soundScan(damage, readScan, { ...latest, floor: latestFloor });
	const readFloor = sound('floor', damage.read('floor', timeSchema), latestFloor);
	const savedFloor = floorAbove(damage, readFloor, born);
	const goOn = (at: EpochMs | undefined) => (at === undefined ? undefined : at - settings.reachMs);
	const floor = [
		savedFloor,
		savedScan?.base,
		...[hw, readAt, savedScan?.t0].map((at) => goOn(within(at, latest.reading))),
	].find((at) => at !== undefined && isAbove(at, born));
	const nothingKnown = damage.report(
		'Polling begins anew: changes since the last poll are not reported.',
	);
	if (floor === undefined) return { state: undefined, ...nothingKnown };
	// The first version named contents in another way: what is remembered without a date tells nothing.
	const isOld = fields.get('v') === 1;
	const seen = readMemory(damage, 'seen', savedFloor, isOld);
	const undated = isOld ? undefined : readMemory(damage, 'undated', 0);
	const scan = savedFloor === undefined ? undefined : savedScan;
	const isScanLost = fields.get('scan') !== undefined && scan === undefined;
	// Without a window that was read to its end the first one is under way: what lies before is old.
	const isUnfinished = readAt === undefined && born !== undefined && born > floor;
	const relearn = {
		silentBefore: isScanLost ? (savedScan?.silentBefore ?? (isUnfinished ? born : 0)) : 0,
		undated: undated === undefined && fields.get('undated') !== '',
	};
	const known = damage.read('relearn', cursorSchema.shape.relearn) ?? relearn;
	const kept = {
		silentBefore: Math.max(relearn.silentBefore, sound('relearn', known.silentBefore) ?? 0),
		undated: relearn.undated || known.undated,
	};
	const isRepeating = savedFloor === undefined || seen === undefined || isScanLost;
	const state: Cursor = {
		v: CURSOR_VERSION,
		key: settings.key,
		hw: hw ?? floor,
		born: born ?? floor,
		floor,
		...(readAt === undefined ? {} : { readAt, ...(localAt === undefined ? {} : { localAt }) }),
		...(history === undefined ? {} : { history }),
		...(volatile === undefined ? {} : { volatile }),
		...(step === undefined ? {} : { step }),
		seen: seen ?? '',
		undated: undated ?? '',
		warned,
		...(scan === undefined ? {} : { scan: seen === undefined ? { ...scan, unmet: 0 } : scan }),
		...(kept.silentBefore === 0 && !kept.undated ? {} : { relearn: kept }),
	};
	const follows = [
		isRepeating
			? `Polling goes on from ${new Date(floor).toISOString()}; changes since then may come twice.`
			: 'Polling goes on where it stood.',
		...(relearn.undated
			? ['Changes of records without a date are not reported before they change again.']
			: []),
	];
	return { state, ...damage.report(follows.join(' ')) };
}

/**
 * @param saved what is kept of a list that is compared whole. In its first version contents were
 * named by another hash: its ids still tell what was created and deleted, and contents are learned.
 */
export function recoverSnapshot(
	saved: unknown,
	{ key, now }: Pick<CursorSettings, 'key' | 'now'>,
): Recovered<Snapshot> {
	const fields = fieldsOf(saved);
	if (!fields) return lost('it is no object');
	const isFirst = fields.get('v') === 1;
	const { shape } = snapshotSchema;
	const damage = new Damage(fields);
	damage.read('key', z.string());
	const listed = damage.read('listed', shape.listed);
	const warned = damage.read('warned', warnedSchema) ?? [];
	if (listed === undefined) {
		const follows =
			'The list as it is now is the new beginning: changes since the last poll are not reported.';
		return { state: undefined, ...damage.report(follows) };
	}
	const common = { v: SNAPSHOT_VERSION, key, warned } as const;
	if (isFirst) {
		const ids = new Map([...parseListed(listed).keys()].map((id) => [id, { content: undefined }]));
		const nothing = { beyond: '', history: '', waiting: '', volatile: [], probeIn: 0, readAt: now };
		const state = { ...common, ...nothing, listed: formatListed(ids) };
		return { state, ...damage.report('Polling goes on where it stood.') };
	}
	const beyond = damage.read('beyond', shape.beyond);
	const longAt = damage.read('longAt', timeSchema.optional());
	const state: Snapshot = {
		...common,
		listed,
		...(beyond === undefined ? {} : { beyond }),
		history: damage.read('history', shape.history) ?? '',
		waiting: damage.read('waiting', shape.waiting) ?? '',
		volatile: damage.read('volatile', shape.volatile) ?? [],
		probeIn: damage.read('probeIn', shape.probeIn) ?? 0,
		readAt: damage.read('readAt', timeSchema) ?? now,
		...(longAt === undefined ? {} : { longAt }),
	};
	return { state, ...damage.report('Polling goes on where it stood.') };
}

/** What is said of a state of which nothing can be used. */
export function lost(why: string): { readonly state: undefined; readonly report: string } {
	return {
		state: undefined,
		report: `The saved state could not be read (${why}). Polling begins anew: changes since the last poll are not reported.`,
	};
}

/** The fields of an object; undefined for anything else. */
export function fieldsOf(saved: unknown): ReadonlyMap<string, unknown> | undefined {
	if (typeof saved !== 'object' || saved === null || Array.isArray(saved)) return undefined;
	return new Map<string, unknown>(Object.entries(saved));
}

export function isNewer(version: unknown, known = CURSOR_VERSION): boolean {
	return typeof version === 'number' && Number.isInteger(version) && version > known;
}

interface Latest {
	/** Readings of the provider's clock that are later are damaged. */
	readonly reading: EpochMs;
	/** So are all other times that are later than this. */
	readonly time: EpochMs;
}

/**
 * The local clock may be wrong: it is overruled where the two times that the provider's clock gave
 * agree. Beyond that a reading of the provider's clock counts that is not too far ahead of it.
 */
function latestOf(
	{ now, chosen = now, granularityMs }: CursorSettings,
	readings: ReadonlyArray<EpochMs | undefined>,
	hw: EpochMs | undefined,
): Latest {
	const [readAt] = readings;
	const [, middle] = [now, readAt ?? now, hw ?? now].sort((a, b) => a - b);
	const reading = Math.max(now, middle, chosen) + MOST_AHEAD_MS;
	const sound = readings.flatMap((at) => within(at, reading) ?? []);
	return { reading, time: Math.max(now, chosen, ...sound) + CLOCK_ALLOWANCE_MS + granularityMs };
}

function within(at: EpochMs | undefined, latest: EpochMs): EpochMs | undefined {
	return at === undefined || at > latest ? undefined : at;
}

function isAbove(floor: EpochMs, born: EpochMs | undefined): boolean {
	return born === undefined || floor >= born - MOST_BELOW_BORN_MS;
}

function floorAbove(
	damage: Damage,
	floor: EpochMs | undefined,
	born: EpochMs | undefined,
): EpochMs | undefined {
	if (floor === undefined || isAbove(floor, born)) return floor;
	damage.note('floor');
	return undefined;
}

function soundScan(
	damage: Damage,
	scan: ScanState | undefined,
	latest: Latest & { readonly floor: EpochMs },
): ScanState | undefined {
	if (!scan) return undefined;
	const { base, from, at = '', t0, silentBefore, forgotten, unmet } = scan;
	const times = [base, from, t0].every((time) => timeSchema.safeParse(time).success);
	const isSound =
		times &&
		t0 <= latest.reading &&
		[base, from].every((time) => time <= latest.floor) &&
		[silentBefore, forgotten].every((time) => time <= latest.time) &&
		from >= base &&
		at.length <= LONGEST_POSITION &&
		unmet >= 0;
	if (isSound) return scan;
	damage.note('scan');
	return undefined;
}

/** @param floor undefined where the times of the memory are distances from a floor that is lost */
function readMemory(
	damage: Damage,
	name: 'seen' | 'undated',
	floor: EpochMs | undefined,
	isOld = false,
): string | undefined {
	const text = damage.read(name, z.string());
	if (text === undefined || floor === undefined) return undefined;
	const cache = SeenCache.read(text, floor);
	if (cache && isOld) cache.forgetContents();
	if (cache) return isOld ? cache.toText(floor) : text;
	damage.note(name);
	return undefined;
}
