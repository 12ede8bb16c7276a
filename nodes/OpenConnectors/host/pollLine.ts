import { monotonicNow } from '../core/monotonic';
import { lagSeconds, type Progress } from './listProgress';
import type { PollSetting } from './setting';

/** What a poll came to, as far as {@link logPoll} needs it. */
export interface PollFigures {
	/** When the poll began, in ms of the monotonic clock. */
	readonly beganAt: number;
	/** How many lists were read, at least in part. */
	readonly read: number;
	/** How many lists fail, those among them that are left alone for now. */
	readonly failing: number;
	/** How many new events it returns; those that come once more are not among them. */
	readonly events: number;
	/** How far the lists have come by it. */
	readonly progress: Progress;
}

/**
 * One debug line a poll, quiet ones too, for whoever looks at many workflows:
 *
 * ```text
 * Polled: lists 3/4, requests 5, records 120, events 2, held back 0, failing 1, lag 65 s, 812 ms
 * ```
 *
 * Lists are those that were read, of those of the node. Held back are changes that were found and
 * wait for a later poll, where their number is known. The lag is that of the list that is farthest
 * behind: now less the time up to which it was read. The same figures stand beside the text, as
 * `lists`, `ofLists`, `requests`, `records`, `events`, `heldBack`, `failing`, `lagSeconds` and `ms`.
 */
export function logPoll(
	{ log, streams, traffic: { requests, records }, budget }: PollSetting,
	{ beganAt, read: lists, failing, events, progress }: PollFigures,
): void {
	const now = budget.now();
	const all = [...progress.values()];
	const lag = Math.max(0, ...all.map((list) => lagSeconds(list, now) ?? 0));
	const heldBack = all.reduce((sum, list) => sum + list.heldBack, 0);
	const ofLists = streams.length;
	const ms = Math.round(monotonicNow() - beganAt);
	log.debug(
		`Polled: lists ${lists}/${ofLists}, requests ${requests}, records ${records}, events ${events}, ` +
			`held back ${heldBack}, failing ${failing}, lag ${lag} s, ${ms} ms`,
		{ lists, ofLists, requests, records, events, heldBack, failing, lagSeconds: lag, ms },
	);
}
