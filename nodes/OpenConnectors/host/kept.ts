import { z } from 'zod';
import { CLOCK_ALLOWANCE_MS, CURSOR_VERSION } from '../engine/cursor';
import type { Cursor } from '../engine/cursor';
import type { Snapshot } from '../engine/snapshot';
import type { EpochMs } from '../core/page';
import {
	fieldsOf,
	LEAST_WALL_TIME,
	lost,
	recoverCursor,
	recoverSnapshot,
} from '../engine/recovery';
import type { Stream } from '../streams';
import type { StartFrom } from '../core/rules';

/** Kept for a resource that has not been read yet, because the provider was away. */
const waitingSchema = z.object({
	v: z.number(),
	key: z.string(),
	/** Epoch ms of the local clock when polling of the resource should have begun. */
	publishedAt: z.number(),
	/** Whether polling begins then whatever beginning was chosen, because how far it had come is lost. */
	anew: z.literal(true).optional(),
});

export type Waiting = Readonly<z.infer<typeof waitingSchema>>;

/** What is kept of a resource, and where reading it begins. */
export interface Kept {
	/** Of a resource that is read by dates, once it was read. */
	readonly cursor?: Cursor | undefined;
	/** Of a list that is compared whole, once it was read. */
	readonly snapshot?: Snapshot | undefined;
	/** Where it begins when neither is there. */
	readonly start: StartFrom;
	/** What stays while it is not read. */
	readonly toSave: Cursor | Snapshot | Waiting;
	/** What could not be read of a saved state, and what follows; a sentence for the user. */
	readonly report?: string | undefined;
	/** What follows from other settings than those in force when it was saved; likewise. */
	readonly notice?: string | undefined;
}

export interface KeptSettings {
	/** Beginning that the user chose. */
	readonly chosen: StartFrom;
	/** The local clock, epoch ms. */
	readonly now: EpochMs;
}

/**
 * Reads what is saved of a resource: nothing, a sound state, or a damaged one, of which as much is
 * used as can be. A state of other settings goes on as far as it has the same meaning:
 *
 * ```text
 *   another filter      goes on where it stood
 *   another reading     begins with what changed since it was last read
 *   another identity    begins anew
 * ```
 *
 * @param saved undefined when nothing is
 */
export function keptOf(
	saved: unknown,
	stream: Pick<Stream, 'key' | 'sync'>,
	settings: KeptSettings,
): Kept {
	const { key, sync } = stream;
	const { chosen, now } = settings;
	if (saved === undefined) return fresh(key, settings);
	const fields = fieldsOf(saved);
	const edited = editedPart(fields?.get('key'), key);
	const isOfOtherKind = fields !== undefined && fields.has('listed') !== (sync.kind === 'full');
	const lookbackMs = sync.kind === 'incremental' ? sync.rules.lookbackMs : 0;
	const reachMs = lookbackMs + CLOCK_ALLOWANCE_MS;
	if (edited === 'identity') return { ...fresh(key, settings), notice: BEGINS_ANEW };
	if (fields?.has('publishedAt')) return keptWaiting(fields, key, settings, reachMs);
	if (edited === 'reading' && isOfOtherKind)
		return { ...fresh(key, settings), notice: BEGINS_ANEW };
	if (sync.kind === 'full') {
		const { state, report } = recoverSnapshot(saved, { key, now });
		if (!state) return anew(key, now, report);
		const notice = edited && 'the settings changed; polling goes on from the list as it was';
		return { snapshot: state, start: chosen, toSave: state, report, notice };
	}
	const { state, report } = recoverCursor(saved, {
		key,
		now,
		...(chosen.kind === 'at' ? { chosen: chosen.at } : {}),
		reachMs,
		granularityMs: sync.rules.granularityMs,
	});
	if (!state) return anew(key, now, report);
	if (edited === 'reading') return { ...readAnew(state, settings), report };
	const cursor = edited === 'filter' ? atItsBeginning(state) : state;
	const notice = edited && goesOn(cursor.readAt ?? cursor.floor);
	return { cursor, start: chosen, toSave: cursor, report, notice };
}

function fresh(key: string, { chosen, now }: KeptSettings): Kept {
	return { start: chosen, toSave: { v: CURSOR_VERSION, key, publishedAt: now } };
}

const BEGINS_ANEW = 'the settings changed; polling begins anew';

function goesOn(from: EpochMs): string {
	return `the settings changed; polling goes on from ${new Date(from).toISOString()}`;
}

/** Parts of a key, by what an edit of them outweighs. */
const PARTS = ['identity', 'reading', 'filter'] as const;

/** The first part of a key that an edit of the settings changed; none in a key of an earlier version. */
function editedPart(saved: unknown, key: string): (typeof PARTS)[number] | undefined {
	const before = typeof saved === 'string' ? saved.split('.') : [];
	const after = key.split('.');
	if (before.length !== after.length) return undefined;
	return PARTS.find((_part, index) => before[index] !== after[index]);
}

/** Records are dated otherwise now: what changed since they were last read is news. */
function readAnew({ key, readAt, localAt, scan }: Cursor, settings: KeptSettings): Kept {
	const { chosen, now } = settings;
	const isBaseline = readAt === undefined && chosen.kind === 'now';
	const from = isBaseline ? scan?.t0 : readAt;
	if (from === undefined) return { ...fresh(key, settings), notice: BEGINS_ANEW };
	const localFrom = (isBaseline ? scan?.localAt : localAt) ?? from;
	// A second less, as the Date header counts whole seconds.
	const publishedAt = Math.min(now, localFrom - 1_000);
	const waiting: Waiting = { v: CURSOR_VERSION, key, publishedAt, anew: true };
	return { ...waited(waiting, chosen), notice: goesOn(from) };
}

/** Where a page of another list begins is unknown: what was read of a window is read again. */
function atItsBeginning(cursor: Cursor): Cursor {
	if (!cursor.scan) return cursor;
	return { ...cursor, scan: { ...cursor.scan, from: cursor.scan.base, at: undefined, tail: [] } };
}

/** What is kept of a resource of which all is lost: it begins now, whatever beginning was chosen. */
export function anew(key: string, now: EpochMs, report?: string): Kept {
	const waiting: Waiting = { v: CURSOR_VERSION, key, publishedAt: now, anew: true };
	return { start: { kind: 'now' }, toSave: waiting, report };
}

function keptWaiting(
	fields: ReadonlyMap<string, unknown>,
	key: string,
	{ chosen, now }: KeptSettings,
	reachMs: number,
): Kept {
	const waiting = waitingSchema.safeParse(Object.fromEntries(fields));
	const what = 'damaged: the time when it was published';
	if (!waiting.success || waiting.data.publishedAt < LEAST_WALL_TIME)
		return anew(key, now, lost(what).report);
	const known = { ...waiting.data, key };
	if (known.publishedAt <= now + CLOCK_ALLOWANCE_MS) return waited(known, chosen);
	const publishedAt = now - reachMs;
	const since = new Date(publishedAt).toISOString();
	return {
		...waited({ ...known, publishedAt }, chosen),
		report: `The saved state could not be read (${what}). Changes since ${since} are reported.`,
	};
}

function waited(waiting: Waiting, chosen: StartFrom): Kept {
	const isChosen = chosen.kind === 'at' && waiting.anew !== true;
	return {
		start: isChosen ? chosen : { kind: 'now', publishedAt: waiting.publishedAt },
		toSave: waiting,
	};
}
