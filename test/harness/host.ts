/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- stands in for n8n, never runs inside it */
import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { mock } from 'jest-mock-extended';
// All of n8n-core takes each test file twice as long to load.
import { PollContext } from 'n8n-core/dist/execution-engine/node-execution-context/poll-context';
import {
	cronNodeOptions,
	NodeApiError,
	NodeError,
	NodeOperationError,
	Workflow,
	type Failure,
	type ICredentialDataDecryptedObject,
	type ICredentialsHelper,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IPollFunctions,
	type IWorkflowExecuteAdditionalData,
	type Logger,
	type WorkflowActivateMode,
} from 'n8n-workflow';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import type { EngineName } from './engines';
import { signed } from './signed';
import { type NodeRuntime, runtimeOf } from '../../nodes/OpenConnectors/host/nodeRuntime';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';

// Where time is stopped, waits between requests move the clock instead of taking time.
jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./clock')>('./clock').n8nOnVirtualTime(),
);

/** `getPollBudgetMs()` of polls without a lease, and of leased ones with n8n's default settings. */
const UNLEASED_MS = 300_000;
const LEASED_MS = 36_000;

/** Back-off of the durable engine: first wait, longest wait, and the longest that a poll may ask for. */
const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 30 * 60_000;
const LONGEST_ASKED_MS = 60 * 60_000;

const genericNode = new OpenConnectorsPollTrigger();
// As n8n does it for all nodes that poll.
genericNode.description.properties.unshift({
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: { item: [{ mode: 'everyMinute' }] },
	options: cronNodeOptions,
});

const NODE_ID = '7d1c8a52-0d5c-4a86-9f0b-0f6f3f7b7b11';
let workflows = 0;

/**
 * What a poll of the durable engine may write; nothing outside of one. One for all hosts: on Node 20 every storage
 * that is in use slows down every promise of the process.
 */
const nodeData = new AsyncLocalStorage<IDataObject>();

export interface HostSettings {
	readonly parameters: INodeParameters;
	/** Data of each credential, by its type. */
	readonly credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Id of every credential: workflows with the same one share an account. Absent: `1`. */
	readonly credentialId?: string;
	readonly nodeName?: string;
	/** Absent: the Open Connectors Poll Trigger. */
	readonly nodeType?: INodeType & { readonly poll: NonNullable<INodeType['poll']> };
	/** `getPollBudgetMs()` of scheduled polls, when it is not n8n's default. */
	readonly pollBudgetMs?: number;
	/** Real ms after which the durable engine abandons a poll; absent: never. */
	readonly pollTimeoutMs?: number;
	/** Whether the durable engine waits after errors; absent: every tick polls. */
	readonly backOff?: boolean;
}

export { ENGINES, type EngineName } from './engines';

/** What n8n's database keeps of a workflow. */
interface Saved {
	/** `workflow_entity.staticData`. */
	staticData: IDataObject;
	/** `poller_state.cursor`, by node id; empty: no row yet. */
	cursor: IDataObject;
}

export interface LogLine {
	readonly level: 'debug' | 'info' | 'warn' | 'error';
	readonly message: string;
	/** What stands beside the text in a log in JSON. */
	readonly metadata: unknown;
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
	readonly log: LogLine[] = [];
	settings: HostSettings;
	/** Epoch ms until which the durable engine makes no poll. */
	backOffUntil = 0;
	private errorsInARow = 0;
	private registered: PollContext | undefined;
	private readonly abandoned: Array<Promise<unknown>> = [];
	private readonly logger = this.createLogger();
	protected readonly additionalData = this.createAdditionalData();
	private workflowId = `workflow-${(workflows += 1)}`;

	constructor(
		readonly engine: EngineName,
		settings: HostSettings,
	) {
		this.settings = settings;
	}

	get warnings(): readonly string[] {
		return this.log.filter(({ level }) => level === 'warn').map(({ message }) => message);
	}

	/** Publishes, with the activation poll. @throws what the activation poll throws */
	async publish(mode: WorkflowActivateMode = 'activate'): Promise<void> {
		// What was registered before is torn down first, so that a failure leaves no poller.
		this.registered = undefined;
		this.succeed();
		const workflow = this.workflow();
		const context = this.context(workflow, 'trigger', mode);
		const data = this.seed();
		const items = await this.run(context, data);
		this.registered = context;
		if (items) {
			this.executions.push(items.flat());
			if (this.engine === 'durable') this.saved.cursor = copy(data);
		}
		// Activation ends with a save of the workflow's static data in both engines.
		this.saveStaticData(workflow);
	}

	/** A changed workflow is published. The durable engine keeps its schedule, and makes no activation poll. */
	async republish(changes: Partial<HostSettings> = {}): Promise<void> {
		this.settings = { ...this.settings, ...changes };
		if (this.engine === 'in-memory') await this.publish('update');
	}

	unpublish(): void {
		this.registered = undefined;
	}

