import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { Host, isNodeError, textOf, type EngineName } from '../harness/host';
import { PAGE_SIZE, type WireList } from './wireLists';

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
		return [...this.errors.map(textOf), ...this.warnings];
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
