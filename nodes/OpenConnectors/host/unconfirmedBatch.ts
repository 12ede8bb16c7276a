import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { fieldsOf } from '../engine/recovery';
import { isLeased } from './activation';
import { logOf } from './log';
import type { NodeRuntime, Replay } from './nodeRuntime';
import type { FoundChanges } from './setting';
import { LATEST_EVENTS_UNREADABLE, type UnconfirmedBatch } from './state';

/**
 * n8n's in-memory engine saves the state of a poll a moment before it saves the items: killed in
 * between, it has the one without the other, and a node cannot learn of it. So the state holds the
 * items, and the first poll of a process sends them once more: the batch comes twice rather than
 * never, with the same event ids. The durable engine saves both at once.
 *
 * A batch that is too large for the state is read again instead, from where its lists stood before.
 */

/**
 * How old a batch may be when a process starts, so that it may have been lost: as long as a killed
 * n8n may take to be started again. Batches before that are never repeated.
 */
const UNCONFIRMED_MS = 5 * 60_000;

/**
 * Room for items in the state, in characters: about what the execution with a full batch holds
 * itself. While n8n is ended and started again and again, a batch that is read again from where it
 * began grows with all that happens meanwhile, so that few batches should be larger.
 */
const MOST_KEPT = 1_024 * 1_024;

const NOTHING: Replay = { items: [], states: new Map() };

/**
 * What is to come once more. The first poll of a process judges whether the batch is young enough,
 * and so it stays until a poll has returned it.
 *
 * @param now epoch ms of the local clock
 */
export function replayOf(
	context: IPollFunctions,
	runtime: NodeRuntime,
	batch: UnconfirmedBatch | undefined,
	now: number,
): Replay {
	runtime.replay ??= judged(context, runtime, batch, now);
	return runtime.replay;
}

function judged(
	context: IPollFunctions,
	{ batchAt }: NodeRuntime,
	batch: UnconfirmedBatch | undefined,
	now: number,
): Replay {
	if (isLeased(context) || !batch || batch.at === batchAt) return NOTHING;
	const age = now - batch.at;
	// A batch of the future is none: the clock was set back since, or the state is damaged.
	if (age < 0 || age >= UNCONFIRMED_MS) return NOTHING;
	const items = readItems(batch.items);
	if (!items) logOf(context, (text) => text).warn(LATEST_EVENTS_UNREADABLE);
	return { items: items ?? [], states: batch.resources };
}

/** What a poll returns, of which n8n may lose it all. */
export interface Returned {
	readonly replay: Replay;
	/** What it found beside the replay. */
	readonly found: readonly INodeExecutionData[];
	/** Lists that were read, and what was kept of each where the reading began. */
	readonly read: ReadonlyArray<FoundChanges & { readonly from: unknown }>;
	/** Epoch ms of the local clock. */
	readonly at: number;
}

/** What remains to come once more behind a poll. */
export function remainingOf({ replay, read }: Pick<Returned, 'replay' | 'read'>): Replay {
	const states = new Map(replay.states);
	for (const { stream } of read) states.delete(stream.stateKey);
	return { items: [], states };
}

/** What to save of what a poll returns; undefined when there is nothing to come once more. */
export function batchOf(returned: Returned): UnconfirmedBatch | undefined {
	const { replay, found, read, at } = returned;
	const states = new Map(remainingOf(returned).states);
	let items = writeItems([...replay.items, ...found]);
	if (items === undefined) {
		items = writeItems(replay.items);
		for (const { stream, changes, from } of read)
			if (changes.length > 0) states.set(stream.stateKey, from);
	}
	if (replay.items.length + found.length + states.size === 0) return undefined;
	return { at, ...(items === undefined ? {} : { items }), resources: states };
}

/** @returns undefined when the state has no room for them */
function writeItems(items: readonly INodeExecutionData[]): string | undefined {
	const texts: string[] = [];
	let length = 2;
	for (const { json } of items) {
		const text = JSON.stringify(json);
		length += text.length + 1;
		if (length > MOST_KEPT) return undefined;
		texts.push(text);
	}
	return `[${texts.join(',')}]`;
}

/** @returns undefined when they cannot be read */
function readItems(text = '[]'): readonly INodeExecutionData[] | undefined {
	try {
		const items: unknown = JSON.parse(text);
		if (!Array.isArray(items) || !items.every(isObject)) return undefined;
		return items.map((json) => ({ json }));
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is IDataObject {
	return fieldsOf(value) !== undefined;
}
