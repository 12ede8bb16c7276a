import { DAY_MS } from './calendar';
import { compileDayRule } from './dayRule';
import {
	compileNames,
	compileWholeNames,
	ERAS,
	HALVES,
	LONG_ERAS,
	MONTHS,
	WEEKDAYS,
	type NameReader,
} from './names';
import { LAST_INSTANT } from './offsets';
import type { NumberLetter, PatternField } from './pattern';
import { readZone, type ZoneReading } from './readZone';
import * as slots from './slots';
import { toInstant, type Zone } from './zone';

const ZERO = 48;

/**
 * Reads a text by a pattern. The text's own zone wins over `zone`.
 *
 * @returns epoch milliseconds, or undefined when the text does not follow the pattern or names a
 * day or a time that does not exist
 */
export type DateReader = (text: string, zone: Zone) => number | undefined;

interface Reading extends ZoneReading {
	readonly fields: slots.Fields;
}

/** Reads one field at `at`. @returns the position behind it, or -1 */
type FieldReader = (text: string, at: number, reading: Reading, zone: Zone) => number;

/** One of: a character that must stand there, a number of at most `most` digits, any other field. */
interface Step {
	/** Its code, or -1. */
	readonly character: number;
	/** The number's slot, or -1. */
	readonly slot: number;
	readonly most: number;
	readonly read: FieldReader;
}

/** The time before a text's zone is known must stay within what a Date holds after it is. */
const LAST_READING = LAST_INSTANT - 2 * DAY_MS;

export function compileReader(pattern: readonly PatternField[]): DateReader {
	const steps = pattern.map(toStep);
	const toDay = compileDayRule(pattern);
	const toHour = compileHourRule(pattern);
	// One for all texts, as records come by the hundred thousand. A text that is read has set the same
	// fields as every other.
	const fields = slots.LEFT_OUT.slice();
	const reading: Reading = { fields, offsetMs: undefined, place: undefined };
	return (text, zone) => {
		reading.offsetMs = undefined;
		reading.place = undefined;
		let at = 0;
		for (let index = 0; index < steps.length; index += 1) {
			const step = steps[index];
			if (step.character >= 0) {
				if (text.charCodeAt(at) !== step.character) return undefined;
				at += 1;
			} else if (step.slot < 0) {
				at = step.read(text, at, reading, zone);
				if (at < 0) return undefined;
			} else {
				let digit = text.charCodeAt(at) - ZERO;
				if (digit < 0) {
					at = skipBlanks(text, at);
					digit = text.charCodeAt(at) - ZERO;
				}
				const first = at;
				const last = at + step.most;
				let value = 0;
				while (digit >= 0 && digit <= 9) {
					value = value * 10 + digit;
					at += 1;
					if (at === last) break;
					digit = text.charCodeAt(at) - ZERO;
				}
				if (at === first) return undefined;
				const isYear = step.slot === slots.YEAR || step.slot === slots.WEEK_YEAR;
				fields[step.slot] = isYear && at - first === 2 ? centuryOf(value) : value;
			}
		}
		if (at !== text.length) return undefined;
		const days = toDay(fields);
		const hour = toHour(fields);
		const minute = fields[slots.MINUTE];
		const second = fields[slots.SECOND];
		// 24:00 is the end of the day, and 23:59:60 a leap second.
		if (days === undefined || hour > 24 || minute > 59 || second > 60) return undefined;
		const time = (hour * 60 + minute) * 60_000 + second * 1_000 + fields[slots.FRACTION];
		const wall = days * DAY_MS + time;
		if (wall > LAST_READING || wall < -LAST_READING) return undefined;
		if (reading.offsetMs !== undefined) return wall - reading.offsetMs;
		return toInstant(wall, reading.place ?? zone);
	};
}

/**
 * An hour of the day decides where there is one, else the hour of a half. Slips that are common
 * and have one meaning are read: `PM` beside an hour of the day (`02:00 PM` by `HH:mm a`, which
 * Java reads as 02:00), and an hour above 12 of a half (`14:00` by `hh:mm`).
 */
