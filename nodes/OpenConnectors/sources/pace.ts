import type { EpochMs } from '../polling/page';
import type { RequestBudget, Send } from './http';

/** The provider counts by its own clock and by arrival: a tenth of its limit is left. */
const SHARE = 0.9;
const SECOND_MS = 1_000;

/** Starts of the latest requests, by account. */
const started = new Map<string, EpochMs[]>();

/**
 * Sends no more requests a second than a provider allows, over all polls of one account in this process.
 *
 * @param account names the account; never a secret
 * @param perSecond the provider's limit
 */
export function paced(
	send: Send,
	account: string,
	perSecond: number,
	{ now, sleep }: Pick<RequestBudget, 'now' | 'sleep'>,
): Send {
	const most = Math.max(1, Math.floor(perSecond * SHARE));
	return async (request, timeoutMs) => {
		const latest = started.get(account) ?? [];
		started.set(account, latest);
		if (latest.length >= most) {
			const wait = latest[latest.length - most] + SECOND_MS - now();
			if (wait > 0 && wait <= SECOND_MS) await sleep(wait);
		}
		latest.push(now());
		latest.splice(0, latest.length - most);
		return await send(request, timeoutMs);
	};
}
