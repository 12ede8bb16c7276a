/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
/** What an engine hands out in one run through the records. */
export interface Handed {
	readonly count: number;
	/** The items, held until the clock is stopped; empty where a run spans polls that drop theirs. */
	readonly items: readonly unknown[];
}

export function handed(items: readonly unknown[]): Handed {
	return { count: items.length, items };
}

/** One engine in the middle of its life: what it was asked, what it keeps. */
export interface Session {
	poll(): Promise<Handed>;
	/** Requests sent so far. */
	readonly requests: number;
	/** What the engine keeps between two polls, in bytes of JSON. */
	stateBytes(): number;
}

/** An engine and the answers it reads, ready to be measured. */
export interface Contestant {
	/** Every answer of one run through the records, in the shape this engine reads. */
	readonly texts: readonly string[];
	/** A session that has seen nothing yet. */
	begin(): Session;
}

/** The bytes of a value as JSON. */
export function bytesOf(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value) ?? '');
}

export function median(figures: readonly number[]): number {
	const sorted = [...figures].sort((first, second) => first - second);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Collects garbage, so that no measurement pays for the one before; needs `--expose-gc`. */
export function collect(): void {
	if (!globalThis.gc) throw new Error('Start node with --expose-gc');
	globalThis.gc();
}

/** Highest memory of this process so far, MB. */
export function peakMb(): number {
	return process.resourceUsage().maxRSS / 1_024;
}
