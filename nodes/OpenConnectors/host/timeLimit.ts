import { PollError } from '../core/error';

export type GivenUp = 'time' | 'idle';

/** Bounds a request in time: it ends when its time is over, and when nothing has come for a while. */
export interface TimeLimit {
	/** Ends what n8n's HTTP client does for the request. */
	readonly signal: AbortSignal;
	/** Rejects when the request is given up; never resolves. */
	readonly over: Promise<never>;
	readonly progress: () => void;
	/** The request has ended: nothing is given up any more. */
	readonly close: () => void;
}

export class TimeOverError extends PollError {
	constructor(readonly reason: GivenUp) {
		super('time-over', reason === 'time' ? 'no time is left' : 'nothing has come for too long', {
			failure: { cause: 'temporarily-unavailable' },
		});
	}
}

/**
 * n8n's own time-out counts idle time alone, and its client ends neither a login that hangs nor a
 * body that drips: so the waiting ends here too, whatever the client does.
 *
 * @param totalMs from now on
 * @param idleMs without any progress
 */
export function limitTime(totalMs: number, idleMs: number): TimeLimit {
	const controller = new AbortController();
	// Timers cannot be taken back: all they hold is this, and it is emptied when the request has ended.
	const running: Running = { progressed: true };
	const over = new Promise<never>((_resolve, reject) => {
		running.giveUp = (reason) => {
			running.giveUp = undefined;
			const error = new TimeOverError(reason);
			reject(error);
			controller.abort(error);
		};
	});
	// Nobody may be waiting any more when it rejects.
	over.catch(() => {});
	after(totalMs, () => running.giveUp?.('time'));
	if (idleMs < totalMs) watch(running, idleMs);
	return {
		signal: controller.signal,
		over,
		progress: () => {
			running.progressed = true;
		},
		close: () => {
			running.giveUp = undefined;
		},
	};
}

interface Running {
	progressed: boolean;
	giveUp?: ((reason: GivenUp) => void) | undefined;
}

function watch(running: Running, idleMs: number): void {
	if (!running.giveUp) return;
	if (!running.progressed) {
		running.giveUp('idle');
		return;
	}
	running.progressed = false;
	after(idleMs, () => watch(running, idleMs));
}

/** Does not keep the process alive, as n8n's `sleep` would. */
function after(ms: number, work: () => void): void {
	AbortSignal.timeout(Math.ceil(ms)).addEventListener('abort', work, { once: true });
}
