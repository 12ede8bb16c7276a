import { sleep, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { attempt } from '../configuration/attempt';
import type { EpochMs } from '../core/page';
import { isActivationPoll, isLeased, isStartUp } from './activation';
import { capture, messageOf } from './capture';
import { beat, HEARTBEAT, heartbeatOf } from './heartbeat';
import { progressOf } from './listProgress';
import { logOf } from './log';
import { monotonicNow, steadyClock } from '../core/monotonic';
import { runtimeOf, type NodeRuntime } from './nodeRuntime';
import { refuseOlderN8n } from './oldestN8n';
import { readEventParameters } from './parameters';
import { finishPoll, pollStreams, type Outcome, type Poll } from './pollStreams';
import { prepare } from './setting';
import { loadState, rawStates } from './state';
import { fetchTestEvent } from './testEvent';
import { replayOf } from './unconfirmedBatch';

/** Share of the host's time for one poll that is used; the rest is for what comes after. */
const BUDGET_SHARE = 0.7;
/** Time for one poll where n8n is too old to say (before 2.38). */
const FALLBACK_BUDGET_MS = 30_000;

/**
 * Time for the poll that n8n makes while it publishes. n8n names five minutes for it, and gives up on
 * publishing after 84 seconds (cli: workflow-publication-outbox-consumer.js), in which two nodes fit. What
 * is left to read is read by the next poll.
 */
const ACTIVATION_BUDGET_MS = 55_000;

/**
 * The same while n8n starts. It registers five workflows at a time, so that a provider which does not
 * answer would keep the others waiting; and a workflow in whose registration n8n is killed is left
 * alone for the first two minutes after the next start.
 */
const START_UP_BUDGET_MS = 15_000;

/** Under this name what is wrong with the settings is remembered. */
const SETTINGS = 'settings';

/** The work of the node: one call of n8n's `poll()`. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	refuseOlderN8n(context.getNode());
	const now = steadyClock();
	const givenMs = context.getPollBudgetMs?.() ?? FALLBACK_BUDGET_MS;
	const budgetOf = (ms: number) => ({ deadline: now() + ms * BUDGET_SHARE, now, sleep });
	if (context.getMode() === 'manual')
		return [await fetchTestEvent(context, await prepare(context, budgetOf(givenMs)))];
	const activation = isActivationPoll(context);
	const startUp = isStartUp(context, activation);
	const longestMs = startUp ? START_UP_BUDGET_MS : ACTIVATION_BUDGET_MS;
	const budgetMs = activation ? Math.min(givenMs, longestMs) : givenMs;
	const budget = budgetOf(budgetMs);
	const runtime = runtimeOf(context);
	const isOfLease = isLeased(context);
	const flight = {
		budgetMs,
		takesOver: activation,
		...(isOfLease ? { state: rawStates(context) } : {}),
	};
	return await runtime.singleFlight.run(flight, async (isOvertaken) => {
		const beganAt = monotonicNow();
		if (activation) runtime.activate(context);
		const saved = loadState(context, isOfLease ? undefined : runtime.latest);
		const replay = replayOf(context, runtime, saved.batch, now());
		const begun = { activation, startUp, beganAt, runtime, saved, replay, isOvertaken };
		const setting = await capture(async () => await prepare(context, budget));
		if (isOvertaken()) return null;
		if ('error' in setting) {
			reportSettings(context, runtime, setting.error);
			const outcome = outcomeWithout(context, begun, setting.error, now());
			if (replay.items.length > 0 || outcome.found) return finishPoll(context, begun, outcome);
			if (startUp) return null;
			if (runtime.settingsFailures.toThrow(() => true)) throw setting.error;
			return null;
		}
		runtime.settingsFailures.clear();
		return await pollStreams(context, setting.value, begun);
	});
}

/** What a poll comes to whose settings cannot be used: a heartbeat that says so, where one is due. */
function outcomeWithout(
	context: IPollFunctions,
	begun: Poll,
	error: unknown,
	at: EpochMs,
): Outcome {
	const { saved, runtime } = begun;
	const { value: parameters } = attempt(() => readEventParameters(context));
	const heartbeat = parameters && heartbeatOf(parameters, begun, at);
	if (!heartbeat?.isDue) return { ...saved, at };
	const { ms = 0 } = runtime.settingsFailures.of(SETTINGS, monotonicNow()) ?? {};
	const failing = { since: at - ms, message: messageOf(error) };
	const states = new Map(saved.resources);
	states.delete(HEARTBEAT);
	const progress = [...progressOf(states, runtime.progress, at)];
	const lists = progress.map(([name, list]) => ({ name, progress: list, failing }));
	const { kept, items: found } = beat(context, heartbeat, { lists, found: 0, at });
	return { resources: states.set(HEARTBEAT, kept), found, at };
}

/** Logs a failure of the settings when it is due, and at each poll that nothing was polled. */
function reportSettings(
	context: IPollFunctions,
	{ settingsFailures }: NodeRuntime,
	error: unknown,
): void {
	const now = monotonicNow();
	settingsFailures.fail(SETTINGS, { error, at: now, round: now });
	const message = messageOf(error);
	// The error was masked where it was made.
	const log = logOf(context, (text) => text);
	log.debug(`Not polled: ${message}`);
	if (settingsFailures.toLog(now).length > 0) log.warn(message);
}
