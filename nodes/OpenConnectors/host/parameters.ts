import type { IPollFunctions } from 'n8n-workflow';
import { quote } from '../core/text';
import { compileDateFormat } from '../dates/dateFormat';
import { parseZone, UTC, type Zone } from '../dates/zone';
import { ConfigurationError } from '../configuration/types';
import { CONNECTORS, findConnector, OTHER_CONNECTOR, rest } from '../connectors';
import { settingsOfForm } from './form';
import { DEFAULT_MAX_COMPARED, DEFAULT_MAX_ITEMS, MAX_COMPARED } from './optionProperties';
import type { StreamParameters } from '../streams/stream';
import type { ChangeKind, StartFrom } from '../core/rules';

/** What parameters are read from: a poll, or the editor while a form is filled in. */
type ParameterContext = Pick<IPollFunctions, 'getTimezone'> & {
	getNodeParameter(name: string, fallback?: unknown): unknown;
};

/** The node's parameters, read once at the beginning of a poll. */
export interface PollParameters extends StreamParameters {
	/** Way to authenticate, where the provider has several. */
	readonly authentication?: string;
	/** Whether the configuration is the one that the instance has at the platform. */
	readonly isOfInstance: boolean;
	readonly output: 'event' | 'record';
	readonly maxItems: number;
	readonly maxCompared: number;
	readonly instanceName: string;
	readonly tags: readonly string[];
	/** Between two heartbeats, in ms; undefined where there are none. */
	readonly heartbeatMs: number | undefined;
}

/** What decides how an item looks, and what a heartbeat needs. */
export type EventParameters = Pick<
	PollParameters,
	'connector' | 'output' | 'instanceName' | 'tags' | 'heartbeatMs'
>;

const MINUTE_MS = 60_000;
const HEARTBEATS_MS: ReadonlyMap<string, number> = new Map([
	['everyHour', 60 * MINUTE_MS],
	['everyDay', 24 * 60 * MINUTE_MS],
]);
const MAX_LOOKBACK_MINUTES = 1_440;
/** Smaller numbers are seconds: as milliseconds they would lie before March 1973. */
const LEAST_MILLISECONDS = 1e11;

/** @throws ConfigurationError for an interval that there is not */
export function readEventParameters(context: IPollFunctions): EventParameters {
	const options = object(context.getNodeParameter('options', {}));
	return {
		connector: text(context.getNodeParameter('connector', 'insightly')),
		output: context.getNodeParameter('output', 'event') === 'record' ? 'record' : 'event',
		instanceName: text(options.instanceName),
		tags: names(options.tags),
		heartbeatMs: readHeartbeat(options.heartbeat),
	};
}

/** @throws ConfigurationError for a parameter that cannot be used */
export function readParameters(context: IPollFunctions): PollParameters {
	const forEvents = readEventParameters(context);
	const { connector } = forEvents;
	const isRest = connector === rest.key;
	const options = object(context.getNodeParameter('options', {}));
	const platform =
		connector === OTHER_CONNECTOR ||
		(!isRest && context.getNodeParameter('connection', 'provider') === 'openConnectors');
	const isOfInstance = platform && context.getNodeParameter('configure', '') === 'instance';
	return {
		...forEvents,
		connection: platform ? 'openConnectors' : 'provider',
		authentication: text(context.getNodeParameter('authentication', '')),
		isOfInstance,
		selection: isOfInstance
			? { kind: 'json', source: '', names: readInstanceResources(context) }
			: readSelection(context, connector),
		events: readKinds(context.getNodeParameter('events', ['created', 'updated'])),
		start: readStart(context),
		...readRequestParameters(context),
		lookbackMs: readLookback(options.lookback),
		maxItems: positive('Maximum Items per Poll', options.maxItems) ?? DEFAULT_MAX_ITEMS,
		maxCompared: Math.min(
			positive('Maximum Compared Records', options.maxCompared) ?? DEFAULT_MAX_COMPARED,
			MAX_COMPARED,
		),
		ignoreFields: names(options.ignoreFields),
	};
}

/** What a url is filled in with, and how much is asked for. @throws ConfigurationError */
export function readRequestParameters(
	context: ParameterContext,
): Pick<PollParameters, 'zone' | 'pageSize' | 'variables'> {
	const options = object(context.getNodeParameter('options', {}));
	const connector = text(context.getNodeParameter('connector', 'insightly'));
	return {
		zone: readZone(options.timezone),
		pageSize: positive('Page Size', options.pageSize),
		variables: { ...readVariables(options.pathVariables), ...readPathFields(context, connector) },
	};
}

function readSelection(context: IPollFunctions, connector: string): PollParameters['selection'] {
	const configure = context.getNodeParameter('configure', '');
	if (connector === OTHER_CONNECTOR || configure === 'json')
		return { kind: 'json', source: context.getNodeParameter('pollerConfiguration', '') };
	if (connector === rest.key)
		return { kind: 'json', source: settingsOfForm(context.getNodeParameter('lists', {})) };
	return { kind: 'resources', names: readResourceNames(context, connector) };
}

