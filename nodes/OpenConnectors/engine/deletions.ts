import type { EpochMs } from '../core/page';
import type { Listed, ListedRecord } from './listed';

/**
 * How long a list has to miss more than half of its records before they count as deleted: a list
 * that is cut short by a fault of the provider, or by a lost right, is mended within a day.
 */
export const HELD_MS = 24 * 60 * 60_000;
/** In a list of so few, more than half is easily deleted at once: two readings in a row are enough. */
const FEW_RECORDS = 10;
/** So many are replaced at least where a list is that of another account. */
const LEAST_REPLACED = 4;

/** Which of the missing records are deleted. */
export interface Missing {
	readonly deleted: readonly string[];
	/** How many are held back because so many are missing at once. */
	readonly doubtful: number;
	readonly known: number;
}

/**
 * Marks the records that a complete reading misses, in the list itself, and says which are deleted.
 *
 * ```text
 *   before   A B C D E F …        now   A B C         more than half is missing: held
 *                                 now   A B C D E     C is back, what is gone a day later is deleted
 * ```
 *
 * @param isThere whether the reading met a record
 * @param at when the list was read, by the provider's clock
 * @param mayHaveMoved whether a record may have slipped from a page to one that was read already: the next
 *   reading decides then
 */
export function judgeMissing(
	listed: Listed,
	isThere: (id: string) => boolean,
	at: EpochMs,
	mayHaveMoved: boolean,
): Missing {
	const own = [...listed].filter(([, { isFormer }]) => !isFormer);
	const gone = own.filter(([id]) => !isThere(id));
	const isOld = ([, { missingSince }]: (typeof own)[number]) =>
		missingSince !== undefined && at - missingSince >= HELD_MS;
	const held = gone.filter((entry) => !isOld(entry));
	const fresh = held.filter(([, { missingSince }]) => missingSince === undefined);
	const wasThere = own.filter(([, { missingSince }]) => missingSince === undefined);
	const known = own.length - (gone.length - held.length);
	const isShort = known <= FEW_RECORDS;
	const isMuch = held.length > known / 2 || fresh.length > wasThere.length / 2;
	const isWaiting = isShort || (mayHaveMoved && !isMuch);
	const deleted: string[] = [];
	for (const entry of gone) {
		const [id, record] = entry;
		const { missingSince } = record;
		const isDeleted = isOld(entry) || (missingSince === undefined && !isMuch && !mayHaveMoved);
		if (isDeleted) deleted.push(id);
		// In a list of few, and where a deletion has to wait to be reported, the next reading decides.
		const since = isDeleted || isWaiting ? at - HELD_MS : earlier(missingSince, at);
		listed.set(id, { ...record, missingSince: since });
	}
	for (const [id, { missingSince, isFormer }] of listed)
		if (isFormer && !isThere(id) && at - (missingSince ?? at) >= HELD_MS) listed.delete(id);
	return { deleted, doubtful: isWaiting ? 0 : gone.length - deleted.length, known };
}

/** A clock that was ahead and is put right holds nothing for longer. */
function earlier(since: EpochMs | undefined, at: EpochMs): EpochMs {
	return Math.min(since ?? at, at);
}

export interface Replacement {
	readonly listed: Listed;
	readonly isThere: (id: string) => boolean;
	/** Records that the list holds. */
	readonly size: number;
	/** Records among them that it did not hold before. */
	readonly newcomers: number;
	/** Whether most of these say that they were made since the latest reading. */
	readonly isNewlyMade: boolean;
}

/**
 * Whether the list is that of another account: more than half of its records are gone at once, and
 * most of what it holds now was not in it. Of a list of few, whose records come and go, all are gone.
 */
export function isOtherAccount(replacement: Replacement): boolean {
	const { listed, isThere, size, newcomers, isNewlyMade } = replacement;
	const wasThere = [...listed].filter(([, { missingSince }]) => missingSince === undefined);
	const gone = wasThere.filter(([id]) => !isThere(id)).length;
	const isReplaced =
		wasThere.length <= FEW_RECORDS ? gone === wasThere.length : gone > wasThere.length / 2;
	return (
		isReplaced &&
		gone >= LEAST_REPLACED &&
		newcomers >= LEAST_REPLACED &&
		newcomers > size / 2 &&
		!isNewlyMade
	);
}

/** The records of an account that is shown no longer: kept for a day, in case it comes back. */
export function setAside(listed: Listed, isThere: (id: string) => boolean, at: EpochMs): Listed {
	const former = [...listed].filter(([id]) => !isThere(id));
	return new Map(
		former.map(([id, { content }]): readonly [string, ListedRecord] => [
			id,
			{ content, missingSince: at, isFormer: true },
		]),
	);
}
