import type { EpochMs } from '../core/page';
import { fieldsOf } from '../engine/recovery';
import type { SavedStates } from './state';

/** How far a list has come, by what is kept of it. All times by the local clock where it is known. */
export interface ListProgress {
	/** When the latest reading began that came to the end of the list; undefined before there was one. */
	readonly readAt: EpochMs | undefined;
	/** What happened before has been read; before the first whole reading, when polling began. */
	readonly upTo: EpochMs | undefined;
	/** Changes that were found and wait for a later poll, where their number is known: in lists that are compared whole. */
	readonly heldBack: number;
}

/** By list. */
export type Progress = ReadonlyMap<string, ListProgress>;

/**
 * How far the lists have come. A quiet poll may leave the state as it is: what it read is known from
 * the polls before.
 *
 * @param states what is kept of each, or is about to be
 * @param before how far they had come by the polls of this process
 * @param now epoch ms of the local clock
 */
export function progressOf(states: SavedStates, before: Progress, now: EpochMs): Progress {
	const entries = [...states].map(([name, state]) => {
		const [kept, known] = [progressIn(state), before.get(name)];
		const upTo = known?.upTo ?? 0;
		// What lies ahead of now was read by a clock that has been put right since.
		const isFurther = upTo > (kept.upTo ?? 0) && upTo <= now;
		return [name, known && isFurther ? known : kept] as const;
	});
	return new Map(entries);
}

/** How far a list has come, by what is kept of it. */
export function progressIn(state: unknown): ListProgress {
	const timeIn = timesOf(state);
	const readAt = timeIn('localAt') ?? timeIn('readAt');
	const begunAt = timesOf(fieldsOf(state)?.get('scan'));
	const waiting = fieldsOf(state)?.get('waiting');
	return {
		readAt,
		upTo: readAt ?? timeIn('publishedAt') ?? begunAt('localAt') ?? begunAt('t0'),
		heldBack: typeof waiting === 'string' && waiting !== '' ? waiting.split(',').length : 0,
	};
}

/** Seconds between what has been read of a list and now; undefined where nothing is known of it. */
export function lagSeconds({ upTo }: ListProgress, now: EpochMs): number | undefined {
	return upTo === undefined ? undefined : Math.max(0, Math.round((now - upTo) / 1_000));
}

function timesOf(state: unknown): (name: string) => EpochMs | undefined {
	const fields = fieldsOf(state);
	return (name) => {
		const value = fields?.get(name);
		return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
	};
}
