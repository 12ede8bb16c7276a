import type { z } from 'zod';
import { positionOfJsonError } from './jsonPlace';
import {
	DATE_ALIASES,
	datesSchema,
	RESOURCE_ALIASES,
	resourceSchema,
	type DatesShape,
} from './schema';
import {
	ConfigurationError,
	type DateSetting,
	type PollerConfiguration,
	type ResourceConfiguration,
} from './types';

const POLLER_KEY = 'event.poller.configuration';

const EXAMPLE =
	`{"contacts":{"url":"/hubs/crm/contacts?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'",` +
	`"idField":"CONTACT_ID","datesConfiguration":{"updatedDateField":"DATE_UPDATED_UTC",` +
	`"updatedDateFormat":"yyyy-MM-dd HH:mm:ss"}}}`;

/** The escaped string, pasted without its quotes. */
const ESCAPED = /^\s*\{(?:\s|\\[nrt])*\\"/;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a poller configuration: the object keyed by resource name, the same as JSON text or as
 * an escaped string, or anything that holds it under `event.poller.configuration`, such as the
 * `configuration` of an instance or a whole `POST /instances` body.
 *
 * @throws ConfigurationError
 */
export function parsePollerConfiguration(source: unknown): PollerConfiguration {
	const resources = resourcesOf(source);
	const names = Object.keys(resources);
	if (names.length === 0) {
		throw new ConfigurationError(
			'',
			`The poller configuration names no resource. Write one object per resource, for example ${EXAMPLE}`,
		);
	}
	const notices: string[] = [];
	return {
		resources: names.map((name) => toResource(name, resources[name], notices)),
		notices,
	};
}

function resourcesOf(source: unknown): JsonObject {
	const value = typeof source === 'string' ? parseJson(source) : source;
	// JSON text that holds a text: the escaped string, pasted with its quotes.
	if (typeof value === 'string') return resourcesOf(value);
	if (!isObject(value)) {
		throw new ConfigurationError(
			'',
			`The poller configuration is ${describe(value)}; expected an object keyed by resource name, for example ${EXAMPLE}`,
		);
	}
	const nested =
		value[POLLER_KEY] ??
		(isObject(value.configuration) ? value.configuration[POLLER_KEY] : undefined);
	return nested === undefined ? value : resourcesOf(nested);
}

function parseJson(text: string): unknown {
	if (text.trim() === '') {
		throw new ConfigurationError(
			'',
			`The poller configuration is empty. Paste one, for example ${EXAMPLE}`,
		);
	}
	const outcome = tryJson(text) ?? (ESCAPED.test(text) ? tryJson(`"${text.trim()}"`) : undefined);
	if (outcome) return outcome.value;
	throw new ConfigurationError('', `The poller configuration is not valid JSON${placeOf(text)}`);
}

function tryJson(text: string): { value: unknown } | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return { value };
	} catch {
		return undefined;
	}
}

/** Line and column of the error in text that is not JSON. */
function placeOf(text: string): string {
	const before = text.slice(0, positionOfJsonError(text));
	const line = before.split('\n').length;
	const column = before.length - before.lastIndexOf('\n');
	return ` at line ${line}, column ${column}. JSON takes double quotes, no comments and no comma before a closing bracket.`;
}

function toResource(name: string, value: unknown, notices: string[]): ResourceConfiguration {
	if (!isObject(value)) {
		throw new ConfigurationError(
			name,
			`is ${describe(value)}; expected an object with url and idField`,
		);
	}
	const shape = check(resourceSchema, withAliases(value, resourceSchema, RESOURCE_ALIASES), name);
	const path = `${name}.datesConfiguration`;
	const given = shape.datesConfiguration ?? {};
	const dates = check(datesSchema, withAliases(given, datesSchema, DATE_ALIASES), path);
	noteUnknown(name, shape, resourceSchema, notices);
	noteUnknown(path, dates, datesSchema, notices);
	noteNeedless(name, shape, dates, notices);
	const updated = shape.filterByUpdatedDate === false ? undefined : dateSetting('updated', dates);
	return {
		name,
		...optional('url', nonBlank(shape.url)),
		...optional('idField', nonBlank(shape.idField)),
		...optional('updated', updated),
		...optional('created', dateSetting('created', dates)),
		...optional('pageSize', shape.pageSize),
		...optional('pollDelaySeconds', shape.pollDelay),
	};
}

function dateSetting(kind: 'updated' | 'created', dates: DatesShape): DateSetting | undefined {
	const field = nonBlank(dates[`${kind}DateField`]);
	if (field === undefined) return undefined;
	const format = nonBlank(dates[`${kind}DateFormat`]) ?? nonBlank(dates.updatedDateFormat);
	return {
		field,
		...optional('format', format),
		...optional('timezone', nonBlank(dates[`${kind}DateTimezone`])),
	};
}

/** Renames known misspellings and other letter case to the documented key. */
function withAliases(
	given: JsonObject,
	schema: z.ZodObject<z.ZodRawShape, 'passthrough'>,
	aliases: Readonly<Record<string, string>>,
): JsonObject {
	const documented = Object.keys(schema.shape).map((key) => [key.toLowerCase(), key] as const);
	const meant = new Map([...documented, ...Object.entries(aliases)]);
	return Object.fromEntries(
		Object.entries(given).map(([key, value]) => [meant.get(key.toLowerCase()) ?? key, value]),
	);
}

function check<Schema extends z.ZodTypeAny>(
	schema: Schema,
	value: unknown,
	path: string,
): z.infer<Schema> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const found = issue.path.reduce<unknown>(
		(inner, key) => (isObject(inner) ? inner[key] : undefined),
		value,
	);
	throw new ConfigurationError(
		[path, ...issue.path].join('.'),
		`${issue.message}, found ${describe(found)}`,
	);
}

function noteUnknown(
	path: string,
	shape: JsonObject,
	schema: z.ZodObject<z.ZodRawShape, 'passthrough'>,
	notices: string[],
): void {
	const known = Object.keys(schema.shape);
	for (const key of Object.keys(shape))
		if (!known.includes(key)) notices.push(`${path}.${key} is not known here and has no effect.`);
}

function noteNeedless(name: string, shape: JsonObject, dates: JsonObject, notices: string[]): void {
	if (shape.filterByCurrentDate === true)
		notices.push(`${name}.filterByCurrentDate is not needed here: no record is reported twice.`);
	if (shape.createdCheckTolerance !== undefined || dates.createdCheckTolerance !== undefined) {
		notices.push(
			`${name}.createdCheckTolerance is not needed here: a record made since the last poll is created, however its dates compare.`,
		);
	}
}

function nonBlank(text: string | undefined): string | undefined {
	const trimmed = text?.trim();
	return trimmed === '' ? undefined : trimmed;
}

function optional<Key extends string, Value>(
	key: Key,
	value: Value | undefined,
): { readonly [K in Key]?: Value } {
	const result: { [K in Key]?: Value } = {};
	if (value !== undefined) result[key] = value;
	return result;
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	const text = JSON.stringify(value);
	return `the ${typeof value} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
