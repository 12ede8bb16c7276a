import { compileDateFormat } from '../dates/dateFormat';
import { UTC } from '../dates/zone';

/** How the values of a field are read as dates. */
export interface DateReading {
	readonly format: string;
	/** Epoch ms, one a value. */
	readonly instants: readonly number[];
}

type Value = string | number | boolean;

/** What providers write where there is no date. */
const NO_DATE = /^(?:0|0000-00-00.*|0001-01-01.*|\/Date\(-62135596800000.*)$/;

export function isNoDate(value: Value): boolean {
	return value === 0 || (typeof value === 'string' && NO_DATE.test(value.trim()));
}

/**
 * The format that reads all values, or undefined where they are no dates. Counts of seconds or
 * milliseconds are dates by their size only: whether they are meant as such, the field's name says.
 */
export function readDates(values: readonly Value[]): DateReading | undefined {
	if (values.length === 0) return undefined;
	return readMicrosoftDates(values) ?? readTexts(values) ?? readCounts(values);
}

const MICROSOFT = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/;

function readMicrosoftDates(values: readonly Value[]): DateReading | undefined {
	const counts = values.map((value) => MICROSOFT.exec(String(value))?.[1]);
	if (counts.some((count) => count === undefined)) return undefined;
	return { format: 'milliseconds', instants: counts.map(Number) };
}

/** From 1980 to 2100, in seconds. */
const [EARLIEST_S, LATEST_S] = [315_532_800, 4_102_444_800];

function readCounts(values: readonly Value[]): DateReading | undefined {
	const counts = values.map(toCount);
	const within = (unit: number) =>
		counts.every((count) => count >= EARLIEST_S * unit && count <= LATEST_S * unit);
	if (within(1)) return { format: 'seconds', instants: counts.map((count) => count * 1_000) };
	if (within(1_000)) return { format: 'milliseconds', instants: counts };
	return undefined;
}

function toCount(value: Value): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\d{9,13}(?:\.\d+)?$/.test(value) ? Number(value) : NaN;
}

function readTexts(values: readonly Value[]): DateReading | undefined {
	if (!values.every((value) => typeof value === 'string')) return undefined;
	const shapes = values.map((value) => shapesOf(value.trim()));
	const shared = merged(shapes);
	for (const format of shared) {
		const read = compileDateFormat(format);
		const instants = values.map((value) => read.parse(value.trim(), UTC));
		if (instants.every((at) => at !== undefined)) return { format, instants };
	}
	return undefined;
}

/** The formats that may read all of them: each value's own, the most telling first. */
function merged(shapes: ReadonlyArray<readonly string[]>): readonly string[] {
	if (shapes.some((formats) => formats.length === 0)) return [];
	const all = [...new Set(shapes.flat())].sort((one, other) => other.length - one.length);
	const kinds = new Set(all.map((format) => /(?:X+|Z)$/.exec(format)?.[0]));
	// `Z` and `+0100` in one field.
	const both =
		kinds.has('X') && kinds.has('Z') ? all.map((format) => format.replace(/[XZ]$/, 'XX')) : all;
	const inAll = both.filter((format) => shapes.every((formats) => formats.includes(format)));
	return [...inAll, ...both];
}

interface Shape {
	readonly text: string;
	readonly formats: readonly string[];
}

