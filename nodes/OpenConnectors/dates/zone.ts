import { compileOffsets } from './offsets';
import { zoneCandidates } from './zoneAliases';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time zone: what its clocks show, as a distance from UTC. */
export interface Zone {
	readonly name: string;
	/** Milliseconds to add to `at` (epoch ms, UTC) to read the wall clock of this zone. */
	offsetMs(at: number): number;
	/** Present when the offset never changes; spares the look-up. */
	readonly fixedOffsetMs?: number;
}

export const UTC: Zone = fixedZone('UTC', 0);

/**
 * Abbreviations as the name of a configured zone; hours, or the place whose clocks are meant.
 * `EST`, `MST` and `HST` never change and `PST` and `CST` follow Los Angeles and Chicago, as
 * `java.util.TimeZone.getTimeZone` has it; it knows no names of daylight time, and they are fixed.
 * A date that carries an abbreviation is another matter: see zoneNames.ts.
 */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
	(
		'GMT 0, UTC 0, UT 0, Z 0, EST -5, EDT -4, CST America/Chicago, CDT -5, MST -7, MDT -6, ' +
		'PST America/Los_Angeles, PDT -7, AKST -9, AKDT -8, HST -10, WET WET, WEST 1, BST 1, ' +
		'CET CET, CEST 2, EET EET, EEST 3, MSK 3, IST 5.5, JST 9, KST 9, AEST 10, AEDT 11, NZST 12, NZDT 13'
	)
		.split(', ')
		.map((row) => [row.split(' ')[0], row.split(' ')[1]] as const),
);

const OFFSET = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;
/** The widest offset that `java.time.ZoneOffset` takes. */
const WIDEST_OFFSET_HOURS = 18;

/**
 * Reads a zone as it is written in a poller configuration: an IANA name (`America/Denver`), an
 * offset (`-6:00`, `+0530`, `GMT+2`), an abbreviation (`EST`) or the name that Windows, Rails or a city
 * gives it.
 *
 * @returns undefined when the text names no zone
 */
export function parseZone(text: string): Zone | undefined {
	const name = text.trim();
	const offset = OFFSET.exec(name);
	if (offset) {
		const distance = toOffsetMs(Number(offset[2]), Number(offset[3] ?? 0));
		if (distance === undefined) return undefined;
		return fixedZone(name, offset[1] === '-' ? -distance : distance);
	}
	const meaning = ABBREVIATIONS.get(name.toUpperCase());
	const hours = Number(meaning ?? NaN);
	if (!Number.isNaN(hours)) return fixedZone(name, hours * HOUR_MS);
	const zone = namedZone(meaning ?? name);
	if (zone) return zone;
	for (const candidate of zoneCandidates(name)) {
		const found = namedZone(candidate);
		if (found) return found;
	}
	return undefined;
}

/** @returns milliseconds, or undefined for hours and minutes that no zone is away from UTC */
export function toOffsetMs(hours: number, minutes: number): number | undefined {
	if (hours > WIDEST_OFFSET_HOURS || minutes > 59) return undefined;
	return hours * HOUR_MS + minutes * MINUTE_MS;
}

/**
 * The instant at which the clocks of `zone` show `wallMs`, a wall-clock reading written as if it
 * were UTC. A reading that the clocks skip gives the last instant before the gap, one that they
 * show twice gives the earlier instant: a poll window that starts there can only be too wide.
 */
export function toInstant(wallMs: number, zone: Zone): number {
	if (zone.fixedOffsetMs !== undefined) return wallMs - zone.fixedOffsetMs;
	const before = zone.offsetMs(wallMs - DAY_MS);
	const after = zone.offsetMs(wallMs + DAY_MS);
	const early = wallMs - Math.max(before, after);
	const late = wallMs - Math.min(before, after);
	if (early + zone.offsetMs(early) === wallMs) return early;
	if (late + zone.offsetMs(late) === wallMs) return late;
	return transitionBetween(early, late, zone) - 1;
}

/** The first instant of the new offset, when the offset changes once in (start, end]. */
export function transitionBetween(start: number, end: number, zone: Zone): number {
	const initial = zone.offsetMs(start);
	let unchanged = start;
	let changed = end;
	while (changed - unchanged > 1) {
		const middle = Math.floor((unchanged + changed) / 2);
		if (zone.offsetMs(middle) === initial) unchanged = middle;
		else changed = middle;
	}
	return changed;
}

function fixedZone(name: string, fixedOffsetMs: number): Zone {
	return { name, fixedOffsetMs, offsetMs: () => fixedOffsetMs };
}

const namedZones = new Map<string, Zone>();

function namedZone(name: string): Zone | undefined {
	const known = namedZones.get(name);
	if (known) return known;
	const offsetMs = compileOffsets(name);
	if (!offsetMs) return undefined;
	const zone: Zone = { name, offsetMs };
	namedZones.set(name, zone);
	return zone;
}