/** Names separated by commas. */
function names(value: unknown): readonly string[] {
	return text(value)
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);
}

function readResourceNames(context: IPollFunctions, connector: string): readonly string[] {
	const names = list(context.getNodeParameter('resources', [])).filter(
		(name) => hasResource(connector, name) || !isResource(name),
	);
	if (names.length === 0) {
		throw new ConfigurationError(
			'Resources',
			'no resource is chosen. Choose at least one, for example Contacts.',
		);
	}
	return names;
}

/** An expression may give one name alone. */
function readInstanceResources(context: IPollFunctions): readonly string[] {
	return list([context.getNodeParameter('instanceResources', [])].flat());
}

function hasResource(connector: string, name: string): boolean {
	return findConnector(connector)?.resources.some((resource) => resource.name === name) === true;
}

/** Whether any connector has it: it was chosen before the connector was changed. */
function isResource(name: string): boolean {
	return Object.keys(CONNECTORS).some((connector) => hasResource(connector, name));
}

function readKinds(value: unknown): ReadonlySet<ChangeKind> {
	const kinds = list(value).filter(isKind);
	if (kinds.length === 0)
		throw new ConfigurationError('Events', 'no event is chosen. Choose Created or Updated.');
	return new Set(kinds);
}

function isKind(value: string): value is ChangeKind {
	return value === 'created' || value === 'updated' || value === 'deleted';
}

function readStart(context: IPollFunctions): StartFrom {
	const from = context.getNodeParameter('startFrom', 'now');
	if (from === 'beginning') return { kind: 'at', at: 0 };
	if (from !== 'date') return { kind: 'now' };
	const date = text(context.getNodeParameter('startDate', ''));
	// An expression may give the milliseconds since 1970, or the seconds.
	const since1970 = /^\d{9,14}(?:\.\d+)?$/.test(date) ? Number(date) : undefined;
	if (since1970 !== undefined)
		return { kind: 'at', at: since1970 < LEAST_MILLISECONDS ? since1970 * 1_000 : since1970 };
	// A date without a zone is the editor's, which shows the workflow's zone.
	const zone = parseZone(context.getTimezone()) ?? UTC;
	const at = compileDateFormat("yyyy-MM-dd'T'HH:mm:ss").parse(date, zone);
	if (at !== undefined) return { kind: 'at', at };
	throw new ConfigurationError(
		'Start Date',
		`"${quote(date)}" is no date. Choose one, or write it as 2026-01-31T00:00:00Z.`,
	);
}

function readZone(value: unknown): Zone {
	const name = text(value).trim();
	if (name === '') return UTC;
	const zone = parseZone(name);
	if (zone) return zone;
	throw new ConfigurationError(
		'Timezone',
		`"${quote(name)}" is no known time zone. Write an IANA name or an offset, for example America/New_York or -05:00.`,
	);
}

function readLookback(value: unknown): number | undefined {
	if (value === undefined || value === '') return undefined;
	const minutes = Number(value);
	if (minutes >= 0 && minutes <= MAX_LOOKBACK_MINUTES) return minutes * MINUTE_MS;
	throw new ConfigurationError(
		'Lookback',
		`${quote(text(value))} is out of range. Write minutes from 0 to ${MAX_LOOKBACK_MINUTES}.`,
	);
}

function readHeartbeat(value: unknown): number | undefined {
	const word = text(value);
	if (word === '' || word === 'off') return undefined;
	const everyMs = HEARTBEATS_MS.get(word);
	if (everyMs !== undefined) return everyMs;
	throw new ConfigurationError(
		'Heartbeat',
		`"${quote(word)}" is no interval. Write off, ${[...HEARTBEATS_MS.keys()].join(' or ')}.`,
	);
}

function positive(name: string, value: unknown): number | undefined {
	if (value === undefined || value === '') return undefined;
	const count = Number(value);
	if (Number.isInteger(count) && count > 0) return count;
	throw new ConfigurationError(
		name,
		`${quote(text(value))} is out of range. Write a whole number above 0.`,
	);
}

function readVariables(value: unknown): Readonly<Record<string, string>> {
	const entries = object(value).values;
	if (!Array.isArray(entries)) return {};
	const pairs: readonly unknown[] = entries;
	return Object.fromEntries(
		pairs.map((pair) => [text(object(pair).name).trim(), text(object(pair).value)]),
	);
}

/** The fields that are filled in go before the variables under Options. */
function readPathFields(
	context: ParameterContext,
	connector: string,
): Readonly<Record<string, string>> {
	const names = Object.keys(findConnector(connector)?.variables ?? {});
	const pairs = names.map((name) => [name, text(context.getNodeParameter(name, '')).trim()]);
	return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

function object(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown): readonly string[] {
	const entries: readonly unknown[] = Array.isArray(value) ? value : [];
	return entries.map(text).filter(Boolean);
}

function text(value: unknown): string {
	return value === undefined || value === null ? '' : String(value);
}
