/** Characters that need no escaping in a state or an id of an event, by their value. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-';

const codes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0));
const values: readonly number[] = [...DIGITS].reduce<number[]>((list, digit, value) => {
	list[digit.charCodeAt(0)] = value;
	return list;
}, []);

/** How many characters 53 bits take. */
export const DIGITS_LENGTH = 9;

/**
 * Writes 53 bits as nine characters. `toString(36)` takes fifty times as long, which shows where
 * every event has two such numbers in its id.
 */
export function formatDigits(value: number): string {
	const low = value >>> 0;
	const high = Math.floor(value / 0x100000000);
	return String.fromCharCode(
		codes[(high >>> 15) & 63],
		codes[(high >>> 9) & 63],
		codes[(high >>> 3) & 63],
		codes[((high << 3) | (low >>> 29)) & 63],
		codes[(low >>> 23) & 63],
		codes[(low >>> 17) & 63],
		codes[(low >>> 11) & 63],
		codes[(low >>> 5) & 63],
		codes[low & 31],
	);
}

/** Reads what {@link formatDigits} wrote, from a place in a text on. @returns NaN for anything else */
export function parseDigits(text: string, at = 0): number {
	let value = 0;
	for (let index = 0; index < DIGITS_LENGTH; index += 1) {
		const digit = values[text.charCodeAt(at + index)];
		if (digit === undefined) return NaN;
		value = value * (index === DIGITS_LENGTH - 1 ? 32 : 64) + digit;
	}
	return value;
}
