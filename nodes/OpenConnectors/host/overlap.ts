import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { hash53 } from '../polling/fingerprint';
import { nodeNameOf } from './nodeName';

type Items = INodeExecutionData[][] | null;

/** A poll that wants to begin. Times in ms, of the local clock. */
export interface Turn {
	readonly startedAt: number;
	/** Time after which a poll is taken for dead. */
	readonly budgetMs: number;
	/** The state that the poll works from. */
	readonly state: unknown;
}

/** Start of the poll under way, by workflow and node. */
const underWay = new Map<string, number>();

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
 * @returns null when there was no turn
 */
export async function oneAtATime(
	context: IPollFunctions,
	turn: Turn,
	work: () => Promise<Items>,
): Promise<Items> {
	const name = nodeNameOf(context);
	const from = hash53(JSON.stringify(turn.state) ?? '');
	const other = underWay.get(name);
	if (other !== undefined && turn.startedAt - other < turn.budgetMs) return null;
	const last = returned.get(name);
	if (last?.from === from && turn.startedAt - last.at < SAVED_WITHIN_MS) return null;
	underWay.set(name, turn.startedAt);
	try {
		const items = await work();
		if (items) returned.set(name, { from, at: Date.now() });
		return items;
	} finally {
		if (underWay.get(name) === turn.startedAt) underWay.delete(name);
	}
}
