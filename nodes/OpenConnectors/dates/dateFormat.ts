import { parsePattern, type PatternField } from './pattern';
import { readDate } from './readDate';
import { writeDate } from './writeDate';
import type { Zone } from './zone';

/** A date format of a poller configuration, compiled once and used for every record. */
export interface DateFormat {
	readonly pattern: string;
	/** The smallest step that the format can tell apart, in ms. */
	readonly granularityMs: number;
	/**
	 * Reads a value of a record. `zone` counts only when the value names none itself.
	 *
	 * @returns epoch milliseconds, or undefined for a value that holds no date
	 */
	parse(value: unknown, zone: Zone): number | undefined;
	/** Writes an instant (epoch ms) as the clocks of `zone` show it. */
	format(at: number, zone: Zone): string;
}

const compiled = new Map<string, DateFormat>();

/**
 * Compiles a format: the words `milliseconds` and `seconds` (time since 1970) or a Java date
 * pattern. Values that miss the pattern narrowly (an offset instead of `Z`, other fraction
 * digits, a blank instead of `T`) are read all the same.
 *
 * @throws DatePatternError
 */
export function compileDateFormat(pattern: string): DateFormat {
	const known = compiled.get(pattern);
	if (known) return known;
	const format = toDateFormat(pattern);
	compiled.set(pattern, format);
	return format;
}

function toDateFormat(pattern: string): DateFormat {
	if (pattern === 'milliseconds') return epochFormat(pattern, 1);
	if (pattern === 'seconds') return epochFormat(pattern, 1_000);
	const fields = parsePattern(pattern);
	return {
		pattern,
		granularityMs: granularityOf(fields),
		parse: (value, zone) => {
			if (typeof value !== 'string') return undefined;
			return readDate(fields, value, zone) ?? readNearMiss(value, zone);
		},
		format: (at, zone) => writeDate(fields, at, zone),
	};
}

function epochFormat(pattern: string, unitMs: number): DateFormat {
	return {
		pattern,
		granularityMs: unitMs,
		parse: (value) => {
			if (typeof value !== 'number' && typeof value !== 'string') return undefined;
			if (typeof value === 'string' && !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return undefined;
			const at = Math.floor(Number(value) * unitMs);
			return Number.isFinite(at) ? at : undefined;
		},
		format: (at) => String(Math.floor(at / unitMs)),
	};
}

const STEPS_MS: ReadonlyArray<readonly [letters: string, ms: number]> = [
	['s', 1_000],
	['m', 60_000],
	['HkKh', 3_600_000],
];
const DAY_MS = 86_400_000;

function granularityOf(fields: readonly PatternField[]): number {
	const numbers = fields.filter((field) => field.kind === 'number');
	const fraction = numbers.find((field) => field.letter === 'S');
	if (fraction) return Math.max(1, 10 ** (3 - fraction.width));
	const step = STEPS_MS.find(([letters]) =>
		numbers.some((field) => letters.includes(field.letter)),
	);
	return step ? step[1] : DAY_MS;
}

const ISO_PARTS = [
	"yyyy-MM-dd'T'HH:mm:ss.SX",
	"yyyy-MM-dd'T'HH:mm:ssX",
	"yyyy-MM-dd'T'HH:mm:ss.S",
	"yyyy-MM-dd'T'HH:mm:ss",
	"yyyy-MM-dd'T'HH:mmX",
	"yyyy-MM-dd'T'HH:mm",
	'yyyy-MM-dd',
].map(parsePattern);

const ISO_SHAPED = /^\d{4}-\d{2}-\d{2}/;
const NO_DATE = /^0000-00-00/;

/** ISO 8601 with the liberties that providers take. */
function readNearMiss(value: string, zone: Zone): number | undefined {
	const text = value.trim();
	if (!ISO_SHAPED.test(text) || NO_DATE.test(text)) return undefined;
	const iso = text.replace(/^(.{10})[ ]+/, '$1T').replace(/ (?=[+-]\d|Z|[A-Z]{3})/, '');
	for (const fields of ISO_PARTS) {
		const at = readDate(fields, iso, zone);
		if (at !== undefined) return at;
	}
	return undefined;
}
