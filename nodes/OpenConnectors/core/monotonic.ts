/**
 * Milliseconds since some instant, by a clock that nobody can set: for durations and waits. A clock
 * set back by an hour would otherwise hold a resource that waits for ten seconds for an hour.
 */
export function monotonicNow(): number {
	return performance.now();
}
