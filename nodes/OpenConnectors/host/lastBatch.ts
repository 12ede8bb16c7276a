import type { IPollFunctions } from 'n8n-workflow';
import type { Change } from '../engine/change';
import { parseListed } from '../engine/listed';
import { keyOf, SeenCache } from '../engine/seenCache';
import { isLeased } from './activation';
import type { Kept } from './kept';
import type { LastBatch, SavedStates } from './state';
import { nodeNameOf } from './nodeName';

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
const IN_DOUBT_MS = 5 * 60_000;

/** Lists that this process has read since it started, by workflow and node. */
const allRead = new Map<string, Set<string>>();

function readBy(context: IPollFunctions): Set<string> {
	const name = nodeNameOf(context);
	const read = allRead.get(name) ?? new Set<string>();
	allRead.set(name, read);
	return read;
}

/**
 * The states from which lists are to be read again.
 *
 * @param startedAt epoch ms of the local clock
 */
export function statesInDoubt(
	context: IPollFunctions,
	last: LastBatch | undefined,
	startedAt: number,
): SavedStates {
	if (isLeased(context) || !last) return new Map();
	const age = startedAt - last.at;
	// A batch of the future is none: the clock was set back since, or the state is damaged.
	if (age < 0 || age >= IN_DOUBT_MS) return new Map();
	const read = readBy(context);
	return new Map([...last.resources].filter(([list]) => !read.has(list)));
}

/** From now on this process knows what became of the batches of a list. */
export function settleLastBatch(context: IPollFunctions, list: string): void {
	readBy(context).add(list);
}

/**
 * The kinds of repeated changes: a record that the batch held, and that changed again since, was
 * created in the batch and is updated now.
 *
 * @param behind what is kept of the list behind the batch
 */
export function kindsAfter(
	changes: readonly Change[],
	{ cursor, snapshot }: Pick<Kept, 'cursor' | 'snapshot'>,
): readonly Change[] {
	const seen = cursor && SeenCache.read(cursor.seen, cursor.floor);
	const listed = snapshot && parseListed(snapshot.listed);
	return changes.map((change) => {
		if (change.kind !== 'created') return change;
		const { id, updated, fingerprint, record, before } = change;
		const version = seen?.get(keyOf(id));
		const known = version?.updated;
		const held = listed?.get(id) ?? (known === updated ? version?.content?.fingerprint : undefined);
		const isLater =
			(known !== undefined && updated !== undefined && known < updated) ||
			(held !== undefined && held !== fingerprint);
		return isLater ? { kind: 'updated', id, updated, fingerprint, record, before } : change;
	});
}
