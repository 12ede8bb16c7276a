import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { parseCursor, parseSnapshot, type Cursor, type Snapshot } from '../polling/cursor';
import { LEAST_TIMEOUT_MS } from '../sources/http';
import { isLeased, isStartUp } from './activation';
import { capture } from './capture';
import { isTransient, retryAfterOf, toNodeError } from './errors';
import type { Health } from './health';
import { kindsAfter, settleLastBatch, statesInDoubt } from './lastBatch';
import { readStream } from './readStream';
import type { FoundChanges, PollSetting } from './setting';
import {
	dropBaseline,
	hasState,
	loadState,
	saveBaseline,
	saveState,
	isOfOtherSettings,
	type LastBatch,
	toWaiting,
	type SavedStates,
	type Waiting,
} from './state';
import type { Stream } from './streams';
import { beginNextWith, inTurn, restsOf } from './turns';

export interface PollRound {
	/** Whether n8n is publishing the workflow, or starting up with it. */
	readonly activation: boolean;
	/** Epoch ms of the local clock. */
	readonly startedAt: number;
	readonly health: Health;
}

/**
 * Polls all resources of the node, each by itself, and saves how far each was read, last of all.
 *
 * @throws NodeApiError, NodeOperationError when a failure is to be told; nothing is saved then
 */
export async function pollStreams(
	context: IPollFunctions,
	setting: PollSetting,
	round: PollRound,
): Promise<INodeExecutionData[][] | null> {
	const { activation, startedAt, health } = round;
	const { streams, parameters, deadline, log } = setting;
	if (activation) for (const notice of setting.notices) log.warn(notice);
	const { resources: saved, last } = loadState(context);
	const doubtful = statesInDoubt(context, last, startedAt);
	const began: Record<string, unknown> = {};
	const hadState = hasState(context);
	const next: Record<string, Cursor | Snapshot | Waiting> = {};
	const found: FoundChanges[] = [];
	let pollAt: number | undefined;
	let itemsLeft = parameters.maxItems;
	const rests = restsOf(context);
	const due = streams.filter(
		({ stateKey }) =>
			!health.waits(stateKey, startedAt) && (activation || (rests.get(stateKey) ?? 0) <= startedAt),
	);
	for (const stream of streams) {
		next[stream.stateKey] = kept(saved, stream, startedAt);
		if (isOfOtherSettings(saved[stream.stateKey], stream.key))
			log.info(`${stream.stateKey}: the settings changed, polling begins anew`);
	}
	for (const [index, stream] of inTurn(context, due).entries()) {
		if (index > 0 && Date.now() + LEAST_TIMEOUT_MS > deadline) {
			beginNextWith(context, stream);
			break;
		}
		const { stateKey } = stream;
		const share = 1 / (due.length - index);
		const outcome = await capture(
			async () =>
				await readStream(stream, setting, doubtful[stateKey] ?? saved[stateKey], {
					items: itemsLeft * share,
					time: share,
				}),
		);
		if ('error' in outcome) {
			fail(setting, stream, outcome.error, health);
			continue;
		}
		const result = outcome.value;
		pollAt ??= result.t0;
		next[stream.stateKey] = result.cursor;
		if (result.complete) rests.set(stream.stateKey, startedAt + stream.restMs(result.pages));
		const changes = doubtful[stateKey]
			? kindsAfter(result.changes, saved[stateKey], stream.key)
			: result.changes;
		if (changes.length > 0) began[stateKey] = kept(saved, stream, startedAt);
		found.push({ stream, changes });
		itemsLeft = Math.max(1, itemsLeft - result.changes.length);
		for (const { message } of result.warnings) log.warn(`${stream.name}: ${message}`);
		// A poll that got no further is told as a failure; one that did meets the error again.
		if (result.error !== undefined) {
			if (result.changes.length === 0) fail(setting, stream, result.error, health);
			continue;
		}
		const failedMs = health.recover(stream.stateKey, Date.now());
		if (failedMs !== undefined) {
			log.info(`${stream.name}: read again, after ${Math.round(failedMs / 1_000)} seconds`);
		}
	}
	const items = setting.toItems(found, pollAt ?? startedAt);
	const told = toTell(context, round, streams, items.length);
	if (told) {
		const failing = new Set(
			streams.filter(({ stateKey }) => health.has(stateKey)).map((stream) => stream.name),
		);
		const healthy = streams.some((stream) => !failing.has(stream.name));
		throw toNodeError(told.error, {
			...setting.errorContext(told.stream),
			messageOnly: activation,
			// n8n's durable engine lets the whole node wait by what a failure declares.
			...(healthy ? { failure: { cause: 'temporarily-unavailable' } } : {}),
		});
	}
	for (const { stream } of found) settleLastBatch(context, stream.stateKey);
	saveState(context, next, lastBatch(context, { last, began, found, hasItems: items.length > 0 }));
	if (activation && !hadState) saveBaseline(context, next);
	else if (hadState) dropBaseline(context);
	return items.length > 0 ? [items] : null;
}

/** What to keep of this poll's batch, and of one before that is still in doubt. */
function lastBatch(
	context: IPollFunctions,
	poll: {
		readonly last: LastBatch | undefined;
		readonly began: SavedStates;
		readonly found: readonly FoundChanges[];
		readonly hasItems: boolean;
	},
): LastBatch | undefined {
	const { last, began, found, hasItems } = poll;
	if (isLeased(context)) return undefined;
	const settled = new Set(found.map(({ stream }) => stream.stateKey));
	const older = Object.entries(last?.resources ?? {}).filter(([list]) => !settled.has(list));
	const resources = { ...Object.fromEntries(older), ...(hasItems ? began : {}) };
	if (Object.keys(resources).length === 0) return undefined;
	return { at: hasItems || !last ? Date.now() : last.at, resources };
}

/** What stays of a resource that this poll does not read. */
function kept(saved: SavedStates, stream: Stream, now: number): Cursor | Snapshot | Waiting {
	const state = saved[stream.stateKey];
	const parse = stream.watch.kind === 'snapshot' ? parseSnapshot : parseCursor;
	return parse(state, stream.key) ?? toWaiting(state, stream.key, now);
}

function fail(setting: PollSetting, stream: Stream, error: unknown, health: Health): void {
	const { message } = toNodeError(error, setting.errorContext(stream));
	const kind = isTransient(error) ? 'transient' : message;
	const failure = { kind, error, retryAfterMs: retryAfterOf(error) };
	if (health.fail(stream.stateKey, failure, Date.now())) setting.log.warn(message);
}

/**
 * The failure to throw. An error stops a trigger for good while n8n publishes it, so that only what
 * somebody has to mend is thrown then; and none while n8n starts, when nobody is there to mend it.
 */
function toTell(
	context: IPollFunctions,
	{ activation, health }: PollRound,
	streams: readonly Stream[],
	items: number,
): { readonly stream: Stream; readonly error: unknown } | undefined {
	if (isStartUp(context, activation)) return undefined;
	const untold = health.toTell(
		activation ? ({ error }) => !isTransient(error) : ({ isOverdue }) => items === 0 || isOverdue,
	);
	const stream = streams.find((candidate) => candidate.stateKey === untold?.resource);
	return untold && stream ? { stream, error: untold.error } : undefined;
}
