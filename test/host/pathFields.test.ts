import 'reflect-metadata';
import { mock } from 'jest-mock-extended';
import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialsHelper,
	type INode,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { OpenConnectorsInfusionsoftRestApi } from '../../credentials/OpenConnectorsInfusionsoftRestApi.credentials';
import { pathLookUps } from '../../nodes/OpenConnectors/host/pathFields';
import type { Sandbox } from '../../sandbox/server';
import {
	ENGINES,
	connected,
	Host,
	startOnStoppedClock,
	stopWithClock,
	tick,
} from '../harness/sandbox';
import { signed } from '../harness/signed';
import { PRODUCT_NODES } from './productNodes';

const CREDENTIAL = 'openConnectorsInfusionsoftRestApi';
const nodeType = PRODUCT_NODES.infusionsoftrest;

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** What the editor offers for the tag. */
async function tags(credentials: INode['credentials']) {
	const data = connected(sandbox, 'infusionsoftrest', CREDENTIAL);
	const parameters = { authentication: 'apiKey', resources: ['tagged-contacts'] };
	const node: INode = {
		id: '1',
		name: 'Poll',
		type: `n8n-nodes-open-connectors.${nodeType.description.name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...(credentials ? { credentials } : {}),
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
	helper.getDecrypted.mockResolvedValue(data);
	helper.authenticate.mockImplementation(async (given, _name, request) => {
		if (!('url' in request)) throw new Error('The request has no url');
		return await signed(new OpenConnectorsInfusionsoftRestApi(), given, request);
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
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.tagId');
	return await pathLookUps.tagIdValues.call(context);
}

it('the tags of the account are offered by their names', async () => {
	const offered = await tags({ [CREDENTIAL]: { id: '1', name: CREDENTIAL } });
	const made = sandbox.infusionsoftrest.world.ids('tags');
	expect(made.length).toBeGreaterThan(1);
	expect(offered.map(({ value }) => String(value)).sort()).toEqual([...made].sort());
	expect(offered.every(({ name, value }) => name !== '' && name !== value)).toBe(true);
});

it('without a credential the list says so', async () => {
	await expect(tags(undefined)).rejects.toThrow('Credential: none is chosen');
});

describe.each(ENGINES)('under the %s engine', (engine) => {
	const publish = async (parameters: INode['parameters']) => {
		const credentials = { [CREDENTIAL]: connected(sandbox, 'infusionsoftrest', CREDENTIAL) };
		const host = new Host(engine, {
			nodeType,
			parameters: { authentication: 'apiKey', ...parameters },
			credentials,
		});
		await host.publish();
		await tick(host);
		expect(host.errors).toEqual([]);
		return sandbox.infusionsoftrest.requests.map(({ url }) => url.split('?')[0]);
	};

	it('the tag that is chosen is read', async () => {
		const [tagId] = sandbox.infusionsoftrest.world.ids('tags');
		const options = { pathVariables: { values: [{ name: 'tagId', value: '4711' }] } };
		const paths = await publish({ resources: ['tagged-contacts'], tagId, options });
		expect(new Set(paths)).toEqual(new Set([expect.stringContaining(`/tags/${tagId}/contacts`)]));
	});

	it('a path variable under Options still names it', async () => {
		const [value] = sandbox.infusionsoftrest.world.ids('tags');
		const options = { pathVariables: { values: [{ name: 'tagId', value }] } };
		const paths = await publish({ resources: ['tagged-contacts'], options });
		expect(paths.join()).toContain(`/tags/${value}/contacts`);
	});

	it('resources that were left from another connector are not asked for', async () => {
		const paths = await publish({ resources: ['milestones', 'tags', 'tickets'] });
		expect(new Set(paths)).toEqual(new Set([expect.stringMatching(/\/tags$/)]));
	});

	it('nothing but those is no choice', async () => {
		await expect(publish({ resources: ['milestones'] })).rejects.toThrow(
			'Resources: no resource is chosen',
		);
	});
});
