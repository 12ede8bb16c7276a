import type { IPollFunctions } from 'n8n-workflow';

/** Start of the poll under way, epoch ms, by workflow and node. */
const underWay = new Map<string, number>();

/**
 * Runs `work` unless an earlier poll of the same node still runs: n8n's in-memory engine starts a
 * poll even then, and both would work from the same state. A poll older than its time is taken for
 * dead.
 *
 * @returns null when there was no turn
 */
export async function oneAtATime<Value>(
	context: IPollFunctions,
	budgetMs: number,
	startedAt: number,
	work: () => Promise<Value>,
): Promise<Value | null> {
	const name = `${context.getWorkflow().id}:${context.getNode().id}`;
	const other = underWay.get(name);
	if (other !== undefined && startedAt - other < budgetMs) return null;
	underWay.set(name, startedAt);
	try {
		return await work();
	} finally {
		if (underWay.get(name) === startedAt) underWay.delete(name);
	}
}
