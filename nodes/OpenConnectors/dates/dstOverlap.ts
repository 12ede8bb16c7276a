import { parsePattern } from './pattern';
import { transitionBetween, type Zone } from './zone';

const HOUR_MS = 3_600_000;
/** Clocks are never set back by more than this; half the least distance between two changes would do. */
const REACH_MS = 3 * HOUR_MS;

/**
 * The time that clocks show twice when they are set back (the DST overlap), in epoch ms:
 *
 * ```text
 *       first            change            last
 *  ───────┼────────────────┼────────────────┼──▶ instants
 *         └ shown once     └ shown again    ┘
 * ```
 */
export interface DstOverlap {
	readonly first: number;
	readonly change: number;
	readonly last: number;
}

/** The overlap that `at` (epoch ms) lies in, in either showing. */
export function dstOverlapAt(at: number, zone: Zone): DstOverlap | undefined {
	if (zone.fixedOffsetMs !== undefined) return undefined;
	const repeated = zone.offsetMs(at - REACH_MS) - zone.offsetMs(at + REACH_MS);
	if (repeated <= 0) return undefined;
	const change = transitionBetween(at - REACH_MS, at + REACH_MS, zone);
	const hour = { first: change - repeated, change, last: change + repeated };
	return at >= hour.first && at < hour.last ? hour : undefined;
}

/**
 * The earliest instant that a stamp made at `at` or later may be read as, where stamps carry no
 * zone: both showings of an overlap are read as the first.
 */
export function earliestReading(at: number, zone: Zone): number {
	const hour = dstOverlapAt(at, zone);
	if (!hour) return at;
	return at < hour.change ? hour.first : at - (hour.change - hour.first);
}

/**
 * The latest instant not after `at` whose wall-clock time is shown once, so that a reader who does
 * not know the showing cannot take it for a later one.
 */
export function lastShownOnce(at: number, zone: Zone): number {
	const hour = dstOverlapAt(at, zone);
	return hour ? hour.first - 1 : at;
}

/** Whether what is written in this format says its zone itself; times since 1970 need none. */
export function namesItsZone(format: string): boolean {
	if (format === 'milliseconds' || format === 'seconds') return true;
	return parsePattern(format).some((field) => field.kind === 'zone');
}