	/** One scheduled poll. Errors become error executions. */
	async tick(): Promise<readonly INodeExecutionData[]> {
		return this.engine === 'durable' ? await this.durableTick() : await this.inMemoryTick();
	}

	/** The process ends and n8n starts again. */
	async restart(): Promise<void> {
		this.registered = undefined;
		// What the package keeps in the memory of a process goes by the workflow's id: a new one is a new process.
		this.workflowId = `workflow-${(workflows += 1)}`;
		if (this.engine === 'in-memory') await this.publish('init');
	}

	/** The same workflow in the same process, registered a second time, with a copy of what is saved. */
	registeredOnceMore(): Host {
		const other = new Host(this.engine, this.settings);
		other.workflowId = this.workflowId;
		other.saved = structuredClone(this.saved);
		return other;
	}

	/** What the package remembers of the node in this process. */
	runtime(): NodeRuntime {
		const context = mock<IPollFunctions>({
			getWorkflow: () => ({ id: this.workflowId, active: true }),
			getNode: () => mock<INode>({ id: NODE_ID }),
		});
		return runtimeOf(context);
	}

	/** Waits for the polls that the durable engine has abandoned. */
	async abandonedPolls(): Promise<void> {
		await Promise.allSettled(this.abandoned);
	}

	/** "Fetch Test Event" in the editor. */
	async fetchTestEvent(): Promise<readonly INodeExecutionData[]> {
		const context = this.context(this.workflow(), 'manual', 'manual');
		return (await this.nodeType.poll.call(context))?.flat() ?? [];
	}

	get items(): readonly IDataObject[] {
		return this.executions.flat().map((item) => item.json);
	}

	private async inMemoryTick(): Promise<readonly INodeExecutionData[]> {
		const context = this.registered;
		if (!context) throw new Error('Publish first');
		// A poll that was superseded meanwhile is discarded, with its items and its error.
		const superseded = () => this.registered !== context;
		try {
			const items = await this.nodeType.poll.call(context);
			if (!items || superseded()) return [];
			// Emitting saves the static data; an empty poll saves nothing.
			this.saveStaticData(this.workflowOf(context));
			this.executions.push(items.flat());
			return items.flat();
		} catch (error) {
			if (!superseded()) this.errors.push(error);
			return [];
		}
	}

	private async durableTick(): Promise<readonly INodeExecutionData[]> {
		if (Date.now() < this.backOffUntil) return [];
		const data = this.seed();
		const context = this.context(this.workflow(), 'trigger', 'update');
		try {
			const polling = this.run(context, data);
			if (await this.isTooLong(polling)) {
				this.fail(undefined);
				this.abandoned.push(polling);
				return [];
			}
			const items = await polling;
			this.saved.cursor = copy(data);
			this.succeed();
			if (!items) return [];
			this.executions.push(items.flat());
			return items.flat();
		} catch (error) {
			this.errors.push(error);
			this.fail(error);
			return [];
		}
	}

	private async run(context: PollContext, data: IDataObject) {
		return await nodeData.run(data, async () => await this.nodeType.poll.call(context));
	}

	/** The durable engine's copy of the node's state; the first one is taken from the static data. */
	private seed(): IDataObject {
		const { cursor, staticData } = this.saved;
		const former = staticData[`node:${this.nodeName}`];
		const isFirst = Object.keys(cursor).length === 0 && isDataObject(former);
		return copy(isFirst ? former : cursor);
	}

	private async isTooLong(polling: Promise<unknown>): Promise<boolean> {
		const { pollTimeoutMs } = this.settings;
		if (pollTimeoutMs === undefined) return false;
		let timer: NodeJS.Timeout | undefined;
		const timeout = new Promise<true>((resolve) => {
			timer = setTimeout(() => resolve(true), pollTimeoutMs);
		});
		try {
			return await Promise.race([polling.then(() => false), timeout]);
		} finally {
			clearTimeout(timer);
		}
	}

	private succeed(): void {
		this.errorsInARow = 0;
		this.backOffUntil = 0;
	}

