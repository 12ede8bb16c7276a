export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5, 12);

let stopped = false;

/** From here on `Date` and `performance.now()` stand still, and only {@link pass} moves them, together. Timers go on as they are. */
export function stopTime(at = START): void {
	stopped = true;
	jest.useFakeTimers({
		now: at,
		doNotFake: [
			'clearImmediate',
			'clearInterval',
			'clearTimeout',
			'hrtime',
			'nextTick',
			'queueMicrotask',
			'setImmediate',
			'setInterval',
			'setTimeout',
		],
	});
}

/** From here on `Date` is the machine's again. */
export function releaseTime(): void {
	stopped = false;
	jest.useRealTimers();
}

export function pass(ms: number): void {
	if (stopped) jest.advanceTimersByTime(ms);
}

/** Somebody sets the clock of the machine: `Date` changes, and no time passes. */
export function setClock(at: number): void {
	jest.setSystemTime(at);
}

/** n8n-workflow with a `sleep` that takes no real time while time is stopped. */
export function n8nOnVirtualTime(): typeof import('n8n-workflow') {
	const n8n = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	return {
		...n8n,
		sleep: async (ms: number) => (stopped ? pass(ms) : await n8n.sleep(ms)),
	};
}
