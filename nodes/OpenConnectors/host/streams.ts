import { parsePollerConfiguration } from '../configuration/parse';
import {
	ConfigurationError,
	versionDateOf,
	type DateSetting,
	type ResourceConfiguration,
} from '../configuration/types';
import { CONNECTORS, findResource } from '../connectors';
import type { ConnectorDefinition, ResourceDefinition } from '../connectors/definition';
import { compileDateFormat } from '../dates/dateFormat';
import { namesItsZone } from '../dates/repeatedHour';
import { parseZone, UTC, type Zone } from '../dates/zone';
import { hash53 } from '../polling/fingerprint';
import { createRecordReader, type DateField, type RecordReader } from '../polling/reader';
import type { ReadPage } from '../polling/page';
import type { ScanRules } from '../polling/scan';
import { tickOf, zonelessTickOf } from '../polling/ticks';
import { nativeUrl, readHubRequest, type HubRequest } from '../sources/hubRequest';
import type { RequestBudget, Send } from '../sources/http';
import { platformPages } from '../sources/platform';
import { overlapOf, providerPages } from '../sources/provider';
import { completeBaseUrl, PLATFORM_PATH } from '../sources/url';
import { parseUrlTemplate, renderUrl, type UrlTemplate } from '../templates/urlTemplate';
import type { PollParameters } from './parameters';

/** One resource being polled: where its pages come from, how its records are read, how it is scanned. */
export interface Stream {
	/** Key of the resource; `objectType` of its events. */
	readonly name: string;
	readonly hub: string;
	/** Changes when what is polled, or how it is read, changes. */
	readonly key: string;
	readonly reader: RecordReader;
	readonly rules: ScanRules;
	/** Path of the updated date, for messages. */
	readonly updatedField: string;
	readonly pages: (budget: RequestBudget) => ReadPage;
}

/** What the streams of a poll share. */
export interface StreamSettings {
	readonly parameters: PollParameters;
	/** `baseUrl` of the credential as typed. */
	readonly baseUrl: string;
	readonly send: Send;
}

export interface Streams {
	readonly streams: readonly Stream[];
	/** Sentences for the user about the configuration. */
	readonly notices: readonly string[];
}

const MINUTE_MS = 60_000;
/** L where no definition says otherwise; Salesforce's and Airbyte's connectors settled on the same. */
const DEFAULT_LOOKBACK_MINUTES = 5;
const MAX_LOOKBACK_MS = 24 * 60 * MINUTE_MS;
/** The platform's default for its own lists; single connectors may return fewer. */
const PLATFORM_PAGE_SIZE = 200;

/**
 * The streams that the node's parameters ask for.
 *
 * @throws ConfigurationError and its like, naming the resource and the setting
 */
export function createStreams(settings: StreamSettings): Streams {
	const { parameters } = settings;
	const definition = CONNECTORS[parameters.connector];
	const { resources, notices } =
		parameters.selection.kind === 'json'
			? parsePollerConfiguration(parameters.selection.source)
			: { resources: chosenResources(parameters, parameters.selection.names), notices: [] };
	const streams = resources.map((resource) =>
		inResource(resource.name, () =>
			parameters.connection === 'provider' && definition
				? providerStream(settings, definition, resource)
				: platformStream(settings, resource),
		),
	);
	const texts = notices.map(({ text }) => text);
	return { streams, notices: [...texts, ...resources.flatMap(tooLongDelay)] };
}

/** The configurations of ticked resources: the documented ones, or, for the provider, all from the definition. */
function chosenResources(
	parameters: PollParameters,
	names: readonly string[],
): readonly ResourceConfiguration[] {
	const definition = CONNECTORS[parameters.connector];
	return names.map((name) => {
		const resource = definition?.resources.find((candidate) => candidate.name === name);
		if (!resource) {
			const known = definition?.resources.map((candidate) => candidate.name).join(', ') ?? 'none';
			throw new ConfigurationError(
				'Resources',
				`"${name}" is not a resource of this connector. Known are: ${known}.`,
			);
		}
		return parameters.connection === 'provider'
			? { name }
			: documentedConfiguration(definition, resource);
	});
}

function documentedConfiguration(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
): ResourceConfiguration {
	if (!resource.hubConfiguration) {
		throw new ConfigurationError(
			'Resources',
			`Open Connectors documents no polling of ${definition.displayName} ${resource.displayName}. ` +
				'Choose the Provider API connection, or write a Poller Configuration JSON.',
		);
	}
	return parsePollerConfiguration({ [resource.name]: resource.hubConfiguration }).resources[0];
}

