import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { hash53 } from '../core/fingerprint';
import { capture } from './capture';
import { monotonicNow } from '../core/monotonic';
import { nodeNameOf } from './nodeName';

type Items = INodeExecutionData[][] | null;

/** A poll that wants to begin. */
export interface Turn {
	/** Time in ms after which a poll is taken for dead. */
	readonly budgetMs: number;
	/** The state that the poll works from. */
	readonly state: unknown;
}

/** The poll under way: when it began, in ms of the monotonic clock. Each is an object of its own. */
interface UnderWay {
	readonly startedAt: number;
}

/** The poll under way, by workflow and node. */
const allUnderWay = new Map<string, UnderWay>();

/** The state from which items were last returned, and when, by workflow and node. */
const returned = new Map<string, { readonly from: number; readonly at: number }>();

/**
 * How long n8n may take to save the state of a poll that returned items. Its durable engine reads
 * the state for a poll before it calls it, and runs a poll time that fell due meanwhile at once.
 */
const SAVED_WITHIN_MS = 10_000;

/**
 * Runs `work` unless it would repeat another poll of the same node. n8n's in-memory engine starts a
 * poll even while the one before still runs. Its durable engine may start one from the state that
 * the one before began with, because that one's state is not saved yet; when it is never saved,
 * because saving failed, the same state counts again after a while, and nothing is lost.
 *
 * A poll that takes longer than its budget is overtaken by the next one. What it found is older than
 * what that one did, so that it must leave no trace: neither a state, nor items, nor an error.
 *
 * @param work asks `isOvertaken` after each wait, and right before it writes anything
 * @returns null when there was no turn, or when it was overtaken
 */
export async function oneAtATime(
	context: IPollFunctions,
	turn: Turn,
	work: (isOvertaken: () => boolean) => Promise<Items>,
): Promise<Items> {
	const name = nodeNameOf(context);
	const startedAt = monotonicNow();
	const from = hash53(JSON.stringify(turn.state) ?? '');
	const other = allUnderWay.get(name);
	if (other !== undefined && startedAt - other.startedAt < turn.budgetMs) return null;
	const last = returned.get(name);
	if (last?.from === from && startedAt - last.at < SAVED_WITHIN_MS) return null;
	const self: UnderWay = { startedAt };
	allUnderWay.set(name, self);
	const isOvertaken = () => allUnderWay.get(name) !== self;
	const outcome = await capture(async () => await work(isOvertaken));
	if (isOvertaken()) return null;
	allUnderWay.delete(name);
	if ('error' in outcome) throw outcome.error;
	if (outcome.value) returned.set(name, { from, at: monotonicNow() });
	return outcome.value;
}
