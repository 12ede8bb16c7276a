import { DIGITS_LENGTH, formatDigits, parseDigits } from './digits';
import { hash53 } from './fingerprint';
import type { EpochMs } from './page';

/** What a record is remembered by: whole numbers as they are, which costs the least, all else as text. */
export type Name = string | number;

/** Longer ids are remembered by their hash, so that an entry stays small whatever the ids are. */
const LONGEST_NAME = 12;
/** Begins the name of what is remembered by a hash; ids that begin so, or hold a separator, are too. */
const HASHED = '~';
const NEEDS_HASH = /^[~#]|[,:]/;
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const SECOND_MS = 1_000;
const ZERO = 48;

/**
 * The handled records: by name, the version that was handled, and what it held as long as that may
 * still change unseen.
 *
 * Written it is one string, at most 30 bytes an entry: one string in the host's state costs next to
 * nothing to load and compare, an array of pairs about ninety times more. Records that the scan
 * under way has not met stand first, the others behind them in the order in which they were met.
 */
export class Memory {
	private times = new Map<Name, EpochMs>();
	private readonly contents = new Map<Name, number>();
	private readonly unmet = new Set<Name>();

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
			memory.set(toName(text.slice(at, colon)), floor + distance, content);
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

	/** The name a record is remembered by: its id, or a hash of a long one. `42` and `'42'` are one. */
	static nameOf(id: string | number): Name {
		if (typeof id === 'number') return Number.isSafeInteger(id) ? id : String(id);
		if (id.length <= LONGEST_NAME && !NEEDS_HASH.test(id)) return toName(id);
		return WHOLE_NUMBER.test(id) ? Number(id) : HASHED + formatDigits(hash53(id));
	}

	/** The name a record without an id is remembered by. */
	static nameOfContent(fingerprint: number): Name {
		return `#${formatDigits(fingerprint)}`;
	}

	get size(): number {
		return this.times.size;
	}

	/** How many entries, the first, the scan under way has not met. */
	get unmetSize(): number {
		return this.unmet.size;
	}

	/** A scan goes on that has not met the first `count` entries. */
	expect(count: number): void {
		for (const name of this.times.keys()) {
			if (this.unmet.size >= count) return;
			this.unmet.add(name);
		}
	}

	/** The scan met a record, whether or not it is remembered. */
	meet(name: Name): void {
		if (this.unmet.size === 0 || !this.unmet.delete(name)) return;
		const updated = this.times.get(name);
		if (updated === undefined) return;
		this.times.delete(name);
		this.times.set(name, updated);
	}

	/** Updated time of the version that was handled. */
	updatedOf(name: Name): EpochMs | undefined {
		return this.times.get(name);
	}

	/** undefined once the provider's clock has left the tick: equal time then means equal content. */
	contentOf(name: Name): number | undefined {
		return this.contents.get(name);
	}

	set(name: Name, updated: EpochMs, content: number | undefined): void {
		this.times.set(name, updated);
		if (content !== undefined) this.contents.set(name, content);
		else if (this.contents.size > 0) this.contents.delete(name);
	}

	private delete(name: Name): void {
		this.times.delete(name);
		this.contents.delete(name);
		this.unmet.delete(name);
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

	/** Highest updated time; -Infinity when nothing is remembered. */
	newest(): EpochMs {
		let newest = -Infinity;
		for (const updated of this.times.values()) if (updated > newest) newest = updated;
		return newest;
	}

	/** Forgets the records below the floor. */
	forgetBelow(floor: EpochMs): void {
		let gone = 0;
		for (const updated of this.times.values()) if (updated < floor) gone += 1;
		if (gone === 0) return;
		if (gone < this.size / 2) {
			for (const [name, updated] of this.times) if (updated < floor) this.delete(name);
			return;
		}
		// Few are left of many: they are put together anew.
		const before = this.times;
		this.times = new Map();
		for (const [name, updated] of before) {
			if (updated >= floor) this.times.set(name, updated);
			else {
				if (this.contents.size > 0) this.contents.delete(name);
				if (this.unmet.size > 0) this.unmet.delete(name);
			}
		}
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
	 * Forgets records that the scan under way met first, as many as are more than `limit`: while a
	 * window is not read to its end the floor has to stay. What lies behind the reader does not come
	 * again in this scan, unless the list moves or is begun anew.
	 *
	 * @param before records updated from here on stay
	 * @param last how many of the records met last stay, because the next page may begin with them
	 * @returns the highest updated time that was forgotten; -Infinity when none was
	 */
	forgetMet(limit: number, before: EpochMs, last: number): EpochMs {
		let forgotten = -Infinity;
		let tooMany = this.size - limit;
		let behind = this.size - this.unmet.size - last;
		for (const [name, updated] of this.times) {
			if (tooMany <= 0 || behind <= 0) break;
			if (this.unmet.has(name)) continue;
			behind -= 1;
			if (updated >= before) continue;
			this.delete(name);
			tooMany -= 1;
			if (updated > forgotten) forgotten = updated;
		}
		return forgotten;
	}

	/** How many entries have an updated time of `from` or later. */
	sizeFrom(from: EpochMs): number {
		let size = 0;
		for (const updated of this.times.values()) if (updated >= from) size += 1;
		return size;
	}
}

function toName(text: string): Name {
	const first = text.charCodeAt(0) - ZERO;
	return first >= 0 && first <= 9 && WHOLE_NUMBER.test(text) ? Number(text) : text;
}

/** Whole seconds as they are, else milliseconds with their unit. */
function formatDistance(ms: number): string {
	return ms % SECOND_MS === 0 ? String(ms / SECOND_MS) : `${ms}m`;
}

function isDigit(text: string, at: number): boolean {
	const digit = text.charCodeAt(at) - ZERO;
	return digit >= 0 && digit <= 9;
}
