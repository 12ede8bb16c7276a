import type { IPollFunctions } from 'n8n-workflow';
import { isLeased } from './activation';
import type { NodeRuntime } from './nodeRuntime';
import type { FoundChanges } from './setting';
import type { SavedStates, UnconfirmedBatch } from './state';

/**
 * n8n's in-memory engine saves the state of a poll a moment before it saves the items: killed in
 * between, it has the one without the other, and a node cannot learn of it. So the state says where
 * the latest batch began, and the first polls of a process begin there once more: the batch comes
 * twice rather than never, with the same event ids. The durable engine saves both at once.
 */

/**
 * How old a batch may be when a process starts, so that it may have been lost: as long as a killed
 * n8n may take to be started again. Batches before that are never repeated.
 */
const UNCONFIRMED_MS = 5 * 60_000;

/**
 * The states from which lists are to be read once more, by list.
 *
 * @param now epoch ms of the local clock
 */
export function statesToReplay(
	context: IPollFunctions,
	{ confirmed }: NodeRuntime,
	batch: UnconfirmedBatch | undefined,
	now: number,
): SavedStates {
	if (isLeased(context) || !batch) return new Map();
	const age = now - batch.at;
	// A batch of the future is none: the clock was set back since, or the state is damaged.
	if (age < 0 || age >= UNCONFIRMED_MS) return new Map();
	return new Map([...batch.resources].filter(([list]) => !confirmed.has(list)));
}

/** What a poll adds to the batch that is not confirmed yet. */
export interface Batch {
	/** Lists that were read, and what was kept of each where the reading began. */
	readonly read: ReadonlyArray<FoundChanges & { readonly from: unknown }>;
	readonly hasItems: boolean;
	/** Epoch ms of the local clock. */
	readonly at: number;
}

/** What to save of this poll's batch, and of one before it of lists that were not read since. */
export function batchToSave(
	context: IPollFunctions,
	before: UnconfirmedBatch | undefined,
	{ read, hasItems, at }: Batch,
): UnconfirmedBatch | undefined {
	if (isLeased(context)) return undefined;
	const resources = new Map(before?.resources);
	for (const { stream, changes, from } of read) {
		resources.delete(stream.stateKey);
		if (hasItems && changes.length > 0) resources.set(stream.stateKey, from);
	}
	if (resources.size === 0) return undefined;
	return { at: hasItems || !before ? at : before.at, resources };
}
