import { quote } from '../core/text';
import { readDates } from './dateSettings';
import { nearestKey, sortKeys, type SortedKeys, type Vocabulary } from './keys';
import { fieldPathProblem, repairPath } from './repairs';
import {
	checkDates,
	checkResource,
	DATE_ALIASES,
	DATE_KEYS,
	RESOURCE_ALIASES,
	RESOURCE_KEYS,
	SUCCESSOR_KEYS,
	type DatesShape,
	type ResourceShape,
} from './schema';
import {
	ConfigurationError,
	repairNotices,
	type Notice,
	type ResourceConfiguration,
} from './types';
import { readUrl } from './urlSetting';
import { describe, isObject, optional, type JsonObject } from './value';

const RESOURCE: Vocabulary = { keys: RESOURCE_KEYS, aliases: RESOURCE_ALIASES };
const DATES: Vocabulary = { keys: DATE_KEYS, aliases: DATE_ALIASES };

/** A date key that the documentation shows outside of `datesConfiguration` as well. */
const DOCUMENTED_OUTSIDE = 'updatedDateTimezone';

/**
 * Reads one entry of `event.poller.configuration`.
 *
 * @throws ConfigurationError
 */
export function readResource(
	name: string,
	value: unknown,
	notices: Notice[],
): ResourceConfiguration {
	if (!isObject(value)) {
		throw new ConfigurationError(
			name,
			`found ${describe(value)}; expected an object, for example {"url":"/hubs/crm/${quote(name)}","idField":"id"}`,
		);
	}
	const remark = (text: string) => notices.push({ kind: 'remark', text });
	if (/^<\w+>$/.test(name))
		remark(`${name} stands for a name of your own: events carry it as objectType.`);
	const outer = sortKeys(value, RESOURCE);
	noteOverruled(name, outer, notices);
	const shape = checkResource(name, Object.fromEntries(outer.known));
	const dates = sortDates(name, shape.datesConfiguration ?? {}, outer, notices);
	const unknown = [...dates.misfits, ...dates.unknown];
	noteUnknown(name, unknown, notices);
	noteNeedless(name, shape, dates.shape, notices);
	const tolerance = shape.createdCheckTolerance ?? dates.shape.createdCheckTolerance;
	const read = readDates(name, dates.shape, shape.filterByUpdatedDate !== false, notices);
	const url = readUrl(name, shape.url, (read.updated ?? read.created)?.format, notices);
	return {
		name,
		...optional('url', url),
		...optional('idField', readId(name, shape, notices)),
		...read,
		...optional('filterByUpdatedDate', shape.filterByUpdatedDate),
		...optional('filterByCurrentDate', shape.filterByCurrentDate),
		...optional('createdCheckToleranceSeconds', tolerance),
		...optional('pageSize', shape.pageSize),
		...optional('pollDelaySeconds', shape.pollDelay),
		...optional('unknown', unknown.length > 0 ? Object.fromEntries(unknown) : undefined),
	};
}

type Unknown = SortedKeys['unknown'];

interface SortedDates {
	readonly shape: DatesShape;
	/** Keys of the resource that mean nothing. */
	readonly misfits: Unknown;
	/** Keys of `datesConfiguration` that mean nothing, by their path below the resource. */
	readonly unknown: Unknown;
}

/** The date keys, wherever they stand. Those in `datesConfiguration` go first. */
function sortDates(
	name: string,
	given: JsonObject,
	outer: SortedKeys,
	notices: Notice[],
): SortedDates {
	const path = `${name}.datesConfiguration`;
	const inside = sortKeys(given, DATES);
	noteOverruled(path, inside, notices);
	const outside = sortKeys(Object.fromEntries(outer.unknown), DATES);
	for (const [key, value] of outside.known) {
		const other = inside.known.get(key);
		if (other !== undefined && other !== value) {
			notices.push({
				kind: 'remark',
				text: `${name}.${key} is not read: ${path}.${key} says otherwise.`,
			});
		} else if (key !== DOCUMENTED_OUTSIDE) {
			notices.push({ kind: 'repair', text: `${name}.${key}: read as part of datesConfiguration.` });
		}
	}
	const known = Object.fromEntries([...outside.known, ...inside.known]);
	return {
		shape: checkDates(path, known),
		misfits: outside.unknown,
		unknown: inside.unknown.map(([key, value]) => [`datesConfiguration.${key}`, value]),
	};
}

/** So many unknown keys are told one by one. */
const MOST_TOLD = 20;

function noteUnknown(name: string, unknown: Unknown, notices: Notice[]): void {
	const told = unknown
		.slice(0, MOST_TOLD)
		.map(([path]) => `${quote(name)}.${quote(path)} ${meaningless(path)}`);
	const left = unknown.length - told.length;
	if (left > 0) told.push(`${name} holds ${left} more keys that are not known here.`);
	notices.push(...told.map((text) => ({ kind: 'remark' as const, text })));
}

function meaningless(path: string): string {
	const key = path.replace(/^datesConfiguration\./, '');
	if (SUCCESSOR_KEYS.has(key))
		return "is a key of the platform's successor and has no effect here.";
	const near = nearestKey(key, key === path ? RESOURCE_KEYS : DATE_KEYS);
	return `is not known here and has no effect.${near === undefined ? '' : ` Is ${near} meant?`}`;
}

function noteOverruled(path: string, { overruled }: SortedKeys, notices: Notice[]): void {
	for (const [key, by] of overruled) {
		notices.push({
			kind: 'remark',
			text: `${path}.${key} is not read: ${by} is the same setting, with another value.`,
		});
	}
}

function noteNeedless(
	name: string,
	shape: ResourceShape,
	dates: DatesShape,
	notices: Notice[],
): void {
	const remark = (text: string) => notices.push({ kind: 'remark', text });
	if (shape.filterByCurrentDate === true)
		remark(`${name}.filterByCurrentDate is not needed here: no record is reported twice.`);
	if (shape.createdCheckTolerance !== undefined || dates.createdCheckTolerance !== undefined) {
		remark(
			`${name}.createdCheckTolerance is not needed here: a record made since the last poll is created, however its dates compare.`,
		);
	}
}

/** `idField`, or the `xPath` that some configurations have in its place. */
function readId(name: string, shape: ResourceShape, notices: Notice[]): string | undefined {
	const { idField, xPath } = shape;
	if (idField === undefined) {
		if (xPath === undefined || fieldPathProblem(xPath) === undefined) return xPath?.trim();
		notices.push({
			kind: 'remark',
			text: `${name}.xPath is not read: it is no path of a field. Write an idField, for example id.`,
		});
		return undefined;
	}
	const { text, how } = repairPath(idField);
	const problem = fieldPathProblem(text);
	if (problem !== undefined) {
		throw new ConfigurationError(
			`${name}.idField`,
			`found ${describe(text)}; expected the path of a field, for example id or customer.id`,
		);
	}
	notices.push(...repairNotices(`${name}.idField`, how));
	return text;
}
