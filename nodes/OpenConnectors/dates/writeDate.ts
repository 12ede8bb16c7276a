import { setClock, type Clock } from './clock';
import { toCodes, toText, writeTwoDigits, type Codes } from './codes';
import { toFieldWriter } from './fieldWriters';
import type { PatternField } from './pattern';
import {
	CENTURY,
	DAY_OF_MONTH,
	HOUR,
	LEFT_OUT,
	MINUTE,
	MONTH,
	SECOND,
	YEAR,
	YEAR_OF_CENTURY,
} from './slots';
import { UTC, type Zone } from './zone';

/** Writes the instant `at` (epoch ms) as the clocks of `zone` show it. */
export type DateWriter = (at: number, zone: Zone) => string;

/** Writes from the end of the fixed part on. */
type RestWriter = (codes: Codes, start: number, clock: Clock) => string;

const LAST_FIXED_YEAR = 9_999;

/**
 * The fields up to the first whose length may vary have fixed places: a template holds their
 * literal text, and only digits are set. All others are written one behind the other.
 */
export function compileWriter(pattern: readonly PatternField[]): DateWriter {
	const { template, places, count } = toFixedPart(pattern);
	const writeRest = compileRest(pattern.slice(count));
	const writeWhole = compileRest(pattern);
	const fixedOnly = count === pattern.length;
	const fields = LEFT_OUT.slice();
	const clock: Clock = { zone: UTC, offsetMs: 0, days: 0, year: 1970, fields };
	return (at, zone) => {
		setClock(clock, at, zone);
		if (fields[YEAR] > LAST_FIXED_YEAR) return writeWhole([], 0, clock);
		for (let index = 0; index < places.length; index += 1) {
			const place = places[index];
			writeTwoDigits(template.codes, place.at, fields[place.slot]);
		}
		return fixedOnly ? toText(template.codes) : writeRest(template.codes, template.length, clock);
	};
}

function compileRest(pattern: readonly PatternField[]): RestWriter {
	const writers = pattern.map(toFieldWriter);
	return (codes, start, clock) => {
		let end = start;
		for (let index = 0; index < writers.length; index += 1) end = writers[index](codes, end, clock);
		if (codes.length > end) codes.length = end;
		return toText(codes);
	};
}

/** Two digits of a slot, at a place that is the same in every text. */
interface Place {
	readonly at: number;
	readonly slot: number;
}

interface FixedPart {
	/** The codes are kept from text to text: an array that grows anew each time is slow. */
	readonly template: { readonly codes: Codes; readonly length: number };
	readonly places: readonly Place[];
	/** How many fields it covers. */
	readonly count: number;
}

function toFixedPart(pattern: readonly PatternField[]): FixedPart {
	let codes: Codes = [];
	const places: Place[] = [];
	let count = 0;
	for (const field of pattern) {
		const slots = toTwoDigitSlots(field);
		if (field.kind !== 'literal' && slots.length === 0) break;
		if (field.kind === 'literal') codes = codes.concat(toCodes(field.text));
		for (const slot of slots) {
			places.push({ at: codes.length, slot });
			codes.push(0, 0);
		}
		count += 1;
	}
	return { template: { codes, length: codes.length }, places, count };
}

const TWO_DIGIT_SLOTS: ReadonlyMap<string, readonly number[]> = new Map([
	['yyyy', [CENTURY, YEAR_OF_CENTURY]],
	['yy', [YEAR_OF_CENTURY]],
	['MM', [MONTH]],
	['dd', [DAY_OF_MONTH]],
	['HH', [HOUR]],
	['mm', [MINUTE]],
	['ss', [SECOND]],
]);

function toTwoDigitSlots(field: PatternField): readonly number[] {
	if (field.kind !== 'number') return [];
	return TWO_DIGIT_SLOTS.get(field.letter.repeat(field.width)) ?? [];
}
