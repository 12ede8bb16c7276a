import { parseDuration } from '../../configuration/duration';
import type { PagingSettings, ResourceSettings } from '../../configuration/language';
import { ConfigurationError, type ResourceConfiguration } from '../../configuration/types';
import { monotonicNow } from '../../core/monotonic';
import type { ScanRules } from '../../core/rules';
import { namesItsZone } from '../../dates/dstOverlap';
import type { HttpAnswer, RequestBudget, Source } from '../http';
import { filledIn, keyFrom, urlOf } from '../key';
import { ALL_KINDS } from '../kinds';
import { paced } from '../pace';
import { readPages } from '../readPages';
import { rulesOf, tickIn, type Reading } from '../reading';
import type { RemoteList } from '../remoteList';
import { settingsRequester } from '../requester';
import {
	credentialText,
	NO_REST,
	restOfWholeList,
	type Stream,
	type StreamParameters,
	type StreamSettings,
} from '../stream';
import { addressOf, onlyTo, type Address } from './address';
import { answerRules, isRateLimited, type AnswerRules } from './answers';
import { doubtfulEnd, watchedEnd } from './list';
import { byValue, hasMaximum } from './maximum';
import { placeholdersOf } from './placeholders';
import { waitOf } from './rateHeaders';
import { restReading } from './reading';
import { recordSource } from './records';
import { refusingSamePages } from './samePage';
import { nameWith, valuesOf, type Values } from './values';
import { byWindows, type WindowRules } from './windows';

/** What a resource of any REST API comes to: a list for each of its values. */
export interface RestPlans {
	readonly streams: readonly Stream[];
	/** Sentences for the user about the configuration. */
	readonly notices: readonly string[];
}

/**
 * The streams of a resource that its settings alone describe.
 *
 * @throws ConfigurationError and its like
 */
export function restPlans(settings: StreamSettings, given: ResourceConfiguration): RestPlans {
	const { name } = given;
	const own: ResourceSettings = given.settings ?? {};
	if (own.url === undefined)
		throw new ConfigurationError(
			`${name}.url`,
			'is missing. Write the path of the list, for example /v1/contacts.',
		);
	const address = addressOf(credentialText(settings, 'baseUrl'), own.url, `${name}.url`);
	return {
		streams: valuesOf(name, own.values).map((values) =>
			toStream(settings, { configuration: given, settings: own, address, values }),
		),
		notices: [],
	};
}

interface Resource {
	readonly configuration: ResourceConfiguration;
	readonly settings: ResourceSettings;
	readonly address: Address;
	readonly values: Values;
}

function toStream(settings: StreamSettings, resource: Resource): Stream {
	const { configuration, values, settings: own } = resource;
	const { name } = configuration;
	const parameters = withValues(settings.parameters, values);
	const source = recordSource(name, own);
	const reading = restReading(configuration, own, source.compile, parameters);
	const asked = askedBy(resource, parameters);
	const isWhole = own.watch === 'snapshot';
	const { list, limit, isCounted } = listOf({ ...settings, parameters }, resource, asked);
	const paging = own.paging ?? { type: 'none' };
	// Windows and queries by value are other lists, whose first pages share nothing with the one before.
	const overlap = asked.windows || hasMaximum(paging) ? 0 : list.overlap;
	const rules = answerRules(own.errors, own.rateLimit);
	const { reader } = reading;
	const isReadWhole = isWhole || (asked.stepMs === 0 && own.order !== 'descending');
	return {
		name,
		stateKey: nameWith(name, values),
		...(Object.keys(values).length > 0 ? { values } : {}),
		hub: '',
		key: keyOf(parameters, resource, reading),
		reader,
		dates: { updated: reading.updatedDate, created: reading.createdDate },
		kinds: isWhole ? ALL_KINDS : reading.kinds,
		sync: isWhole
			? { kind: 'full', overlap }
			: {
					kind: 'incremental',
					rules: {
						...rulesOf(reading, configuration, parameters),
						// The request asks for one step of the filter less.
						sinceInclusive: asked.stepMs >= reading.granularityMs,
						// Positions are right whatever the order is, which nobody has proved.
						ascending: false,
						overlap,
						...learned(reading, asked, own),
					},
				},
		requests: 1,
		requestsPerDay: perDay(own.rateLimit),
		restMs: isReadWhole ? restOfWholeList() : NO_REST,
		pages: (budget) => {
			const read = refusingSamePages(
				readPages({
					...sourceOf(settings, resource, rules, budget),
					saysNothing: saysNothing(rules, isCounted),
					lists: [{ ...list, select: source.select }],
				}),
				name,
				paging,
				reader,
			);
			const whole = hasMaximum(paging)
				? byValue(read, { name, paging, limit, isWhole, reader })
				: read;
			return asked.windows ? byWindows(whole, asked.windows, reader, budget.now) : whole;
		},
	};
}

