import type { EpochMs } from './page';

/** What is remembered of a handled record: its updated time, and its content while that may still change unseen. */
export interface Seen {
	readonly updated: EpochMs;
	/** Absent once the provider's clock has left the tick of `updated`: equal time then means equal content. */
	readonly fingerprint?: string;
}

/** Record id → the version of it that was handled. */
export type Memory = Map<string, Seen>;

const NEEDS_ESCAPE = /[%,:]/;

/**
 * Writes the memory as one string, about 27 bytes an entry: one string in the host's state costs
 * next to nothing to load and compare, an array of pairs about ninety times more.
 *
 * @param floor epoch ms that no entry lies below; times are kept as distances from it
 */
export function encodeMemory(memory: Memory, floor: EpochMs): string {
	const entries: string[] = [];
	for (const [id, seen] of memory) {
		const name = NEEDS_ESCAPE.test(id) ? encodeURIComponent(id) : id;
		const distance = (seen.updated - floor).toString(36);
		entries.push(
			seen.fingerprint === undefined
				? `${name}:${distance}`
				: `${name}:${distance}:${seen.fingerprint}`,
		);
	}
	return entries.join(',');
}

/** Reads what {@link encodeMemory} wrote with the same floor. @throws Error on any other text */
export function decodeMemory(text: string, floor: EpochMs): Memory {
	const memory: Memory = new Map();
	if (text === '') return memory;
	for (const entry of text.split(',')) {
		const [name, distance, fingerprint] = entry.split(':');
		const updated = floor + parseInt(distance, 36);
		if (!Number.isFinite(updated)) throw new Error('The remembered records cannot be read');
		const id = name.includes('%') ? decodeURIComponent(name) : name;
		memory.set(id, fingerprint === undefined ? { updated } : { updated, fingerprint });
	}
	return memory;
}
