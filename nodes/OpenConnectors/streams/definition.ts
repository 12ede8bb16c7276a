import type { JsonValue } from '../core/page';
import type { Zone } from '../dates/zone';
import type { ErrorMapper } from './http';
import type { Listing } from './listing';

/**
 * What a connector is: data only, one file per connector. A resource carries its documented Open
 * Connectors configuration (what the platform connection uses) and its native request and fields
 * (what the provider connection uses).
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
	/** What stands between the base url and the path of a resource, with what has to be found out for it. */
	readonly account?: AccountPath;
	readonly paging: PageStyle;
	/** Asks for lists in a way of its own, in place of addresses with parameters. */
	readonly requester?: Requester;
	readonly errorMapper?: ErrorMapper;
	/** The provider's own limit; the poll stays below it. */
	readonly requestsPerSecond?: number;
	/** Joins parameters of one name, where the provider reads several conditions out of one. */
	readonly repeatedParameterJoin?: string;
	/** How a list of one record comes, where it is no list of one. */
	readonly listOfOne?: ListOfOne;
	readonly resources: readonly ResourceDefinition[];
	/** What the user is told when the provider answers 403. */
	readonly forbiddenHint: string;
}

/** Makes a list of the provider's own API out of what is asked for. */
export type Requester = (asked: NativeListing) => Listing;

/** What is asked of a list of the provider's own API. */
export interface NativeListing {
	readonly definition: ConnectorDefinition;
	readonly resource: ResourceDefinition;
	readonly list: ListDefinition;
	/** Address that paths are below, with its version; known at the latest when a page is asked for. */
	readonly apiUrl: () => string;
	/** The provider's address without a version, which links are joined to. */
	readonly root: () => string;
	readonly pageSize: number;
	readonly variables: Readonly<Record<string, string>>;
	/** Conditions of the user, see `HubRequest`. */
	readonly equalities: ReadonlyArray<readonly [field: string, value: string]>;
	/** Whether to use the provider's own filter by time. */
	readonly isFiltered: boolean;
	/** Zone in which the provider reads the time of its filter. */
	readonly zone: Zone;
}

/** As the record itself. */
export type ListOfOne = 'record';

export interface CredentialChoice {
	/** Value of the node's `authentication`; absent where there is one way. */
	readonly authentication?: 'oAuth2' | 'apiKey' | 'accessToken';
	/** Name of the credential type. */
	readonly type: string;
}

/** A path with ids that the credential holds, or that the provider is asked for when it does not. */
export interface AccountPath {
	/** Such as `/a/{accountId}/c/{clientFolderId}`; the names are fields of the credential. */
	readonly path: string;
	/** In the order in which they have to be asked for. */
	readonly lookups: readonly AccountLookup[];
}

export interface AccountLookup {
	/** Name in the path, and field of the credential. */
	readonly variable: string;
	/** What the user calls it, such as `Account ID`. */
	readonly label: string;
	/** Path of the list; may use the variables before. */
	readonly path: string;
	readonly recordsField: string;
	readonly idField: string;
	/** Says which is which when there are several. */
	readonly nameField: string;
}

export interface ResourceDefinition extends ListDefinition {
	/** Key of the resource; becomes `objectType`. */
	readonly name: string;
	readonly displayName: string;
	/** Shown below the name in the list of resources. */
	readonly description?: string;
	/** Last path segments of hub urls that mean this resource, beside its name. */
	readonly hubAliases?: readonly string[];
	/** The entry of `event.poller.configuration`; absent where the platform documents none. */
	readonly hubConfiguration?: Readonly<Record<string, unknown>>;
	/**
	 * What the platform's field names stand for here, where it renames fields: `id`, `updated` and
	 * `created` are the fields of this definition, `none` is a field that the provider does not send.
	 */
	readonly hubFields?: Readonly<Record<string, 'id' | 'updated' | 'created' | 'none'>>;
	/** Fields of hub conditions that ask for a time, where the order of the list serves that instead of a filter. */
	readonly hubSince?: readonly string[];
	/** Overrides the connector's. */
	readonly versionPath?: string;
	/** Overrides the path of the connector's account, where the list lies elsewhere below it. */
	readonly accountPath?: string;
	/** Overrides the connector's. */
	readonly paging?: PageStyle;
	/**
	 * How changes are found. `dates`: what was updated since. `snapshot`: the whole list is compared
	 * with what it was, for records without a usable date; shows deletions too.
	 */
	readonly watch: 'dates' | 'snapshot';
	/** Of a resource watched by snapshot, the resource that lists the same records by date. */
	readonly datedVariant?: string;
	/** Path of the list in the answer; absent: the answer is the list. */
	readonly recordsField?: string;
	/** Path of the id; of several the values together are the id. */
	readonly idField: string | readonly string[];
	readonly updated?: NativeDate;
	/** Further dates that a change may move instead of `updated`: the latest of all counts. */
	readonly alsoUpdated?: readonly NativeDate[];
	readonly created?: NativeDate;
	/** Further lists of the same records, read behind the first in every poll. */
	readonly also?: readonly ListDefinition[];
	/** The list of deleted records, read when deletions are wanted. */
	readonly deletions?: DeletionList;
	/** Which records are the traces of deletions. */
	readonly tombstone?: Tombstone;
	/** How an equality condition of a hub url is sent; absent when the provider has no such filter. */
	readonly equality?: EqualityFilter;
	/** The order of the list by updated time, as documented or asked for; `unknown` where it is neither. */
	readonly order: 'ascending' | 'descending' | 'unknown';
	/** The step of the stamps in ms. */
	readonly granularityMs: number;
	/** The longest time a change may stay invisible after its stamp, in minutes. */
	readonly lookbackMinutes: number;
	/** Fields that change without the record being changed. */
	readonly volatile?: readonly string[];
}