/** How far the clock of the stamps may be from that of the filter, in ms: by hours, where nobody knows its zone. */
function clocksApart(format: string): number {
	return namesItsZone(format) ? 15 * 60_000 : 26 * 60 * 60_000;
}

/** What the engine is to find out of a list, and what to check. */
function learned(
	{ updatedDate, granularityMs }: Reading,
	{ stepMs, windows }: AskedBy,
	{ order, retention }: ResourceSettings,
): Pick<ScanRules, 'tickOf' | 'retentionMs' | 'declared'> {
	const retentionMs = parseDuration(retention ?? '');
	return {
		...(updatedDate ? { tickOf: (ms) => tickIn(updatedDate, ms) } : {}),
		...(retentionMs === undefined ? {} : { retentionMs }),
		declared: {
			dates: true,
			...(updatedDate && order && order !== 'unknown'
				? { order, endsWhenOlder: windows === undefined }
				: {}),
			...(updatedDate && stepMs > 0
				? { toleranceMs: 3 * stepMs + granularityMs + clocksApart(updatedDate.format) }
				: {}),
		},
	};
}

function withValues(parameters: StreamParameters, values: Values): StreamParameters {
	return { ...parameters, variables: { ...parameters.variables, ...values } };
}

/** How a list is asked for what changed since. */
interface AskedBy {
	/** The step in which the API reads the instant, in ms; 0 where it is not asked by any. */
	readonly stepMs: number;
	readonly windows?: WindowRules;
}

function askedBy({ configuration, settings }: Resource, { zone }: StreamParameters): AskedBy {
	const { updated, created } = configuration;
	const format = (updated ?? created)?.format;
	const placeholders = placeholdersOf(settings, {
		zone,
		...(format === undefined ? {} : { format }),
	});
	const stepsOf = (bound: 'since' | 'until') =>
		placeholders
			.filter(({ isUntil = false }) => isUntil === (bound === 'until'))
			.map(({ stepMs }) => stepMs);
	const [since, until] = [stepsOf('since'), stepsOf('until')];
	const declared = parseDuration(settings.since?.granularity ?? '') ?? 0;
	const stepMs = since.length === 0 ? 0 : Math.max(declared, ...since);
	if (until.length > 0) {
		const longest = parseDuration(settings.step ?? '') ?? Infinity;
		const writtenMs = Math.max(declared, ...since, ...until);
		if (longest < writtenMs) {
			throw new ConfigurationError(
				`${configuration.name}.step`,
				'is shorter than the step in which the bounds of a window are written and read, so that no window holds anything. ' +
					'Write a longer one, or bounds with hours, minutes and seconds.',
			);
		}
		return { stepMs, windows: { stepMs: longest, writtenMs, earlierMs: stepMs } };
	}
	if (settings.step === undefined) return { stepMs };
	throw new ConfigurationError(
		`${configuration.name}.step`,
		`needs the end of the window in the request, for example \${until:gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}.`,
	);
}

