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
	remark,
	repairNotices,
	type Notice,
	type ResourceConfiguration,
} from './types';
import { describeAt } from './secrets';
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
			`found ${describeAt(name, value)}; expected an object, for example {"url":"/hubs/crm/${quote(name)}","idField":"id"}`,
		);
	}
	if (/^<\w+>$/.test(name))
		notices.push(remark(`${name} stands for a name of your own: events carry it as objectType.`));
	const outer = sortKeys(value, RESOURCE);
	noteOverruled(name, outer, notices);
	const shape = checkResource(name, Object.fromEntries(outer.known));
	const dates = sortDates(name, shape.datesConfiguration ?? {}, outer, notices);
	noteUnknown(name, dates.unknown, notices);
	noteNeedless(
		name,
		{
			...shape,
			...optional('createdCheckTolerance', dates.shape.createdCheckTolerance),
		},
		notices,
	);
	const read = readDates(name, dates.shape, shape.filterByUpdatedDate !== false, notices);
	const url = readUrl(name, shape.url, (read.updated ?? read.created)?.format, notices);
	return {
		name,
		...optional('url', url),
		...optional('idField', readId(name, shape, notices)),
		...read,
		...optional('filterByUpdatedDate', shape.filterByUpdatedDate),
		...optional('volatile', shape.volatile),
		...optional('pageSize', shape.pageSize),
		...optional('pollDelaySeconds', shape.pollDelay),
	};
}

type Unknown = SortedKeys['unknown'];

interface SortedDates {
	readonly shape: DatesShape;
	/** Keys that mean nothing, by their path below the resource. */
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
			notices.push(remark(`${name}.${key} is not read: ${path}.${key} says otherwise.`));
		} else if (key !== DOCUMENTED_OUTSIDE) {
			notices.push(...repairNotices(`${name}.${key}`, ['read as part of datesConfiguration']));
		}
	}
	const known = Object.fromEntries([...outside.known, ...inside.known]);
	return {
		shape: checkDates(path, known),
		unknown: [
			...outside.unknown,
			...inside.unknown.map(([key, value]) => [`datesConfiguration.${key}`, value] as const),
		],
	};
}

/** So many unknown keys are named one by one. */
const MOST_NAMED = 20;

function noteUnknown(name: string, unknown: Unknown, notices: Notice[]): void {
	const texts = unknown
		.slice(0, MOST_NAMED)
		.map(([path]) => `${quote(name)}.${quote(path)} ${meaningless(path)}`);
	const left = unknown.length - texts.length;
	if (left > 0) texts.push(`${name} holds ${left} more keys that are not known here.`);
	notices.push(...texts.map(remark));
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
		notices.push(
			remark(`${path}.${key} is not read: ${by} is the same setting, with another value.`),
		);
	}
}

export function noteNeedless(
	name: string,
	shape: Pick<ResourceShape, 'filterByCurrentDate' | 'createdCheckTolerance'>,
	notices: Notice[],
): void {
	const needless = (key: string, why: string) =>
		notices.push(remark(`${name}.${key} is not needed here: ${why}.`));
	if (shape.filterByCurrentDate === true)
		needless('filterByCurrentDate', 'no record is reported twice');
	if (shape.createdCheckTolerance !== undefined) {
		const why = 'a record made since the last poll is created, however its dates compare';
		needless('createdCheckTolerance', why);
	}
}

/** `idField`, or the `xPath` that some configurations have in its place. */
function readId(name: string, shape: ResourceShape, notices: Notice[]): string | undefined {
	const { idField, xPath } = shape;
	if (idField === undefined) {
		if (xPath === undefined || fieldPathProblem(xPath) === undefined) return xPath?.trim();
		notices.push(
			remark(
				`${name}.xPath is not read: it is no path of a field. Write an idField, for example id.`,
			),
		);
		return undefined;
	}
	const { text, how } = repairPath(idField);
	if (fieldPathProblem(text) !== undefined) {
		throw new ConfigurationError(
			`${name}.idField`,
			`found ${describe(text)}; expected the path of a field, for example id or customer.id`,
		);
	}
	notices.push(...repairNotices(`${name}.idField`, how));
	return text;
}
