import type { IPollFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Cursor, Snapshot, StartFrom } from '../polling/cursor';

/**
 * The node's state in n8n's static data: one JSON value under one key, replaced as a whole, as n8n
 * does not notice changes below the key.
 */
const STATE_KEY = 'openConnectors';
const STATE_VERSION = 1;

/** Kept for a resource that has not been read yet, because the provider was away. */
const waitingSchema = z.object({
	v: z.literal(STATE_VERSION),
	key: z.string(),
	/** Epoch ms of the local clock when polling of the resource should have begun. */
	publishedAt: z.number(),
});

/** The latest poll that returned items. */
const lastBatchSchema = z.object({
	/** Epoch ms of the local clock. */
	at: z.number(),
	/** The states from which it read the lists that had something new. */
	resources: z.record(z.string(), z.unknown()),
});

const stateSchema = z.object({
	v: z.literal(STATE_VERSION),
	resources: z.record(z.string(), z.unknown()),
	/** Kept under the in-memory engine alone. */
	last: lastBatchSchema.optional().catch(undefined),
});

export type LastBatch = Readonly<z.infer<typeof lastBatchSchema>>;
export type SavedNode = Pick<z.infer<typeof stateSchema>, 'resources' | 'last'>;

export type Waiting = Readonly<z.infer<typeof waitingSchema>>;

/** What is kept of each resource, by its name. */
export type ResourceStates = Readonly<Record<string, Cursor | Snapshot | Waiting>>;

/** What was kept of each resource; entries are checked when they are used. */
export type SavedStates = Readonly<Record<string, unknown>>;

/**
 * The state as saved. While the node's own state is empty, the baseline that publishing kept in
 * the workflow's state counts: the durable engine of n8n drops what a silent first poll writes to
 * the node's state, and keeps what it writes to the workflow's.
 */
export function loadState(context: IPollFunctions): SavedNode {
	return (
		parseState(context.getWorkflowStaticData('node')[STATE_KEY]) ??
		parseState(context.getWorkflowStaticData('global')[baselineKey(context)]) ?? { resources: {} }
	);
}

/** Replaces the state. Call it last: with n8n's in-memory engine a later error would not undo it. */
export function saveState(
	context: IPollFunctions,
	resources: ResourceStates,
	last?: LastBatch,
): void {
	context.getWorkflowStaticData('node')[STATE_KEY] = {
		v: STATE_VERSION,
		resources,
		...(last ? { last } : {}),
	};
}

/** Keeps the state of a first poll where the durable engine keeps it too. */
export function saveBaseline(context: IPollFunctions, resources: ResourceStates): void {
	context.getWorkflowStaticData('global')[baselineKey(context)] = { v: STATE_VERSION, resources };
}

/** Forgets the baseline once the node's own state is certain to be saved. */
export function dropBaseline(context: IPollFunctions): void {
	const global = context.getWorkflowStaticData('global');
	if (baselineKey(context) in global) delete global[baselineKey(context)];
}

/** Whether the node has a state of its own. */
export function hasState(context: IPollFunctions): boolean {
	return parseState(context.getWorkflowStaticData('node')[STATE_KEY]) !== undefined;
}

/** Whether something was kept of a resource while other settings were in force. */
export function isOfOtherSettings(saved: unknown, key: string): boolean {
	const kept = z.object({ key: z.string() }).safeParse(saved);
	return kept.success && kept.data.key !== key;
}

/** Where to begin a resource without a cursor, given what is kept of it. */
export function startOf(saved: unknown, key: string, chosen: StartFrom): StartFrom {
	const waiting = waitingSchema.safeParse(saved);
	if (chosen.kind !== 'now' || !waiting.success || waiting.data.key !== key) return chosen;
	return { kind: 'now', publishedAt: waiting.data.publishedAt };
}

/** What to keep of a resource that could not be read at all. */
export function toWaiting(saved: unknown, key: string, now: number): Waiting {
	const waiting = waitingSchema.safeParse(saved);
	const kept = waiting.success && waiting.data.key === key ? waiting.data.publishedAt : now;
	return { v: STATE_VERSION, key, publishedAt: kept };
}

function baselineKey(context: IPollFunctions): string {
	return `${STATE_KEY}:${context.getNode().id}`;
}

function parseState(saved: unknown): SavedNode | undefined {
	const result = stateSchema.safeParse(saved);
	return result.success ? result.data : undefined;
}