function providerStream(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
): Stream {
	const { parameters, send } = settings;
	const apiUrl = completeBaseUrl(settings.baseUrl, definition.versionPath);
	const { paging } = definition;
	const request = providerRequest(definition, configuration, parameters);
	const native = request.native?.resource;
	const reading = readingOf(configuration, native, parameters.zone);
	const pageSize = Math.min(
		parameters.pageSize ?? configuration.pageSize ?? request.native?.pageSize ?? paging.maxPageSize,
		paging.maxPageSize,
	);
	const urlSince = request.native
		? nativeUrl(
				apiUrl,
				request.native,
				parameters.variables,
				reading.nativeUpdated || request.native.hasSince,
			)
		: (since: number) => apiUrl + renderUrl(request.template, since, parameters.variables);
	return {
		name: configuration.name,
		hub: definition.hub,
		key: keyOf(parameters, configuration, native?.path ?? ''),
		reader: reading.reader,
		rules: {
			...rulesOf(reading, configuration, parameters, native?.lookbackMinutes),
			sinceInclusive: native?.since?.inclusive ?? false,
			ascending: native?.order === 'ascending',
			overlap: overlapOf(pageSize),
		},
		updatedField: reading.updatedField,
		pages: (budget) => providerPages({ urlSince, paging, pageSize, send, budget }),
	};
}

type ProviderRequest =
	| { readonly native: HubRequest; readonly template?: undefined }
	| { readonly native?: undefined; readonly template: UrlTemplate };

/** What the provider is asked: a resource of the definition, or a path of the provider as written. */
function providerRequest(
	definition: ConnectorDefinition,
	configuration: ResourceConfiguration,
	parameters: PollParameters,
): ProviderRequest {
	if (configuration.url === undefined) {
		const resource = findResource(definition, configuration.name);
		if (!resource) {
			throw new ConfigurationError(
				'url',
				`is missing, and ${definition.displayName} has no resource of this name. ` +
					`Write one, for example /hubs/${definition.hub}/${definition.resources[0].name}.`,
			);
		}
		return { native: { resource, hasSince: true, parameters: [] } };
	}
	const template = templateOf(configuration, configuration.url, parameters.zone);
	return configuration.url.startsWith('/hubs/')
		? { native: readHubRequest(template, definition, parameters.variables) }
		: { template };
}

function platformStream(settings: StreamSettings, given: ResourceConfiguration): Stream {
	const { parameters, send } = settings;
	const baseUrl = completeBaseUrl(settings.baseUrl, PLATFORM_PATH);
	const configuration = withDocumentedDefault(parameters, given);
	const template = templateOf(configuration, configuration.url, parameters.zone);
	const reading = readingOf(configuration, undefined, parameters.zone);
	return {
		name: configuration.name,
		hub: /^\/hubs\/([^/?]+)/.exec(configuration.url)?.[1] ?? '',
		key: keyOf(parameters, configuration, ''),
		reader: reading.reader,
		rules: {
			...rulesOf(reading, configuration, parameters, undefined),
			sinceInclusive: false,
			ascending: false,
			overlap: 0,
		},
		updatedField: reading.updatedField,
		pages: (budget) =>
			platformPages({
				baseUrl,
				template,
				variables: parameters.variables,
				pageSize: parameters.pageSize ?? configuration.pageSize ?? PLATFORM_PAGE_SIZE,
				send,
				budget,
			}),
	};
}

/** What the configuration leaves open is taken from the connector's own; `{}` leaves everything open. */
function withDocumentedDefault(
	parameters: PollParameters,
	given: ResourceConfiguration,
): ResourceConfiguration & { readonly url: string } {
	const definition = CONNECTORS[parameters.connector];
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
		`is missing. Write the path to poll, for example /hubs/crm/${given.name}.`,
	);
}

function templateOf(configuration: ResourceConfiguration, url: string, zone: Zone): UrlTemplate {
	const format = configuration.updated?.format ?? configuration.created?.format;
	return parseUrlTemplate(url, { zone, ...(format === undefined ? {} : { format }) });
}

interface Reading {
	readonly reader: RecordReader;
	readonly updatedField: string;
	readonly updatedDate?: DateField;
	readonly createdDate?: DateField;
	/** Whether the updated date is the one that the provider's own filter goes by. */
	readonly nativeUpdated: boolean;
	readonly granularityMs: number;
}

