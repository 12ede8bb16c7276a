import {
	compareIds,
	compareTimes,
	datedVersion,
	isCoarse,
	kindOf,
	type Change,
	type KindWindow,
} from './change';
import { contentVersion } from './contentHistory';
import type { EpochMs, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import type { ChangeKind } from '../core/rules';
import { UndatedLimitError } from './errors';
import { RecordChecks } from './recordChecks';
import { recordKeyOf, SeenCache } from './seenCache';

/** What decides about the records of a page. */
export interface DetectionWindow extends KindWindow {
	/** Stamps later than this are dates in the future. */
	readonly presentTo: EpochMs;
}

/** A new version. Its fingerprint is read from the record when somebody asks: most are never asked. */
class Found implements Change {
	constructor(
		readonly kind: ChangeKind,
		/** As it was sent; empty when there is none. */
		readonly rawId: string | number,
		readonly updated: EpochMs | undefined,
		readonly record: RawRecord,
		/** Known, with the same updated time: only the content differs. */
		readonly contentOnly: boolean,
		private readonly reader: RecordReader,
		private readonly isCoarse: boolean,
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
		if (this.updated === undefined) return contentVersion(this.fingerprint, 1);
		const isNamedByContent = this.isCoarse || this.contentOnly || this.rawId === '';
		return datedVersion(this.kind, this.updated, isNamedByContent ? this.fingerprint : undefined);
	}
}

interface ChangeDetectorSettings {
	readonly reader: RecordReader;
	/** The handled records with an updated time. */
	readonly seen: SeenCache;
	/** The handled records without one. */
	readonly undated: SeenCache;
	/** Most records without an updated time that can be told apart. */
	readonly maxUndated: number;
	readonly granularityMs: number;
	/** Records updated before this belong to the baseline: remembered, not reported. 0 without one. */
	readonly baselineUntil: EpochMs;
	/** Whether records without an updated time belong to it, too. */
	readonly isUndatedBaseline: boolean;
	readonly top: EpochMs;
	readonly ascending: boolean;
}

/**
 * Finds the new versions among the records of a scan.
 *
 * ```text
 *   updated time     below the floor                        done
 *                    later than the one in the seen cache   new
 *                    the same, and the content counts       new when the content differs
 *                    earlier, or the same                   seen
 *   no updated time                                         new when the content differs
 * ```
 */
export class ChangeDetector {
	/** Highest updated time met in the scan. */
	top: EpochMs;
	/** Highest updated time of the last page. */
	highestOfPage: EpochMs = -Infinity;
	/** Whether the records came in ascending order so far, in a list documented to. */
	ascending: boolean;
	/** Records updated before this are remembered and not reported. */
	baselineUntil: EpochMs;
	readonly checks: RecordChecks;

	private readonly found: Found[] = [];
	/** The records without a time that this poll met. */
	private readonly metUndated = new SeenCache();
	private previous: EpochMs = -Infinity;

	constructor(private readonly settings: ChangeDetectorSettings) {
		this.top = settings.top;
		this.ascending = settings.ascending;
		this.baselineUntil = settings.baselineUntil;
		this.checks = new RecordChecks(settings.reader, settings.granularityMs);
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

	/** The next page repeats earlier records: from here on the order is looked at anew. */
	breakOrder(): void {
		this.previous = -Infinity;
	}

	/** @throws MissingIdError, UndatedPageError, UndatedLimitError */
	addPage(records: readonly RawRecord[], window: DetectionWindow): void {
		const { reader } = this.settings;
		this.checks.ids(records);
		this.highestOfPage = -Infinity;
		let undated = 0;
		for (const record of records) {
			const updated = reader.updated(record);
			if (updated === undefined) {
				undated += 1;
				this.addUndated(record, window);
			} else {
				this.addDated(record, updated, window);
			}
		}
		this.checks.dates(records, undated);
	}

	private addDated(record: RawRecord, updated: EpochMs, window: DetectionWindow): void {
		const { reader, seen, granularityMs } = this.settings;
		if (updated > this.top) this.top = updated;
		if (updated > this.highestOfPage) this.highestOfPage = updated;
		if (updated < this.previous) this.ascending = false;
		this.previous = updated;
		if (updated < window.floor) return;
		let fingerprint: number | undefined;
		const id = reader.id(record);
		const key = recordKeyOf(record, id, reader);
		const known = seen.meet(key);
		const isSameTick = known?.updated === updated;
		// An earlier time than the known one is a stale copy, unless the known one was in the future.
		if (known && known.updated > updated && known.updated <= window.presentTo) return;
		if (isSameTick) {
			if (!known.content) return;
			fingerprint ??= reader.fingerprint(record);
			this.checks.compared += 1;
			if (fingerprint === known.content.fingerprint) return;
			this.checks.contentOnly += 1;
		}
		const isUnsettled = updated >= window.unsettledFrom;
		if (updated < this.baselineUntil) {
			// The record itself is not kept: there may be a million of them.
			if (isUnsettled) fingerprint ??= reader.fingerprint(record);
			seen.set(
				key,
				updated,
				isUnsettled && fingerprint !== undefined ? { fingerprint } : undefined,
			);
			return;
		}
		const kind = this.kind(record, known !== undefined, updated, window);
		const coarse = isCoarse(granularityMs);
		const found = new Found(
			kind,
			id ?? '',
			updated,
			record,
			isSameTick,
			reader,
			coarse,
			fingerprint,
		);
		seen.set(key, updated, isUnsettled ? found : undefined);
		this.found.push(found);
	}

	/** Without an updated time the content decides what is new. */
	private addUndated(record: RawRecord, window: DetectionWindow): void {
		const { reader, undated, maxUndated, isUndatedBaseline } = this.settings;
		const fingerprint = reader.fingerprint(record);
		const id = reader.id(record);
		const key = recordKeyOf(record, id, reader);
		const before = (this.metUndated.get(key) ?? undated.get(key))?.content?.fingerprint;
		this.metUndated.set(key, 0, { fingerprint });
		if (this.metUndated.size > maxUndated) throw new UndatedLimitError(maxUndated);
		if (before === fingerprint || isUndatedBaseline || this.baselineUntil > 0) return;
		const kind = this.kind(record, before !== undefined, undefined, window);
		this.found.push(
			new Found(kind, id ?? '', undefined, record, false, reader, false, fingerprint),
		);
	}

	private kind(
		record: RawRecord,
		isKnown: boolean,
		updated: EpochMs | undefined,
		window: DetectionWindow,
	): ChangeKind {
		const { reader } = this.settings;
		if (reader.deleted(record)) return 'deleted';
		return kindOf(isKnown, reader.created(record), updated, window);
	}

	/** The new versions, oldest first; those without a time last. */
	changes(): readonly Change[] {
		const changes = this.checks.isNoisy
			? this.found.filter(({ contentOnly }) => !contentOnly)
			: this.found;
		return [...changes].sort(
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
