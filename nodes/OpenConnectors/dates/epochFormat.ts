/** A count of time units since 1970, in a text or a number. */
export interface EpochFormat {
	/** @returns epoch milliseconds, or undefined for a value that is no number */
	parse(value: unknown): number | undefined;
	/** Whole units, rounded down. */
	format(at: number): string;
}

const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/;
/** Numbers of so many digits are exact. */
const EXACT_DIGITS = 15;

export function compileEpochFormat(unitMs: number): EpochFormat {
	return {
		parse: (value) => {
			const count = typeof value === 'string' ? parseCount(value) : value;
			if (typeof count !== 'number') return undefined;
			const at = Math.floor(count * unitMs);
			return Number.isFinite(at) ? at : undefined;
		},
		format: (at) => formatCount(Math.floor(at / unitMs)),
	};
}

function parseCount(text: string): number | undefined {
	if (text.length > 0 && text.length <= EXACT_DIGITS) {
		let value = 0;
		let at = 0;
		for (; at < text.length; at += 1) {
			const digit = text.charCodeAt(at) - 48;
			if (!(digit >= 0 && digit <= 9)) break;
			value = value * 10 + digit;
		}
		if (at === text.length) return value;
	}
	return NUMBER.test(text) ? Number(text) : undefined;
}

const ZERO = 48;

/** Printing a number beyond 32 bits is slow; today's milliseconds, of 13 digits, are taken in parts. */
function formatCount(count: number): string {
	if (!(count >= 1_000_000_000_000 && count <= 9_999_999_999_999)) return String(count);
	const high = (count / 10_000_000) | 0;
	const low = (count - high * 10_000_000) | 0;
	const a = (high / 10_000) | 0;
	const b = ((high / 100) | 0) - a * 100;
	const c = high - a * 10_000 - b * 100;
	const d = (low / 100_000) | 0;
	const e = ((low / 1_000) | 0) - d * 100;
	const f = low - d * 100_000 - e * 1_000;
	const tensOfF = (f / 10) | 0;
	return String.fromCharCode(
		ZERO + ((a / 10) | 0),
		ZERO + (a % 10),
		ZERO + ((b / 10) | 0),
		ZERO + (b % 10),
		ZERO + ((c / 10) | 0),
		ZERO + (c % 10),
		ZERO + ((d / 10) | 0),
		ZERO + (d % 10),
		ZERO + ((e / 10) | 0),
		ZERO + (e % 10),
		ZERO + ((f / 100) | 0),
		ZERO + (tensOfF % 10),
		ZERO + (f % 10),
	);
}
