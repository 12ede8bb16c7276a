import { DIGITS_LENGTH, formatDigits, parseDigits } from '../core/digits';
import { hash53 } from '../core/fingerprint';
import type { EpochMs } from '../core/page';
import { NOWHERE, Places, type RecordKey } from './places';

/** Longer ids are remembered by their hash, so that an entry stays small whatever the ids are. */
const LONGEST_KEY = 12;
/** Begins the name of what is remembered by a hash; ids that begin so, or hold a separator, are too. */
const HASHED = '~';
const NEEDS_HASH = /^[~#]|[,:]/;
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const GREATEST_NUMBER = 999_999_999_999_999;
const SECOND_MS = 1_000;
const ZERO = 48;

/**
 * Names what a version held. Reading it out of the record takes longer than all else, and many a
 * version is forgotten before anybody asks.
 */
export interface Content {
	/** 53 bits. */
	readonly fingerprint: number;
}

/** The time at a place without an entry. */
const NEVER = NaN;

/**
 * The handled records: by name, the version that was handled, and what it held as long as that may
 * still change unseen.
 *
 * Written it is one string, at most 30 bytes an entry: one string in the host's state costs next to
 * nothing to load and compare, an array of pairs about ninety times more. Records that the scan
 * under way has not met stand first, the others behind them in the order in which they were met.
 *
 * In a process the entries lie in columns, and a map tells their places: a record is looked up once,
 * however much is asked about it, and no entry is an object of its own.
 */
export class SeenCache {
	private readonly places = new Places();
	/** What stood at a place that is empty is `undefined`; its time is {@link NEVER}. */
	private names: Array<RecordKey | undefined> = [];
	private times: EpochMs[] = [];
	private contents: Array<number | Content | undefined> = [];
	/** The scan under way has not met what lies before this place. */
	private firstMet = 0;
	private gaps = 0;

	/**
	 * Reads what {@link toText} wrote with the same floor.
	 *
	 * @returns undefined for any other text
	 */
	static read(text: string, floor: EpochMs): SeenCache | undefined {
		const memory = new SeenCache();
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
			memory.set(readRecordKey(text, at, colon), floor + distance, content);
			at = next + 1;
		}
		return memory;
	}

	/** @param floor epoch ms that no entry lies below; times are kept as distances from it */
	toText(floor: EpochMs): string {
		let text = '';
		for (let place = 0; place < this.names.length; place += 1) {
			const name = this.names[place];
			if (name === undefined) continue;
			const content = this.contentAt(place);
			text += `${text === '' ? '' : ','}${name}:${formatDistance(this.times[place] - floor)}`;
			if (content !== undefined) text += `:${formatDigits(content)}`;
		}
		return text;
	}

	/** The name a record is remembered by: its id, or a hash of a long one. `42` and `'42'` are one. */
	static keyOf(id: string | number): RecordKey {
		if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= GREATEST_NUMBER)
			return id;
		const text = String(id);
		if (text.length <= LONGEST_KEY && !NEEDS_HASH.test(text)) return toRecordKey(text);
		return WHOLE_NUMBER.test(text) ? Number(text) : HASHED + formatDigits(hash53(text));
	}

	/** The name a record without an id is remembered by. */
	static keyOfContent(fingerprint: number): RecordKey {
		return `#${formatDigits(fingerprint)}`;
	}

	get size(): number {
		return this.places.size;
	}

	/** How many entries, the first, the scan under way has not met. */
	get unmetSize(): number {
		let unmet = 0;
		for (let place = 0; place < this.firstMet; place += 1)
			if (this.names[place] !== undefined) unmet += 1;
		return unmet;
	}

	/** A scan goes on that has not met the first `count` entries. */
	expect(count: number): void {
		this.compact();
		this.firstMet = Math.min(count, this.size);
	}

	/**
	 * The scan met a record, whether or not it is remembered.
	 *
	 * @returns its place, good until the next entry is met or forgotten
	 */
	meet(name: RecordKey): number {
		const place = this.places.get(name);
		if (place === NOWHERE || place >= this.firstMet) return place;
		const updated = this.times[place];
		const content = this.contents[place];
		this.empty(place);
		return this.append(name, updated, content);
	}

	/** Updated time of the version that was handled, at a place that {@link meet} told. */
	updatedAt(place: number): EpochMs | undefined {
		return place === NOWHERE ? undefined : this.times[place];
	}

	/** undefined once the provider's clock has left the tick: equal time then means equal content. */
	contentAt(place: number): number | undefined {
		if (place === NOWHERE) return undefined;
		const content = this.contents[place];
		return typeof content === 'object' ? content.fingerprint : content;
	}

	/** Remembers a version of the record that {@link meet} told the place of. */
	setAt(
		place: number,
		name: RecordKey,
		updated: EpochMs,
		content: number | Content | undefined,
	): void {
		if (place === NOWHERE) {
			this.append(name, updated, content);
		} else {
			this.times[place] = updated;
			this.contents[place] = content;
		}
	}

	updatedOf(name: RecordKey): EpochMs | undefined {
		return this.updatedAt(this.places.get(name));
	}

	contentOf(name: RecordKey): number | undefined {
		return this.contentAt(this.places.get(name));
	}

	set(name: RecordKey, updated: EpochMs, content: number | undefined): void {
		this.setAt(this.places.get(name), name, updated, content);
	}

	private append(name: RecordKey, updated: EpochMs, content: number | Content | undefined): number {
		const place = this.names.length;
		this.places.set(name, place);
		this.names.push(name);
		this.times.push(updated);
		this.contents.push(content);
		return place;
	}

	private empty(place: number): void {
		this.gaps += 1;
		this.names[place] = undefined;
		this.times[place] = NEVER;
		this.contents[place] = undefined;
	}

	private forget(place: number): void {
		const name = this.names[place];
		if (name === undefined) return;
		this.places.delete(name);
		this.empty(place);
	}

	/** Closes the gaps that entries left which moved or were forgotten. */
	private compact(): void {
		if (this.gaps === 0) return;
		const { names, times, contents } = this;
		const unmet = this.unmetSize;
		this.places.clear();
		this.names = [];
		this.times = [];
		this.contents = [];
		for (const [place, name] of names.entries())
			if (name !== undefined) this.append(name, times[place], contents[place]);
		this.firstMet = unmet;
		this.gaps = 0;
	}

	/** Takes over what another memory holds, as the latest. */
	add(other: SeenCache): void {
		for (const [place, name] of other.names.entries()) {
			if (name === undefined) continue;
			this.forget(this.places.get(name));
			this.append(name, other.times[place], other.contents[place]);
		}
	}

	/** Forgets all but the entries that were set last. */
	keepLast(limit: number): void {
		let tooMany = this.size - limit;
		for (let place = 0; tooMany > 0; place += 1) {
			if (this.names[place] === undefined) continue;
			this.forget(place);
			tooMany -= 1;
		}
	}

	/** Highest updated time; -Infinity when nothing is remembered. */
	newest(): EpochMs {
		let newest = -Infinity;
		for (const updated of this.times) if (updated > newest) newest = updated;
		return newest;
	}

	/** Forgets the records below the floor. */
	forgetBelow(floor: EpochMs): void {
		let gone = 0;
		for (const updated of this.times) if (updated < floor) gone += 1;
		if (gone === 0) return;
		// Few are left of many: they are put together anew.
		const isMost = gone > this.size / 2;
		for (let place = 0; place < this.times.length; place += 1) {
			if (!(this.times[place] < floor)) continue;
			if (isMost) this.empty(place);
			else this.forget(place);
		}
		if (isMost) this.compact();
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
		this.compact();
		const oldestFirst = Float64Array.from(this.times).sort();
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
		this.compact();
		let forgotten = -Infinity;
		let tooMany = this.size - limit;
		const end = this.names.length - last;
		for (let place = this.firstMet; place < end && tooMany > 0; place += 1) {
			const updated = this.times[place];
			if (updated >= before) continue;
			this.forget(place);
			tooMany -= 1;
			if (updated > forgotten) forgotten = updated;
		}
		return forgotten;
	}

	/** How many entries have an updated time of `from` or later. */
	sizeFrom(from: EpochMs): number {
		let size = 0;
		for (const updated of this.times) if (updated >= from) size += 1;
		return size;
	}
}

function toRecordKey(text: string): RecordKey {
	const first = text.charCodeAt(0) - ZERO;
	return first >= 0 && first <= 9 && WHOLE_NUMBER.test(text) ? Number(text) : text;
}

/** The same as {@link toRecordKey} of the text from `start` to `end`, which is not made for a number. */
function readRecordKey(text: string, start: number, end: number): RecordKey {
	if (end === start || end - start > 15 || (text.charCodeAt(start) === ZERO && end - start > 1))
		return toRecordKey(text.slice(start, end));
	let value = 0;
	for (let at = start; at < end; at += 1) {
		if (!isDigit(text, at)) return text.slice(start, end);
		value = value * 10 + text.charCodeAt(at) - ZERO;
	}
	return value;
}

/** Whole seconds as they are, else milliseconds with their unit. */
function formatDistance(ms: number): string {
	return ms % SECOND_MS === 0 ? String(ms / SECOND_MS) : `${ms}m`;
}

function isDigit(text: string, at: number): boolean {
	const digit = text.charCodeAt(at) - ZERO;
	return digit >= 0 && digit <= 9;
}
