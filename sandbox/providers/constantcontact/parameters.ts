import type { EpochMs } from '../../clock';
import { parseInstant } from '../../stamps';
import { invalid } from './refusal';

/** Query parameters; of one given twice, the first. */
export type Parameters = Readonly<Record<string, string>>;

export const readParameters = (query: unknown): Parameters => {
	const entries = typeof query === 'object' && query !== null ? Object.entries(query) : [];
	return Object.fromEntries(
		entries.map(([name, value]: [string, unknown]) => [
			name,
			String(Array.isArray(value) ? value[0] : value),
		]),
	);
};

/** A date-time, or undefined when it is not asked for. */
export const readInstant = (parameters: Parameters, name: string): EpochMs | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	const instant = parseInstant(text);
	if (instant !== undefined) return instant;
	throw invalid(`${name} does not have a valid value: '${text}' is no ISO-8601 date.`);
};

/** Values parted by commas, or undefined when there are none; refuses those that are not among `known`. */
export const readList = (
	parameters: Parameters,
	name: string,
	known?: readonly string[],
): readonly string[] | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	const values = text.split(',').map((value) => value.trim());
	const unknown = known && values.find((value) => !known.includes(value));
	if (unknown === undefined) return values;
	throw invalid(`${name} does not have a valid value: '${unknown}'.`);
};

/** How many records a page is to hold; the documents give a default and a maximum for each resource. */
export const readLimit = (
	parameters: Parameters,
	{ standard, maximum }: { readonly standard: number; readonly maximum: number },
	outOfRange: 'refuse' | 'clamp',
): number => {
	const text = parameters.limit;
	if (text === undefined) return Math.min(standard, maximum);
	const limit = /^-?\d{1,9}$/.test(text) ? Number(text) : NaN;
	if (limit >= 1 && limit <= maximum) return limit;
	if (outOfRange === 'refuse' || Number.isNaN(limit)) {
		throw invalid(`limit does not have a valid value: it must be from 1 to ${maximum}.`);
	}
	return Math.min(Math.max(limit, 1), maximum);
};
