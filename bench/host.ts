import 'reflect-metadata';
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IHttpRequestOptions,
	type INode,
	type INodeTypes,
	type INodeParameters,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { CONNECTORS } from '../nodes/OpenConnectors/connectors';
import { OpenConnectorsPollTrigger } from '../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';

/** The node waits to keep to Insightly's requests a second. What is measured is work, not waiting. */
if (!CONNECTORS.insightly.rateLimit) throw new Error('There is no limit to lift');
Reflect.deleteProperty(CONNECTORS.insightly, 'rateLimit');

export const nodeType = new OpenConnectorsPollTrigger();

export const CREDENTIAL = 'openConnectorsInsightlyApi';

/** As n8n says for polls that hold no lease. */
const UNLEASED_MS = 300_000;

let workflows = 0;

/** The node in n8n-core's own context for polls, its HTTP functions included. */
export function createContext(baseUrl: string, options: INodeParameters): PollContext {
	const parameters = {
		connector: 'insightly',
		connection: 'provider',
		configure: 'resources',
		resources: ['contacts'],
		events: ['created', 'updated'],
		startFrom: 'beginning',
		output: 'event',
		options,
	};
	const node: INode = {
		id: `node-${(workflows += 1)}`,
		name: 'Poll',
		type: 'n8n-nodes-open-connectors.openConnectorsPollTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [CREDENTIAL]: { id: '1', name: 'Benchmark' } },
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		id: `workflow-${workflows}`,
		name: 'Benchmark',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		settings: { timezone: 'Etc/UTC' },
	});
	const context = new PollContext(
		workflow,
		node,
		additionalData(baseUrl),
		'trigger',
		'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		() => workflow.getStaticData('node', node),
		() => UNLEASED_MS,
	);
	Object.defineProperty(context, 'logger', { value: silentLogger });
	return context;
}

const silent = () => undefined;
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent };

/** Of what n8n keeps for a workflow, the part that credentials and requests need. */
function additionalData(baseUrl: string): IWorkflowExecuteAdditionalData {
	return Object.assign(Object.create(null), {
		credentialsHelper: {
			getParentTypes: () => [],
			isCredentialUsableByNode: () => true,
			preAuthentication: async () => undefined,
			getDecrypted: async () => ({ baseUrl, apiKey: 'bench-key' }),
			authenticate: async (_data: unknown, _type: string, request: IHttpRequestOptions) => ({
				...request,
				auth: { username: 'bench-key', password: '' },
			}),
		},
	});
}
