import { DIGITS_LENGTH, formatDigits, parseDigits } from '../core/digits';
import { hash53 } from '../core/fingerprint';
import type { EpochMs, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';

/** What a record is looked up by: its id, or a hash of a long one. */
export type RecordKey = string;

/** Longer ids are remembered by their hash, so that an entry stays small whatever the ids are. */
const LONGEST_KEY = 12;
/** Begins the key of what is remembered by a hash; ids that begin so, or hold a separator, are hashed too. */
const HASHED = '~';
const NEEDS_HASH = /^[~#]|[,:!]/;
/** Whole numbers stay as they are up to 15 digits. */
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const SECOND_MS = 1_000;
const ZERO = 48;

/** The key of an id. `42` and `'42'` are one. */
export function keyOf(id: string | number): RecordKey {
	const text = String(id);
	if (Number.isInteger(id) && text.length <= LONGEST_KEY) return text;
	if (text.length <= LONGEST_KEY && !NEEDS_HASH.test(text)) return text;
	return WHOLE_NUMBER.test(text) ? text : HASHED + formatDigits(hash53(text));
}

/**
 * A record without an id is told apart by what it holds. The trace of a deletion has a key of its own:
 * some providers mark a record as deleted and leave its date as it was.
 */
export function recordKeyOf(
	record: RawRecord,
	id: string | number | undefined,
	reader: RecordReader,
): RecordKey {
	const key = id === undefined ? `#${formatDigits(reader.fingerprint(record))}` : keyOf(id);
	return reader.deleted(record) ? `${key}!` : key;
}

/** What a version held. It is read when somebody asks: most versions are forgotten before. */
export interface Content {
	/** 53 bits. */
	readonly fingerprint: number;
}

/** The version of a record that was handled last. */
export interface SeenVersion {
	/** Epoch ms. */
	readonly updated: EpochMs;
	/** Absent once the provider's clock has left the tick: equal time then means equal content. */
	readonly content: Content | undefined;
	/** The time of the version that was handled before it, where it is remembered. */
	readonly previous?: EpochMs | undefined;
	/** An earlier time that the latest reading showed, and that counts when the next one shows it, too. */
	readonly held?: EpochMs | undefined;
}

export interface SeenEntry extends SeenVersion {
	/** Whether the scan under way has met the record. */
	readonly met: boolean;
}

/**
 * The handled records: by key the version that was handled, and what it held as long as that may
 * still change under the same time.
 *
 * Saved it is one string, `key:seconds`, with what belongs to it behind: `:content`, `<` and `>` for the
 * previous and the held time. Records that the scan under way has not met
 * stand first, the others behind them in the order in which they were met.
 */
export class SeenCache {
	private readonly entries = new Map<RecordKey, SeenEntry>();

	/**
	 * Reads what {@link toText} wrote with the same floor. It goes through the text by character: with a
	 * regular expression an entry takes twice as long, a tenth of the benchmark's row "scan in polls of 500".
	 *
	 * @param unmet how many entries, the first, the scan under way has not met
	 * @returns undefined for any other text
	 */
	static read(text: string, floor: EpochMs, unmet = Infinity): SeenCache | undefined {
		const cache = new SeenCache();
		for (let at = 0; at < text.length; ) {
			const colon = text.indexOf(':', at);
			let distance = 0;
			let end = colon + 1;
			for (let code = text.charCodeAt(end); isDigit(code); code = text.charCodeAt((end += 1)))
				distance = distance * 10 + code - ZERO;
			if (text[end] === 'm') end += 1;
			else distance *= SECOND_MS;
			const hasContent = text[end] === ':';
			const content = hasContent ? { fingerprint: parseDigits(text, end + 1) } : undefined;
			let next = hasContent ? end + 1 + DIGITS_LENGTH : end;
			const isSound = colon >= 0 && end > colon + 1 && !Number.isNaN(content?.fingerprint);
			if (!isSound) return undefined;
			const updated = floor + distance;
			let entry: SeenEntry = { updated, content, met: cache.size >= unmet };
			if (text[next] === '<' || text[next] === '>') {
				const comma = text.indexOf(',', next);
				const times = readTimes(text.slice(next, comma < 0 ? undefined : comma), updated);
				if (!times) return undefined;
				entry = { ...entry, ...times };
				next = comma < 0 ? text.length : comma;
			}
			if ((text[next] ?? ',') !== ',') return undefined;
			cache.entries.set(text.slice(at, colon), entry);
			at = next + 1;
		}
		return cache;
	}

	/** @param floor epoch ms that no entry lies below; times are kept as distances from it */
	toText(floor: EpochMs): string {
		let text = '';
		for (const [key, { updated, content, previous, held }] of this.entries) {
			text += `${text === '' ? '' : ','}${key}:${formatDistance(updated - floor)}`;
			if (content) text += `:${formatDigits(content.fingerprint)}`;
			if (previous !== undefined) text += `<${formatDistance(updated - previous)}`;
			if (held !== undefined) text += `>${formatDistance(updated - held)}`;
		}
		return text;
	}

	get size(): number {
		return this.entries.size;
	}

	/** How many entries, the first, the scan under way has not met. */
	get unmetSize(): number {
		let unmet = 0;
		for (const { met } of this.entries.values()) {
			if (met) break;
			unmet += 1;
		}
		return unmet;
	}

	/** The scan met a record. @returns the version that was handled, and whether this scan had met it before */
	meet(key: RecordKey): SeenEntry | undefined {
		const entry = this.entries.get(key);
		if (!entry || entry.met) return entry;
		this.entries.delete(key);
		this.entries.set(key, metEntry(entry));
		return entry;
	}

	get(key: RecordKey): SeenVersion | undefined {
		return this.entries.get(key);
	}

	/** Remembers a version of a record that the scan met. */
	set(key: RecordKey, version: SeenVersion): void {
		this.entries.set(key, metEntry(version));
	}

	/** Forgets what the versions held, because it was named in another way. */
	forgetContents(): void {
		for (const [key, entry] of this.entries)
			if (entry.content) this.entries.set(key, { ...entry, content: undefined });
	}

	/** Takes over what another cache holds, as the latest. */
	add(other: SeenCache): void {
		for (const [key, entry] of other.entries) {
			this.entries.delete(key);
			this.entries.set(key, entry);
		}
	}

	/** Forgets all but the last entries. */
	keepLast(limit: number): void {
		for (const key of this.entries.keys()) {
			if (this.size <= limit) return;
			this.entries.delete(key);
		}
	}

	/** Highest updated time; -Infinity when nothing is remembered. */
	newest(): EpochMs {
		let newest = -Infinity;
		for (const { updated } of this.entries.values()) if (updated > newest) newest = updated;
		return newest;
	}

	/** The lowest time that counts when the next reading shows it; Infinity where none is held. */
	lowestHeld(): EpochMs {
		let lowest = Infinity;
		for (const { held = Infinity } of this.entries.values()) if (held < lowest) lowest = held;
		return lowest;
	}

	/** Forgets the records below the floor. */
	forgetBelow(floor: EpochMs): void {
		for (const [key, { updated }] of this.entries) if (updated < floor) this.entries.delete(key);
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
		const oldestFirst = Float64Array.from(this.entries.values(), ({ updated }) => updated).sort();
		const lastTooMany = oldestFirst[oldestFirst.length - 1 - limit];
		const lowestKept = oldestFirst.find((updated) => updated > lastTooMany) ?? highest;
		return Math.max(floor, Math.min(lowestKept, highest));
	}

	/**
	 * Forgets of the records that the scan under way met first as many as are more than `limit`: while
	 * a window is not read to its end the floor has to stay. What lies behind the reader does not come
	 * again in this scan, unless the list moves or is begun anew.
	 *
	 * @param before records updated from here on stay
	 * @param last how many of the records met last stay, because the next page may begin with them
	 * @returns the highest updated time that was forgotten; -Infinity when none was
	 */
	forgetMet(limit: number, before: EpochMs, last: number): EpochMs {
		let forgotten = -Infinity;
		let left = this.size;
		for (const [key, { updated, met }] of this.entries) {
			if (this.size <= limit || left <= last) break;
			left -= 1;
			if (!met || updated >= before) continue;
			this.entries.delete(key);
			if (updated > forgotten) forgotten = updated;
		}
		return forgotten;
	}

	/** How many entries have an updated time of `from` or later. */
	sizeFrom(from: EpochMs): number {
		let size = 0;
		for (const { updated } of this.entries.values()) if (updated >= from) size += 1;
		return size;
	}
}

/** By name: copying all fields of an object takes several times as long. */
function metEntry({ updated, content, previous, held }: SeenVersion): SeenEntry {
	return { updated, content, previous, held, met: true };
}

/** Whole seconds as they are, else milliseconds with their unit. */
function formatDistance(ms: number): string {
	return ms % SECOND_MS === 0 ? String(ms / SECOND_MS) : `${ms}m`;
}

const TIMES = /^(?:<(-?\d+m?))?(?:>(-?\d+m?))?$/;

/** @param updated what the distances are counted back from */
function readTimes(
	text: string,
	updated: EpochMs,
): Pick<SeenVersion, 'previous' | 'held'> | undefined {
	const [whole, previous, held] = TIMES.exec(text) ?? [];
	if (whole === undefined) return undefined;
	const back = (distance: string) =>
		updated - parseInt(distance, 10) * (distance.endsWith('m') ? 1 : SECOND_MS);
	return {
		...(previous === undefined ? {} : { previous: back(previous) }),
		...(held === undefined ? {} : { held: back(held) }),
	};
}

function isDigit(code: number): boolean {
	return code >= ZERO && code < ZERO + 10;
}
