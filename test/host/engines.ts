import 'reflect-metadata';
import { mock } from 'jest-mock-extended';
import { PollContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type Logger,
} from 'n8n-workflow';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';

/** `getPollBudgetMs()` of polls without a lease, and of leased ones with n8n's default settings. */
const UNLEASED_MS = 300_000;
const LEASED_MS = 36_000;

const nodeType = new OpenConnectorsPollTrigger();

let workflows = 0;

export interface HostSettings {
	readonly parameters: INodeParameters;
	/** Data of each credential, by its type. */
	readonly credentials: Readonly<Record<string, ICredentialDataDecryptedObject>>;
	readonly nodeName?: string;
}

export type EngineName = 'in-memory' | 'durable';

/** What n8n's database keeps of a workflow. */
interface Saved {
	/** `workflow_entity.staticData`. */
	staticData: IDataObject;
	/** `poller_state.cursor`, by node id. */
	cursor: IDataObject;
}

const copy = (value: IDataObject): IDataObject => structuredClone(value);

/**
 * One workflow with the poll trigger under one of n8n's two polling engines, as n8n 2.41 behaves:
 * what it saves when, which context a poll gets, what it does with errors. Polls run in n8n-core's
 * own `PollContext`.
 */
export class Host {
	saved: Saved = { staticData: {}, cursor: {} };
	/** Items of every execution that was started. */
	readonly executions: INodeExecutionData[][] = [];
	readonly errors: unknown[] = [];
	readonly warnings: string[] = [];
	settings: HostSettings;
	private registered: PollContext | undefined;
	private readonly workflowId = `workflow-${(workflows += 1)}`;

	constructor(
		readonly engine: EngineName,
		settings: HostSettings,
	) {
		this.settings = settings;
	}

	/** Publishes, with the activation poll. @throws what the activation poll throws */
	async publish(): Promise<void> {
		const workflow = this.workflow();
		const durable = this.engine === 'durable';
		const nodeData = copy(this.saved.cursor);
		const context = durable
			? this.context(workflow, 'trigger', () => nodeData, UNLEASED_MS)
			: this.context(workflow, 'trigger', undefined, UNLEASED_MS);
		const items = await nodeType.poll.call(context);
		this.registered = context;
		if (items) {
			this.executions.push(items.flat());
			if (durable) this.saved.cursor = copy(nodeData);
		}
		// Activation ends with a save of the workflow's static data in both engines.
		this.saveStaticData(workflow);
	}

	/** One scheduled poll. Errors become error executions. */
	async tick(): Promise<readonly INodeExecutionData[]> {
		return this.engine === 'durable' ? await this.durableTick() : await this.inMemoryTick();
	}

	/** The process ends and n8n starts again. */
	async restart(): Promise<void> {
		this.registered = undefined;
		if (this.engine === 'in-memory') await this.publish();
	}

	/** "Fetch Test Event" in the editor. */
	async fetchTestEvent(): Promise<readonly INodeExecutionData[]> {
		const context = this.context(this.workflow(), 'manual', undefined, UNLEASED_MS);
		return (await nodeType.poll.call(context))?.flat() ?? [];
	}

	get items(): readonly IDataObject[] {
		return this.executions.flat().map((item) => item.json);
	}

	private async inMemoryTick(): Promise<readonly INodeExecutionData[]> {
		const context = this.registered;
		if (!context) throw new Error('Publish first');
		try {
			const items = await nodeType.poll.call(context);
			if (!items) return [];
			// Emitting saves the static data; an empty poll saves nothing.
			this.saveStaticData(this.workflowOf(context));
			this.executions.push(items.flat());
			return items.flat();
		} catch (error) {
			this.errors.push(error);
			return [];
		}
	}

	private async durableTick(): Promise<readonly INodeExecutionData[]> {
		const nodeData = copy(this.saved.cursor);
		const context = this.context(this.workflow(), 'trigger', () => nodeData, LEASED_MS);
		try {
			const items = await nodeType.poll.call(context);
			this.saved.cursor = copy(nodeData);
			if (!items) return [];
			this.executions.push(items.flat());
			return items.flat();
		} catch (error) {
			this.errors.push(error);
			return [];
		}
	}

	private readonly workflows = new WeakMap<PollContext, Workflow>();

	private workflowOf(context: PollContext): Workflow {
		const workflow = this.workflows.get(context);
		if (!workflow) throw new Error('Not a context of this host');
		return workflow;
	}

	private saveStaticData(workflow: Workflow): void {
		this.saved.staticData = JSON.parse(JSON.stringify(workflow.staticData));
	}

	private workflow(): Workflow {
		const { parameters, nodeName } = this.settings;
		const node: INode = {
			id: '7d1c8a52-0d5c-4a86-9f0b-0f6f3f7b7b11',
			name: nodeName ?? 'Poll',
			type: 'n8n-nodes-open-connectors.openConnectorsPollTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(
				Object.keys(this.settings.credentials).map((type) => [type, { id: '1', name: type }]),
			),
		};
		const nodeTypes: INodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		};
		return new Workflow({
			id: this.workflowId,
			name: 'Test',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: copy(this.saved.staticData),
			settings: { timezone: 'Europe/Berlin' },
		});
	}

	private context(
		workflow: Workflow,
		mode: 'trigger' | 'manual',
		nodeData: (() => IDataObject) | undefined,
		budgetMs: number,
	): PollContext {
		const node = workflow.getNode(this.settings.nodeName ?? 'Poll');
		if (!node) throw new Error('The workflow has no such node');
		const helper = mock<ICredentialsHelper>();
		helper.getParentTypes.mockReturnValue([]);
		helper.isCredentialUsableByNode.mockReturnValue(true);
		helper.preAuthentication.mockResolvedValue(undefined);
		helper.getDecrypted.mockImplementation(async (_data, _reference, type) => ({
			...this.settings.credentials[type],
		}));
		helper.authenticate.mockImplementation(async (data, type, request) =>
			authenticated(data, type, request),
		);
		const additionalData = mock<IWorkflowExecuteAdditionalData>({
			credentialsHelper: helper,
			evalLlmMockHandler: undefined,
			currentNodeParameters: undefined,
			executionContext: undefined,
		});
		const nodeDataOf = nodeData ?? (() => workflow.getStaticData('node', node));
		const context = new PollContext(
			workflow,
			node,
			additionalData,
			mode,
			mode === 'manual' ? 'manual' : 'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			nodeDataOf,
			() => budgetMs,
		);
		Object.defineProperty(context, 'logger', { value: this.logger });
		this.workflows.set(context, workflow);
		return context;
	}

	private get logger(): Logger {
		const logger = mock<Logger>();
		logger.warn.mockImplementation((message: string) => void this.warnings.push(message));
		return logger;
	}
}

/** What the credentials' `authenticate` asks n8n to do; test/credentials holds them to it. */
function authenticated(
	data: ICredentialDataDecryptedObject,
	type: string,
	request: Parameters<ICredentialsHelper['authenticate']>[2],
): IHttpRequestOptions {
	if (!('url' in request)) throw new Error('The request has no url');
	if (type === 'openConnectorsInsightlyApi')
		return { ...request, auth: { username: String(data.apiKey), password: '' } };
	return {
		...request,
		headers: {
			...request.headers,
			Authorization: `User ${String(data.userSecret)}, Element ${String(data.elementToken)}`,
		},
	};
}
