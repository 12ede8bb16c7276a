import { migrateRunExecutionData, NodeOperationError, type INode } from 'n8n-workflow';

/**
 * n8n does not tell a node its version. It has had this function since 1.123.0, the oldest that the package is
 * tried with.
 * @throws NodeOperationError in an older n8n
 */
export function refuseOlderN8n(node: INode): void {
	if (typeof migrateRunExecutionData === 'function') return;
	throw new NodeOperationError(node, 'This node needs n8n 1.123 or newer', {
		description: 'This n8n is older: ask whoever runs it to update it.',
	});
}
