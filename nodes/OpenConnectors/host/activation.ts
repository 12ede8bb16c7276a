import type { IPollFunctions } from 'n8n-workflow';

/** `getPollBudgetMs()` where no lease bounds the poll: all polls of the in-memory engine, and activation. */
const UNLEASED_BUDGET_MS = 300_000;

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
	const budgetMs = context.getPollBudgetMs?.() ?? UNLEASED_BUDGET_MS;
	return first && budgetMs >= UNLEASED_BUDGET_MS;
}

/**
 * Whether this activation poll belongs to a start of n8n, or to a change of its leader, and not to
 * somebody who publishes.
 */
export function isStartUp(context: IPollFunctions, activation: boolean): boolean {
	const mode = context.getActivationMode();
	return activation && (mode === 'init' || mode === 'leadershipChange');
}
