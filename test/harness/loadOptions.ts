import 'reflect-metadata';
import { mock } from 'jest-mock-extended';
import { LoadOptionsContext } from 'n8n-core/dist/execution-engine/node-execution-context/load-options-context';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type ILoadOptionsFunctions,
	type INode,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import { signed } from './signed';

export interface Edited {
	readonly nodeType: INodeType;
	readonly parameters: INodeParameters;
	/** Data of each credential that is chosen, by its type. */
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	/** Of the field that is filled in. */
	readonly path: string;
}

/** What the editor offers for a field of a node. */
export async function loadOptions(
	load: (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>,
	{ nodeType, parameters, credentials, path }: Edited,
): Promise<INodePropertyOptions[]> {
	const node: INode = {
		id: '1',
		name: 'Poll',
		type: `n8n-nodes-open-connectors.${nodeType.description.name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: '1', name: type }]),
		),
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const helper = mock<ICredentialsHelper>();
	helper.getParentTypes.mockReturnValue([]);
	helper.isCredentialUsableByNode.mockReturnValue(true);
	helper.preAuthentication.mockResolvedValue(undefined);
	helper.getDecrypted.mockImplementation(async (_data, _reference, type) => ({
		...credentials[type],
	}));
	helper.authenticate.mockImplementation(async (data, name, request) => {
		const type = CREDENTIAL_TYPES.find((candidate) => candidate.name === name);
		if (!type || !('url' in request)) throw new Error(`${name} cannot sign the request`);
		return await signed(type, data, request);
	});
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = mock<IWorkflowExecuteAdditionalData>({
		credentialsHelper: helper,
		currentNodeParameters: workflow.getNode('Poll')?.parameters ?? {},
		evalLlmMockHandler: undefined,
		executionContext: undefined,
		ssrfBridge: undefined,
		variables: {},
	});
	return await load.call(new LoadOptionsContext(workflow, node, additionalData, path));
}
