import type { INodeExecutionData } from 'n8n-workflow';
import { hash53 } from '../core/fingerprint';
import { monotonicNow } from '../core/monotonic';
import { capture } from './capture';

type Items = INodeExecutionData[][] | null;

export interface Flight {
	/** Time in ms after which a poll counts as dead. */
	readonly budgetMs: number;
	/** Whether n8n discards what a poll that is still under way will return, because it registers the node anew. */
	readonly takesOver: boolean;
	/** The state that a poll of the durable engine works from. */
	readonly state?: unknown;
}

/**
 * How long n8n's durable engine may take to save the state of a poll that returned items: as long as
 * it lends a poll to one of its processes. It reads the state for a poll before it calls it, and runs
 * a poll time that fell due meanwhile at once.
 */
const SAVED_WITHIN_MS = 60_000;

/**
 * Lets one poll of a node run at a time. n8n's in-memory engine starts a poll even while the one
 * before still runs. Its durable engine may start one from the state that the one before began with,
 * because that one's state is not saved yet; when it is never saved, because saving failed, the same
 * state counts again after a while, and nothing is lost. Times in ms of the monotonic clock.
 */
export class SingleFlight {
	/** The poll under way; each is an object of its own. */
	private inFlight: { readonly startedAt: number } | undefined;
	/** The state from which items were last returned, and when. */
	private returned: { readonly from: number; readonly at: number } | undefined;

	/**
	 * Runs `work` unless it would repeat another poll. A poll that takes longer than its budget is
	 * overtaken by the next one, and any poll by the one that registers the node anew. What it found is
	 * older than what that one did, so that it must leave no trace: neither a state, nor items, nor an error.
	 *
	 * @param work asks `isOvertaken` after each wait, and right before it writes anything
	 * @returns null when another poll goes first, or when it was overtaken
	 */
	async run(flight: Flight, work: (isOvertaken: () => boolean) => Promise<Items>): Promise<Items> {
		const startedAt = monotonicNow();
		const from = flight.state === undefined ? undefined : hash53(JSON.stringify(flight.state));
		const { inFlight, returned } = this;
		const isTaken = inFlight !== undefined && startedAt - inFlight.startedAt < flight.budgetMs;
		if (isTaken && !flight.takesOver) return null;
		const isSame = from !== undefined && returned?.from === from;
		if (isSame && startedAt - returned.at < SAVED_WITHIN_MS) return null;
		const self = { startedAt };
		this.inFlight = self;
		const isOvertaken = () => this.inFlight !== self;
		const outcome = await capture(async () => await work(isOvertaken));
		if (isOvertaken()) return null;
		this.inFlight = undefined;
		if ('error' in outcome) throw outcome.error;
		if (outcome.value && from !== undefined) this.returned = { from, at: monotonicNow() };
		return outcome.value;
	}
}
