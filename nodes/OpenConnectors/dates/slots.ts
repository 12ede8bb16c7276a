/**
 * The fields of a date, as places in an array of numbers: a reader and a writer go through the
 * fields of a pattern in one loop that is the same for all patterns, which keeps it fast.
 */
export type Fields = number[];

/** 0 is before the year 1, 1 since. */
export const ERA = 0;
/** Of its era, from 1. */
export const YEAR = 1;
export const WEEK_YEAR = 2;
/** 1 to 12 */
export const MONTH = 3;
/** 1 to 53 */
export const WEEK_OF_YEAR = 4;
/** 1 to 6 */
export const WEEK_OF_MONTH = 5;
/** 1 to 31 */
export const DAY_OF_MONTH = 6;
/** 1 to 366 */
export const DAY_OF_YEAR = 7;
/** 2 in "the second Monday of the month" */
export const ORDINAL = 8;
/** 0 or 7 is Sunday. */
export const WEEKDAY = 9;
/** 0 is the morning. */
export const HALF = 10;
export const HOUR = 11;
/** The hour of a half day. */
export const HOUR_OF_HALF = 12;
export const MINUTE = 13;
export const SECOND = 14;
/** Milliseconds, 0 to 999. */
export const FRACTION = 15;

/** What a text leaves out: January 1, 1970 AD, 00:00; of weeks the first, of a week its Sunday. */
export const LEFT_OUT: readonly number[] = [1, 1970, 1970, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
