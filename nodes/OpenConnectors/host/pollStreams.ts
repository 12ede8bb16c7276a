import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { EpochMs } from '../core/page';
import { LEAST_TIMEOUT_MS } from '../streams/http';
import { isLeased } from './activation';
import { pollsADayOf } from './dailyRequests';
import { toPollError } from './errors';
import type { Failed } from './failureTracker';
import { beat, HEARTBEAT, heartbeatOf } from './heartbeat';
import { monotonicNow } from '../core/monotonic';
import { progressIn, progressOf } from './listProgress';
import { readLists, type Known, type ListState } from './listState';
import type { NodeRuntime } from './nodeRuntime';
import { logPoll } from './pollLine';
import { readList, type ListResult } from './readList';
import { failedAs, healthOf, reportPublished, reportResults } from './reportResults';
import type { PollSetting } from './setting';
import { saveState, type SavedNode, type SavedStates } from './state';
import { batchOf, remainingOf, type Returned } from './unconfirmedBatch';

export interface Poll extends Known {
	/** When it began, in ms of the monotonic clock. */
	readonly beganAt: number;
	/** Whether n8n is publishing the workflow, or starting up with it. */
	readonly activation: boolean;
	/** Whether it is starting up with it, or takes it over from another process. */
	readonly startUp: boolean;
	/** Whether another poll began because this one took too long: it must leave no trace then. */
	readonly isOvertaken: () => boolean;
}

/** What a poll came to. */
export interface Outcome
	extends Pick<SavedNode, 'resources'>,
		Partial<Pick<Returned, 'found' | 'read'>>,
		Pick<Returned, 'at'> {}

/**
 * Polls all lists of the node, each by itself, and saves how far each was read, last of all.
 *
 * @returns null when there is nothing new, or when the poll was overtaken
 * @throws NodeApiError, NodeOperationError when a failure is to be thrown; nothing is saved then
 */
export async function pollStreams(
	context: IPollFunctions,
	setting: PollSetting,
	poll: Poll,
): Promise<INodeExecutionData[][] | null> {
	const { activation, startUp, beganAt, runtime, replay, isOvertaken } = poll;
	const { streams, parameters, budget } = setting;
	const startedAt = budget.now();
	if (activation) reportPublished(context, setting, startUp);
	const heartbeat = heartbeatOf(parameters, poll, startedAt);
	const lists = readLists(context, setting, poll);
	const due = dueLists(context, lists, poll, startedAt);
	const results: ListResult[] = [];
	let itemsLeft = parameters.maxItems;
	for (const [index, list] of due.entries()) {
		if (index > 0 && budget.now() + LEAST_TIMEOUT_MS > budget.deadline) {
			runtime.resumeAt = list.stream.stateKey;
			break;
		}
		const share = 1 / (due.length - index);
		const samples = runtime.samplesOf(list.stream.stateKey);
		const result = await readList(
			list,
			setting,
			{ items: itemsLeft * share, time: share },
			samples,
		);
		if (isOvertaken()) return null;
		results.push(result);
		itemsLeft = Math.max(1, itemsLeft - result.changes.length);
	}
	reportResults(context, setting, runtime, results, beganAt);
	const read = results.filter(({ cursor }) => cursor !== undefined);
	const found = setting.toItems(read, read[0]?.serverTime ?? startedAt);
	// n8n drops the items of a poll that throws: what is to come leaves an error to the next one.
	const isAwaited = replay.items.length > 0 || heartbeat?.isDue === true;
	const failed = isAwaited ? undefined : toThrow(poll, found.length);
	const failing = streams.filter(({ stateKey }) => runtime.failures.has(stateKey)).length;
	const resources = new Map<string, unknown>(
		lists.map(({ stream, kept }) => [stream.stateKey, kept.toSave]),
	);
	for (const { stream, cursor } of read) if (cursor) resources.set(stream.stateKey, cursor);
	const events = failed ? 0 : found.length;
	const progress = progressOf(resources, runtime.progress, budget.now());
	runtime.progress = progress;
	logPoll(setting, { beganAt, read: read.length, failing, events, progress });
	if (failed) {
		throw failedAs(failed, setting, {
			messageOnly: activation,
			// n8n's durable engine lets the whole node wait by what a failure declares.
			...(failing < streams.length ? { failure: { cause: 'temporarily-unavailable' } } : {}),
		});
	}
	const at = budget.now();
	if (heartbeat) {
		const health = healthOf(setting, runtime, at);
		const { kept, items } = beat(context, heartbeat, { lists: health, found: found.length, at });
		resources.set(HEARTBEAT, kept);
		found.push(...items);
	}
	return finishPoll(context, poll, { resources, found, read, at });
}

