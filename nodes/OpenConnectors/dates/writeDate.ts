import { MONTHS, WEEKDAYS } from './names';
import type { NumberLetter, PatternField } from './pattern';
import type { Zone } from './zone';

const DAY_MS = 86_400_000;

/** Writes the instant `at` (epoch ms) as the clocks of `zone` show it. */
export function writeDate(fields: readonly PatternField[], at: number, zone: Zone): string {
	const offset = zone.offsetMs(at);
	const wall = new Date(at + offset);
	let text = '';
	for (const field of fields) {
		switch (field.kind) {
			case 'literal':
				text += field.text;
				break;
			case 'number':
				text += writeNumber(field.letter, field.width, wall);
				break;
			case 'monthName':
				text += shortened(MONTHS[wall.getUTCMonth()], field.long);
				break;
			case 'weekday':
				text += shortened(WEEKDAYS[wall.getUTCDay()], field.long);
				break;
			case 'amPm':
				text += wall.getUTCHours() < 12 ? 'AM' : 'PM';
				break;
			case 'era':
				text += 'AD';
				break;
			case 'zone':
				text += writeZone(field.style, offset, zone);
		}
	}
	return text;
}

function shortened(name: string, long: boolean): string {
	return long ? name : name.slice(0, 3);
}

function writeNumber(letter: NumberLetter, width: number, wall: Date): string {
	if (letter === 'S') {
		// A fraction of a second with as many digits as letters stand, unlike Java's count of ms.
		return pad(wall.getUTCMilliseconds(), 3).padEnd(width, '0').slice(0, width);
	}
	if (letter === 'y' && width === 2) return pad(wall.getUTCFullYear() % 100, 2);
	return pad(numberOf(letter, wall), width);
}

function numberOf(letter: Exclude<NumberLetter, 'S'>, wall: Date): number {
	switch (letter) {
		case 'y':
			return wall.getUTCFullYear();
		case 'M':
			return wall.getUTCMonth() + 1;
		case 'd':
			return wall.getUTCDate();
		case 'D':
			return Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
		case 'H':
			return wall.getUTCHours();
		case 'k':
			return wall.getUTCHours() || 24;
		case 'K':
			return wall.getUTCHours() % 12;
		case 'h':
			return wall.getUTCHours() % 12 || 12;
		case 'm':
			return wall.getUTCMinutes();
		case 's':
			return wall.getUTCSeconds();
		case 'u':
			return wall.getUTCDay() || 7;
	}
}

function writeZone(style: 'X' | 'XX' | 'XXX' | 'Z' | 'z', offset: number, zone: Zone): string {
	if (style === 'z' && /^[A-Za-z]{1,5}$/.test(zone.name)) return zone.name;
	if (style.startsWith('X') && offset === 0) return 'Z';
	const minutes = Math.abs(offset) / 60_000;
	const sign = offset < 0 ? '-' : '+';
	const hh = pad(Math.floor(minutes / 60), 2);
	const mm = pad(minutes % 60, 2);
	if (style === 'z') return `GMT${sign}${hh}:${mm}`;
	if (style === 'X') return sign + hh;
	return sign + hh + (style === 'XXX' ? ':' : '') + mm;
}

function pad(value: number, width: number): string {
	return String(value).padStart(width, '0');
}
