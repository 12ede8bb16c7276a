import { toDays, weekdayOf, weekOfMonth, weekOfYear, weekYearOf } from './calendar';
import { ofEra, setClock, type Clock } from './clock';
import { ERAS, HALVES, MONTHS, WEEKDAYS } from './names';
import type { NumberLetter, PatternField, ZoneStyle } from './pattern';
import { DAY_OF_MONTH, ERA, FRACTION, HOUR, LEFT_OUT, MINUTE, MONTH, SECOND, YEAR } from './slots';
import { UTC, type Zone } from './zone';
import { findZoneName } from './zoneNames';

/** Writes the instant `at` (epoch ms) as the clocks of `zone` show it. */
export type DateWriter = (at: number, zone: Zone) => string;

type FieldWriter = (clock: Clock) => string;

export function compileWriter(pattern: readonly PatternField[]): DateWriter {
	const writers = pattern.map(toFieldWriter);
	const clock: Clock = { zone: UTC, offsetMs: 0, days: 0, year: 1970, fields: LEFT_OUT.slice() };
	return (at, zone) => {
		setClock(clock, at, zone);
		let text = '';
		for (const write of writers) text += write(clock);
		return text;
	};
}

function toFieldWriter(field: PatternField): FieldWriter {
	switch (field.kind) {
		case 'literal':
			return () => field.text;
		case 'number':
			return toNumberWriter(field.letter, field.width);
		case 'monthName':
			return ({ fields }) => shortened(MONTHS[fields[MONTH] - 1], field.long);
		case 'weekday':
			return ({ days }) => shortened(WEEKDAYS[weekdayOf(days)], field.long);
		case 'amPm':
			return ({ fields }) => HALVES[fields[HOUR] < 12 ? 0 : 1];
		case 'era':
			return ({ fields }) => ERAS[fields[ERA]];
		case 'zone':
			return ({ zone, offsetMs }) => formatZone(field.style, zone.name, offsetMs);
	}
}

function shortened(name: string, isLong: boolean): string {
	return isLong ? name : name.slice(0, 3);
}

function toNumberWriter(letter: NumberLetter, width: number): FieldWriter {
	const read = NUMBERS[letter];
	// A fraction of a second has as many digits as letters stand, unlike Java's count of ms.
	if (letter === 'S') return (clock) => padded(read(clock), 3).padEnd(width, '0').slice(0, width);
	const isTwoDigitYear = (letter === 'y' || letter === 'Y') && width === 2;
	if (isTwoDigitYear) return (clock) => padded(read(clock) % 100, width);
	return (clock) => padded(read(clock), width);
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_none, value) =>
	String(value).padStart(2, '0'),
);

/** A whole number from 0 on, with at least `width` digits. */
function padded(value: number, width: number): string {
	if (width === 2 && value < TWO_DIGITS.length) return TWO_DIGITS[value];
	return String(value).padStart(width, '0');
}

const NUMBERS: Readonly<Record<NumberLetter, (clock: Clock) => number>> = {
	y: ({ fields }) => fields[YEAR],
	Y: ({ days, year }) => ofEra(weekYearOf(days, year)),
	M: ({ fields }) => fields[MONTH],
	w: ({ days, year }) => weekOfYear(days, year),
	W: ({ days, fields }) => weekOfMonth(days, fields[DAY_OF_MONTH]),
	D: ({ days, year }) => days - toDays(year, 1, 1) + 1,
	d: ({ fields }) => fields[DAY_OF_MONTH],
	F: ({ fields }) => Math.ceil(fields[DAY_OF_MONTH] / 7),
	u: ({ days }) => weekdayOf(days) || 7,
	H: ({ fields }) => fields[HOUR],
	k: ({ fields }) => fields[HOUR] || 24,
	K: ({ fields }) => fields[HOUR] % 12,
	h: ({ fields }) => fields[HOUR] % 12 || 12,
	m: ({ fields }) => fields[MINUTE],
	s: ({ fields }) => fields[SECOND],
	S: ({ fields }) => fields[FRACTION],
};

/**
 * A zone whose clocks are `offsetMs` ahead of UTC: `X` +hh, `XX` and `Z` +hhmm, `XXX` +hh:mm, `z` and
 * `zzzz` its name or else GMT+hh:mm. An offset of zero is `Z` to the X's.
 */
function formatZone(style: ZoneStyle, zoneName: string, offsetMs: number): string {
	const isNamed = style === 'z' || style === 'zzzz';
	const name = isNamed ? findZoneName(zoneName, offsetMs) : undefined;
	if (name) return style === 'z' ? name.short : name.long;
	if (offsetMs === 0 && !isNamed && style !== 'Z') return 'Z';
	const minutes = Math.floor(Math.abs(offsetMs) / 60_000);
	const hours = `${isNamed ? 'GMT' : ''}${offsetMs < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}`;
	if (style === 'X') return hours;
	return `${hours}${isNamed || style === 'XXX' ? ':' : ''}${padded(minutes % 60, 2)}`;
}
