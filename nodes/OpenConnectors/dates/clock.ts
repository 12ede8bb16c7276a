import { DAY_MS, DAYS_OF_400_YEARS, DAYS_TO_1970 } from './calendar';
import * as slots from './slots';
import type { Zone } from './zone';

/** What the clocks of a zone show; of the fields those that do not follow from others. */
export interface Clock {
	zone: Zone;
	offsetMs: number;
	/** Days since 1970-01-01. */
	days: number;
	/** The year 0 is 1 BC. */
	year: number;
	readonly fields: slots.Fields;
}

/** Sets `clock` to what the clocks of `zone` show at the instant `at` (epoch ms). */
export function setClock(clock: Clock, at: number, zone: Zone): void {
	const { fields } = clock;
	const offsetMs = zone.fixedOffsetMs ?? zone.offsetMs(at);
	const wall = at + offsetMs;
	const days = Math.floor(wall / DAY_MS);
	const time = Math.floor(wall - days * DAY_MS) | 0;
	const seconds = (time / 1_000) | 0;
	const minutes = (seconds / 60) | 0;
	const hour = (minutes / 60) | 0;
	fields[slots.HOUR] = hour;
	fields[slots.MINUTE] = minutes - hour * 60;
	fields[slots.SECOND] = seconds - minutes * 60;
	fields[slots.FRACTION] = time - seconds * 1_000;
	const year = setDate(fields, days);
	clock.zone = zone;
	clock.offsetMs = offsetMs;
	clock.days = days;
	clock.year = year;
}

/**
 * Sets the fields of a day's date. Source: as `toDays`, civil_from_days.
 *
 * @returns the year, of which 0 is 1 BC
 */
function setDate(fields: slots.Fields, days: number): number {
	const shifted = days + DAYS_TO_1970;
	const cycle = Math.floor(shifted / DAYS_OF_400_YEARS);
	const rest = (shifted - cycle * DAYS_OF_400_YEARS) | 0;
	const leapDays = ((rest / 1_460) | 0) - ((rest / 36_524) | 0) + ((rest / 146_096) | 0);
	const yearOfCycle = ((rest - leapDays) / 365) | 0;
	const dayOfYear =
		rest - (365 * yearOfCycle + ((yearOfCycle / 4) | 0) - ((yearOfCycle / 100) | 0));
	const march = ((5 * dayOfYear + 2) / 153) | 0;
	const month = march < 10 ? march + 3 : march - 9;
	const year = cycle * 400 + yearOfCycle + (month < 3 ? 1 : 0);
	fields[slots.ERA] = year < 1 ? 0 : 1;
	fields[slots.YEAR] = ofEra(year);
	fields[slots.MONTH] = month;
	fields[slots.DAY_OF_MONTH] = dayOfYear - (((153 * march + 2) / 5) | 0) + 1;
	return year;
}

export function ofEra(year: number): number {
	return year < 1 ? 1 - year : year;
}
