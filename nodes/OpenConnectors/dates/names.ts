/** English names, whatever the locale of the machine: the providers write English. */
export const MONTHS: readonly string[] =
	'January February March April May June July August September October November December'.split(
		' ',
	);

/** Sunday first, as `weekdayOf` counts. */
export const WEEKDAYS: readonly string[] =
	'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

export const HALVES: readonly string[] = ['AM', 'PM'];

/** Before the year 1, and since. */
export const ERAS: readonly string[] = ['BC', 'AD'];
/** Java reads them, but writes the short ones whatever the number of letters. */
export const LONG_ERAS: readonly string[] = ['Before Christ', 'Anno Domini'];

/** A name that stands in a text: its place among the names, and the position behind it. */
export interface FoundName {
	readonly index: number;
	readonly end: number;
}

/** Finds the name at a position, in either letter case. */
export type NameReader = (text: string, at: number) => FoundName | undefined;

/** Reads names that are told apart by their first three letters, whole or by these three. */
export function compileNames(names: readonly string[]): NameReader {
	const lower = names.map((name) => name.toLowerCase());
	const byStart = new Map(lower.map((name, index) => [name.slice(0, 3), index]));
	return (text, at) => {
		const rest = text.slice(at, at + 9).toLowerCase();
		const index = byStart.get(rest.slice(0, 3));
		if (index === undefined) return undefined;
		return { index, end: at + (rest.startsWith(lower[index]) ? lower[index].length : 3) };
	};
}

/** Reads names that stand whole; of two that fit, the one that comes first in `names`. */
export function compileWholeNames(names: readonly string[]): NameReader {
	const lower = names.map((name) => name.toLowerCase());
	const longest = Math.max(...names.map((name) => name.length));
	return (text, at) => {
		const rest = text.slice(at, at + longest).toLowerCase();
		const index = lower.findIndex((name) => rest.startsWith(name));
		return index < 0 ? undefined : { index, end: at + lower[index].length };
	};
}
