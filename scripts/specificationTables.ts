import { parse } from 'yaml';

/** What the tests need of a vendor's specification: names and types, none of its prose. */
export interface InsightlyTable {
	/** Names of the query parameters of each search, joined by blanks, by its path. */
	readonly searches: Readonly<Record<string, string>>;
}

export interface ParameterFacts {
	/** Names that its value is made of, joined by blanks: fields, filters, or orders and directions. */
	readonly names?: string;
	readonly maximum?: number;
}

/** Names of fields, joined by blanks, by their type and format: `{ "integer int32": "count" }`. */
export type FieldFacts = Readonly<Record<string, string>>;

export interface ListFacts {
	/** Of the query, by name. */
	readonly parameters: Readonly<Record<string, ParameterFacts>>;
	readonly answer: FieldFacts;
	/** By the field of the answer that holds the records. */
	readonly records: Readonly<Record<string, FieldFacts>>;
	/** Documented examples of dates, by the field of the record. */
	readonly dates?: Readonly<Record<string, string>>;
}

export interface VersionFacts {
	/** Everything that can be read, joined by blanks, less the common beginning. */
	readonly paths: string;
	readonly lists: Readonly<Record<string, ListFacts>>;
}

export interface KeapTable {
	readonly '/v1': VersionFacts;
	readonly '/v2': VersionFacts;
}

type Names = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Names =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (value: unknown, ...names: readonly string[]): unknown =>
	names.reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), value);

const objectAt = (value: unknown, ...names: readonly string[]): Names => {
	const part = at(value, ...names);
	return isObject(part) ? part : {};
};

const sorted = <T>(entries: ReadonlyArray<readonly [string, T]>): Readonly<Record<string, T>> =>
	Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

function queryOf(path: unknown): readonly Names[] {
	const parameters = at(path, 'get', 'parameters');
	return (Array.isArray(parameters) ? parameters : [])
		.filter(isObject)
		.filter(({ in: place }) => place === 'query');
}

/** `text`: the copy of Ballerina, in which the vendor's own paths are comments. */
export function insightlyTable(text: string): InsightlyTable {
	const paths = objectAt(parse(text.replaceAll('\r', '').replace(/^# ?/gm, '')), 'paths');
	return {
		searches: sorted(
			Object.entries(paths)
				.filter(([path]) => path.endsWith('/Search'))
				.map(([path, known]) => [
					path,
					queryOf(known)
						.map(({ name }) => String(name))
						.join(' '),
				]),
		),
	};
}

export const keapTable = (v1: string, v2: string): KeapTable => ({
	'/v1': versionFacts(parse(v1), ''),
	'/v2': versionFacts(parse(v2), '/rest/v2'),
});

function versionFacts(document: unknown, beginning: string): VersionFacts {
	const paths = Object.entries(objectAt(document, 'paths'))
		.filter(([path, known]) => path.startsWith(beginning) && at(known, 'get') !== undefined)
		.map(([path, known]) => [path.slice(beginning.length), known] as const);
	return {
		paths: paths
			.map(([path]) => path)
			.sort()
			.join(' '),
		lists: sorted(
			paths.flatMap(([path, known]): ReadonlyArray<readonly [string, ListFacts]> => {
				const facts = listFacts(known, objectAt(document, 'components', 'schemas'));
				return facts ? [[path, facts]] : [];
			}),
		),
	};
}

/** Nothing where the answer is no list that goes on. */
function listFacts(path: unknown, schemas: Names): ListFacts | undefined {
	const schema = at(objectAt(path, 'get', 'responses', '200', 'content'), JSON_TYPE, 'schema');
	const answer = propertiesOf(schema, schemas);
	if (!('next_page_token' in answer || 'count' in answer)) return undefined;
	const records = Object.entries(answer)
		.filter(([, property]) => at(property, 'type') === 'array')
		.map(([name, property]) => [name, propertiesOf(at(property, 'items'), schemas)] as const);
	const dates = records.flatMap(([, fields]) => Object.entries(fields).flatMap(dateExample));
	return {
		parameters: Object.fromEntries(
			queryOf(path).map((parameter) => [String(parameter.name), parameterFacts(parameter)]),
		),
		answer: fieldFacts(answer),
		records: Object.fromEntries(records.map(([name, fields]) => [name, fieldFacts(fields)])),
		...(dates.length > 0 ? { dates: Object.fromEntries(dates) } : {}),
	};
}

const JSON_TYPE = 'application/json';

function propertiesOf(schema: unknown, schemas: Names): Names {
	const [, name = ''] = /\/schemas\/(\w+)$/.exec(String(at(schema, '$ref'))) ?? [];
	return objectAt(schemas, name, 'properties');
}

function fieldFacts(fields: Names): FieldFacts {
	const namesByType = new Map<string, readonly string[]>();
	for (const [name, field] of Object.entries(fields))
		namesByType.set(typeOf(field), [...(namesByType.get(typeOf(field)) ?? []), name]);
	return sorted([...namesByType].map(([type, names]) => [type, names.join(' ')]));
}

function typeOf(field: unknown): string {
	const [type, format] = [at(field, 'type'), at(field, 'format')];
	return [type ?? 'object', ...(format === undefined ? [] : [format])].map(String).join(' ');
}

const DATE = /^\d{4}-\d\d-\d\dT/;

function dateExample([name, field]: readonly [string, unknown]): ReadonlyArray<[string, string]> {
	const example = at(field, 'example');
	return typeof example === 'string' && DATE.test(example) ? [[name, example]] : [];
}

function parameterFacts(parameter: Names): ParameterFacts {
	const names = namesIn(String(parameter.name), String(parameter.description));
	const maximum = at(parameter, 'schema', 'maximum');
	return {
		...(names.length > 0 ? { names: [...new Set(names)].join(' ') } : {}),
		...(typeof maximum === 'number' ? { maximum } : {}),
	};
}

/** `- (String) email`, in backquotes or not */
const FILTER_NAME = /^\s*- (?:\([^)]*\) `?|`)(\w+)(?=`|\s|$)/gm;
/** As orders and directions are. */
const QUOTED_NAME = /`(\w+)`/g;
/** `Available fields are: id,name`, `Allowed values: custom_fields` */
const LISTED_NAMES = /(?:are|values): ?(\w+(?:,\s*\w+)*)/g;

function namesIn(parameter: string, description: string): readonly string[] {
	const found = (pattern: RegExp) => [...description.matchAll(pattern)].map(([, name]) => name);
	switch (parameter) {
		case 'filter':
			return found(FILTER_NAME);
		case 'order_by':
			return found(QUOTED_NAME);
		case 'fields':
			return [...found(LISTED_NAMES).flatMap((list) => list.split(/,\s*/)), ...found(QUOTED_NAME)];
		default:
			return [];
	}
}
