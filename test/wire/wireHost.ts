import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Host, type EngineName } from '../harness/host';
import { PAGE_SIZE, type WireList } from './wireLists';

export const ENGINES: readonly EngineName[] = ['in-memory', 'durable'];

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/**
 * Waits of the node take a tenth of their time, and so much faster its clock of durations runs,
 * which a poll's time is measured by: what takes a second here has used up ten.
 */
const HASTE = 10;

const machineTime = Date.now.bind(Date);
const machineDuration = performance.now.bind(performance);
let shiftMs = 0;

/**
 * From here on the clock of n8n and of the servers can be moved; it runs by itself, too. The one that
 * nobody can set goes along. For tests that wait {@link n8nInHaste}.
 */
export function startClock(): void {
	shiftMs = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => machineTime() + shiftMs);
	jest.spyOn(performance, 'now').mockImplementation(() => machineDuration() * HASTE + shiftMs);
}

export const passTime = (ms: number): void => void (shiftMs += ms);

/** n8n-workflow with a `sleep` in haste. For `jest.mock`. */
export function n8nInHaste(): typeof import('n8n-workflow') {
	const n8n = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	return { ...n8n, sleep: async (ms: number) => await n8n.sleep(ms / HASTE) };
}

/** Where n8n renews a login. */
export const TOKEN_PATH = '/oauth/token';

export interface WireHostSettings {
	readonly baseUrl: string;
	readonly engine?: EngineName;
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	readonly credential?: ICredentialDataDecryptedObject;
	readonly pollBudgetMs?: number;
}

/** A workflow that polls a list over the wire: {@link Host} with n8n's own login by OAuth2. */
export class WireHost extends Host {
	constructor(list: WireList, settings: WireHostSettings) {
		const { baseUrl, engine = 'in-memory', parameters, options, pollBudgetMs } = settings;
		super(engine, {
			parameters: {
				events: list.watch === 'dates' ? ['created', 'updated'] : ['created', 'updated', 'deleted'],
				...list.parameters,
				...parameters,
				// The stand-in for Maximizer keeps its dates in UTC, and shows changes at once.
				options: { pageSize: PAGE_SIZE, lookback: 5, ...options },
			},
			credentials: {
				[list.credentialType]: {
					...list.credential,
					baseUrl,
					accessTokenUrl: baseUrl + TOKEN_PATH,
					...settings.credential,
				},
			},
			...(pollBudgetMs === undefined ? {} : { pollBudgetMs }),
		});
		const helper = this.additionalData.credentialsHelper;
		jest
			.mocked(helper)
			.getParentTypes.mockImplementation((type) =>
				type.endsWith('OAuth2Api') ? ['oAuth2Api'] : [],
			);
		jest.mocked(helper).runPreAuthentication.mockResolvedValue(undefined);
		this.additionalData.ssrfBridge = undefined;
	}

	/** Publishes; an error of it is kept with the others. */
	async tryToPublish(): Promise<boolean> {
		try {
			await this.publish();
			return true;
		} catch (error) {
			this.errors.push(error);
			return false;
		}
	}

	/** What the user reads: errors, as n8n shows them, and warnings. */
	get told(): readonly string[] {
		return [...this.errors.map(textOfError), ...this.warnings];
	}

	/** What errors declare to n8n. */
	get causes(): readonly string[] {
		return this.errors.map(causeOf);
	}

	/** Everything that leaves the node: errors with all they carry, log lines, state and events. */
	get letOut(): string {
		return [
			...this.errors.flatMap(textsIn),
			...this.log.map(({ message }) => message),
			JSON.stringify(this.saved),
			JSON.stringify(this.items),
		].join('\n');
	}
}

export const isNodeError = (error: unknown): error is NodeApiError | NodeOperationError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

export function textOfError(error: unknown): string {
	if (!isNodeError(error)) return String(error);
	return `${error.message} / ${error.description ?? ''}`;
}

export const causeOf = (error: unknown): string =>
	isNodeError(error) ? (error.failure?.cause ?? 'none') : 'none';

const DEEPEST = 12;

/** Every text below an error, wherever it is. */
function textsIn(error: unknown): readonly string[] {
	const met = new Set<unknown>();
	const texts: string[] = [];
	const walk = (value: unknown, depth: number): void => {
		if (typeof value === 'string') texts.push(value);
		if (typeof value !== 'object' || value === null || met.has(value) || depth > DEEPEST) return;
		met.add(value);
		for (const name of Object.getOwnPropertyNames(value)) {
			// The node is n8n's own, and holds what the user wrote.
			if (depth === 0 && name === 'node') continue;
			walk(Reflect.get(value, name), depth + 1);
		}
	};
	walk(error, 0);
	return texts;
}

/** Events as `created 17`. */
export const shown = (items: readonly IDataObject[]): readonly string[] =>
	items.map(({ eventType, objectId }) => {
		const id = String(objectId).replace(/-0$/, '');
		return `${String(eventType).toLowerCase()} ${id}`;
	});
