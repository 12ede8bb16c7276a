import type { DatesSettings, RateLimit } from '../configuration/language';
import type { ErrorMapper } from './http';
import type { HubConditions, ListDefinition, Requester } from './remoteList';

export type { HubConditions, ListDefinition } from './remoteList';

/**
 * What a connector is: data only, one file per connector. Its resources are written in the language
 * of `configuration/language.ts`, with what only a product needs. What a provider needs beyond that
 * is code in the connector's folder, behind a requester or an error mapper.
 */
export interface ConnectorDefinition {
	/** Element key of Open Connectors, as in events. */
	readonly key: string;
	readonly displayName: string;
	readonly hub: string;
	/** Ways to authenticate in the provider connection, the default first. */
	readonly credentials: readonly CredentialChoice[];
	/** Appended to the credential's `baseUrl` when it is not there yet; empty where there is no version in the path. */
	readonly versionPath: string;
	/** Makes the requests of lists, where an address with parameters does not say it. */
	readonly requester?: Requester;
	readonly errorMapper?: ErrorMapper;
	/** The provider's own limit; the poll stays below it. */
	readonly rateLimit?: RateLimit;
	/** The provider's own limit of a day, of its smallest plan: a list that is read whole takes a share of it. */
	readonly requestsPerDay?: number;
	/** Settings of all resources; paging and page size hold for paths that users write too. */
	readonly defaults: Partial<ResourceDefinition>;
	/** With the defaults filled in, see {@link defineConnector}. */
	readonly resources: readonly ResourceDefinition[];
	/** What `{name}` in the paths of resources stands for. */
	readonly variables?: Readonly<Record<string, PathVariable>>;
	/** What the user reads when the provider answers 403. */
	readonly forbiddenHint: string;
}

/** A value that the user chooses, or writes. */
export interface PathVariable {
	readonly displayName: string;
	/** Where the user finds it; needless where it is chosen. */
	readonly description?: string;
	/** What it is chosen from: a list, as a poller configuration says it, and the field that names a record. */
	readonly from?: { readonly list: Readonly<Record<string, object>>; readonly label: string };
}

export interface CredentialChoice {
	/** Value of the node's `authentication`; absent where there is one way. */
	readonly authentication?: 'oAuth2' | 'apiKey' | 'accessToken' | 'generic';
	readonly type: string;
}

/** As the documentation of the platform prints it. */
export type HubConfiguration = Readonly<Record<string, unknown>> & {
	readonly datesConfiguration?: DatesSettings;
};

export interface ResourceDefinition extends ListDefinition {
	/** Key of the resource; becomes `objectType`. */
	readonly name: string;
	readonly displayName: string;
	/** Shown below the name in the list of resources. */
	readonly description?: string;
	readonly idField: string | readonly string[];
	/** Overrides the connector's. */
	readonly versionPath?: string;
	/** Further dates, in the format of the updated one, that a change may move instead: the latest of all counts. */
	readonly alsoUpdated?: readonly string[];
	/** Further lists of the same records, read behind the first in every poll. */
	readonly additionalLists?: readonly ListDefinition[];
	/** The list of deleted records, read when deletions are wanted; its updated date is when they were deleted. */
	readonly deletions?: ListDefinition;
	/** Of a resource watched by snapshot, the resource that lists the same records by date. */
	readonly datedVariant?: string;

	/** Last path segments of hub urls that mean this resource, beside its name. */
	readonly hubAliases?: readonly string[];
	/** The entry of `event.poller.configuration`; absent where the platform documents none. */
	readonly hubConfiguration?: HubConfiguration;
	/**
	 * What the platform's field names stand for here, where it renames fields: `id`, `updated` and
	 * `created` are the fields of this definition, `none` is a field that the provider does not send.
	 */
	readonly hubFields?: Readonly<Record<string, 'id' | 'updated' | 'created' | 'none'>>;
	/** Fields of hub conditions, in lower case, that ask for what changed since a time. */
	readonly hubSince?: readonly string[];
	/** How equality conditions of a hub url are sent; absent when the provider has no such filter. */
	readonly hubConditions?: HubConditions;
}

/** The date settings of a provider that writes its dates in one format, and in one zone where that is known. */
export function datesIn(format: string, timezone?: string) {
	const updated = (field: string): DatesSettings => ({
		updatedDateField: field,
		updatedDateFormat: format,
		...(timezone === undefined ? {} : { updatedDateTimezone: timezone }),
	});
	const created = (field: string): DatesSettings => ({
		createdDateField: field,
		createdDateFormat: format,
		...(timezone === undefined ? {} : { createdDateTimezone: timezone }),
	});
	return {
		updated,
		created,
		/** Of a record that is never changed, the created date is the updated one too. */
		dates: (updatedField: string, createdField = updatedField): DatesSettings => ({
			...updated(updatedField),
			...created(createdField),
		}),
	};
}

/** Fills the defaults into the resources of a connector. */
export function defineConnector(connector: ConnectorDefinition): ConnectorDefinition {
	const { defaults } = connector;
	return {
		...connector,
		resources: connector.resources.map((resource) => ({ ...defaults, ...resource })),
	};
}

/** The resource of a connector that goes by a name in hub urls and configurations. */
export function findResource(
	definition: ConnectorDefinition,
	name: string,
): ResourceDefinition | undefined {
	return definition.resources.find(
		(resource) => resource.name === name || resource.hubAliases?.includes(name),
	);
}

/** The path of a list, without the parameters. */
export function pathOf({ url }: ListDefinition): string {
	return url.split('?', 1)[0];
}

/** Whether the provider is asked for what changed since an instant, and not for all there is. */
export function hasFilter({ url, since }: ListDefinition): boolean {
	return since !== undefined || url.includes('${');
}
