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
	/** Credential type of the provider connection. */
	readonly credentialType: string;
	/** Appended to the credential's `baseUrl` when it is not there yet. */
	readonly versionPath: string;
	readonly paging: PageStyle;
	readonly resources: readonly ResourceDefinition[];
	/** What the user is told when the provider answers 403. */
	readonly forbiddenHint: string;
}

export interface ResourceDefinition {
	/** Key of the resource; becomes `objectType`. */
	readonly name: string;
	readonly displayName: string;
	/** Shown below the name in the list of resources. */
	readonly description?: string;
	/** Last path segments of hub urls that mean this resource, beside its name. */
	readonly hubAliases?: readonly string[];
	/** The entry of `event.poller.configuration`; absent where the platform documents none. */
	readonly hubConfiguration?: Readonly<Record<string, unknown>>;
	/** Path below `versionPath`; `{name}` is a path variable. */
	readonly path: string;
	readonly idField: string;
	readonly updated?: NativeDate;
	readonly created?: NativeDate;
	readonly since?: SinceFilter;
	/** How an equality condition of a hub url is sent; absent when the provider has no such filter. */
	readonly equality?: EqualityFilter;
	/** `ascending`: documented to list by updated time, oldest first. */
	readonly order: 'ascending' | 'unknown';
	/** The step of the stamps in ms. */
	readonly granularityMs: number;
	/** The longest time a change may stay invisible after its stamp, in minutes. */
	readonly lookbackMinutes: number;
	readonly volatile?: readonly string[];
}

export interface NativeDate {
	readonly field: string;
	/** `milliseconds`, `seconds` or a Java date pattern. */
	readonly format: string;
	/** Zone of values that name none. */
	readonly timezone: string;
}

/** The provider's "changed since" parameter. */
export interface SinceFilter {
	readonly parameter: string;
	/** Java date pattern, written in UTC. */
	readonly format: string;
	/** Whether records stamped exactly at the value are documented to be included. */
	readonly inclusive: boolean;
	/** Fields of hub conditions that mean this filter, in lower case. */
	readonly hubFields: readonly string[];
}

/** `field = 'value'` as two parameters, at most once a request. */
export interface EqualityFilter {
	readonly fieldParameter: string;
	readonly valueParameter: string;
}

/** How a list goes on behind its first page. */
export type PageStyle = SkipTopPaging;

/** `skip` and `top`; the stated total, or a page that is not full, ends the list. */
export interface SkipTopPaging {
	readonly style: 'skipTop';
	readonly skipParameter: string;
	readonly topParameter: string;
	/** The provider's maximum of records a page. */
	readonly maxPageSize: number;
	/** How the provider is asked for the number of matching records, and the header (lower case) it answers in. */
	readonly total?: { readonly parameter: string; readonly value: string; readonly header: string };
}
