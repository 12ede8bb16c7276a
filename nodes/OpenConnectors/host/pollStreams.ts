import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { LEAST_TIMEOUT_MS } from '../streams/http';
import { isLeased, isStartUp } from './activation';
import { capture } from './capture';
import { isNewDamage } from './damageTold';
import { toNodeError, toPollError } from './errors';
import type { Failed, Health } from './health';
import { anew, isOfOtherSettings, keptOf, type Kept } from './kept';
import { kindsAfter, settleLastBatch, statesInDoubt } from './lastBatch';
import { monotonicNow } from '../core/monotonic';
import { readStream } from './readStream';
import type { FoundChanges, PollSetting } from './setting';
import {
	dropBaseline,
	LATEST_EVENTS_UNREADABLE,
	loadState,
	rawState,
	saveBaseline,
	saveState,
	type LastBatch,
	type SavedNode,
	type SavedStates,
} from './state';
import type { Stream } from '../streams';
import { beginNextWith, inTurn, restsOf } from './turns';

export interface PollRound {
	/** Whether n8n is publishing the workflow, or starting up with it. */
	readonly activation: boolean;
	/** Epoch ms of the local clock. */
	readonly startedAt: number;
	readonly health: Health;
	/** Whether another poll began because this one took too long: it must leave no trace then. */
	readonly isOvertaken: () => boolean;
}

/**
 * Polls all resources of the node, each by itself, and saves how far each was read, last of all.
 *
 * @returns null when there is nothing new, or when the poll was overtaken
 * @throws NodeApiError, NodeOperationError when a failure is to be told; nothing is saved then
 */
export async function pollStreams(
	context: IPollFunctions,
	setting: PollSetting,
	round: PollRound,
): Promise<INodeExecutionData[][] | null> {
	const { activation, startedAt, health, isOvertaken } = round;
	const { streams, parameters, deadline, log } = setting;
	const beganAt = monotonicNow();
	if (activation) for (const notice of setting.notices) log.warn(notice);
	const saved = loadState(context);
	const kept = readKept(context, setting, saved, startedAt);
	const doubtful = doubtfulOf(context, setting, saved, startedAt);
	const began = new Map<string, Kept['toSave']>();
	const next = new Map([...kept].map(([stateKey, { toSave }]) => [stateKey, toSave]));
	const found: FoundChanges[] = [];
	const recovered: Recovery[] = [];
	let pollAt: number | undefined;
	let itemsLeft = parameters.maxItems;
	const rests = restsOf(context);
	const due = streams.filter(
		({ stateKey }) =>
			!health.waits(stateKey, beganAt) && (activation || (rests.get(stateKey) ?? 0) <= beganAt),
	);
	for (const [index, stream] of inTurn(context, due).entries()) {
		if (index > 0 && Date.now() + LEAST_TIMEOUT_MS > deadline) {
			beginNextWith(context, stream);
			break;
		}
		const { stateKey } = stream;
		const known = kept.get(stateKey);
		const inDoubt = doubtful.get(stateKey);
		const from = inDoubt ?? known;
		if (!known || !from) continue;
		const share = 1 / (due.length - index);
		const outcome = await capture(
			async () =>
				await readStream(stream, setting, from, { items: itemsLeft * share, time: share }),
		);
		if (isOvertaken()) return null;
		if ('error' in outcome) {
			fail(stream, outcome.error, round, beganAt);
			continue;
		}
		const result = outcome.value;
		pollAt ??= result.serverTime;
		next.set(stateKey, result.cursor);
		if (result.complete) rests.set(stateKey, beganAt + stream.restMs(result.pages));
		const changes = inDoubt ? kindsAfter(result.changes, known) : result.changes;
		if (changes.length > 0) began.set(stateKey, known.toSave);
		found.push({ stream, changes });
		itemsLeft = Math.max(1, itemsLeft - result.changes.length);
		for (const { message } of result.warnings) log.warn(`${stream.name}: ${message}`);
		if (result.error !== undefined) {
			fail(stream, result.error, round, beganAt, result.changes.length > 0);
			continue;
		}
		const failedMs = health.recover(stateKey, monotonicNow());
		if (failedMs !== undefined) recovered.push({ stateKey, failedMs });
	}
	logHealth(setting, health, recovered);
	const items = setting.toItems(found, pollAt ?? startedAt);
	const thrown = toThrow(context, round, items.length);
	if (thrown) {
		const isAnyHealthy = streams.some(({ stateKey }) => !health.has(stateKey));
		throw failedAs(thrown, setting, {
			messageOnly: activation,
			// n8n's durable engine lets the whole node wait by what a failure declares.
			...(isAnyHealthy ? { failure: { cause: 'temporarily-unavailable' } } : {}),
		});
	}
	for (const { stream } of found) settleLastBatch(context, stream.stateKey);
	const last = lastBatch(context, {
		last: saved.last,
		began,
		found,
		hasItems: items.length > 0,
	});
	saveState(context, next, last);
	if (activation && !saved.isOwn) saveBaseline(context, next);
	else if (saved.isOwn) dropBaseline(context);
	return items.length > 0 ? [items] : null;
}

