import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { isActivationPoll, isStartUp } from './activation';
import { capture } from './capture';
import { healthOf } from './health';
import { oneAtATime } from './overlap';
import { pollStreams } from './pollStreams';
import { prepare } from './setting';
import { loadState } from './state';
import { fetchTestEvent } from './testEvent';

/** Share of the host's time for one poll that is used; the rest is for what comes after. */
const BUDGET_SHARE = 0.7;
/** Time for one poll where n8n is too old to say (before 2.38). */
const FALLBACK_BUDGET_MS = 30_000;
/** Under this name the health of a node keeps what concerns no single resource. */
const WHOLE_NODE = '';

/** The work of the node: one call of n8n's `poll()`. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = Date.now();
	const budgetMs = context.getPollBudgetMs?.() ?? FALLBACK_BUDGET_MS;
	const deadline = startedAt + budgetMs * BUDGET_SHARE;
	if (context.getMode() === 'manual')
		return [await fetchTestEvent(context, await prepare(context, deadline))];
	const activation = isActivationPoll(context);
	return await oneAtATime(context, { startedAt, budgetMs, state: loadState(context) }, async () => {
		const health = healthOf(context);
		if (activation) health.clear();
		const setting = await capture(async () => await prepare(context, deadline));
		if ('error' in setting) {
			const { error } = setting;
			health.fail(WHOLE_NODE, { kind: String(error), error }, startedAt);
			if (!isStartUp(context, activation) && health.toTell(() => true)) throw error;
			return null;
		}
		health.recover(WHOLE_NODE, startedAt);
		return await pollStreams(context, setting.value, { activation, startedAt, health });
	});
}
