import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { fieldsOf, isNewer } from '../engine/recovery';
import { isLeased } from './activation';

/**
 * The node's state in n8n's static data: one JSON value under one key, replaced as a whole, as n8n
 * does not notice changes below the key. The two engines of n8n lose different ones of its places:
 *
 * | | the node's own data | the workflow's data, under the node's id |
 * |---|---|---|
 * | in-memory engine | goes by the node's name, lost when it is renamed: a {@link marker} | kept: the state stands here |
 * | durable engine, scheduled poll | kept: the state stands here | what is written is lost |
 * | durable engine, activation poll without items | what is written is lost | kept |
 *
 * Each state counts one more than the one it was made from, so that the latest is known.
 */
const STATE_KEY = 'openConnectors';
const STATE_VERSION = 1;

/** What is kept of each resource, by its name; entries are checked when they are used. A resource may be called as the user likes, so this is no object. */
export type SavedStates = ReadonlyMap<string, unknown>;

/** The latest poll that returned items, which n8n may not have saved. Kept under the in-memory engine alone. */
export interface UnconfirmedBatch {
	/** Epoch ms of the local clock. */
	readonly at: number;
	/** The items as they were returned, a list as JSON text: n8n cannot change it while it saves it. */
	readonly items?: string | undefined;
	/** The states from which it read lists whose items are too large to be kept. */
	readonly resources: SavedStates;
}

export const LATEST_EVENTS_UNREADABLE =
	'What the saved state holds of the latest events could not be read. They are lost if n8n was ended while it saved them.';

export interface SavedNode {
	readonly resources: SavedStates;
	readonly batch?: UnconfirmedBatch | undefined;
	/** How many states were made before this one; 0 where it was not counted yet. */
	readonly seq: number;
	/** Whether more may have been saved than could be read: resources without an entry begin now. */
	readonly isLost: boolean;
	/** Whether this is the node's own state, and not the one that the workflow keeps. */
	readonly isOwn: boolean;
	/** What could not be read of the whole, and what follows; sentences for the user. */
	readonly reports: readonly string[];
}

/**
 * The latest state of those that can be read.
 *
 * @param latest the state that this process saved last since the node was registered: it goes before
 * n8n's, of which there is one for each registration, which may count polls that only it knows
 */
export function loadState(context: IPollFunctions, latest?: IDataObject): SavedNode {
	const known = readState(latest);
	if (known) return { ...known, isOwn: false };
	const raw = rawStates(context);
	const [own, shared] = raw.map(readState);
	const readable = [own, shared].filter((state) => state !== undefined);
	const isOwnLost = own === undefined && raw[0] !== undefined && !(shared && isMarker(raw[0]));
	const isDamaged = isOwnLost || (shared === undefined && raw[1] !== undefined);
	if (readable.length === 0) {
		const report = 'Polling begins anew: changes since the last poll are not reported.';
		const reports = isDamaged ? [unreadable(report)] : [];
		return { resources: new Map(), seq: 0, isLost: isDamaged, isOwn: false, reports };
	}
	const state = readable.reduce((best, other) => (other.seq > best.seq ? other : best));
	const report =
		'Polling goes on from another one, which may be older; changes since then may come twice.';
	return {
		...state,
		isLost: isDamaged || state.isLost,
		isOwn: state === own,
		reports: [...(isDamaged ? [unreadable(report)] : []), ...state.reports],
	};
}

/** The node's own state, and the one that the workflow keeps, as they are. */
export function rawStates(context: IPollFunctions): readonly [own: unknown, shared: unknown] {
	const global = context.getWorkflowStaticData('global');
	return [context.getWorkflowStaticData('node')[STATE_KEY], global[sharedKey(context)]];
}

/**
 * Replaces the state. Call it last: with n8n's in-memory engine a later error would not undo it.
 *
 * @param before the state that this one was made from
 * @param activation whether this is an activation poll: it cannot know its engine
 * @returns what was saved
 */
export function saveState(
	context: IPollFunctions,
	{ resources, batch }: Pick<SavedNode, 'resources'> & Partial<SavedNode>,
	before: Pick<SavedNode, 'seq' | 'isOwn'>,
	activation: boolean,
): IDataObject {
	const state = {
		v: STATE_VERSION,
		seq: before.seq + 1,
		resources: Object.fromEntries(resources),
		...(batch ? { last: { ...batch, resources: Object.fromEntries(batch.resources) } } : {}),
	};
	const node = context.getWorkflowStaticData('node');
	const global = context.getWorkflowStaticData('global');
	const key = sharedKey(context);
	if (isLeased(context)) {
		node[STATE_KEY] = state;
		// What was read from there is certain to be saved.
		if (before.isOwn && key in global) delete global[key];
		return state;
	}
	global[key] = state;
	// A scheduled poll that n8n gives as long as an activation poll may be one of the durable engine.
	const isInMemory = !activation || isMarker(node[STATE_KEY]);
	node[STATE_KEY] = isInMemory ? marker(state.seq) : state;
	return state;
}

/** Says in place of the node's own state that the workflow keeps one: it is missed when that is lost. */
function marker(seq: number): IDataObject {
	return { v: STATE_VERSION, seq };
}

function isMarker(saved: unknown): boolean {
	const fields = fieldsOf(saved);
	return fields !== undefined && fields.has('seq') && !fields.has('resources');
}

function sharedKey(context: IPollFunctions): string {
	return `${STATE_KEY}:${context.getNode().id}`;
}

function unreadable(follows: string): string {
	return `The saved state could not be read. ${follows}`;
}

const seqSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);

/** @returns undefined when there is none, or when nothing of it can be read */
function readState(saved: unknown): Omit<SavedNode, 'isOwn'> | undefined {
	const fields = fieldsOf(saved);
	const resources = fieldsOf(fields?.get('resources'));
	if (!fields || !resources) return undefined;
	const version = fields.get('v');
	const isOurs = version === STATE_VERSION;
	const seq = seqSchema.safeParse(fields.get('seq'));
	const damaged = [
		...(isOurs || isNewer(version, STATE_VERSION) ? [] : ['v']),
		...(seq.success ? [] : ['seq']),
	];
	const why = [
		...(isNewer(version, STATE_VERSION) ? ['written by a newer version of this package'] : []),
		...(damaged.length > 0 ? [`damaged: ${damaged.join(', ')}`] : []),
	];
	const batch = readBatch(fields.get('last'));
	const reports = [
		...(why.length === 0
			? []
			: [`The saved state could not be read (${why.join('; ')}). What is known of it is used.`]),
		...(batch === 'damaged' ? [LATEST_EVENTS_UNREADABLE] : []),
	];
	return {
		resources,
		batch: batch === 'damaged' ? undefined : batch,
		seq: seq.data ?? 0,
		isLost: !isOurs,
		reports,
	};
}

function readBatch(saved: unknown): UnconfirmedBatch | 'damaged' | undefined {
	if (saved === undefined) return undefined;
	const fields = fieldsOf(saved);
	const at = fields?.get('at');
	const items = fields?.get('items');
	const resources = fieldsOf(fields?.get('resources'));
	if (typeof at !== 'number' || !Number.isFinite(at) || at < 0 || !resources) return 'damaged';
	if (items !== undefined && typeof items !== 'string') return 'damaged';
	return { at, resources, ...(items === undefined ? {} : { items }) };
}
