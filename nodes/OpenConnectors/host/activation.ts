import type { IPollFunctions } from 'n8n-workflow';

/** `getPollBudgetMs()` where no lease bounds the poll: all polls of the in-memory engine, and activation. */
const UNLEASED_BUDGET_MS = 300_000;

/** Whether n8n's durable engine runs the poll: it gives every poll but the activation poll a lease. */
export function isLeased(context: IPollFunctions): boolean {
	return (context.getPollBudgetMs?.() ?? UNLEASED_BUDGET_MS) < UNLEASED_BUDGET_MS;
}

const called = new WeakSet<IPollFunctions>();

/**
 * Whether this is the poll that n8n makes while it publishes a workflow, in which an error stops
 * the trigger for good. n8n does not say so. Its in-memory engine uses one context for the
 * activation poll and all that follow, so that the first call on a context is it; its durable
 * engine makes a context for every poll, and gives all but the activation poll a shorter time.
 */
export function isActivationPoll(context: IPollFunctions): boolean {
	const first = !called.has(context);
	called.add(context);
	return first && !isLeased(context);
}

/**
 * Whether this activation poll belongs to a start of n8n, or to a change of its leader, and not to
 * somebody who publishes.
 */
export function isStartUp(context: IPollFunctions, activation: boolean): boolean {
	const mode = context.getActivationMode();
	return activation && (mode === 'init' || mode === 'leadershipChange');
}
