/** A run of digits that may be a number above 2^53. */
const LONG_NUMBER = /\d{16}/;
const STRING_OR_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Reads JSON and keeps integers exact: one that a JavaScript number cannot hold becomes a string
 * of the same digits, so that two neighbouring ids stay two records.
 *
 * @throws SyntaxError
 */
export function parseJsonExactly(text: string): unknown {
	return JSON.parse(LONG_NUMBER.test(text) ? quoteLargeIntegers(text) : text);
}

function quoteLargeIntegers(text: string): string {
	return text.replace(STRING_OR_INTEGER, (piece) =>
		piece.startsWith('"') || Number.isSafeInteger(Number(piece)) ? piece : `"${piece}"`,
	);
}
