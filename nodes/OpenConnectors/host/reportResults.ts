import type { IPollFunctions } from 'n8n-workflow';
import type { EpochMs } from '../core/page';
import { monotonicNow } from '../core/monotonic';
import { dailyRequests, restOfQuietList } from './dailyRequests';
import { toNodeError } from './errors';
import type { Failed } from './failureTracker';
import type { ListHealth } from './heartbeat';
import type { NodeRuntime } from './nodeRuntime';
import type { ListResult } from './readList';
import type { PollSetting } from './setting';
import type { Stream } from '../streams';

/** Logs what is odd in the settings, and to who publishes how many requests a day the node makes. */
export function reportPublished(
	context: IPollFunctions,
	setting: PollSetting,
	startUp: boolean,
): void {
	const { log, notices } = setting;
	for (const notice of notices) log.warn(notice);
	const daily = dailyRequests(context, setting);
	if (daily?.isMuch) log.warn(daily.toSentence());
	else if (daily && !startUp) log.info(daily.toSentence());
}

/**
 * Remembers which lists failed, and which may rest, and logs what began to fail, what has failed for
 * long, and what works again: a line for all lists that share it.
 */
export function reportResults(
	context: IPollFunctions,
	setting: PollSetting,
	{ failures, nextDue, changedAt }: NodeRuntime,
	results: readonly ListResult[],
	beganAt: number,
): void {
	const { log, streams, leastIntervalMs } = setting;
	const daily = dailyRequests(context, setting) ?? { longestRestMs: 0 };
	const recovered = new Map<string, number>();
	for (const { stream, changes, warnings, error, complete, pages, at } of results) {
		const { name, stateKey } = stream;
		for (const { message } of warnings) log.warn(`${name}: ${message}`);
		if (changes.length > 0 || !changedAt.has(stateKey)) changedAt.set(stateKey, beganAt);
		if (complete) {
			const quietMs = beganAt - (changedAt.get(stateKey) ?? beganAt);
			const rests = [leastIntervalMs, stream.restMs(pages), restOfQuietList(quietMs, daily)];
			nextDue.set(stateKey, beganAt + Math.max(...rests));
		}
		if (error !== undefined) {
			failures.fail(stateKey, { error, at, round: beganAt, progressed: changes.length > 0 });
			continue;
		}
		const failedMs = failures.recover(stateKey, at);
		if (failedMs !== undefined) recovered.set(stateKey, failedMs);
	}
	for (const failed of failures.toLog(monotonicNow())) log.warn(failedAs(failed, setting).message);
	if (recovered.size === 0) return;
	const seconds = Math.round(Math.max(...recovered.values()) / 1_000);
	log.info(`${namesOf(streams, [...recovered.keys()])}: read again, after ${seconds} seconds`);
}

/** A failure as the user sees it, with the names of all lists that share it. */
export function failedAs(
	{ lists, error }: Failed,
	{ streams, errorContext }: PollSetting,
	more: Partial<ReturnType<PollSetting['errorContext']>> = {},
): ReturnType<typeof toNodeError> {
	const stream = streams.find(({ stateKey }) => lists.includes(stateKey));
	return toNodeError(error, {
		...errorContext(stream),
		resource: namesOf(streams, lists),
		...more,
	});
}

/**
 * How the lists of the node are, for a heartbeat.
 *
 * @param now epoch ms of the local clock
 */
export function healthOf(
	setting: PollSetting,
	{ failures, progress }: NodeRuntime,
	now: EpochMs,
): readonly ListHealth[] {
	return [...progress].map(([name, listProgress]) => {
		const failing = failures.of(name, monotonicNow());
		if (!failing) return { name, progress: listProgress };
		const { message } = failedAs({ lists: [name], error: failing.error }, setting);
		return { name, progress: listProgress, failing: { since: now - failing.ms, message } };
	});
}

/**
 * How far the polls of the published node have come, where this process made them: how far the list
 * farthest behind was read, and what fails.
 */
export function publishedProgress(
	setting: PollSetting,
	runtime: NodeRuntime,
	now: EpochMs,
): readonly string[] {
	const lists = healthOf(setting, runtime, now);
	const times = lists.flatMap(({ progress: { upTo } }) => upTo ?? []);
	if (times.length === 0) return [];
	const fails = lists.flatMap(({ failing }) => failing ?? []);
	return [
		`The published workflow has read everything up to ${secondOf(Math.min(...times))}`,
		...new Set(
			fails.map(
				({ since, message }) => `The published workflow fails since ${secondOf(since)}: ${message}`,
			),
		),
	];
}

function secondOf(at: EpochMs): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** So many names stand in a sentence at most. */
const MOST_NAMES = 3;

/** Names of lists, in the order in which they were chosen: `contacts, leads and 21 more`. */
function namesOf(streams: readonly Stream[], stateKeys: readonly string[]): string {
	const chosen = streams.filter(({ stateKey }) => stateKeys.includes(stateKey));
	const names = [...new Set(chosen.map((stream) => stream.name))];
	const shown = names.slice(0, Math.min(names.length, MOST_NAMES) - 1);
	const rest = names.length - shown.length;
	const last = rest > 1 ? `${rest} more` : (names[names.length - 1] ?? '');
	return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
