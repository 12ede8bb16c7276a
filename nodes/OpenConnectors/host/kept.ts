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
}

export interface KeptSettings {
	/** Beginning that the user chose. */
	readonly chosen: StartFrom;
	/** The local clock, epoch ms. */
	readonly now: EpochMs;
}

/**
 * Reads what is saved of a resource: nothing, a state for other settings, a sound state, or a
 * damaged one, of which as much is used as can be.
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
	if (saved === undefined || isOfOtherSettings(saved, key))
		return { start: chosen, toSave: { v: CURSOR_VERSION, key, publishedAt: now } };
	const fields = fieldsOf(saved);
	const lookbackMs = sync.kind === 'incremental' ? sync.rules.lookbackMs : 0;
	const reachMs = lookbackMs + CLOCK_ALLOWANCE_MS;
	if (fields?.has('publishedAt')) return keptWaiting(fields, key, settings, reachMs);
	if (sync.kind === 'full') {
		const { state, report } = recoverSnapshot(saved, { key, now });
		return state
			? { snapshot: state, start: chosen, toSave: state, report }
			: anew(key, now, report);
	}
	const { state, report } = recoverCursor(saved, {
		key,
		now,
		...(chosen.kind === 'at' ? { chosen: chosen.at } : {}),
		reachMs,
		granularityMs: sync.rules.granularityMs,
	});
	return state ? { cursor: state, start: chosen, toSave: state, report } : anew(key, now, report);
}

/** What is kept of a resource of which all is lost: it begins now, whatever beginning was chosen. */
export function anew(key: string, now: EpochMs, report?: string): Kept {
	const waiting: Waiting = { v: CURSOR_VERSION, key, publishedAt: now, anew: true };
	return { start: { kind: 'now' }, toSave: waiting, report };
}

/** Whether something was kept of a resource while other settings were in force. */
export function isOfOtherSettings(saved: unknown, key: string): boolean {
	const savedKey = fieldsOf(saved)?.get('key');
	return typeof savedKey === 'string' && savedKey !== key;
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
	if (waiting.data.publishedAt <= now + CLOCK_ALLOWANCE_MS) return waited(waiting.data, chosen);
	const publishedAt = now - reachMs;
	const since = new Date(publishedAt).toISOString();
	return {
		...waited({ ...waiting.data, publishedAt }, chosen),
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
