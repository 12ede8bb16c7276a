import { mock } from 'jest-mock-extended';
import type { INode, IPollFunctions } from 'n8n-workflow';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';

const node = mock<INode>({ name: 'Poll' });

/** What n8n had not before 1.123, and before 1.83. */
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	migrateRunExecutionData: undefined,
	NodeConnectionTypes: undefined,
}));

it.each(['trigger', 'manual'] as const)(
	'an n8n that is too old loads the node, which says what it needs: %s',
	async (mode) => {
		const context = mock<IPollFunctions>({ getNode: () => node, getMode: () => mode });
		await expect(new OpenConnectorsPollTrigger().poll.call(context)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'This node needs n8n 1.123 or newer',
			description: expect.stringContaining('update it'),
		});
	},
);
