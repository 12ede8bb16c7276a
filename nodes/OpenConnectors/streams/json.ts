import type { JsonValue } from '../core/page';

/** A whole number of fewer digits is exact. */
const LONG_NUMBER_DIGITS = 16;
/** The beginning of a text, or a whole number of 16 digits and more that has no fraction and no exponent. */
const QUOTE_OR_INTEGER = /"|(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;

/**
 * Reads JSON and keeps integers exact: one that a JavaScript number cannot hold becomes a string
 * of the same digits, so that two neighbouring ids stay two records.
 *
 * @throws SyntaxError
 */
export function parseJsonExactly(text: string): JsonValue {
	return JSON.parse(hasLongNumber(text) ? quoteLargeIntegers(text) : text);
}

/** Whether a run of digits may be a number above 2^53. One character in sixteen is enough to see it. */
function hasLongNumber(text: string): boolean {
	const step = LONG_NUMBER_DIGITS;
	for (let at = step - 1; at < text.length; at += step) {
		if (!isDigit(text, at)) continue;
		let first = at;
		let end = at + 1;
		while (first > 0 && isDigit(text, first - 1)) first -= 1;
		while (isDigit(text, end)) end += 1;
		if (end - first >= step) return true;
	}
	return false;
}

function isDigit(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return code >= 48 && code <= 57;
}

function quoteLargeIntegers(text: string): string {
	const finder = new RegExp(QUOTE_OR_INTEGER);
	let quoted = '';
	let copied = 0;
	for (let match = finder.exec(text); match; match = finder.exec(text)) {
		const [piece] = match;
		if (piece === '"') {
			finder.lastIndex = endOfString(text, finder.lastIndex);
		} else if (!Number.isSafeInteger(Number(piece))) {
			quoted += `${text.slice(copied, match.index)}"${piece}"`;
			copied = finder.lastIndex;
		}
	}
	return quoted + text.slice(copied);
}

/** The position behind the quote that closes the text which begins at `start`. */
export function endOfString(text: string, start: number): number {
	for (let at = text.indexOf('"', start); at >= 0; at = text.indexOf('"', at + 1)) {
		let backslashes = 0;
		while (text[at - 1 - backslashes] === '\\') backslashes += 1;
		if (backslashes % 2 === 0) return at + 1;
	}
	return text.length;
}
