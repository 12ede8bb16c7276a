import { ConfigurationError, type ResourceConfiguration } from '../configuration/types';
import {
	findResource,
	type ConnectorDefinition,
	type DeletionList,
	type ListDefinition,
	type ResourceDefinition,
} from './definition';
import { namesItsZone } from '../dates/dstOverlap';
import { UTC } from '../dates/zone';
import { findAccount } from './account';
import { readHubRequest, type HubRequest } from './hubRequest';
import type { RequestBudget } from './http';
import { addressedListing, untilOlder, type Listing } from './listing';
import { nativeListing } from './nativeListing';
import { paced } from './pace';
import { pagerOf } from './paging';
import { providerPages } from './provider';
import { identified, recordSelector } from './records';
import { completeBaseUrl } from './url';
import { renderUrl } from '../configuration/urlTemplate';
import { monotonicNow } from '../core/monotonic';
import { deletionReader, isTrace } from './deletions';
import { keyOf } from './key';
import { toNativeNames } from './nativeNames';
import { readingOf, rulesOf, type Reading } from './reading';
import {
	credentialText,
	NO_REST,
	restOfWholeList,
	type Built,
	type Stream,
	type StreamParameters,
	type StreamSettings,
} from './stream';
import { templateOf } from './template';

/** The streams of a resource that is read from the provider's own API. */
export function providerStreams(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	given: ResourceConfiguration,
): Built {
	const { url } = given;
	if (url !== undefined && !url.startsWith('/hubs/'))
		return { streams: [pathStream(settings, definition, given, url)], notices: [] };
	const request = hubRequestOf(settings, definition, given);
	const named = toNativeNames(given, request.resource);
	const { configuration } = named;
	const resource = datedVariant(definition, request.resource, configuration);
	const stream = nativeStream(settings, definition, { ...request, resource }, configuration);
	const { deletions } = resource;
	const streams =
		deletions && settings.parameters.events.has('deleted')
			? [stream, deletionStream(settings, definition, { ...request, resource }, deletions, stream)]
			: [stream];
	return { streams, notices: named.notices.map((text) => `${given.name}.${text}`) };
}

