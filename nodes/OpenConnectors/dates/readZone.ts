import type { ZoneField } from './pattern';
import { parseZone, toOffsetMs, type Zone } from './zone';
import { findNamedOffset } from './zoneNames';

/** What a text says about its zone: an offset in ms, or a place. */
export interface ZoneReading {
	offsetMs: number | undefined;
	place: Zone | undefined;
}

const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const CAPITAL_Z = 90;

/**
 * Reads a zone in any of the ways that dates are written: `Z`, `+hh`, `+hhmm`, `+hh:mm`, `GMT+h`,
 * a name as in zoneNames.ts, or an IANA name. Only where digits of the next field follow at once
 * must an offset have the digits of its style.
 *
 * @param ownZone name of the zone whose abbreviations come first
 * @returns the position behind it, or -1 when no zone stands at `at`
 */
export function readZone(
	field: ZoneField,
	text: string,
	at: number,
	reading: ZoneReading,
	ownZone: string,
): number {
	const first = text.charCodeAt(at);
	if (first === PLUS || first === MINUS) return readOffset(field, text, at, reading);
	if (first === CAPITAL_Z && !isLetter(text.charCodeAt(at + 1))) {
		reading.offsetMs = 0;
		return at + 1;
	}
	const prefix = text.slice(at, at + 3).toUpperCase();
	const sign = text.charCodeAt(at + 3);
	if ((prefix === 'GMT' || prefix === 'UTC') && (sign === PLUS || sign === MINUS))
		return readOffset(field, text, at + 3, reading);
	return readZoneName(text, at, reading, ownZone);
}

function readOffset(field: ZoneField, text: string, start: number, reading: ZoneReading): number {
	const short = field.abutting && field.style === 'X';
	const digits = countDigits(text, start + 1, short ? 2 : 4);
	if (digits === 0) return -1;
	const hourDigits = digits === 2 || digits === 4 ? 2 : 1;
	let end = start + 1 + hourDigits;
	const hours = Number(text.slice(start + 1, end));
	let minutes = 0;
	if (digits > 2) {
		minutes = Number(text.slice(end, end + 2));
		end += 2;
	} else if (!short && text.charCodeAt(end) === COLON && countDigits(text, end + 1, 2) === 2) {
		minutes = Number(text.slice(end + 1, end + 3));
		end += 3;
	}
	const distance = toOffsetMs(hours, minutes);
	if (distance === undefined) return -1;
	reading.offsetMs = text.charCodeAt(start) === MINUS ? -distance : distance;
	return end;
}

/** Words of letters, a longer name before a shorter: "Eastern Standard Time" before "Eastern". */
const NAME = /[A-Za-z][A-Za-z_/-]{0,63}(?: [A-Za-z][A-Za-z-]{0,63}){0,5}/y;

function readZoneName(text: string, at: number, reading: ZoneReading, ownZone: string): number {
	NAME.lastIndex = at;
	let name = NAME.exec(text)?.[0];
	while (name) {
		const offset = findNamedOffset(name, ownZone);
		if (offset !== undefined) {
			reading.offsetMs = offset;
			return at + name.length;
		}
		const words = name.lastIndexOf(' ');
		if (words < 0) {
			const place = parseZone(name);
			if (!place) return -1;
			reading.place = place;
			return at + name.length;
		}
		name = name.slice(0, words);
	}
	return -1;
}

function countDigits(text: string, at: number, most: number): number {
	let count = 0;
	while (count < most) {
		const digit = text.charCodeAt(at + count) - 48;
		if (!(digit >= 0 && digit <= 9)) break;
		count += 1;
	}
	return count;
}

function isLetter(code: number): boolean {
	const lower = code | 32;
	return lower >= 97 && lower <= 122;
}
