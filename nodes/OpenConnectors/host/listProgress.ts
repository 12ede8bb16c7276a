import type { EpochMs } from '../core/page';
import { fieldsOf } from '../engine/recovery';

/** How far a list has come, by what is kept of it. All times by the local clock where it is known. */
export interface ListProgress {
	/** When the latest reading began that came to the end of the list; undefined before there was one. */
	readonly readAt: EpochMs | undefined;
	/** What happened before has been read; before the first whole reading, when polling began. */
	readonly upTo: EpochMs | undefined;
	/** Changes that were found and wait for a later poll, where their number is known: in lists that are compared whole. */
	readonly heldBack: number;
}

/** @param state as it was saved, or is about to be */
export function progressOf(state: unknown): ListProgress {
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
