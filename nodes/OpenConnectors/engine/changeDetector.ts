import {
	compareIds,
	compareTimes,
	datedVersion,
	isCoarse,
	kindOf,
	type Change,
	type KindWindow,
} from './change';
import { ContentHistory, contentVersion, GONE } from './contentHistory';
import type { EpochMs, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import type { ChangeKind } from '../core/rules';
import { RecordChecks } from './recordChecks';
import { withoutFields } from './volatileFields';
import { recordKeyOf, SeenCache, type RecordKey, type SeenEntry } from './seenCache';

/** What decides about the records of a page. */
export interface DetectionWindow extends KindWindow {
	/** Step of the updated times, in ms. */
	readonly granularityMs: number;
	/** Records updated before this belong to the baseline: remembered, not reported. 0 without one. */
	readonly baselineUntil: EpochMs;
	/** Stamps from here on may be given to another version yet, so that content counts as well. */
	readonly openFrom: EpochMs;
}

/** A new version. Its fingerprint is read from the record when somebody asks: most are never asked. */
class Found implements Change {
	constructor(
		readonly kind: ChangeKind,
		/** As it was sent; empty when there is none. */
		readonly rawId: string | number,
		readonly updated: EpochMs | undefined,
		readonly record: RawRecord,
		private readonly reader: RecordReader,
		/** Whether the stamp alone does not name the version. */
		private readonly isNamedByContent: boolean,
		/** Which time the record holds this content under this stamp. */
		private readonly occurrence = 1,
		private knownFingerprint?: number,
	) {}

	get id(): string {
		return String(this.rawId);
	}

	get fingerprint(): number {
		this.knownFingerprint ??= this.reader.fingerprint(this.record);
		return this.knownFingerprint;
	}

	get version(): string {
		const { kind, updated, occurrence } = this;
		if (updated !== undefined && !this.isNamedByContent) return datedVersion(kind, updated);
		const content = contentVersion(this.fingerprint, occurrence);
		return datedVersion(kind, updated, content);
	}
}

interface ChangeDetectorSettings {
	readonly reader: RecordReader;
	/** The handled records with an updated time. */
	readonly seen: SeenCache;
	/** The handled records without one. */
	readonly undated: SeenCache;
	/** Most records without an updated time that are told apart. */
	readonly maxUndated: number;
	/** What records held before that came to hold something else under the same stamp. */
	readonly history: ContentHistory;
	/** Whether records without an updated time belong to the baseline, too. */
	readonly isUndatedBaseline: boolean;
	readonly ascending: boolean;
}

/**
 * Finds the new versions among the records of a scan.
 *
 * ```text
 *   updated time     below the floor                        done
 *                    later than the known one               new
 *                    the same, and its tick was open        new when the content differs
 *                    the one before it                      a stale copy
 *                    any other earlier one                  new when the next reading shows it, too
 *   no updated time                                         new when the content differs
 * ```
 */
export class ChangeDetector {
	/** Whether the records came in ascending order so far, in a list documented to. */
	ascending: boolean;
	readonly checks: RecordChecks;

	private readonly found: Found[] = [];
	private reader: RecordReader;
	/** The records without a time that this poll met. */
	private readonly metUndated = new SeenCache();
	private previous: EpochMs = -Infinity;

	constructor(private readonly settings: ChangeDetectorSettings) {
		this.ascending = settings.ascending;
		this.reader = settings.reader;
		this.checks = new RecordChecks(settings.reader);
	}

	/** How many changes were found so far. */
	get count(): number {
		return this.found.length;
	}

	/** The latest updated time of what was found, of known records and new ones. */
	get newestFound(): EpochMs | undefined {
		let newest: EpochMs | undefined;
		for (const { updated } of this.found)
			if (updated !== undefined && (newest === undefined || updated > newest)) newest = updated;
		return newest;
	}

	/** From here on these fields count no more. */
	ignore(fields: readonly string[]): void {
		this.reader = withoutFields(this.reader, fields);
	}

	/** Ids of the records found so far. */
	foundIds(): readonly string[] {
		return this.found.map(({ id }) => id);
	}

	/** The next page repeats earlier records: from here on the order is looked at anew. */
	breakOrder(): void {
		this.previous = -Infinity;
	}

	/**
	 * @returns the highest updated time of the page; `-Infinity` where it has none
	 * @throws MissingIdError
	 */
	addPage(records: readonly RawRecord[], window: DetectionWindow): EpochMs {
		const { reader } = this;
		this.checks.ids(records);
		let highest = -Infinity;
		for (const record of records) {
			const updated = reader.updated(record);
			if (updated === undefined) {
				this.addUndated(record, window);
			} else {
				if (updated > highest) highest = updated;
				this.addDated(record, updated, window);
			}
		}
		return highest;
	}

	/**
	 * A page that was read before, read again: it says nothing about how far the list was read.
	 *
	 * @returns as {@link addPage}
	 */
	addAgain(records: readonly RawRecord[], window: DetectionWindow): EpochMs {
		const { previous, ascending } = this;
		this.breakOrder();
		const highest = this.addPage(records, window);
		this.previous = previous;
		this.ascending = ascending;
		return highest;
	}

	private addDated(record: RawRecord, updated: EpochMs, window: DetectionWindow): void {
		const { reader } = this;
		const { seen } = this.settings;
		if (updated < this.previous) this.ascending = false;
		this.previous = updated;
		if (updated < window.floor) return;
		const id = reader.id(record);
		const key = recordKeyOf(record, id, reader);
		const known = seen.meet(key);
		if (known && this.isStale(key, known, updated)) return;
		const isSameTick = known?.updated === updated;
		const isOpen = updated >= window.openFrom;
		let fingerprint: number | undefined;
		let occurrence = 1;
		if (isSameTick) {
			// Read twice within one scan: the next one compares.
			if (known.met) return;
			if (known.content) fingerprint = reader.fingerprint(record);
			const isSame = fingerprint === known.content?.fingerprint;
			if (isSame) {
				const content = isOpen ? known.content : undefined;
				if (content !== known.content || known.held !== undefined)
					seen.set(key, { ...known, content, held: undefined });
				return;
			}
		}
		const previous = isSameTick ? known.previous : known?.updated;
		if (updated < window.baselineUntil) {
			// The record itself is not kept: there may be a million of them.
			if (isOpen) fingerprint ??= reader.fingerprint(record);
			const content = isOpen && fingerprint !== undefined ? { fingerprint } : undefined;
			seen.set(key, { updated, content, previous });
			return;
		}
		if (isSameTick && fingerprint !== undefined) {
			const before = known.content?.fingerprint;
			occurrence = this.settings.history.occurrence(`${key}@${updated}`, before, fingerprint);
		}
		const found = new Found(
			this.kind(record, known !== undefined, updated, window),
			id ?? '',
			updated,
			record,
			reader,
			isSameTick || id === undefined || isCoarse(window.granularityMs),
			occurrence,
			fingerprint,
		);
		seen.set(key, { updated, content: isOpen ? found : undefined, previous });
		this.found.push(found);
	}

	/**
	 * Whether an earlier time than the known one is a copy that a server had not renewed yet. It may be
	 * an edit all the same: in the hour that clocks show twice, by a server whose clock is behind, or
	 * after a clock was put right. So it counts when the next reading shows it, too.
	 */
	private isStale(key: RecordKey, known: SeenEntry, updated: EpochMs): boolean {
		if (updated === known.previous) return true;
		if (updated >= known.updated) return false;
		if (known.held === updated) return known.met;
		this.settings.seen.set(key, { ...known, held: updated });
		return true;
	}

	/** Without an updated time the content decides what is new. */
	private addUndated(record: RawRecord, window: DetectionWindow): void {
		const { reader } = this;
		const { undated, maxUndated, history, isUndatedBaseline } = this.settings;
		this.checks.undated += 1;
		const fingerprint = reader.fingerprint(record);
		const id = reader.id(record);
		const key = recordKeyOf(record, id, reader);
		const before = (this.metUndated.get(key) ?? undated.get(key))?.content?.fingerprint;
		if (this.metUndated.size >= maxUndated && !this.metUndated.get(key)) {
			this.checks.beyondMemory += 1;
			// What is not remembered cannot be told from what is new: a list without dates comes whole each time.
			if (before === undefined) return;
		} else {
			this.metUndated.set(key, { updated: 0, content: { fingerprint } });
		}
		if (before === fingerprint || isUndatedBaseline || window.baselineUntil > 0) return;
		const kind = this.kind(record, before !== undefined, undefined, window);
		const occurrence = history.occurrence(key, before ?? GONE, fingerprint);
		this.found.push(
			new Found(kind, id ?? '', undefined, record, reader, true, occurrence, fingerprint),
		);
	}

	private kind(
		record: RawRecord,
		isKnown: boolean,
		updated: EpochMs | undefined,
		window: DetectionWindow,
	): ChangeKind {
		const { reader } = this;
		if (reader.deleted(record)) return 'deleted';
		return kindOf(isKnown, reader.created(record), updated, window);
	}

	/** The new versions, oldest first; those without a time last. */
	changes(): readonly Change[] {
		return [...this.found].sort(
			(a, b) => compareTimes(a.updated, b.updated) || compareIds(a.rawId, b.rawId),
		);
	}

	/**
	 * The records without a time to remember. Once a window without any times was read in one go,
	 * only what it held can come again; else the oldest beyond the limit go.
	 *
	 * @param isWhole whether this poll read the window from its beginning to its end
	 */
	undatedSeen(isWhole: boolean): SeenCache {
		const { reader, undated, maxUndated } = this.settings;
		if (isWhole && !reader.dated) return this.metUndated;
		undated.add(this.metUndated);
		undated.keepLast(maxUndated);
		return undated;
	}
}
