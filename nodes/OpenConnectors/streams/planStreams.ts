import type { CursorPaging } from '../configuration/language';
import { ConfigurationError, type ResourceConfiguration } from '../configuration/types';
import { parseUrlTemplate } from '../configuration/urlTemplate';
import { quote } from '../core/text';
import { platformConnection, providerConnection, type Connection } from './connection';
import {
	findResource,
	pathOf,
	type ConnectorDefinition,
	type ListDefinition,
	type ResourceDefinition,
} from './definition';
import { documentedConfiguration } from './documented';
import { readHubRequest, type HubRequest } from './hubRequest';
import { toNativeNames, withNativeZone } from './nativeNames';
import { readingOf } from './reading';
import type { Asked, Requester } from './remoteList';
import { settingsRequester } from './requester';
import { credentialText, type StreamSettings } from './stream';
import type { StreamPlan } from './toStream';
import { queryNames } from './url';

/** What a resource comes to: a stream for its records, and one for what was deleted where there is such a list. */
export interface Plans {
	readonly plans: readonly StreamPlan[];
	readonly notices: readonly string[];
}

/** The platform's default for its own lists; single connectors may return fewer. */
const PLATFORM_PAGE_SIZE = 200;

const PLATFORM_PAGING: CursorPaging = {
	type: 'cursor',
	cursorHeader: 'Elements-Next-Page-Token',
	cursorParam: 'nextPage',
};

/** A resource that is read through the platform: its hub url goes there as it is. */
export function platformPlan(settings: StreamSettings, given: ResourceConfiguration): Plans {
	const { definition, parameters } = settings;
	const configuration = withNativeZones(definition, withDocumentedDefault(definition, given));
	const { url } = configuration;
	const hasOwnSize = queryNames(url).has('pageSize');
	const paging = hasOwnSize ? PLATFORM_PAGING : { ...PLATFORM_PAGING, limitParam: 'pageSize' };
	const connection = platformConnection(settings);
	const pageSize = parameters.pageSize ?? configuration.pageSize ?? PLATFORM_PAGE_SIZE;
	const asked = askedOf(settings, connection, { url, paging }, pageSize, configuration);
	const hub = /^\/hubs\/([^/?]+)/.exec(url)?.[1] ?? '';
	const lists = [settingsRequester(asked)];
	const reading = readingOf(configuration, undefined, parameters.zone, parameters.ignoreFields);
	return { plans: [{ configuration, reading, connection, hub, lists, native: [] }], notices: [] };
}

/** A resource that is read from the provider's own API. */
export function providerPlans(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	given: ResourceConfiguration,
): Plans {
	const { url } = given;
	if (url !== undefined && !url.startsWith('/hubs/'))
		return { plans: [pathPlan(settings, definition, given, url)], notices: [] };
	const request = hubRequestOf(settings, definition, given);
	const { configuration, notices } = toNativeNames(given, request.resource);
	const resource = datedVariant(definition, request.resource, configuration);
	const records = resourcePlan(settings, definition, { ...request, resource }, configuration);
	const { deletions } = resource;
	const deleted =
		deletions && settings.parameters.events.has('deleted')
			? [deletionsPlan(settings, definition, { ...records, resource }, deletions, request.pageSize)]
			: [];
	return {
		plans: [records, ...deleted],
		notices: notices.map((text) => `${given.name}.${text}`),
	};
}

/** A path of the provider, sent as it is written. */
function pathPlan(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
	url: string,
): StreamPlan {
	const { requester = settingsRequester, defaults, hub } = definition;
	const connection = providerConnection(settings, definition);
	const list = { url, ...(defaults.paging ? { paging: defaults.paging } : {}) };
	const pageSize = pageSizeOf(settings, defaults, configuration.pageSize);
	const asked = askedOf(settings, connection, list, pageSize, configuration);
	const { zone, ignoreFields } = settings.parameters;
	const reading = readingOf(configuration, undefined, zone, ignoreFields);
	return { configuration, reading, connection, hub, lists: [requester(asked)], native: [] };
}

function resourcePlan(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	{ resource, ...request }: HubRequest,
	configuration: ResourceConfiguration,
): StreamPlan {
	const connection = providerConnection(settings, definition, resource.versionPath);
	const { zone, ignoreFields } = settings.parameters;
	const reading = readingOf(configuration, resource, zone, ignoreFields);
	const pageSize = pageSizeOf(settings, resource, configuration.pageSize ?? request.pageSize);
	const lists = [resource, ...(resource.additionalLists ?? [])].map((list) =>
		requesterOf(
			definition,
			resource,
		)({
			...askedOf(settings, connection, { ...resource, ...list }, pageSize, configuration),
			equalities: request.equalities,
			hubConditions: resource.hubConditions,
			// The filter goes by the provider's own date.
			isFiltered: reading.nativeUpdated || request.hasSince,
		}),
	);
	const native = [resource.name, pathOf(resource), resource.watch ?? 'dates'];
	return { configuration, resource, reading, connection, hub: definition.hub, lists, native };
}

