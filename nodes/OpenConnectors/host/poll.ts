import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { isActivationPoll, isStartUp } from './activation';
import { capture } from './capture';
import { healthOf, type Health } from './health';
import { logOf } from './log';
import { monotonicNow } from '../core/monotonic';
import { oneAtATime } from './overlap';
import { pollStreams } from './pollStreams';
import { prepare } from './setting';
import { rawState } from './state';
import { fetchTestEvent } from './testEvent';

/** Share of the host's time for one poll that is used; the rest is for what comes after. */
const BUDGET_SHARE = 0.7;
/** Time for one poll where n8n is too old to say (before 2.38). */
const FALLBACK_BUDGET_MS = 30_000;

/** The work of the node: one call of n8n's `poll()`. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = Date.now();
	const budgetMs = context.getPollBudgetMs?.() ?? FALLBACK_BUDGET_MS;
	const deadline = startedAt + budgetMs * BUDGET_SHARE;
	if (context.getMode() === 'manual')
		return [await fetchTestEvent(context, await prepare(context, deadline))];
	const activation = isActivationPoll(context);
	const turn = { budgetMs, state: rawState(context) };
	return await oneAtATime(context, turn, async (isOvertaken) => {
		const health = healthOf(context, 'resources');
		const settingsHealth = healthOf(context, 'settings');
		if (activation) for (const each of [health, settingsHealth]) each.clear();
		const setting = await capture(async () => await prepare(context, deadline));
		if (isOvertaken()) return null;
		if ('error' in setting) {
			report(context, settingsHealth, setting.error);
			if (!isStartUp(context, activation) && settingsHealth.toThrow(() => true))
				throw setting.error;
			return null;
		}
		settingsHealth.clear();
		return await pollStreams(context, setting.value, {
			activation,
			startedAt,
			health,
			isOvertaken,
		});
	});
}

/** Logs a failure of the settings when it is due. */
function report(context: IPollFunctions, health: Health, error: unknown): void {
	const now = monotonicNow();
	health.fail('settings', { error }, now, now);
	const message = error instanceof Error ? error.message : String(error);
	// The error was masked where it was made.
	if (health.toLog(now).length > 0) logOf(context, (text) => text).warn(message);
}
