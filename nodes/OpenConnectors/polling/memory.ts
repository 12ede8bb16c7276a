import { DIGITS_LENGTH, formatDigits, parseDigits } from './digits';
import { hash53 } from './fingerprint';
import type { EpochMs } from './page';

/** Longer ids are remembered by their hash, so that an entry stays small whatever the ids are. */
const LONGEST_NAME = 12;
/** Begins the name of what is remembered by a hash; ids that begin so, or hold a separator, are too. */
const HASHED = '~';
const NEEDS_HASH = /^[~#]|[,:]/;
const SECOND_MS = 1_000;
const ZERO = 48;

/**
 * The handled records: by name, the version that was handled, and what it held as long as that may
 * still change unseen.
 *
 * Written it is one string, at most 30 bytes an entry: one string in the host's state costs next to
 * nothing to load and compare, an array of pairs about ninety times more.
 */
export class Memory {
	private readonly times = new Map<string, EpochMs>();
	private readonly contents = new Map<string, number>();

	/**
	 * Reads what {@link toText} wrote with the same floor.
	 *
	 * @returns undefined for any other text
	 */
	static read(text: string, floor: EpochMs): Memory | undefined {
		const memory = new Memory();
		for (let at = 0; at < text.length; ) {
			const colon = text.indexOf(':', at);
			let distance = 0;
			let end = colon + 1;
			for (; isDigit(text, end); end += 1) distance = distance * 10 + text.charCodeAt(end) - ZERO;
			if (text[end] === 'm') end += 1;
			else distance *= SECOND_MS;
			const hasContent = text[end] === ':';
			const content = hasContent ? parseDigits(text, end + 1) : undefined;
			const next = hasContent ? end + 1 + DIGITS_LENGTH : end;
			if (colon < 0 || end === colon + 1 || Number.isNaN(content) || (text[next] ?? ',') !== ',')
				return undefined;
			memory.set(text.slice(at, colon), floor + distance, content);
			at = next + 1;
		}
		return memory;
	}

	/** @param floor epoch ms that no entry lies below; times are kept as distances from it */
	toText(floor: EpochMs): string {
		let text = '';
		for (const [name, updated] of this.times) {
			const content = this.contents.get(name);
			text += `${text === '' ? '' : ','}${name}:${formatDistance(updated - floor)}`;
			if (content !== undefined) text += `:${formatDigits(content)}`;
		}
		return text;
	}

	/** The name a record is remembered by: its id, or a hash of a long one. */
	static nameOf(id: string): string {
		if (id.length <= LONGEST_NAME && !NEEDS_HASH.test(id)) return id;
		return HASHED + formatDigits(hash53(id));
	}

	/** The name a record without an id is remembered by. */
	static nameOfContent(fingerprint: number): string {
		return `#${formatDigits(fingerprint)}`;
	}

	get size(): number {
		return this.times.size;
	}

	/** Updated time of the version that was handled. */
	updatedOf(name: string): EpochMs | undefined {
		return this.times.get(name);
	}

	/** undefined once the provider's clock has left the tick: equal time then means equal content. */
	contentOf(name: string): number | undefined {
		return this.contents.get(name);
	}

	set(name: string, updated: EpochMs, content: number | undefined): void {
		this.times.set(name, updated);
		if (content !== undefined) this.contents.set(name, content);
		else if (this.contents.size > 0) this.contents.delete(name);
	}

	delete(name: string): void {
		this.times.delete(name);
		this.contents.delete(name);
	}

	/** Takes over what another memory holds, as the latest. */
	add(other: Memory): void {
		for (const [name, updated] of other.times) {
			this.times.delete(name);
			this.set(name, updated, other.contents.get(name));
		}
	}

	/** Forgets all but the entries that were set last. */
	keepLast(limit: number): void {
		let tooMany = this.size - limit;
		for (const name of this.times.keys()) {
			if (tooMany-- <= 0) return;
			this.delete(name);
		}
	}

	/** Forgets the records below the floor. */
	forgetBelow(floor: EpochMs): void {
		for (const [name, updated] of this.times) if (updated < floor) this.delete(name);
	}

	/**
	 * The floor that keeps at most `limit` entries: memory is bounded by raising the floor, never by
	 * evicting entries that may come again. It does not pass `highest`, so that a tick in which
	 * records are still stamped stays remembered.
	 *
	 * @param highest the tick of the highest updated time that was met
	 */
	floorFor(limit: number, floor: EpochMs, highest: EpochMs): EpochMs {
		if (this.size <= limit) return floor;
		const oldestFirst = Float64Array.from(this.times.values()).sort();
		const lastTooMany = oldestFirst[oldestFirst.length - 1 - limit];
		const lowestKept = oldestFirst.find((updated) => updated > lastTooMany) ?? highest;
		return Math.max(floor, Math.min(lowestKept, highest));
	}

	/**
	 * Forgets the oldest records beyond `limit` that were changed before `before`: while a window is
	 * not read to its end the floor has to stay, and a bounded memory may then tell a record twice.
	 *
	 * @returns the highest updated time that was forgotten; -Infinity when none was
	 */
	forgetOldest(limit: number, before: EpochMs): EpochMs {
		const tooMany = this.size - limit;
		if (tooMany <= 0) return -Infinity;
		const oldestFirst = Float64Array.from(this.times.values()).sort();
		let highest = -Infinity;
		const firstToStay = oldestFirst[tooMany] ?? Infinity;
		const last = Math.min(before, firstToStay);
		// Of those with the time of the first to stay, as many go as are left over.
		let left = tooMany - oldestFirst.filter((updated) => updated < firstToStay).length;
		for (const [name, updated] of this.times) {
			const goes = updated < last || (updated === last && last < before && left-- > 0);
			if (!goes) continue;
			this.delete(name);
			highest = Math.max(highest, updated);
		}
		return highest;
	}

	/** How many entries have an updated time of `from` or later. */
	sizeFrom(from: EpochMs): number {
		let size = 0;
		for (const updated of this.times.values()) if (updated >= from) size += 1;
		return size;
	}
}

/** Whole seconds as they are, else milliseconds with their unit. */
function formatDistance(ms: number): string {
	return ms % SECOND_MS === 0 ? String(ms / SECOND_MS) : `${ms}m`;
}

function isDigit(text: string, at: number): boolean {
	const digit = text.charCodeAt(at) - ZERO;
	return digit >= 0 && digit <= 9;
}
