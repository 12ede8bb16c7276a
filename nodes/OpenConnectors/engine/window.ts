import type { EpochMs } from '../core/page';
import type { Tick } from '../core/rules';

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
