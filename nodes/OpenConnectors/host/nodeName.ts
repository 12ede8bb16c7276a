import type { IPollFunctions } from 'n8n-workflow';

/** Names a node among all that this process polls: what is kept in memory of it is kept under this name. */
export function nodeNameOf(context: IPollFunctions): string {
	return `${context.getWorkflow().id}:${context.getNode().id}`;
}
