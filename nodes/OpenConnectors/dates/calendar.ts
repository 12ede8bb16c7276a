/**
 * The proleptic Gregorian calendar in whole days, and the week rules of `Locale.US`: a week begins
 * on Sunday, and the week that holds January 1 (or the first of a month) is the first.
 * Days are counted from 1970-01-01; the year 0 is 1 BC. Within a cycle of 400 years all numbers fit
 * 32 bits, and `| 0` cuts a quotient to a whole number at the least cost.
 */

export const DAY_MS = 86_400_000;

export const DAYS_OF_400_YEARS = 146_097;
/** Days from 0000-03-01, where the arithmetic begins so that a leap day ends its year, to 1970-01-01. */
export const DAYS_TO_1970 = 719_468;

/** Source: https://howardhinnant.github.io/date_algorithms.html, days_from_civil. */
export function toDays(year: number, month: number, day: number): number {
	const y = month > 2 ? year : year - 1;
	const cycle = Math.floor(y / 400);
	const yearOfCycle = y - cycle * 400;
	const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
	const leapDays = ((yearOfCycle / 4) | 0) - ((yearOfCycle / 100) | 0);
	return cycle * DAYS_OF_400_YEARS + yearOfCycle * 365 + leapDays + dayOfYear - DAYS_TO_1970;
}

export function isLeapYear(year: number): boolean {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
	if (month === 2) return isLeapYear(year) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 0 is Sunday. */
export function weekdayOf(days: number): number {
	const weekday = (days + 4) % 7;
	return weekday < 0 ? weekday + 7 : weekday;
}

/** The Sunday that begins the week of a day. */
export function weekStart(days: number): number {
	return days - weekdayOf(days);
}

/** The year whose weeks a day belongs to: the last days of December may belong to the next. */
export function weekYearOf(days: number, year: number): number {
	return days >= weekStart(toDays(year + 1, 1, 1)) ? year + 1 : year;
}

/** The number of a day's week, from 1, in the year that `weekYearOf` gives. */
export function weekOfYear(days: number, year: number): number {
	const firstWeek = weekStart(toDays(weekYearOf(days, year), 1, 1));
	return Math.floor((days - firstWeek) / 7) + 1;
}

/** The number of a day's week in its month, from 1. */
export function weekOfMonth(days: number, dayOfMonth: number): number {
	return Math.floor((days - weekStart(days - dayOfMonth + 1)) / 7) + 1;
}