/** What a list is asked for by. */
export interface ListDefinition {
	/** Path below the version; `{name}` is a path variable. */
	readonly path: string;
	/** Sent with every request of the list. */
	readonly parameters?: readonly Parameter[];
	readonly since?: SinceFilter;
	/** For providers that are asked by a body instead of parameters. */
	readonly read?: OctopusRead;
}

export type Parameter = readonly [name: string, value: string];

export interface DeletionList extends ListDefinition {
	/** When the record was deleted. */
	readonly deleted: NativeDate;
	/** Where they differ from those of the resource. */
	readonly recordsField?: string;
	readonly idField?: string | readonly string[];
	/** Path of a field that the trace of a deletion does not have: others in the list are passed over. */
	readonly without?: string;
	/** Which traces are of this resource, where the list has those of others too. */
	readonly only?: Tombstone;
	/** The step of that date in ms. */
	readonly granularityMs: number;
}

/** A record is deleted when the field holds one of the values, or, without values, anything at all. */
export interface Tombstone {
	readonly field: string;
	readonly values?: readonly string[];
}

export interface NativeDate {
	readonly field: string;
	/** `milliseconds`, `seconds` or a Java date pattern. */
	readonly format: string;
	/** Zone of values that name none; absent: the zone of the node's options, where the account decides. */
	readonly timezone?: string;
}

/** The provider's "changed since" parameter. */
export interface SinceFilter {
	/** Parameter, or field of the search of a body. */
	readonly parameter: string;
	/** Java date pattern, written in UTC, or in the zone of the updated date where that is the account's. */
	readonly format: string;
	/** Stands before the date in the value of the parameter, such as `start_update_time==`. */
	readonly prefix?: string;
	/** Parameters that belong to it, such as its operator. */
	readonly companions?: readonly Parameter[];
	/** Whether records stamped exactly at the value are documented to be included. */
	readonly inclusive: boolean;
	/** How much earlier to ask, in ms, where the zone in which the provider reads the value is not certain. */
	readonly marginMs?: number;
	/** Fields of hub conditions that mean this filter, in lower case. */
	readonly hubFields: readonly string[];
}

/** How `field = 'value'` of a hub url is sent. */
export type EqualityFilter =
	/** As two parameters, at most once a request. */
	| { readonly kind: 'pair'; readonly fieldParameter: string; readonly valueParameter: string }
	/** As a parameter of the field's name; `any` where every field is one. */
	| { readonly kind: 'parameter'; readonly names: readonly string[] | 'any' }
	/** As a part of one parameter: `filter=name==value`. */
	| { readonly kind: 'part'; readonly parameter: string; readonly names: readonly string[] }
	/** As a condition of the body's search; any field. */
	| { readonly kind: 'search' };

/** A read request of Maximizer's Octopus API. */
export interface OctopusRead {
	/** Such as `AbEntry`. */
	readonly entity: string;
	/** `Scope.Fields`. */
	readonly fields: JsonValue;
	/** Conditions of every search. */
	readonly conditions?: readonly JsonValue[];
	/** Field to sort by, ascending. */
	readonly orderBy?: string;
	readonly drivers?: Readonly<Record<string, string>>;
	readonly compatibility?: Readonly<Record<string, string>>;
}

/** How a list goes on behind its first page. */
export type PageStyle = OffsetPaging | TokenPaging | LinkPaging | SinglePage;

interface Paged {
	/** The provider's maximum of records a page. */
	readonly maxPageSize: number;
}

/** A position and a number; the stated total, or a page that is not full, ends the list. */
export interface OffsetPaging extends Paged {
	readonly style: 'offset';
	readonly offsetParameter: string;
	readonly limitParameter: string;
	/** Where the number of matching records is stated: a header (lower case) or a field of the body. */
	readonly total?:
		| { readonly header: string; readonly ask: Parameter }
		| { readonly field: string };
}

/** A token out of the body; an empty or absent one ends the list. */
export interface TokenPaging extends Paged {
	readonly style: 'token';
	readonly tokenParameter: string;
	readonly limitParameter: string;
	readonly tokenField: string;
}

/** A link out of the body, a path of the provider; none ends the list. */
export interface LinkPaging extends Paged {
	readonly style: 'link';
	readonly limitParameter: string;
	/** Paths in the body where the link may be. */
	readonly linkFields: readonly string[];
}

/** The list comes whole. */
export interface SinglePage extends Paged {
	readonly style: 'single';
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
