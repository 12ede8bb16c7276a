/** A count of time units since 1970, in a text or a number. */
export interface EpochFormat {
	/** @returns epoch milliseconds, or undefined for a value that is no number */
	parse(value: unknown): number | undefined;
	/** Whole units, rounded down. */
	format(at: number): string;
}

const NUMBER = /^\s*-?\d+(?:\.\d+)?\s*$/;
/** How .NET wrote dates into JSON: milliseconds in UTC, and an offset that changes nothing. */
const DOTNET = /^\s*\/Date\((-?\d+)(?:[+-]\d{4})?\)\/\s*$/;

export function compileEpochFormat(unitMs: number): EpochFormat {
	return {
		parse: (value) => {
			const count = typeof value === 'string' ? parseCount(value, unitMs) : value;
			if (typeof count !== 'number') return undefined;
			const at = Math.floor(count * unitMs);
			return Number.isFinite(at) ? at : undefined;
		},
		format: (at) => String(Math.floor(at / unitMs)),
	};
}

function parseCount(text: string, unitMs: number): number | undefined {
	if (NUMBER.test(text)) return Number(text);
	const milliseconds = DOTNET.exec(text)?.[1];
	return milliseconds === undefined ? undefined : Number(milliseconds) / unitMs;
}
