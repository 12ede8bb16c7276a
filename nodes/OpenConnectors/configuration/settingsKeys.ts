import { MANY_SLIPS, nearestKey, sortKeys, type Vocabulary } from './keys';
import { DATE_ALIASES, DATE_KEYS, RESOURCE_ALIASES, SUCCESSOR_KEYS } from './schema';
import { describeAt } from './secrets';
import { PAGING_KEYS, PART_KEYS, SETTINGS_KEYS } from './settingsSchema';
import { EQUALS } from './defaults';
import { ConfigurationError, remark, repairNotices, type Notice } from './types';
import { EXAMPLES, unknownKey } from './unknownKey';
import { describe, isGiven, isObject, type JsonObject } from './value';

const RESOURCE: Vocabulary = { keys: SETTINGS_KEYS, aliases: RESOURCE_ALIASES };

/**
 * The settings of a resource by the keys of the language, whatever their letter case, with null for
 * what was given as null or blank. Date keys that stand outside of `datesConfiguration` are put there.
 *
 * @throws ConfigurationError for a key that is not known, naming the one that was probably meant
 */
export function sortSettings(path: string, given: unknown, notices: Notice[]): JsonObject {
	if (!isObject(given))
		throw noObject(path, given, '{"url":"/contacts?since=${epoch:s}","idField":"id"}');
	const outside = Object.entries(given).filter(([key]) => isDateKey(key));
	const inside = Object.entries(given).filter(([key]) => !isDateKey(key));
	const known = sorted(path, Object.fromEntries(inside), RESOURCE, notices);
	const whole = { ...known, ...datesOutside(path, outside, known.datesConfiguration, notices) };
	return Object.fromEntries(
		Object.entries(whole).map(([key, value]) => [
			key,
			sortPart(`${path}.${key}`, key, value, notices),
		]),
	);
}

const DATES: Vocabulary = { keys: DATE_KEYS, aliases: DATE_ALIASES };

function isDateKey(key: string): boolean {
	const { known, blank } = sortKeys({ [key]: 1 }, DATES);
	return known.size + blank.length > 0 && !SETTINGS_KEYS.includes(key);
}

function datesOutside(
	path: string,
	outside: ReadonlyArray<readonly [string, unknown]>,
	inside: unknown,
	notices: Notice[],
): JsonObject {
	if (outside.length === 0) return {};
	const names = outside.map(([key]) => key).join(', ');
	notices.push(...repairNotices(`${path}.${names}`, ['read as part of datesConfiguration']));
	const before = isObject(inside) ? inside : {};
	for (const [key, value] of outside)
		if (key in before && before[key] !== value)
			notices.push(remark(`${path}.${key} is not read: datesConfiguration says otherwise.`));
	return { datesConfiguration: { ...Object.fromEntries(outside), ...before } };
}

function sortPart(path: string, key: string, value: unknown, notices: Notice[]): unknown {
	const example = new Map(Object.entries(EXAMPLES)).get(key);
	if (value === null || example === undefined) return value;
	if (key === 'errors') {
		if (!Array.isArray(value)) throw noObject(path, value, example, 'a list of objects');
		return value.map((rule, index) => {
			if (!isObject(rule)) throw noObject(`${path}.${index}`, rule, example.slice(1, -1));
			const keys = PART_KEYS.errors;
			return sorted(`${path}.${index}`, rule, { keys, aliases: {} }, notices);
		});
	}
	if (!isObject(value)) throw noObject(path, value, example);
	if (key === 'headers') return withNulls(value);
	const aliases = key === 'datesConfiguration' ? DATE_ALIASES : {};
	const listed = key === 'paging' ? keysOfType(value.type) : undefined;
	return sorted(path, value, { keys: PART_KEYS[key], aliases }, notices, listed);
}

function keysOfType(type: unknown): readonly string[] | undefined {
	return new Map<unknown, readonly string[]>(Object.entries(PAGING_KEYS)).get(type);
}

function withNulls(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, isGiven(part) ? part : null]),
	);
}

function sorted(
	path: string,
	given: JsonObject,
	vocabulary: Vocabulary,
	notices: Notice[],
	listed = vocabulary.keys,
): JsonObject {
	const { known, unknown, overruled, blank } = sortKeys(given, vocabulary);
	for (const [key, by] of overruled)
		notices.push(
			remark(`${path}.${key} is not read: ${by} is the same setting, with another value.`),
		);
	for (const [key] of unknown) {
		if (!SUCCESSOR_KEYS.has(key)) throw unknownKey(path, key, vocabulary.keys, listed);
		notices.push(
			remark(`${path}.${key} is a key of the platform's successor and has no effect here.`),
		);
	}
	const nulls = blank.map((key) => [key, key === EQUALS ? given[key] : null] as const);
	return { ...Object.fromEntries(nulls), ...Object.fromEntries(known) };
}

function noObject(path: string, value: unknown, example: string, kind = 'an object') {
	return new ConfigurationError(
		path,
		`found ${describeAt(path, value)}; expected ${kind}, for example ${example}`,
	);
}

/**
 * Checks that a paging has a type, and no key of another one.
 *
 * @throws ConfigurationError that says which type has the key
 */
export function checkPagingKeys(path: string, paging: JsonObject): void {
	const types = Object.keys(PAGING_KEYS);
	const type = typeof paging.type === 'string' ? paging.type : '';
	const own = keysOfType(type);
	if (own === undefined) {
		const near = nearestKey(type, types, MANY_SLIPS);
		const guess = near === undefined ? '' : `: did you mean "${near}"?`;
		throw new ConfigurationError(
			`${path}.type`,
			`found ${describe(paging.type)}; expected one of ${types.join(', ')}${guess}`,
		);
	}
	for (const key of Object.keys(paging)) {
		if (own.includes(key)) continue;
		const having = Object.entries(PAGING_KEYS).filter(([, keys]) => keys.includes(key));
		const names = having.map(([name]) => name).join(', ');
		throw new ConfigurationError(
			`${path}.${key}`,
			`"${key}" is a key of the paging type ${names}, and the type is ${type}. Keys of ${type}: ${own.filter((name) => name !== 'type').join(', ')}`,
		);
	}
}
