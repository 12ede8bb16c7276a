import { daysInMonth, isLeapYear, toDays, weekStart } from './calendar';
import type { PatternField } from './pattern';
import * as slots from './slots';

/** @returns days since 1970-01-01, or undefined when the calendar has no such day */
export type DayRule = (fields: slots.Fields) => number | undefined;

/**
 * Chooses which fields of a pattern decide the day when it names it more than once, as
 * `java.util.Calendar` does ("Calendar Fields Resolution"): of the complete groups the one that
 * comes last in the pattern. A week year that follows the year takes its place.
 */
export function compileDayRule(fields: readonly PatternField[]): DayRule {
	const place = (letter: string) =>
		fields.reduce((at, field, i) => (isOf(field, letter) ? i + 1 : at), 0);
	const weekday = place('E');
	const withWeekday = (at: number) => (at > 0 && weekday > 0 ? Math.max(at, weekday) : 0);
	if (place('Y') > place('y')) return ruleOfWeekYear;

	const groups: readonly Group[] = [
		{ rule: ruleOfMonth, complete: place('d'), own: place('d') },
		{ rule: ruleOfWeekOfMonth, complete: withWeekday(place('W')), own: place('W') },
		{ rule: ruleOfOrdinal, complete: withWeekday(place('F')), own: place('F') },
		{ rule: ruleOfYear, complete: place('D'), own: place('D') },
		{ rule: ruleOfWeek, complete: withWeekday(place('w')), own: place('w') },
	];
	const complete = groups.filter((group) => group.complete > 0);
	if (complete.length > 0) return complete.reduce(later).rule;
	// No group is complete: a week of its Sunday, or a weekday as the first of its month.
	const alone = groups
		.map((group) => ({
			...group,
			complete: group.rule === ruleOfOrdinal ? Math.max(group.own, weekday) : group.own,
		}))
		.filter((group) => group.complete > 0);
	return alone.length > 0 ? alone.reduce(later).rule : ruleOfMonth;
}

interface Group {
	readonly rule: DayRule;
	/** Where the last field of the group stands, from 1; 0 when one is missing. */
	readonly complete: number;
	/** Where the field stands that no other group has. */
	readonly own: number;
}

function later(first: Group, second: Group): Group {
	if (second.complete !== first.complete) return second.complete > first.complete ? second : first;
	return second.own > first.own ? second : first;
}

function isOf(field: PatternField, letter: string): boolean {
	if (letter === 'E')
		return field.kind === 'weekday' || (field.kind === 'number' && field.letter === 'u');
	return field.kind === 'number' && field.letter === letter;
}

function yearOf(fields: slots.Fields, slot: number): number {
	return fields[slots.ERA] === 0 ? 1 - fields[slot] : fields[slot];
}

const ruleOfMonth: DayRule = (fields) => {
	const year = yearOf(fields, slots.YEAR);
	const month = fields[slots.MONTH];
	const day = fields[slots.DAY_OF_MONTH];
	if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
	return toDays(year, month, day);
};

const ruleOfYear: DayRule = (fields) => {
	const year = yearOf(fields, slots.YEAR);
	const day = fields[slots.DAY_OF_YEAR];
	if (day < 1 || day > (isLeapYear(year) ? 366 : 365)) return undefined;
	return toDays(year, 1, day);
};

const ruleOfWeekOfMonth: DayRule = (fields) => {
	const month = fields[slots.MONTH];
	const week = fields[slots.WEEK_OF_MONTH];
	if (month < 1 || month > 12 || week < 1 || week > 6) return undefined;
	const first = toDays(yearOf(fields, slots.YEAR), month, 1);
	return weekStart(first) + 7 * (week - 1) + (fields[slots.WEEKDAY] % 7);
};

const ruleOfOrdinal: DayRule = (fields) => {
	const month = fields[slots.MONTH];
	const ordinal = fields[slots.ORDINAL];
	if (month < 1 || month > 12 || ordinal < 1 || ordinal > 5) return undefined;
	const first = toDays(yearOf(fields, slots.YEAR), month, 1);
	const weekday = fields[slots.WEEKDAY] % 7;
	return weekStart(first + 7 * ordinal - 1 - weekday) + weekday;
};

const ruleOfWeek: DayRule = (fields) => dayOfWeek(fields, yearOf(fields, slots.YEAR));

const ruleOfWeekYear: DayRule = (fields) => dayOfWeek(fields, yearOf(fields, slots.WEEK_YEAR));

function dayOfWeek(fields: slots.Fields, year: number): number | undefined {
	const week = fields[slots.WEEK_OF_YEAR];
	if (week < 1 || week > 53) return undefined;
	return weekStart(toDays(year, 1, 1)) + 7 * (week - 1) + (fields[slots.WEEKDAY] % 7);
}