const DAYS: readonly Shape[] = [
	{ text: '\\d{4}-\\d{2}-\\d{2}', formats: ['yyyy-MM-dd'] },
	{ text: '\\d{4}/\\d{1,2}/\\d{1,2}', formats: ['yyyy/MM/dd'] },
	{ text: '\\d{4}\\.\\d{2}\\.\\d{2}', formats: ['yyyy.MM.dd'] },
	{ text: '(?:0?\\d|1[0-2])/(?:0?\\d|1[0-2])/\\d{4}', formats: ['MM/dd/yyyy', 'dd/MM/yyyy'] },
	{ text: '\\d{1,2}/(?:0?\\d|1[0-2])/\\d{4}', formats: ['dd/MM/yyyy'] },
	{ text: '\\d{1,2}/\\d{1,2}/\\d{4}', formats: ['MM/dd/yyyy'] },
	{ text: '\\d{1,2}\\.\\d{1,2}\\.\\d{4}', formats: ['dd.MM.yyyy'] },
	{ text: '\\d{1,2}-(?:0?\\d|1[0-2])-\\d{4}', formats: ['dd-MM-yyyy'] },
	{ text: '\\d{1,2}-\\d{1,2}-\\d{4}', formats: ['MM-dd-yyyy'] },
	{ text: '\\d{1,2}-[A-Za-z]{3}-\\d{4}', formats: ['dd-MMM-yyyy'] },
	{ text: '\\d{1,2} [A-Za-z]{3} \\d{4}', formats: ['dd MMM yyyy'] },
	{ text: '[A-Za-z]{3} \\d{1,2}, \\d{4}', formats: ['MMM d, yyyy'] },
	{ text: '[A-Za-z]{4,} \\d{1,2}, \\d{4}', formats: ['MMMM d, yyyy'] },
	{ text: '[A-Za-z]{3}, \\d{1,2} [A-Za-z]{3} \\d{4}', formats: ['EEE, dd MMM yyyy'] },
	{ text: '(?:19|20)\\d{6}', formats: ['yyyyMMdd'] },
];

const TIMES: readonly Shape[] = [
	{ text: '\\d{1,2}:\\d{2}:\\d{2} [AaPp][Mm]', formats: ['hh:mm:ss a'] },
	{ text: '\\d{1,2}:\\d{2} [AaPp][Mm]', formats: ['hh:mm a'] },
	{ text: '\\d{2}:\\d{2}:\\d{2}', formats: ['HH:mm:ss'] },
	{ text: '\\d{2}:\\d{2}', formats: ['HH:mm'] },
	{ text: '\\d{6}', formats: ['HHmmss'] },
];

const BETWEEN = new Map([
	['T', "'T'"],
	[' ', ' '],
	[', ', ', '],
	['', ''],
]);

const REST = /^([.,]\d+)?( ?)(Z|[A-Z]{2,4}|[+-]\d{2}:\d{2}|[+-]\d{4}|[+-]\d{2})?$/;

/** `Mon Feb 03 18:34:23 +0000 2025` */
const UNIX = /^[A-Za-z]{3} [A-Za-z]{3} [ \d]\d \d{2}:\d{2}:\d{2} (?:([A-Z]{3,4})|[+-]\d{4}) \d{4}$/;

/** The formats that a text may be written in; none for what is no date. */
function shapesOf(text: string): readonly string[] {
	const unix = UNIX.exec(text);
	if (unix) return [`EEE MMM dd HH:mm:ss ${unix[1] === undefined ? 'Z' : 'z'} yyyy`];
	const day = DAYS.find(
		(shape) =>
			new RegExp(`^${shape.text}(?![\\d-])|^\\d{14}$`).test(text) &&
			new RegExp(`^${shape.text}`).test(text),
	);
	if (!day) return [];
	const behind = text.replace(new RegExp(`^${day.text}`), '');
	if (behind === '') return day.formats;
	const time = timeOf(behind);
	return time === undefined ? [] : day.formats.map((format) => format + time);
}

function timeOf(text: string): string | undefined {
	const [, between = ''] = /^(T|, | |)/.exec(text) ?? [];
	const clock = text.slice(between.length);
	for (const time of TIMES) {
		const [shown] = new RegExp(`^${time.text}`).exec(clock) ?? [];
		const rest = shown === undefined ? null : REST.exec(clock.slice(shown.length));
		if (!rest) continue;
		const [, fraction = '', blank, zone] = rest;
		const digits = fraction === '' ? '' : fraction[0] + 'S'.repeat(fraction.length - 1);
		return `${BETWEEN.get(between) ?? ''}${time.formats[0]}${digits}${blank}${zoneFormat(zone)}`;
	}
	return undefined;
}

function zoneFormat(zone: string | undefined): string {
	if (zone === undefined) return '';
	if (zone === 'Z') return 'X';
	if (/^[A-Z]/.test(zone)) return 'z';
	return zone.includes(':') ? 'XXX' : zone.length === 5 ? 'Z' : 'X';
}
