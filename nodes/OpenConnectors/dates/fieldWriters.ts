import { toDays, weekdayOf, weekOfMonth, weekOfYear, weekYearOf } from './calendar';
import { ofEra, type Clock } from './clock';
import { writeNumber, writeText, writeTwoDigits, type Codes } from './codes';
import { ERAS, HALVES, MONTHS, WEEKDAYS } from './names';
import type { NumberField, PatternField } from './pattern';
import { DAY_OF_MONTH, ERA, FRACTION, HOUR, MINUTE, MONTH, SECOND, YEAR } from './slots';
import { writeZone } from './writeZone';

/** Writes one field from `at` on. @returns the position behind it */
export type FieldWriter = (codes: Codes, at: number, clock: Clock) => number;

export function toFieldWriter(field: PatternField): FieldWriter {
	switch (field.kind) {
		case 'literal':
			return (codes, at) => writeText(codes, at, field.text);
		case 'number':
			return field.letter === 'S' ? toFractionWriter(field.width) : toNumberWriter(field);
		case 'monthName':
			return toNameWriter(shortened(MONTHS, field.long), ({ fields }) => fields[MONTH] - 1);
		case 'weekday':
			return toNameWriter(shortened(WEEKDAYS, field.long), ({ days }) => weekdayOf(days));
		case 'amPm':
			return toNameWriter(HALVES, ({ fields }) => (fields[HOUR] < 12 ? 0 : 1));
		case 'era':
			return toNameWriter(ERAS, ({ fields }) => fields[ERA]);
		case 'zone':
			return (codes, at, { zone, offsetMs }) =>
				writeZone(field.style, codes, at, zone.name, offsetMs);
	}
}

function shortened(names: readonly string[], long: boolean): readonly string[] {
	return long ? names : names.map((name) => name.slice(0, 3));
}

function toNameWriter(names: readonly string[], toIndex: (clock: Clock) => number): FieldWriter {
	return (codes, at, clock) => writeText(codes, at, names[toIndex(clock)]);
}

/** Of a year, two letters are its last two digits. */
function toNumberWriter({ letter, width }: NumberField): FieldWriter {
	if ((letter === 'y' || letter === 'Y') && width === 2)
		return (codes, at, clock) => writeTwoDigits(codes, at, numberOf(letter, clock) % 100);
	return (codes, at, clock) => writeNumber(codes, at, numberOf(letter, clock), width);
}

function numberOf(letter: NumberField['letter'], { days, year, fields }: Clock): number {
	switch (letter) {
		case 'y':
			return fields[YEAR];
		case 'Y':
			return ofEra(weekYearOf(days, year));
		case 'M':
			return fields[MONTH];
		case 'w':
			return weekOfYear(days, year);
		case 'W':
			return weekOfMonth(days, fields[DAY_OF_MONTH]);
		case 'D':
			return days - toDays(year, 1, 1) + 1;
		case 'd':
			return fields[DAY_OF_MONTH];
		case 'F':
			return Math.ceil(fields[DAY_OF_MONTH] / 7);
		case 'u':
			return weekdayOf(days) || 7;
		case 'H':
			return fields[HOUR];
		case 'k':
			return fields[HOUR] || 24;
		case 'K':
			return fields[HOUR] % 12;
		case 'h':
			return fields[HOUR] % 12 || 12;
		case 'm':
			return fields[MINUTE];
		case 's':
			return fields[SECOND];
		case 'S':
			return fields[FRACTION];
	}
}

/** A fraction of a second with as many digits as letters stand, unlike Java's count of ms. */
function toFractionWriter(width: number): FieldWriter {
	return (codes, at, { fields }) => {
		const digits = String(fields[FRACTION]).padStart(3, '0').padEnd(width, '0');
		return writeText(codes, at, digits.slice(0, width));
	};
}