function compileHourRule(pattern: readonly PatternField[]): (fields: slots.Fields) => number {
	const letters = pattern.map((field) => (field.kind === 'number' ? field.letter : ''));
	const has = (letter: string) => letters.some((other) => other === letter);
	const ofDay = has('k') || has('H');
	const slot = ofDay ? slots.HOUR : slots.HOUR_OF_HALF;
	// Midnight is 24 to k and 12 to h.
	const midnight = ofDay ? (has('k') ? 24 : 0) : has('h') ? 12 : 0;
	return (fields) => {
		const hour = fields[slot] === midnight ? 0 : fields[slot];
		return fields[slots.HALF] === 1 && hour < 12 ? hour + 12 : hour;
	};
}

/** More digits than any date field has; keeps the arithmetic exact. */
const MOST_DIGITS = 9;

function toStep(field: PatternField): Step {
	const character =
		field.kind === 'literal' && field.text.length === 1 ? field.text.charCodeAt(0) : -1;
	if (field.kind !== 'number' || field.letter === 'S')
		return { character, slot: -1, most: 0, read: toFieldReader(field) };
	const most = field.abutting ? field.width : MOST_DIGITS;
	return { character, slot: SLOTS[field.letter], most, read: () => -1 };
}

const SLOTS: Readonly<Record<Exclude<NumberLetter, 'S'>, number>> = {
	y: slots.YEAR,
	Y: slots.WEEK_YEAR,
	M: slots.MONTH,
	w: slots.WEEK_OF_YEAR,
	W: slots.WEEK_OF_MONTH,
	D: slots.DAY_OF_YEAR,
	d: slots.DAY_OF_MONTH,
	F: slots.ORDINAL,
	u: slots.WEEKDAY,
	H: slots.HOUR,
	k: slots.HOUR,
	K: slots.HOUR_OF_HALF,
	h: slots.HOUR_OF_HALF,
	m: slots.MINUTE,
	s: slots.SECOND,
};

const readMonth = compileNames(MONTHS);
const readWeekday = compileNames(WEEKDAYS);
const readHalf = compileWholeNames(HALVES);
const readEra = compileWholeNames([...ERAS, ...LONG_ERAS]);

function toFieldReader(field: PatternField): FieldReader {
	switch (field.kind) {
		case 'literal':
			return (text, at) => (text.startsWith(field.text, at) ? at + field.text.length : -1);
		case 'number':
			return toFractionReader(field.abutting ? field.width : Infinity);
		case 'monthName':
			return toNameReader(readMonth, (fields, index) => (fields[slots.MONTH] = index + 1));
		case 'weekday':
			return toNameReader(readWeekday, (fields, index) => (fields[slots.WEEKDAY] = index));
		case 'amPm':
			return toNameReader(readHalf, (fields, index) => (fields[slots.HALF] = index));
		case 'era':
			return toNameReader(readEra, (fields, index) => (fields[slots.ERA] = index % ERAS.length));
		case 'zone':
			return (text, at, reading, zone) =>
				readZone(field, text, skipBlanks(text, at), reading, zone.name);
	}
}

function toNameReader(
	readName: NameReader,
	set: (fields: slots.Fields, index: number) => void,
): FieldReader {
	return (text, at, reading) => {
		const name = readName(text, at);
		if (!name) return -1;
		set(reading.fields, name.index);
		return name.end;
	};
}

/** A fraction of a second, of whose digits three count. */
function toFractionReader(most: number): FieldReader {
	return (text, start, reading) => {
		const first = skipBlanks(text, start);
		const last = Math.min(first + most, text.length);
		let at = first;
		let ms = 0;
		for (let scale = 100; at < last && isDigit(text, at); at += 1) {
			ms += (text.charCodeAt(at) - ZERO) * scale;
			scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
		}
		if (at === first) return -1;
		reading.fields[slots.FRACTION] = ms;
		return at;
	};
}

function isDigit(text: string, at: number): boolean {
	const digit = text.charCodeAt(at) - ZERO;
	return digit >= 0 && digit <= 9;
}

/** Two digits of a year: 1970 to 2069. */
function centuryOf(twoDigits: number): number {
	return twoDigits < 70 ? 2000 + twoDigits : 1900 + twoDigits;
}

/** Java lets blanks and tabs stand before a number or a zone. */
function skipBlanks(text: string, start: number): number {
	let at = start;
	for (let code = text.charCodeAt(at); code === 32 || code === 9; code = text.charCodeAt(at))
		at += 1;
	return at;
}
