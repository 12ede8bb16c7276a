import type { RawRecord } from './page';

/**
 * A short name for the content of a record: equal content gives equal text, on any machine.
 * 53 bits in base 36, at most 11 characters. Fields named in `ignored` do not count.
 */
export function fingerprintOf(record: RawRecord, ignored: ReadonlySet<string>): string {
	const text =
		ignored.size === 0
			? JSON.stringify(record)
			: JSON.stringify(record, (name, value: unknown) => (ignored.has(name) ? undefined : value));
	return hash53(text).toString(36);
}

/** cyrb53, public domain: two 32-bit multiplicative hashes side by side, 53 bits of them kept. */
export function hash53(text: string): number {
	let high = 0xdeadbeef;
	let low = 0x41c6ce57;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		high = Math.imul(high ^ code, 2654435761);
		low = Math.imul(low ^ code, 1597334677);
	}
	high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
	low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
	return 4294967296 * (2097151 & low) + (high >>> 0);
}
