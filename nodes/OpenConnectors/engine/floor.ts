import type { EpochMs } from '../core/page';
import type { ScanRules, Tick } from '../core/rules';
import { CLOCK_ALLOWANCE_MS, type Cursor } from './cursor';

/**
 * So long after a tick has ended a server of the provider may still stamp records with it, in ms. Of
 * coarse ones it is the allowance: a day may end in another zone, and many edits share a stamp.
 */
export const OPEN_MARGIN_MS = 10_000;

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

/**
 * The earliest stamp of what was changed since the last scan: below the floor when the provider's
 * clock was put back meanwhile, by more than the lookback covers; else `Infinity`.
 *
 * ```text
 *   before   ─────────┼ floor ──────┼ readAt ──▶      by the clock that was ahead
 *   now      ──┼ the same instant ──┼ readAt ──▶      by the clock as it is now
 * ```
 */
export function fallenTo(
	{ readAt, localAt }: Pick<Cursor, 'readAt' | 'localAt'> = {},
	now: { readonly readAt: EpochMs; readonly localAt: EpochMs },
	{ lookbackMs, tick }: Pick<ScanRules, 'lookbackMs' | 'tick'>,
): EpochMs {
	if (readAt === undefined || localAt === undefined) return Infinity;
	const fallMs = readAt - localAt - (now.readAt - now.localAt);
	// So much is more likely the local clock, which was put forward.
	if (now.readAt >= readAt && fallMs > CLOCK_ALLOWANCE_MS) return Infinity;
	return fallMs > lookbackMs ? tick(readAt - fallMs - OPEN_MARGIN_MS) : Infinity;
}
