import { DAY_MS } from './calendar';
import { compileEpochFormat } from './epochFormat';
import { readLenientIso } from './lenientIso';
import { parsePattern, type PatternField } from './pattern';
import { compileReader } from './readDate';
import { compileWriter } from './writeDate';
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
	if (pattern === 'milliseconds') return { pattern, granularityMs: 1, ...compileEpochFormat(1) };
	if (pattern === 'seconds') return { pattern, granularityMs: 1_000, ...compileEpochFormat(1_000) };
	const fields = parsePattern(pattern);
	const read = compileReader(fields);
	// A new record has the same created and updated time.
	let latestText = '';
	let latestZone: Zone | undefined;
	let latest: number | undefined;
	return {
		pattern,
		granularityMs: granularityOf(fields),
		parse: (value, zone) => {
			if (typeof value !== 'string') return undefined;
			if (value === latestText && zone === latestZone) return latest;
			latest = read(value, zone) ?? readLenientIso(value, zone);
			latestText = value;
			latestZone = zone;
			return latest;
		},
		format: compileWriter(fields),
	};
}

const STEPS_MS: ReadonlyArray<readonly [letters: string, ms: number]> = [
	['s', 1_000],
	['m', 60_000],
	['HkKh', 3_600_000],
];

function granularityOf(fields: readonly PatternField[]): number {
	const numbers = fields.filter((field) => field.kind === 'number');
	const fraction = numbers.find((field) => field.letter === 'S');
	if (fraction) return Math.max(1, 10 ** (3 - fraction.width));
	const step = STEPS_MS.find(([letters]) =>
		numbers.some((field) => letters.includes(field.letter)),
	);
	return step ? step[1] : DAY_MS;
}