/** How records are read: what the configuration says, else what the definition knows. */
function readingOf(
	configuration: ResourceConfiguration,
	native: ResourceDefinition | undefined,
	zone: Zone,
): Reading {
	const custom = configuration.updated !== undefined || configuration.created !== undefined;
	const updated = custom ? versionDateOf(configuration) : native?.updated;
	const created = custom ? configuration.created : native?.created;
	const updatedDate = toDateField('updated', updated, zone);
	const createdDate = toDateField('created', created, zone);
	const steps = [updatedDate, createdDate].flatMap((date) =>
		date ? [compileDateFormat(date.format).granularityMs] : [],
	);
	return {
		reader: createRecordReader({
			id: configuration.idField ?? native?.idField ?? '',
			...(updatedDate ? { updated: updatedDate } : {}),
			...(createdDate ? { created: createdDate } : {}),
			...(native?.volatile ? { volatile: native.volatile } : {}),
		}),
		updatedField: updated?.field ?? '',
		...(updatedDate ? { updatedDate } : {}),
		...(createdDate ? { createdDate } : {}),
		nativeUpdated: native !== undefined && updated?.field === native.updated?.field,
		granularityMs: Math.max(1, native?.granularityMs ?? 1, ...steps),
	};
}

function toDateField(
	kind: 'updated' | 'created',
	setting: DateSetting | undefined,
	zone: Zone,
): DateField | undefined {
	if (!setting) return undefined;
	const named = setting.timezone === undefined ? undefined : parseZone(setting.timezone);
	if (setting.timezone !== undefined && !named) {
		throw new ConfigurationError(
			`datesConfiguration.${kind}DateTimezone`,
			`"${setting.timezone}" is no known time zone. Write an IANA name, an offset or an abbreviation, for example GMT.`,
		);
	}
	return { path: setting.field, format: setting.format, zone: named ?? zone };
}

function rulesOf(
	reading: Reading,
	configuration: ResourceConfiguration,
	parameters: PollParameters,
	definedMinutes: number | undefined,
): Pick<ScanRules, 'granularityMs' | 'tick' | 'lookbackMs'> {
	const chosen = parameters.lookbackMs ?? (definedMinutes ?? DEFAULT_LOOKBACK_MINUTES) * MINUTE_MS;
	const delay = (configuration.pollDelaySeconds ?? 0) * 1_000;
	const { granularityMs, updatedDate } = reading;
	const zone = updatedDate?.zone ?? UTC;
	const zoned = !updatedDate || namesItsZone(updatedDate.format);
	return {
		granularityMs,
		tick: zoned ? tickOf(granularityMs, zone) : zonelessTickOf(granularityMs, zone),
		lookbackMs: Math.min(MAX_LOOKBACK_MS, Math.max(chosen, delay)),
	};
}

/** A `pollDelay` beyond what the node looks back is cut, and said. */
function tooLongDelay({ name, pollDelaySeconds = 0 }: ResourceConfiguration): readonly string[] {
	const hours = MAX_LOOKBACK_MS / (60 * MINUTE_MS);
	if (pollDelaySeconds * 1_000 <= MAX_LOOKBACK_MS) return [];
	return [`${name}.pollDelay is longer than ${hours} hours, the most that is looked back here.`];
}

/** Page size, lookback and limits may change without a new beginning; what is read may not. */
function keyOf(
	parameters: PollParameters,
	configuration: ResourceConfiguration,
	nativePath: string,
): string {
	const { connector, connection, start, zone, variables } = parameters;
	const { name, url, idField, created } = configuration;
	const version = versionDateOf(configuration);
	const polled = [connector, connection, name, url, nativePath, idField, version, created];
	const chosen = [start, zone.name, Object.entries(variables).sort()];
	return hash53(JSON.stringify([polled, chosen])).toString(36);
}

/** Runs a step of a resource's set-up; an error names the resource. */
function inResource<Value>(name: string, step: () => Value): Value {
	try {
		return step();
	} catch (error) {
		throw namedAfter(name, error);
	}
}

function namedAfter(name: string, error: unknown): unknown {
	if (error instanceof ConfigurationError && !error.path.startsWith(name))
		return error.within(name);
	if (error instanceof Error && !(error instanceof ConfigurationError))
		return new ConfigurationError(name, error.message);
	return error;
}
