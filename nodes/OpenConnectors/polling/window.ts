import type { Memory } from './memory';
import type { EpochMs } from './page';
import type { Tick } from './ticks';

/**
 * The arithmetic of the floor. After a finished scan:
 *
 * ```text
 *        base              floor               hw            t0
 *  ───────┼──────────────────┼──────────────────┼─────────────┼──▶ updated time
 *         └────────────── read by this scan ──────────────────┘
 *   done                     └── lookback L ────┘
 *                            └── remembered, read again by the next scan
 * ```
 *
 * L is the longest time a change may stay invisible after its stamp. When everything up to `hw`
 * is older than L and the allowance S together, nothing can still appear below it, and the floor
 * closes up to `hw`.
 */
export interface FloorRules {
	readonly tick: Tick;
	/** L, in ms. */
	readonly lookbackMs: number;
	/** S: how far the clock of `t0` may run ahead of the clock that stamps the records, in ms. */
	readonly allowanceMs: number;
}

/**
 * The highest floor that loses nothing once everything up to `mark` is read.
 *
 * @param mark highest updated time read; a stamp, so that the provider's clocks agree on it
 * @param t0 the provider's clock when the scan began
 * @param elapsedMs how long the scan has taken: what was stamped during it may lie below `mark`,
 *   and what became visible during it may lie on pages that were already read
 */
export function floorBelow(
	mark: EpochMs,
	t0: EpochMs,
	elapsedMs: number,
	rules: FloorRules,
): EpochMs {
	const { lookbackMs, allowanceMs, tick } = rules;
	const settled = Math.min(mark, t0 - lookbackMs - allowanceMs);
	return tick(Math.max(mark - elapsedMs - lookbackMs, settled));
}

/** Forgets the records below the floor. */
export function forgetBelow(memory: Memory, floor: EpochMs): void {
	for (const [id, seen] of memory) if (seen.updated < floor) memory.delete(id);
}

/**
 * The floor that keeps at most `limit` entries: memory is bounded by raising the floor, never by
 * evicting entries that may come again. It does not pass `highest`, so that a tick in which
 * records are still stamped stays remembered.
 *
 * @param highest the tick of the highest updated time that was met
 */
export function raisedFloor(
	memory: Memory,
	limit: number,
	floor: EpochMs,
	highest: EpochMs,
): EpochMs {
	if (memory.size <= limit) return floor;
	const newestFirst = [...memory.values()].map((seen) => seen.updated).sort((a, b) => b - a);
	const firstTooMany = newestFirst[limit];
	const kept = newestFirst.filter((updated) => updated > firstTooMany);
	const lowestKept = kept.length > 0 ? kept[kept.length - 1] : highest;
	return Math.max(floor, Math.min(lowestKept, highest));
}

/**
 * Forgets the oldest records beyond `limit` that were changed before `before`: while a window is
 * not read to its end the floor has to stay, and a bounded memory may then tell a record twice.
 */
export function forgetOldest(memory: Memory, limit: number, before: EpochMs): void {
	if (memory.size <= limit) return;
	const oldestFirst = [...memory].sort(([, a], [, b]) => a.updated - b.updated);
	for (const [id, seen] of oldestFirst.slice(0, memory.size - limit))
		if (seen.updated < before) memory.delete(id);
}
