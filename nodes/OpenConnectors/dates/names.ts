/** English names, whatever the locale of the machine: the providers write English. */
export const MONTHS: readonly string[] = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

/** Sunday first, as `Date.getUTCDay` counts. */
export const WEEKDAYS: readonly string[] = [
	'Sunday',
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
];

/**
 * The name of `names` that stands in `text` at `at`, whole or by its first three letters.
 *
 * @returns its index and the position behind it, or undefined
 */
export function readName(
	names: readonly string[],
	text: string,
	at: number,
): { index: number; end: number } | undefined {
	const rest = text.slice(at, at + 9).toLowerCase();
	const index = names.findIndex((name) => rest.startsWith(name.slice(0, 3).toLowerCase()));
	if (index < 0) return undefined;
	const whole = names[index].toLowerCase();
	return { index, end: at + (rest.startsWith(whole) ? whole.length : 3) };
}
