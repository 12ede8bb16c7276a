import type { HttpAnswer, RequestBudget, Send } from './http';
import { SourceError } from './sourceError';

/** The provider counts by its own clock and by arrival: a tenth of its limit is left. */
const SHARE = 0.9;
const SECOND_MS = 1_000;

/** The requests of one account to one server; times in ms of the monotonic clock. */
export interface Queue {
	/** When the latest request was sent. */
	lastAt: number;
	/** Those that wait for their turn, each an object of its own, the first one first. */
	readonly waiting: Set<object>;
}

export interface PaceClock extends RequestBudget {
	/** Milliseconds by a clock that nobody sets. */
	readonly monotonicNow: () => number;
}

/**
 * Sends no more requests a second than a provider allows, over all polls of one account in this
 * process: one after the other, each at least a step after the one before it was really sent. None
 * are sent in bursts, which a blocked process or a slow line would push together.
 *
 * @param queues of the account, by server
 * @param perSecond the provider's limit
 * @param silenceAfter how long the server wants no requests after an answer, in ms; undefined after most
 * @returns a `Send` that throws a SourceError `queued` when its turn comes after the end of the poll
 */
export function paced(
	send: Send,
	queues: Map<string, Queue>,
	server: string,
	perSecond: number,
	clock: PaceClock,
	silenceAfter: (answer: HttpAnswer) => number | undefined = () => undefined,
): Send {
	const stepMs = SECOND_MS / (perSecond * SHARE);
	return async (request, timeoutMs) => {
		const queue = queues.get(server) ?? { lastAt: -Infinity, waiting: new Set() };
		queues.set(server, queue);
		const turn = {};
		queue.waiting.add(turn);
		try {
			for (;;) {
				const now = clock.monotonicNow();
				const ahead = [...queue.waiting].indexOf(turn);
				const wait = Math.max(0, queue.lastAt + stepMs - now) + ahead * stepMs;
				if (wait === 0) break;
				if (wait >= clock.deadline - clock.now()) {
					throw new SourceError('queued', 'Others of this account go first', {
						retryAfterMs: Math.ceil(wait),
					});
				}
				// Whoever sleeps too long, or goes before, moves everybody behind: looked at again on waking.
				await clock.sleep(Math.ceil(wait));
			}
			queue.lastAt = clock.monotonicNow();
		} finally {
			queue.waiting.delete(turn);
		}
		const answer = await send(request, timeoutMs);
		const silence = silenceAfter(answer);
		if (silence !== undefined) queue.lastAt = clock.monotonicNow() + silence - stepMs;
		return answer;
	};
}
