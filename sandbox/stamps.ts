import { DateTime } from 'luxon';
import type { EpochMs } from './clock';

/** Wall time of a zone, as the milliseconds it would be if it were UTC. */
export type WallMs = number;

/** No zone changes its offset more often. */
const STEP_MS = 15 * 60_000;

const offsetsByZone = new Map<string, Map<number, number>>();

export const toWall = (at: EpochMs, zone: string): WallMs => {
	if (zone === 'UTC') return at;
	const offsets = offsetsByZone.get(zone) ?? new Map<number, number>();
	offsetsByZone.set(zone, offsets);
	const step = Math.floor(at / STEP_MS);
	const known = offsets.get(step);
	if (known !== undefined) return at + known;
	const offset = DateTime.fromMillis(step * STEP_MS, { zone }).offset * 60_000;
	offsets.set(step, offset);
	return at + offset;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * `yyyy-MM-dd HH:mm:ss`, whole seconds (rounded down), no zone mark. Any zone but UTC is a fault:
 * the provider then writes the wall time of a place where it should write UTC.
 */
export const formatZonelessSeconds = (at: EpochMs, zone = 'UTC'): string =>
	new Date(toWall(at, zone)).toISOString().slice(0, 19).replace('T', ' ');

/** `yyyy-MM-ddTHH:mm:ssZ`, whole seconds (rounded down); in another zone the `Z` is a lie, as above. */
export const formatIsoSeconds = (at: EpochMs, zone = 'UTC'): string =>
	`${formatZonelessSeconds(at, zone).replace(' ', 'T')}Z`;

const INSTANT =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a date-time as the vendors' servers do: ISO 8601, `T` or blank between, UTC when it names no zone. */
export const parseInstant = (text: string): EpochMs | undefined => {
	const parts = INSTANT.exec(text.trim());
	if (!parts) return undefined;
	const [
		,
		year,
		month,
		day,
		hour = '00',
		minute = '00',
		second = '00',
		fraction = '0',
		zone = 'Z',
	] = parts;
	const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
	const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
	const at = Date.parse(
		`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`,
	);
	return Number.isNaN(at) ? undefined : at;
};

/** A calendar day at midnight, for fields such as a due date. */
export const formatDay = (at: EpochMs): string => {
	const day = new Date(at);
	return `${day.getUTCFullYear()}-${twoDigits(day.getUTCMonth() + 1)}-${twoDigits(day.getUTCDate())} 00:00:00`;
};

/** The start of the second that holds `at`: what a provider with whole-second stamps can still tell. */
export const floorToSecond = (at: EpochMs): EpochMs => Math.floor(at / 1000) * 1000;
