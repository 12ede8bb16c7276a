import type { RequestBudget, Send } from './http';
import { SourceError } from './sourceError';

/** The provider counts by its own clock and by arrival: a tenth of its limit is left. */
const SHARE = 0.9;
const SECOND_MS = 1_000;

/** When the latest requests start, in ms of the monotonic clock, by account; some of it is to come. */
const reserved = new Map<string, number[]>();

export interface PaceClock extends RequestBudget {
	/** Milliseconds by a clock that nobody sets. */
	readonly monotonicNow: () => number;
}

/**
 * Sends no more requests a second than a provider allows, over all polls of one account in this
 * process. Each request takes its place at once and waits for it, so that requests made at one moment
 * do not start together. One whose place lies behind the end of the poll is not sent, and takes none.
 *
 * @param account names the account; never a secret
 * @param perSecond the provider's limit
 * @returns a `Send` that throws a SourceError of kind `rate-limited` when there is no place left
 */
export function paced(send: Send, account: string, perSecond: number, clock: PaceClock): Send {
	const most = Math.max(1, Math.floor(perSecond * SHARE));
	// A limit too small for a tenth of it to be left is kept by a longer second.
	const windowMs = most < perSecond ? SECOND_MS : SECOND_MS / SHARE;
	return async (request, timeoutMs) => {
		const now = clock.monotonicNow();
		const latest = reserved.get(account) ?? [];
		reserved.set(account, latest);
		const startsAt = latest.length < most ? now : Math.max(now, latest[0] + windowMs);
		const wait = startsAt - now;
		if (wait > 0 && wait >= clock.deadline - clock.now()) {
			throw new SourceError(
				'rate-limited',
				`No more than ${perSecond} requests a second are allowed, and others of this account come first`,
				{ retryAfterMs: Math.ceil(wait) },
			);
		}
		latest.push(startsAt);
		latest.splice(0, latest.length - most);
		if (wait > 0) await clock.sleep(wait);
		return await send(request, timeoutMs);
	};
}