/** What is kept of each resource, by its state key; what could not be read is logged. */
function readKept(
	context: IPollFunctions,
	{ streams, parameters, log }: PollSetting,
	saved: SavedNode,
	now: number,
): ReadonlyMap<string, Kept> {
	if (saved.reports.length > 0 && isNewDamage(context, '', rawState(context)))
		for (const report of saved.reports) log.warn(report);
	const kept = new Map<string, Kept>();
	for (const stream of streams) {
		const { stateKey, key } = stream;
		const state = saved.resources.get(stateKey);
		const read =
			state === undefined && saved.isLost
				? anew(key, now)
				: keptOf(state, stream, { chosen: parameters.start, now });
		kept.set(stateKey, read);
		if (read.report !== undefined && isNewDamage(context, stateKey, state))
			log.warn(`${stateKey}: ${read.report}`);
		if (isOfOtherSettings(state, key))
			log.info(`${stateKey}: the settings changed, polling begins anew`);
	}
	return kept;
}

/** Where lists are to be read again from; one whose state of then cannot be read goes on where it stands. */
function doubtfulOf(
	context: IPollFunctions,
	{ streams, parameters, log }: PollSetting,
	saved: SavedNode,
	now: number,
): ReadonlyMap<string, Kept> {
	const states = statesInDoubt(context, saved.last, now);
	const doubtful = new Map<string, Kept>();
	for (const stream of streams) {
		const { stateKey } = stream;
		const state = states.get(stateKey);
		if (state === undefined) continue;
		const read = keptOf(state, stream, { chosen: parameters.start, now });
		if (read.report === undefined) {
			doubtful.set(stateKey, read);
		} else {
			log.warn(`${stateKey}: ${LATEST_EVENTS_UNREADABLE}`);
		}
	}
	return doubtful;
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
	const older = [...(last?.resources ?? [])].filter(([list]) => !settled.has(list));
	const resources = new Map([...older, ...(hasItems ? began : [])]);
	if (resources.size === 0) return undefined;
	return { at: hasItems || !last ? Date.now() : last.at, resources };
}

function fail(
	stream: Stream,
	error: unknown,
	{ health }: PollRound,
	round: number,
	progressed = false,
): void {
	health.fail(stream.stateKey, { error, progressed }, monotonicNow(), round);
}

interface Recovery {
	readonly stateKey: string;
	readonly failedMs: number;
}

/** Logs what began to fail, what has failed for long, and what works again: a line for all that share it. */
function logHealth(setting: PollSetting, health: Health, recovered: readonly Recovery[]): void {
	for (const failed of health.toLog(monotonicNow()))
		setting.log.warn(failedAs(failed, setting).message);
	if (recovered.length === 0) return;
	const names = namesOf(
		setting.streams,
		recovered.map(({ stateKey }) => stateKey),
	);
	const longest = Math.max(...recovered.map(({ failedMs }) => failedMs));
	setting.log.info(`${names}: read again, after ${Math.round(longest / 1_000)} seconds`);
}

/** A failure as the user sees it, with the names of all resources that share it. */
function failedAs(
	{ resources, error }: Failed,
	{ streams, errorContext }: PollSetting,
	more: Partial<ReturnType<PollSetting['errorContext']>> = {},
): ReturnType<typeof toNodeError> {
	const stream = streams.find(({ stateKey }) => resources.includes(stateKey));
	return toNodeError(error, {
		...errorContext(stream),
		resource: namesOf(streams, resources),
		...more,
	});
}

/** So many names stand in a sentence at most. */
const MOST_NAMES = 3;

/** Names of resources, in the order in which they were chosen: `contacts, leads and 21 more`. */
function namesOf(streams: readonly Stream[], stateKeys: readonly string[]): string {
	const chosen = streams.filter(({ stateKey }) => stateKeys.includes(stateKey));
	const names = [...new Set(chosen.map((stream) => stream.name))];
	const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names.slice(0, -1);
	const rest = names.length - shown.length;
	const last = rest > 1 ? `${rest} more` : (names[names.length - 1] ?? '');
	return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/**
 * The failure to throw. An error stops a trigger for good while n8n publishes it, so that only what
 * somebody has to mend is thrown then; and none while n8n starts, when nobody is there to mend it.
 */
function toThrow(
	context: IPollFunctions,
	{ activation, health }: PollRound,
	items: number,
): Failed | undefined {
	if (isStartUp(context, activation)) return undefined;
	return health.toThrow(
		activation
			? ({ error }) => !toPollError(error).isPassing
			: ({ isOverdue }) => items === 0 || isOverdue,
	);
}