	private fail(error: unknown): void {
		if (!this.settings.backOff) return;
		this.errorsInARow += 1;
		const failure = error instanceof NodeError ? error.failure : undefined;
		const asked = failure && 'retryAfterMs' in failure ? (failure.retryAfterMs ?? 0) : 0;
		const grown = isPermanent(failure)
			? LONGEST_BACK_OFF_MS
			: Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (this.errorsInARow - 1));
		this.backOffUntil = Date.now() + Math.max(grown, Math.min(asked, LONGEST_ASKED_MS));
	}

	private readonly workflows = new WeakMap<PollContext, Workflow>();

	private workflowOf(context: PollContext): Workflow {
		const workflow = this.workflows.get(context);
		if (!workflow) throw new Error('Not a context of this host');
		return workflow;
	}

	private saveStaticData(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		workflow.staticData.__dataChanged = false;
		this.saved.staticData = JSON.parse(JSON.stringify(workflow.staticData));
	}

	private workflow(): Workflow {
		const { nodeType } = this;
		const { parameters } = this.settings;
		const node: INode = {
			id: NODE_ID,
			name: this.nodeName,
			type: `n8n-nodes-open-connectors.${nodeType.description.name}`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(
				Object.keys(this.settings.credentials).map((type) => [
					type,
					{ id: this.settings.credentialId ?? '1', name: type },
				]),
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

	private get nodeType() {
		return this.settings.nodeType ?? genericNode;
	}

	private get nodeName(): string {
		return this.settings.nodeName ?? 'Poll';
	}

	private context(
		workflow: Workflow,
		mode: 'trigger' | 'manual',
		activation: WorkflowActivateMode,
	): PollContext {
		const node = workflow.getNode(this.nodeName);
		if (!node) throw new Error('The workflow has no such node');
		const durable = this.engine === 'durable' && mode === 'trigger';
		const stagedNodeData = (): IDataObject => {
			const staged = nodeData.getStore();
			if (!staged) throw new Error('Poll node read its static data outside of a poll');
			return staged;
		};
		const leased = durable && activation === 'update';
		// All polls of the in-memory engine share a context: only those after the first are scheduled.
		const budgetMs = () =>
			leased
				? (this.settings.pollBudgetMs ?? LEASED_MS)
				: this.registered === context
					? (this.settings.pollBudgetMs ?? UNLEASED_MS)
					: UNLEASED_MS;
		const context: PollContext = new PollContext(
			workflow,
			node,
			this.additionalData,
			mode,
			activation,
			undefined,
			undefined,
			undefined,
			undefined,
			durable ? stagedNodeData : undefined,
			budgetMs,
		);
		Object.defineProperty(context, 'logger', { value: this.logger });
		this.workflows.set(context, workflow);
		return context;
	}

	private createLogger(): Logger {
		const logger = mock<Logger>();
		for (const level of ['debug', 'info', 'warn', 'error'] as const)
			logger[level].mockImplementation(
				(message, metadata) => void this.log.push({ level, message, metadata }),
			);
		return logger;
	}

	private createAdditionalData(): IWorkflowExecuteAdditionalData {
		const helper = mock<ICredentialsHelper>();
		helper.getParentTypes.mockReturnValue([]);
		helper.isCredentialUsableByNode.mockReturnValue(true);
		helper.preAuthentication.mockImplementation(async (helpers, data, type, _node, isExpired) => {
			const login = await loggedIn(helpers, data, type, isExpired);
			// n8n keeps it with the credential.
			if (login) this.settings.credentials[type] = Object.assign(data, login);
			return login && data;
		});
		helper.getDecrypted.mockImplementation(async (_data, _reference, type) => ({
			...this.settings.credentials[type],
		}));
		helper.authenticate.mockImplementation(
			async (data, type, request) => await signRequest(data, type, request),
		);
		return mock<IWorkflowExecuteAdditionalData>({
			credentialsHelper: helper,
			evalLlmMockHandler: undefined,
			currentNodeParameters: undefined,
			executionContext: undefined,
		});
	}
}

function isDataObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isNodeError = (error: unknown): error is NodeApiError | NodeOperationError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

/** An error as n8n shows it, behind the cause that it declares. */
export const textOf = (error: unknown): string =>
	isNodeError(error)
		? `${error.failure?.cause ?? 'none'}: ${error.message} / ${error.description ?? ''}`
		: String(error);

/** Whether the durable engine takes waiting for useless, and waits longest at once. */
function isPermanent(failure: Failure | undefined): boolean {
	return failure?.cause === 'credential-invalid' || failure?.cause === 'configuration-invalid';
}

/** As n8n does it: where there is no token yet, or it has expired. */
async function loggedIn(
	helpers: IHttpRequestHelper,
	data: ICredentialDataDecryptedObject,
	name: string,
	isExpired: boolean,
): Promise<ICredentialDataDecryptedObject | undefined> {
	const type = CREDENTIAL_TYPES.find((candidate) => candidate.name === name);
	const token = type?.properties.find(({ typeOptions }) => typeOptions?.expirable)?.name;
	if (!type?.preAuthentication || token === undefined) return undefined;
	if ((data[token] ?? '') !== '' && !isExpired) return undefined;
	const output = await type.preAuthentication.call(helpers, data);
	return output[token] === undefined ? undefined : { [token]: String(output[token]) };
}

async function signRequest(
	data: ICredentialDataDecryptedObject,
	name: string,
	request: Parameters<ICredentialsHelper['authenticate']>[2],
): Promise<IHttpRequestOptions> {
	const type = CREDENTIAL_TYPES.find((candidate) => candidate.name === name);
	if (!type || !('url' in request)) throw new Error(`${name} cannot sign the request`);
	return await signed(type, data, request);
}
