import { DAY_MS } from './calendar';

/** The years that ISO 8601 writes with four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
/** What a Date holds. */
const MOST_MS = 8.64e15;
const ZERO = 48;
const COLON = 58;
const POINT = 46;
const UTC = 90;

let latestDay = NaN;
let latestDate = '';

/**
 * Writes an instant as `2026-01-05T12:00:00.000Z`, as `toISOString` does and several times as fast:
 * the instants of one answer lie on few days. With `toISOString` the row "scan and events" of
 * the benchmark takes a tenth to a quarter longer. Instants beyond what a Date holds are held at its ends.
 *
 * @param at epoch ms
 */
export function formatIso(at: number): string {
	if (!(at >= FIRST_MS && at <= LAST_MS))
		return new Date(Math.min(MOST_MS, Math.max(-MOST_MS, at))).toISOString();
	const day = Math.floor(at / DAY_MS);
	if (day !== latestDay) {
		latestDate = new Date(day * DAY_MS).toISOString().slice(0, 11);
		latestDay = day;
	}
	const ms = Math.floor(at) - day * DAY_MS;
	const seconds = Math.floor(ms / 1_000);
	const minutes = Math.floor(seconds / 60);
	return latestDate + formatTime(Math.floor(minutes / 60), minutes % 60, seconds % 60, ms % 1_000);
}

function formatTime(hour: number, minute: number, second: number, ms: number): string {
	return String.fromCharCode(
		ZERO + Math.floor(hour / 10),
		ZERO + (hour % 10),
		COLON,
		ZERO + Math.floor(minute / 10),
		ZERO + (minute % 10),
		COLON,
		ZERO + Math.floor(second / 10),
		ZERO + (second % 10),
		POINT,
		ZERO + Math.floor(ms / 100),
		ZERO + (Math.floor(ms / 10) % 10),
		ZERO + (ms % 10),
		UTC,
	);
}