/** The records that were deleted, by when they were. */
function deletionsPlan(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	records: StreamPlan & { readonly resource: ResourceDefinition },
	deletions: ListDefinition,
	askedSize: number | undefined,
): StreamPlan {
	const resource: ResourceDefinition = {
		...records.resource,
		...deletions,
		idField: deletions.idField ?? records.resource.idField,
		order: 'unknown',
		watch: 'dates',
		alsoUpdated: [],
		volatile: [],
	};
	const { configuration, connection } = records;
	const reading = readingOf({ name: configuration.name }, resource, settings.parameters.zone);
	const pageSize = pageSizeOf(settings, resource, askedSize);
	const asked = askedOf(settings, connection, resource, pageSize, {});
	return {
		...records,
		resource,
		reading: { ...reading, reader: { ...reading.reader, deleted: () => true } },
		lists: [requesterOf(definition, resource)(asked)],
		isOfDeletions: true,
	};
}

function requesterOf({ requester }: ConnectorDefinition, list: ListDefinition): Requester {
	return list.requester ?? requester ?? settingsRequester;
}

function askedOf(
	settings: StreamSettings,
	{ apiUrl, root }: Connection,
	list: ListDefinition,
	pageSize: number,
	{ updated, created }: Pick<ResourceConfiguration, 'updated' | 'created'>,
): Asked {
	const { zone, variables } = settings.parameters;
	return {
		list,
		apiUrl: () => apiUrl,
		root,
		pageSize,
		variables,
		equalities: [],
		isFiltered: true,
		zone,
		format: (updated ?? created)?.format,
		credential: (name) => credentialText(settings, name),
		accountIds: settings.memory.accountIds,
		report: settings.report,
	};
}

/** Records a page: what is wanted, at most what the provider gives. */
function pageSizeOf(
	{ parameters }: StreamSettings,
	{ pageSize: most = Infinity }: Pick<ListDefinition, 'pageSize'>,
	configured: number | undefined,
): number {
	return Math.min(parameters.pageSize ?? configured ?? most, most);
}

/** Which resource of the definition is meant, and what it is asked. */
function hubRequestOf(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
): HubRequest {
	const { name, url } = configuration;
	if (url !== undefined) {
		const { zone } = settings.parameters;
		const format = (configuration.updated ?? configuration.created)?.format;
		const template = parseUrlTemplate(url, { zone, ...(format === undefined ? {} : { format }) });
		return readHubRequest(template, definition, settings.parameters.variables);
	}
	const resource = findResource(definition, name);
	if (resource) return { resource, hasSince: true, equalities: [] };
	throw new ConfigurationError(
		'url',
		`is missing, and ${definition.displayName} has no resource of this name. ` +
			`Write one, for example /hubs/${definition.hub}/${definition.resources[0].name}.`,
	);
}

/** A resource that is compared whole may have another that lists by date, for who gives one. */
function datedVariant(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
	{ updated, created }: ResourceConfiguration,
): ResourceDefinition {
	const isDated = updated !== undefined || created !== undefined;
	if (!isDated || resource.datedVariant === undefined) return resource;
	return findResource(definition, resource.datedVariant) ?? resource;
}

/** The platform hands dates on as the provider writes them: one without a zone is in the provider's. */
function withNativeZones<Configuration extends ResourceConfiguration>(
	definition: ConnectorDefinition | undefined,
	configuration: Configuration,
): Configuration {
	const native = definition && findResource(definition, configuration.name);
	if (!native) return configuration;
	const { updated, created } = configuration;
	return {
		...configuration,
		...(updated ? { updated: withNativeZone(updated, native) } : {}),
		...(created ? { created: withNativeZone(created, native) } : {}),
	};
}

/** What the configuration leaves open is taken from the connector's own; `{}` leaves everything open. */
function withDocumentedDefault(
	definition: ConnectorDefinition | undefined,
	given: ResourceConfiguration,
): ResourceConfiguration & { readonly url: string } {
	const resource = definition && findResource(definition, given.name);
	const documented =
		definition && resource?.hubConfiguration
			? documentedConfiguration(definition, resource)
			: undefined;
	if (given.url !== undefined) {
		const idField = given.idField ?? documented?.idField;
		return { ...given, url: given.url, ...(idField === undefined ? {} : { idField }) };
	}
	if (documented?.url !== undefined) return { ...documented, ...given, url: documented.url };
	throw new ConfigurationError(
		'url',
		`is missing. Write the path to poll, for example /hubs/crm/${quote(given.name)}.`,
	);
}
