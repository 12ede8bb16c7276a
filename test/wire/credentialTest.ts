import 'reflect-metadata';
import { mock } from 'jest-mock-extended';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type ICredentialType,
	type INode,
	type INodeType,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import { signed } from '../harness/signed';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';

export interface TestResult {
	readonly isOk: boolean;
	readonly message: string;
}

/**
 * Tests a credential as the editor of n8n does: its request is run by n8n-core's `RoutingNode` over
 * n8n's HTTP client, and an answer of success that no rule speaks against is "Connection successful".
 */
export async function testCredential(
	name: string,
	data: ICredentialDataDecryptedObject,
): Promise<TestResult> {
	const type = CREDENTIAL_TYPES.find((candidate) => candidate.name === name);
	if (!type?.test) throw new Error(`${name} has no test`);
	const { request, rules = [] } = type.test;
	const nodeType: INodeType = {
		description: {
			...new OpenConnectorsPollTrigger().description,
			polling: undefined,
			credentials: [{ name, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
			],
		},
	};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [name]: { id: '1', name } },
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalDataOf(type, data),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const decrypted = { id: '1', name, type: name, data };
	try {
		const [items] = (await new RoutingNode(context, nodeType, decrypted).runNode()) ?? [];
		const body: Readonly<Record<string, unknown>> = items?.[0]?.json ?? {};
		const broken = rules.find(
			(rule) =>
				rule.type === 'responseSuccessBody' && body[rule.properties.key] === rule.properties.value,
		);
		return broken
			? { isOk: false, message: broken.properties.message }
			: { isOk: true, message: 'Connection successful!' };
	} catch (error) {
		return { isOk: false, message: error instanceof Error ? error.message : String(error) };
	}
}

function additionalDataOf(type: ICredentialType, data: ICredentialDataDecryptedObject) {
	const helper = mock<ICredentialsHelper>();
	helper.getParentTypes.mockReturnValue(type.extends ?? []);
	helper.isCredentialUsableByNode.mockReturnValue(true);
	helper.preAuthentication.mockResolvedValue(undefined);
	helper.runPreAuthentication.mockResolvedValue(undefined);
	helper.getDecrypted.mockImplementation(async () => await Promise.resolve({ ...data }));
	helper.authenticate.mockImplementation(async (values, _name, request) => {
		if (!('url' in request)) throw new Error('The request has no url');
		return await signed(type, values, request);
	});
	return mock<IWorkflowExecuteAdditionalData>({
		credentialsHelper: helper,
		evalLlmMockHandler: undefined,
		currentNodeParameters: undefined,
		executionContext: undefined,
		ssrfBridge: undefined,
		variables: {},
	});
}
