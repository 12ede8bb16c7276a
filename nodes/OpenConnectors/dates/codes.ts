/**
 * Texts that are being written, as UTF-16 codes: making one text of them at the end is faster than
 * joining many small ones. Every function writes from `at` on and returns the position behind.
 */
export type Codes = number[];

const ZERO = 48;
/** Functions take only so many arguments (engines allow at least 65 535). */
const MOST_ARGUMENTS = 1_024;

export function toText(codes: Codes): string {
	if (codes.length <= MOST_ARGUMENTS) return String.fromCharCode(...codes);
	let text = '';
	for (let at = 0; at < codes.length; at += MOST_ARGUMENTS)
		text += String.fromCharCode(...codes.slice(at, at + MOST_ARGUMENTS));
	return text;
}

export function toCodes(text: string): readonly number[] {
	return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** A number of 0 to 99. */
export function writeTwoDigits(codes: Codes, at: number, value: number): number {
	const tens = (value / 10) | 0;
	codes[at] = ZERO + tens;
	codes[at + 1] = ZERO + value - tens * 10;
	return at + 2;
}

/** A whole number of 0 to 9999. */
export function writeFourDigits(codes: Codes, at: number, value: number): number {
	const hundreds = (value / 100) | 0;
	return writeTwoDigits(codes, writeTwoDigits(codes, at, hundreds), value - hundreds * 100);
}

/** A whole number from 0 on, with at least `width` digits. */
export function writeNumber(codes: Codes, at: number, value: number, width: number): number {
	if (width === 2 && value < 100) return writeTwoDigits(codes, at, value);
	if (width === 4 && value < 10_000) return writeFourDigits(codes, at, value);
	return writeText(codes, at, String(value).padStart(width, '0'));
}

export function writeText(codes: Codes, at: number, text: string): number {
	for (let index = 0; index < text.length; index += 1) codes[at + index] = text.charCodeAt(index);
	return at + text.length;
}
