import { writeText, writeTwoDigits, type Codes } from './codes';
import type { ZoneStyle } from './pattern';
import { findZoneName } from './zoneNames';

const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const CAPITAL_Z = 90;

/**
 * Writes a zone whose clocks are `offsetMs` ahead of UTC: `X` +hh, `XX` and `Z` +hhmm, `XXX`
 * +hh:mm, `z` and `zzzz` its name or else GMT+hh:mm. An offset of zero is `Z` to the X's.
 *
 * @returns the position behind it
 */
export function writeZone(
	style: ZoneStyle,
	codes: Codes,
	start: number,
	zoneName: string,
	offsetMs: number,
): number {
	let at = start;
	if (style === 'z' || style === 'zzzz') {
		const name = findZoneName(zoneName, offsetMs);
		if (name) return writeText(codes, at, style === 'z' ? name.short : name.long);
		at = writeText(codes, at, 'GMT');
	} else if (offsetMs === 0 && style !== 'Z') {
		codes[at] = CAPITAL_Z;
		return at + 1;
	}
	const minutes = (Math.abs(offsetMs) / 60_000) | 0;
	const hours = (minutes / 60) | 0;
	codes[at] = offsetMs < 0 ? MINUS : PLUS;
	at = writeTwoDigits(codes, at + 1, hours);
	if (style === 'X') return at;
	if (style !== 'XX' && style !== 'Z') {
		codes[at] = COLON;
		at += 1;
	}
	return writeTwoDigits(codes, at, minutes - hours * 60);
}
