import type { IPollFunctions } from 'n8n-workflow';
import type { Cursor } from '../engine/cursor';
import type { Snapshot } from '../engine/snapshot';
import { fieldsOf, isNewer } from '../engine/recovery';
import type { Waiting } from './kept';

/**
 * The node's state in n8n's static data: one JSON value under one key, replaced as a whole, as n8n
 * does not notice changes below the key.
 */
const STATE_KEY = 'openConnectors';
const STATE_VERSION = 1;

/** What is kept of each resource, by its name. A resource may be called as the user likes, so this is no object. */
export type ResourceStates = ReadonlyMap<string, Cursor | Snapshot | Waiting>;

/** What was kept of each resource; entries are checked when they are used. */
export type SavedStates = ReadonlyMap<string, unknown>;

/** The latest poll that returned items, which n8n may not have saved. Kept under the in-memory engine alone. */
export interface UnconfirmedBatch {
	/** Epoch ms of the local clock. */
	readonly at: number;
	/** The states from which it read the lists that had something new. */
	readonly resources: SavedStates;
}

export const LATEST_EVENTS_UNREADABLE =
	'What the saved state holds of the latest events could not be read. They are lost if n8n was ended while it saved them.';

export interface SavedNode {
	readonly resources: SavedStates;
	readonly batch?: UnconfirmedBatch | undefined;
	/** Whether more may have been saved than could be read: resources without an entry begin now. */
	readonly isLost: boolean;
	/** Whether the node's own state can be used. */
	readonly isOwn: boolean;
	/** What could not be read of the whole, and what follows; sentences for the user. */
	readonly reports: readonly string[];
}

/**
 * The state as saved. While the node's own state is empty or cannot be read, the baseline that
 * publishing kept in the workflow's state counts: the durable engine of n8n drops what a silent first
 * poll writes to the node's state, and keeps what it writes to the workflow's.
 */
export function loadState(context: IPollFunctions): SavedNode {
	const saved = rawState(context);
	const own = readState(saved);
	if (own) return { ...own, isOwn: true };
	const rawBaseline = context.getWorkflowStaticData('global')[baselineKey(context)];
	const baseline = readState(rawBaseline);
	const isDamaged = saved !== undefined;
	if (baseline) {
		const report =
			'Polling goes on from where publishing began; changes since then may come twice.';
		return {
			...baseline,
			isLost: isDamaged || baseline.isLost,
			isOwn: false,
			reports: [...(isDamaged ? [unreadable(report)] : []), ...baseline.reports],
		};
	}
	const isLost = isDamaged || rawBaseline !== undefined;
	const report = 'Polling begins anew: changes since the last poll are not reported.';
	return {
		resources: new Map(),
		isLost,
		isOwn: false,
		reports: isLost ? [unreadable(report)] : [],
	};
}

/** The node's own state as n8n keeps it, unread. */
export function rawState(context: IPollFunctions): unknown {
	return context.getWorkflowStaticData('node')[STATE_KEY];
}

/** Replaces the state. Call it last: with n8n's in-memory engine a later error would not undo it. */
export function saveState(
	context: IPollFunctions,
	resources: ResourceStates,
	batch?: UnconfirmedBatch,
): void {
	context.getWorkflowStaticData('node')[STATE_KEY] = {
		v: STATE_VERSION,
		resources: Object.fromEntries(resources),
		...(batch ? { last: { at: batch.at, resources: Object.fromEntries(batch.resources) } } : {}),
	};
}

/** Keeps the state of a first poll where the durable engine keeps it too. */
export function saveBaseline(context: IPollFunctions, resources: ResourceStates): void {
	context.getWorkflowStaticData('global')[baselineKey(context)] = {
		v: STATE_VERSION,
		resources: Object.fromEntries(resources),
	};
}

/** Forgets the baseline once the node's own state is certain to be saved. */
export function dropBaseline(context: IPollFunctions): void {
	const global = context.getWorkflowStaticData('global');
	if (baselineKey(context) in global) delete global[baselineKey(context)];
}

function baselineKey(context: IPollFunctions): string {
	return `${STATE_KEY}:${context.getNode().id}`;
}

function unreadable(follows: string): string {
	return `The saved state could not be read. ${follows}`;
}

/** @returns undefined when there is none, or when nothing of it can be read */
function readState(saved: unknown): Omit<SavedNode, 'isOwn'> | undefined {
	const fields = fieldsOf(saved);
	const resources = fieldsOf(fields?.get('resources'));
	if (!fields || !resources) return undefined;
	const version = fields.get('v');
	const batch = readBatch(fields.get('last'));
	const isOurs = version === STATE_VERSION;
	const why = isNewer(version) ? 'written by a newer version of this package' : 'damaged: v';
	const reports = [
		...(isOurs ? [] : [`The saved state could not be read (${why}). What is known of it is used.`]),
		...(batch === 'damaged' ? [LATEST_EVENTS_UNREADABLE] : []),
	];
	return { resources, batch: batch === 'damaged' ? undefined : batch, isLost: !isOurs, reports };
}

function readBatch(saved: unknown): UnconfirmedBatch | 'damaged' | undefined {
	if (saved === undefined) return undefined;
	const fields = fieldsOf(saved);
	const at = fields?.get('at');
	const resources = fieldsOf(fields?.get('resources'));
	if (typeof at !== 'number' || !Number.isFinite(at) || at < 0 || !resources) return 'damaged';
	return { at, resources };
}
