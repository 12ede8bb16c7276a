/** A request as a trigger gives it to n8n's HTTP functions, old and new. */
interface RequestOptions {
	readonly method?: string;
	readonly uri?: string;
	readonly url?: string;
	readonly qs?: Readonly<Record<string, unknown>>;
	readonly body?: Readonly<Record<string, unknown>>;
	readonly json?: boolean;
	readonly returnFullResponse?: boolean;
}

/** What a provider in memory is asked. */
export interface Asked {
	readonly url: string;
	readonly query: Readonly<Record<string, unknown>>;
	readonly body: Readonly<Record<string, unknown>>;
}

export interface Answered {
	readonly status: number;
	readonly text: string;
	readonly headers: Readonly<Record<string, string>>;
}

export type Answer = (asked: Asked) => Answered;

export type StaticData = Record<string, unknown>;

/** A poll trigger of n8n, as far as it is used here. */
export interface PollTrigger {
	readonly poll: (
		this: TriggerSelf,
	) => Promise<ReadonlyArray<ReadonlyArray<{ readonly json: unknown }>> | null>;
}

type Send = (credentialType: string, options: RequestOptions) => Promise<unknown>;

/** The `this` of a poll, as far as the triggers here read it. */
export interface TriggerSelf {
	getNodeParameter(name: string, fallback?: unknown): unknown;
	getWorkflowStaticData(kind: 'node' | 'global'): StaticData;
	getCredentials(type: string): Promise<unknown>;
	getNode(): unknown;
	getWorkflow(): unknown;
	getMode(): 'trigger';
	getActivationMode(): 'activate';
	getTimezone(): string;
	getPollBudgetMs(): number;
	readonly logger: unknown;
	readonly helpers: {
		readonly requestWithAuthentication: Send;
		readonly requestOAuth2: Send;
		readonly httpRequestWithAuthentication: Send;
		returnJsonArray(records: readonly unknown[]): ReadonlyArray<{ readonly json: unknown }>;
	};
}

export interface SelfSettings {
	readonly name: string;
	readonly typeVersion: number;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials: Readonly<Record<string, unknown>>;
	readonly answer: Answer;
	/** n8n gives every poll of an activation this same object. */
	readonly staticData: StaticData;
}

/** As n8n says for polls that hold no lease. */
const UNLEASED_MS = 300_000;
const silent = () => undefined;

let workflows = 0;

/** A `this` whose HTTP functions answer from memory. */
export function createSelf(settings: SelfSettings): TriggerSelf {
	const { name, typeVersion, parameters, credentials, staticData } = settings;
	const send: Send = async (_type, options) => respond(settings.answer, options);
	const globalData: StaticData = {};
	// A process remembers what it polled, by workflow and node: each is one of its own.
	const id = `${name}-${(workflows += 1)}`;
	return {
		getNodeParameter: (parameter, fallback) => parameters[parameter] ?? fallback,
		getWorkflowStaticData: (kind) => (kind === 'node' ? staticData : globalData),
		getCredentials: async (type) => credentials[type],
		getNode: () => ({
			id,
			name,
			type: name,
			typeVersion,
			position: [0, 0],
			parameters,
			credentials: Object.fromEntries(
				Object.keys(credentials).map((type) => [type, { id: '1', name: type }]),
			),
		}),
		getWorkflow: () => ({ id, name, active: true }),
		getMode: () => 'trigger',
		getActivationMode: () => 'activate',
		getTimezone: () => 'UTC',
		getPollBudgetMs: () => UNLEASED_MS,
		logger: { debug: silent, info: silent, warn: silent, error: silent },
		helpers: {
			requestWithAuthentication: send,
			requestOAuth2: send,
			httpRequestWithAuthentication: send,
			returnJsonArray: (records) => records.map((json) => ({ json })),
		},
	};
}

function respond(answer: Answer, options: RequestOptions): unknown {
	const url = options.url ?? options.uri ?? '';
	const { status, text, headers } = answer({
		url,
		query: options.qs ?? {},
		body: options.body ?? {},
	});
	if (options.returnFullResponse)
		return { statusCode: status, headers, body: options.json ? JSON.parse(text) : text };
	if (status >= 400)
		throw Object.assign(new Error(`Request failed with status code ${status}`), {
			statusCode: status,
			httpCode: String(status),
		});
	return JSON.parse(text);
}

/** The items of one poll. */
export async function itemsOf(
	trigger: PollTrigger,
	self: TriggerSelf,
): Promise<readonly unknown[]> {
	const lists = (await trigger.poll.call(self)) ?? [];
	return lists.flatMap((items) => items.map((item) => item.json));
}
