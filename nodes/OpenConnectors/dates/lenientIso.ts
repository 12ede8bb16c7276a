import { parsePattern } from './pattern';
import { compileReader } from './readDate';
import type { Zone } from './zone';

const ISO_READERS = [
	"yyyy-MM-dd'T'HH:mm:ss.SX",
	"yyyy-MM-dd'T'HH:mm:ssX",
	"yyyy-MM-dd'T'HH:mm:ss.S",
	"yyyy-MM-dd'T'HH:mm:ss",
	"yyyy-MM-dd'T'HH:mmX",
	"yyyy-MM-dd'T'HH:mm",
	'yyyy-MM-dd',
].map((pattern) => compileReader(parsePattern(pattern)));

const ISO_SHAPED = /^\d{4}-\d{2}-\d{2}/;
const NO_DATE = /^0000-00-00/;

/**
 * Reads ISO 8601 with the liberties that providers take, whatever the configured pattern says: an
 * offset instead of `Z`, other fraction digits, a blank instead of `T`, no zone.
 *
 * @returns epoch milliseconds, or undefined
 */
export function readLenientIso(value: string, zone: Zone): number | undefined {
	const text = value.trim();
	if (!ISO_SHAPED.test(text) || NO_DATE.test(text)) return undefined;
	const iso = text.replace(/^(.{10})[ ]+/, '$1T').replace(/ (?=[+-]\d|Z|[A-Z]{3})/, '');
	for (const read of ISO_READERS) {
		const at = read(iso, zone);
		if (at !== undefined) return at;
	}
	return undefined;
}
