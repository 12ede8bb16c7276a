import { MONTHS, WEEKDAYS, readName } from './names';
import type { NumberLetter, PatternField } from './pattern';
import { parseZone, toInstant, UTC, type Zone } from './zone';

const DAY_MS = 86_400_000;

/** What the fields of a text said; a field that was absent keeps its least value. */
interface Reading {
	year: number;
	month: number;
	day: number;
	dayOfYear: number | undefined;
	hour: number;
	afternoon: boolean | undefined;
	minute: number;
	second: number;
	ms: number;
	zone: Zone | undefined;
}

/**
 * Reads `text` by the fields of its pattern. The text's own zone wins over `zone`.
 *
 * @returns epoch milliseconds, or undefined when the text does not follow the pattern
 */
export function readDate(
	fields: readonly PatternField[],
	text: string,
	zone: Zone,
): number | undefined {
	const reading: Reading = {
		year: 1970,
		month: 1,
		day: 1,
		dayOfYear: undefined,
		hour: 0,
		afternoon: undefined,
		minute: 0,
		second: 0,
		ms: 0,
		zone: undefined,
	};
	let at = 0;
	for (const field of fields) {
		const end = readField(field, text, at, reading);
		if (end < 0) return undefined;
		at = end;
	}
	return at === text.length ? toEpochMs(reading, zone) : undefined;
}

/** @returns the position behind the field, or -1 when it does not stand at `at` */
function readField(field: PatternField, text: string, at: number, reading: Reading): number {
	switch (field.kind) {
		case 'literal':
			return text.startsWith(field.text, at) ? at + field.text.length : -1;
		case 'number':
			return readNumber(field.letter, field.abutting ? field.width : 19, text, at, reading);
		case 'monthName': {
			const name = readName(MONTHS, text, at);
			if (!name) return -1;
			reading.month = name.index + 1;
			return name.end;
		}
		case 'weekday':
			return readName(WEEKDAYS, text, at)?.end ?? -1;
		case 'amPm': {
			const half = text.slice(at, at + 2).toUpperCase();
			if (half !== 'AM' && half !== 'PM') return -1;
			reading.afternoon = half === 'PM';
			return at + 2;
		}
		case 'era':
			return text.slice(at, at + 2).toUpperCase() === 'AD' ? at + 2 : -1;
		case 'zone':
			return readZone(text, at, reading);
	}
}

function readNumber(
	letter: NumberLetter,
	maxDigits: number,
	text: string,
	start: number,
	reading: Reading,
): number {
	let at = start;
	let value = 0;
	while (at < text.length && at - start < maxDigits) {
		const digit = text.charCodeAt(at) - 48;
		if (digit < 0 || digit > 9) break;
		value = value * 10 + digit;
		at += 1;
	}
	if (at === start) return -1;
	switch (letter) {
		case 'y':
			reading.year = at - start === 2 ? centuryOf(value) : value;
			break;
		case 'M':
			reading.month = value;
			break;
		case 'd':
			reading.day = value;
			break;
		case 'D':
			reading.dayOfYear = value;
			break;
		case 'H':
		case 'K':
			reading.hour = value;
			break;
		case 'k':
			reading.hour = value === 24 ? 0 : value;
			break;
		case 'h':
			reading.hour = value === 12 ? 0 : value;
			break;
		case 'm':
			reading.minute = value;
			break;
		case 's':
			reading.second = value;
			break;
		case 'S':
			// Beyond three digits the text is cut: 0010000 * 10 ** -4 is a little less than 1.
			reading.ms =
				at - start <= 3 ? value * 10 ** (3 - (at - start)) : Number(text.slice(start, start + 3));
			break;
		case 'u':
			break;
	}
	return at;
}

/** Two digits of a year: 1970 to 2069. */
function centuryOf(twoDigits: number): number {
	return twoDigits < 70 ? 2000 + twoDigits : 1900 + twoDigits;
}

const ZONE_TEXT = /Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Za-z][A-Za-z_/]*/y;

function readZone(text: string, at: number, reading: Reading): number {
	ZONE_TEXT.lastIndex = at;
	const match = ZONE_TEXT.exec(text);
	if (!match) return -1;
	const zone = match[0] === 'Z' ? UTC : parseZone(match[0]);
	if (!zone) return -1;
	reading.zone = zone;
	return at + match[0].length;
}

function toEpochMs(reading: Reading, zone: Zone): number | undefined {
	const { year, month, day, minute, second, ms, afternoon, dayOfYear } = reading;
	const hour = afternoon && reading.hour < 12 ? reading.hour + 12 : reading.hour;
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
	if (dayOfYear !== undefined && (dayOfYear < 1 || dayOfYear > 337 + daysInMonth(year, 2)))
		return undefined;
	if (hour > 24 || minute > 59 || second > 60) return undefined;
	const date = new Date(0);
	date.setUTCFullYear(year, dayOfYear === undefined ? month - 1 : 0, 1);
	const days = (dayOfYear ?? day) - 1;
	const wall =
		date.getTime() + days * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1_000 + ms;
	return Number.isFinite(wall) ? toInstant(wall, reading.zone ?? zone) : undefined;
}

function daysInMonth(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
