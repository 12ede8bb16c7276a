import type { EpochMs } from './page';

/**
 * Milliseconds since some instant, by a clock that nobody can set: for durations and waits. A clock
 * set back by an hour would otherwise hold a list that waits for ten seconds for an hour.
 */
export function monotonicNow(): number {
	return performance.now();
}

/**
 * A clock for one poll: the local time at which it is made, moved on by the clock that nobody can
 * set. Setting the local clock while the poll runs neither ends nor prolongs it.
 */
export function steadyClock(): () => EpochMs {
	const startedAt = Date.now();
	const began = monotonicNow();
	return () => startedAt + Math.floor(monotonicNow() - began);
}