/** Which resource of the definition is meant, and what it is asked. */
function hubRequestOf(
	{ parameters }: StreamSettings,
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
): HubRequest {
	if (configuration.url !== undefined) {
		const template = templateOf(configuration, configuration.url, parameters.zone);
		return readHubRequest(template, definition, parameters.variables);
	}
	const resource = findResource(definition, configuration.name);
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

function nativeStream(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	request: HubRequest,
	configuration: ResourceConfiguration,
): Stream {
	const { parameters } = settings;
	const { resource } = request;
	const reading = readingOf(configuration, resource, parameters.zone);
	const isFiltered = reading.nativeUpdated || request.hasSince;
	const api = apiOf(settings, definition, resource);
	const pageSize = pageSizeOf(settings, definition, request, configuration);
	const lists: readonly ListDefinition[] = [resource, ...(resource.also ?? [])];
	const listings = lists.map((list) =>
		nativeListing({
			definition,
			resource,
			list,
			apiUrl: api.apiUrl,
			root: api.root,
			pageSize,
			variables: parameters.variables,
			equalities: request.equalities,
			isFiltered,
			zone: resource.updated?.timezone === undefined ? parameters.zone : UTC,
		}),
	);
	const recordsIn = recordSelector(resource.recordsField, definition.listOfOne);
	const isNativeId =
		configuration.idField === undefined || configuration.idField === resource.idField;
	const isSnapshot = resource.watch === 'snapshot' && !reading.reader.dated;
	const overlap = Math.max(...listings.map((listing) => listing.overlap));
	const newestFirst = resource.order === 'descending' && !isSnapshot;
	return {
		name: configuration.name,
		stateKey: configuration.name,
		hub: definition.hub,
		key: keyOf(parameters, configuration, [resource.name, resource.path, resource.watch]),
		reader: reading.reader,
		watch: isSnapshot
			? { kind: 'snapshot', overlap }
			: { kind: 'dates', rules: scanRules(settings, reading, configuration, resource, overlap) },
		updatedField: reading.updatedField,
		restMs: isSnapshot || (!resource.since && !newestFirst) ? restOfWholeList : NO_REST,
		pages: (budget) =>
			providerPages({
				...api.source(budget),
				listings: newestFirst
					? listings.map((listing) => untilOlder(listing, reading.reader.updated))
					: listings,
				records: isNativeId
					? identified(recordsIn, [resource.idField].flat().join(' and '), reading.reader.id)
					: recordsIn,
			}),
	};
}

/** Wall times of the zone farthest west lie 12 hours behind UTC, and 13 while its clocks are set back. */
const WESTERNMOST_MS = 13 * 60 * 60_000;

/** Whether the account decides in which zone its dates are, and nobody has told the node. */
function isZoneUncertain({ updated }: ResourceDefinition, { zone }: StreamParameters): boolean {
	const isNamed = updated?.timezone !== undefined || namesItsZone(updated?.format ?? '');
	return updated !== undefined && !isNamed && zone.name === UTC.name;
}

function scanRules(
	{ parameters }: StreamSettings,
	reading: Reading,
	configuration: ResourceConfiguration,
	resource: ResourceDefinition,
	overlap: number,
) {
	return {
		...rulesOf(reading, configuration, parameters, resource.lookbackMinutes),
		sinceInclusive: resource.since?.inclusive ?? false,
		ascending: resource.order === 'ascending' && reading.nativeUpdated,
		stampsBehindMs: isZoneUncertain(resource, parameters) ? WESTERNMOST_MS : 0,
		overlap,
	};
}

/** The list of what was deleted has a state of its own: it goes by another date. */
function deletionStream(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	request: HubRequest,
	deletions: DeletionList,
	records: Stream,
): Stream {
	const { parameters } = settings;
	const { resource } = request;
	const api = apiOf(settings, definition, resource);
	const { reader, updatedDate, granularityMs } = deletionReader(
		deletions,
		resource,
		parameters.zone,
	);
	const listing = nativeListing({
		definition,
		resource,
		list: deletions,
		apiUrl: api.apiUrl,
		root: api.root,
		pageSize: pageSizeOf(settings, definition, request, { name: records.name }),
		variables: parameters.variables,
		equalities: [],
		isFiltered: true,
		zone: deletions.deleted.timezone === undefined ? parameters.zone : UTC,
	});
	const recordsIn = recordSelector(
		deletions.recordsField ?? resource.recordsField,
		definition.listOfOne,
	);
	const isDeletion = isTrace(deletions);
	const rules = rulesOf({ granularityMs, updatedDate }, {}, parameters, resource.lookbackMinutes);
	return {
		...records,
		stateKey: `${records.stateKey} (deleted)`,
		key: `${records.key}-deleted`,
		reader,
		watch: {
			kind: 'dates',
			rules: { ...rules, sinceInclusive: false, ascending: false, overlap: listing.overlap },
		},
		updatedField: deletions.deleted.field,
		restMs: deletions.since ? NO_REST : restOfWholeList,
		pages: (budget) =>
			providerPages({
				...api.source(budget),
				listings: [listing],
				records: (body) => recordsIn(body).filter(isDeletion),
			}),
	};
}

/** A path of the provider, sent as it is written. */
function pathStream(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
	url: string,
): Stream {
	const { parameters } = settings;
	const api = apiOf(settings, definition, {});
	const template = templateOf(configuration, url, parameters.zone);
	const reading = readingOf(configuration, undefined, parameters.zone);
	const { paging } = definition;
	if (definition.requester) {
		throw new ConfigurationError(
			'url',
			`${definition.displayName} is asked by a search, not by a path. Write /hubs/${definition.hub}/ and the name of a resource.`,
		);
	}
	const request = { resource: definition.resources[0], hasSince: true, equalities: [] };
	const pageSize = pageSizeOf(settings, definition, request, configuration);
	const listing: Listing = addressedListing(
		(since) => api.apiUrl() + renderUrl(template, since, parameters.variables),
		pagerOf(paging, { pageSize, root: api.root }),
	);
	return {
		name: configuration.name,
		stateKey: configuration.name,
		hub: definition.hub,
		key: keyOf(parameters, configuration, []),
		reader: reading.reader,
		watch: {
			kind: 'dates',
			rules: {
				...rulesOf(reading, configuration, parameters, undefined),
				sinceInclusive: false,
				ascending: false,
				overlap: listing.overlap,
			},
		},
		updatedField: reading.updatedField,
		restMs: NO_REST,
		pages: (budget) =>
			providerPages({
				...api.source(budget),
				listings: [listing],
				records: recordSelector(undefined),
			}),
	};
}

function pageSizeOf(
	{ parameters }: StreamSettings,
	definition: ConnectorDefinition,
	request: HubRequest,
	configuration: ResourceConfiguration,
): number {
	const { maxPageSize } = request.resource.paging ?? definition.paging;
	const wanted = parameters.pageSize ?? configuration.pageSize ?? request.pageSize ?? maxPageSize;
	return Math.min(wanted, maxPageSize);
}

/** The provider's address with all that requests to it share. */
function apiOf(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	resource: Pick<ResourceDefinition, 'versionPath' | 'accountPath'>,
) {
	const typed = credentialText(settings, 'baseUrl');
	const versionPath = resource.versionPath ?? definition.versionPath;
	const base = completeBaseUrl(typed, versionPath);
	const root = versionPath === '' ? base : base.slice(0, -versionPath.length);
	const { errorMapper } = definition;
	const account = definition.account && {
		...definition.account,
		path: resource.accountPath ?? definition.account.path,
	};
	let apiUrl = base;
	const given = Object.fromEntries(
		(account?.lookups ?? []).map(({ variable }) => [variable, credentialText(settings, variable)]),
	);
	const login = [base, credentialText(settings, 'appId'), credentialText(settings, 'username')];
	return {
		apiUrl: () => apiUrl,
		root: () => root,
		source: (budget: RequestBudget) => {
			const perSecond = definition.requestsPerSecond;
			const send = perSecond
				? paced(settings.send, settings.memory.queues, root, perSecond, {
						...budget,
						monotonicNow,
					})
				: settings.send;
			const source = { send, budget, ...(errorMapper ? { errorMapper } : {}) };
			if (!account) return source;
			const found = {
				account,
				apiUrl: base,
				given,
				known: settings.memory.accountIds,
				login: login.join('\n'),
				tell: settings.tell,
			};
			return {
				...source,
				prepare: async () => {
					apiUrl = await findAccount({ ...found, ...source }, budget);
				},
			};
		},
	};
}
