export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5, 12);

/**
 * How much faster than the machine's a clock in haste measures durations, a poll's time among them:
 * what takes a second on a busy machine has used up ten.
 */
const HASTE = 10;
const machineTime = Date.now.bind(Date);
const machineDuration = performance.now.bind(performance);

let mode: 'machine' | 'stopped' | 'haste' = 'machine';
let shiftMs = 0;

/** From here on `Date` and `performance.now()` stand still, and only {@link pass} moves them, together. Timers go on as they are. */
export function stopTime(at = START): void {
	mode = 'stopped';
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

/** From here on `Date` runs as the machine's, waits of the node and its durations pass in a tenth, and {@link pass} moves both. */
export function hurryTime(): void {
	mode = 'haste';
	shiftMs = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => machineTime() + shiftMs);
	jest.spyOn(performance, 'now').mockImplementation(() => machineDuration() * HASTE + shiftMs);
}

/** From here on `Date` is the machine's again. */
export function releaseTime(): void {
	if (mode === 'haste') jest.restoreAllMocks();
	else jest.useRealTimers();
	mode = 'machine';
}

export function pass(ms: number): void {
	if (mode === 'stopped') jest.advanceTimersByTime(ms);
	else shiftMs += ms;
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
		sleep: async (ms: number) =>
			mode === 'stopped' ? pass(ms) : await n8n.sleep(mode === 'haste' ? ms / HASTE : ms),
	};
}