/** Saves what a poll came to, and gives its items back, those that come once more first. */
export function finishPoll(
	context: IPollFunctions,
	{ activation, runtime, saved, replay }: Poll,
	{ resources, found = [], read = [], at }: Outcome,
): INodeExecutionData[][] | null {
	const items = [...replay.items, ...found];
	const returned = { replay, found, read, at };
	const isOfLease = isLeased(context);
	if (items.length === 0 && isOfLease && !isToBeSaved(runtime, saved.resources, resources))
		return null;
	const state = { resources, batch: isOfLease ? undefined : batchOf(returned) };
	runtime.latest = saveState(context, state, saved, activation);
	runtime.savedAt = monotonicNow();
	runtime.replay = remainingOf(returned);
	if (items.length === 0) return null;
	runtime.batchAt = at;
	return [items];
}

/** How long a state stays as it is while nothing changes but when it was read. */
const SAVED_AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Whether n8n's durable engine is to write a state of a poll that found nothing. Left as it is, the next
 * poll reads from where this one did.
 */
function isToBeSaved({ savedAt }: NodeRuntime, before: SavedStates, after: SavedStates): boolean {
	if (savedAt === undefined || monotonicNow() - savedAt >= SAVED_AGAIN_AFTER_MS) return true;
	const content = (states: SavedStates) =>
		JSON.stringify([...states], (name, value: unknown) =>
			['readAt', 'localAt'].includes(name) ? undefined : value,
		);
	return content(before) !== content(after);
}

/**
 * How long ago a list may have been read for a start of n8n to leave it to the next poll that is due,
 * where polls are that frequent: nothing is late then, and a restart costs no requests.
 */
const READ_LATELY_MS = 5 * 60_000;
const POLLS_A_DAY = (24 * 60 * 60_000) / READ_LATELY_MS;

/**
 * The lists to read now, from the one on that the poll before had no time for.
 *
 * @param now epoch ms of the local clock
 */
function dueLists(
	context: IPollFunctions,
	lists: readonly ListState[],
	{ runtime, startUp, beganAt }: Poll,
	now: EpochMs,
): readonly ListState[] {
	const mayWait = startUp && pollsADayOf(context) >= POLLS_A_DAY;
	const isReadLately = ({ kept, replay }: ListState) => {
		if (replay) return false;
		const age = now - (progressIn(kept.toSave).readAt ?? 0);
		return age >= 0 && age < READ_LATELY_MS;
	};
	const due = lists.filter((list) => {
		const { stateKey } = list.stream;
		if (mayWait && isReadLately(list)) return false;
		const restsUntil = runtime.nextDue.get(stateKey) ?? 0;
		return !runtime.failures.waits(stateKey, beganAt) && restsUntil <= beganAt;
	});
	const first = due.findIndex(({ stream }) => stream.stateKey === runtime.resumeAt);
	runtime.resumeAt = undefined;
	const at = Math.max(0, first);
	return [...due.slice(at), ...due.slice(0, at)];
}

/**
 * The failure to throw. An error stops a trigger for good while n8n publishes it, so that only what
 * somebody has to mend is thrown then; and none while n8n starts, when nobody is there to mend it.
 */
function toThrow({ activation, startUp, runtime }: Poll, items: number): Failed | undefined {
	if (startUp) return undefined;
	return runtime.failures.toThrow(
		activation
			? ({ error }) => !toPollError(error).isPassing
			: ({ isOverdue }) => items === 0 || isOverdue,
	);
}