function listOf(
	settings: StreamSettings,
	{ configuration, settings: own, address }: Resource,
	{ stepMs }: AskedBy,
): { readonly list: RemoteList; readonly limit: number; readonly isCounted: boolean } {
	const { parameters, memory } = settings;
	const { zone, variables } = parameters;
	const paging: PagingSettings = own.paging ?? { type: 'none' };
	const pageSize =
		parameters.pageSize ?? configuration.pageSize ?? sizeIn(address.url, paging) ?? Infinity;
	const list = settingsRequester({
		list: { ...own, url: address.url },
		apiUrl: () => address.apiUrl,
		root: address.apiUrl,
		hasPlainLinks: true,
		pageSize,
		earlierMs: stepMs,
		variables,
		equalities: [],
		isFiltered: true,
		zone,
		format: (configuration.updated ?? configuration.created)?.format,
		credential: (name) => credentialText(settings, name),
		accountIds: memory.accountIds,
		report: settings.report,
	});
	const limit = 'limitParam' in paging && paging.limitParam !== undefined ? pageSize : Infinity;
	const place = `${address.apiUrl}${filledIn(address.url, parameters)} ${configuration.name} ${pageSize}`;
	const size = memory.pageSizes?.get(place) ?? { largest: 0 };
	memory.pageSizes?.set(place, size);
	const watched = watchedEnd(doubtfulEnd(list, limit, size), size, (answer) => {
		const shown = settings.furtherPages?.(answer, own);
		if (shown === undefined) return false;
		settings.report(
			`${configuration.name}: the answer goes on, and "paging" leads no further, so that only the first page is read. ` +
				`It shows this paging: ${JSON.stringify(shown)}`,
		);
		return true;
	});
	return { list: watched, limit, isCounted: list.paginator.isCounted };
}

/** The number of records a page that the url itself asks for. */
function sizeIn(url: string, paging: PagingSettings): number | undefined {
	const name = 'limitParam' in paging ? paging.limitParam : undefined;
	if (name === undefined) return undefined;
	const query = new URLSearchParams(url.split('?').slice(1).join('?'));
	const size = Number(query.get(name) ?? '');
	return Number.isInteger(size) && size > 0 ? size : undefined;
}

const NO_CONTENT = 204;

/** A page of a counted list that is said to hold nothing ends it; behind a token there has to be a page. */
function saysNothing({ isIgnored }: AnswerRules, isCounted: boolean) {
	return (answer: HttpAnswer) => isIgnored(answer) || (isCounted && answer.status === NO_CONTENT);
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a limit comes to in a day; undefined for one of less than an hour, which its pace keeps. */
function perDay(rateLimit: ResourceSettings['rateLimit']): number | undefined {
	const perMs = parseDuration(rateLimit?.per ?? '') ?? 0;
	return rateLimit && perMs >= HOUR_MS ? (rateLimit.requests * DAY_MS) / perMs : undefined;
}

function sourceOf(
	{ send, memory }: StreamSettings,
	{ address, settings: { rateLimit } }: Resource,
	{ errorMapper }: AnswerRules,
	budget: RequestBudget,
): Source {
	const { origin } = new URL(address.apiUrl);
	const guarded = onlyTo(origin, send);
	if (!rateLimit) return { send: guarded, budget, errorMapper };
	const perMs = parseDuration(rateLimit.per) ?? SECOND_MS;
	const pauseMs = parseDuration(rateLimit.pause ?? '');
	const clock = { ...budget, monotonicNow };
	return {
		send: paced(
			guarded,
			memory.queues,
			origin,
			(rateLimit.requests * SECOND_MS) / perMs,
			clock,
			(answer) => (isRateLimited(answer) ? (waitOf(answer, budget.now()) ?? pauseMs) : undefined),
		),
		budget,
		errorMapper,
	};
}

/** See {@link keyFrom}: which records, how they are dated, and which of them are asked for. */
function keyOf(
	parameters: StreamParameters,
	{ configuration, settings, address, values }: Resource,
	reading: Reading,
): string {
	const { url } = address;
	const { path, filter } = urlOf(parameters, { configuration: { ...configuration, url } });
	const { method = 'GET', headers, body, recordsField, record, idField } = settings;
	return keyFrom(['rest', path, values, [idField ?? []].flat()], reading, [
		...filter,
		method,
		headers ?? {},
		body ?? null,
		recordsField ?? '',
		record ?? '',
	]);
}
