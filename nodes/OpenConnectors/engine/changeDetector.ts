import { orderOf, kindOf, type Change, type KindWindow } from './change';
import { SeenCache } from './seenCache';
import type { EpochMs, Page, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import { MissingIdError, UndatedLimitError, UndatedPageError } from './errors';
import type { ScanWarning } from './types';
import type { ChangeKind } from '../core/rules';

/** How many of the last ids are kept to recognise where an offset list goes on. */
const TAIL_LENGTH = 100;
/** Fewer records that differ by content alone are taken as edits, not as noise. */
const NOISE_LEAST = 10;
/** Stamps in steps of a minute or more. */
const COARSE_TICK_MS = 60_000;
/** A page of at least this many records, none with a readable date, means wrong settings. */
const UNDATED_PAGE_LEAST = 10;
/** So does one of this many, none with an id, and so do two pages in a row. */
const NAMELESS_PAGE_LEAST = 10;
const NAMELESS_PAGES = 2;

/** The window of a page, and from which updated time on a record may still change unseen. */
export interface DetectionWindow extends KindWindow {
	/** Stamps later than this are dates in the future. */
	readonly presentTo: EpochMs;
	readonly youngFrom: EpochMs;
}

/** A new version. Its fingerprint is read from the record when somebody asks: most are never asked. */
class Found implements Change {
	constructor(
		readonly kind: ChangeKind,
		/** As it was sent, until somebody asks for it as text; empty when there is none. */
		public rawId: string | number,
		readonly updated: EpochMs | undefined,
		readonly record: RawRecord,
		/** Known, with the same updated time: only the content differs. */
		readonly contentOnly: boolean,
		private knownFingerprint: number | undefined,
		private readonly reader: RecordReader,
		readonly before?: number,
	) {}

	get id(): string {
		if (typeof this.rawId === 'number') this.rawId = String(this.rawId);
		return this.rawId;
	}

	get fingerprint(): number {
		this.knownFingerprint ??= this.reader.fingerprint(this.record);
		return this.knownFingerprint;
	}
}

interface ChangeDetectorSettings {
	readonly reader: RecordReader;
	readonly memory: SeenCache;
	readonly undated: SeenCache;
	/** Most records without an updated time that can be told apart. */
	readonly maxUndated: number;
	readonly granularityMs: number;
	/** Whether every change will be asked for its fingerprint. */
	readonly fingerprintsAsked: boolean;
	/** Records updated before this are remembered and not reported. */
	readonly silentBefore: EpochMs;
	/** Whether records without an updated time are remembered and not reported. */
	readonly undatedSilent: boolean;
	readonly top: EpochMs;
	readonly ascending: boolean;
	/** The last versions of an offset list; undefined where pages do not overlap. */
	readonly tail: readonly string[] | undefined;
}

/** Takes records in and keeps those whose version is new. */
export class ChangeDetector {
	/** Highest updated time met in the scan. */
	top: EpochMs;
	/** Highest updated time of the last page. */
	highestOfPage: EpochMs = -Infinity;
	/** Whether the records came in ascending order so far, in a list documented to. */
	ascending: boolean;
	/** Versions of the last records of an offset list. */
	tail: readonly string[] | undefined;
	/** Records updated before this are remembered and not reported. */
	silentBefore: EpochMs;

	private readonly kept: Found[] = [];
	/** The updated times of what is kept, `Infinity` for none, and the ids. */
	private readonly keptAt: EpochMs[] = [];
	private readonly keptIds: Array<string | number> = [];
	/** The records without a time that this poll met. */
	private readonly met = new SeenCache();
	private previous: EpochMs = -Infinity;
	private compared = 0;
	private contentOnly = 0;
	private undatedCount = 0;
	/** Records without an id before the first one that has it, and their pages. */
	private namelessCount = 0;
	private namelessPages = 0;
	private isNamed = false;

	constructor(private readonly settings: ChangeDetectorSettings) {
		this.top = settings.top;
		this.ascending = settings.ascending;
		this.tail = settings.tail;
		this.silentBefore = settings.silentBefore;
	}

	/** How many changes were found so far. */
	get found(): number {
		return this.kept.length;
	}

	/** The latest updated time of what was found, of known records and new ones. */
	get newestFound(): EpochMs | undefined {
		let newest = -Infinity;
		for (const updated of this.keptAt)
			if (updated > newest && updated !== Infinity) newest = updated;
		return newest === -Infinity ? undefined : newest;
	}

	/** Whether an overlapping page begins with a record that was just read. */
	continues(page: Page): boolean {
		const first = page.records[0];
		if (first === undefined || !this.tail?.includes(this.versionOf(first))) return false;
		this.previous = -Infinity;
		return true;
	}

	/** The next page begins the window again: its records may repeat earlier ones. */
	beginWindow(): void {
		this.previous = -Infinity;
	}

	/** @throws MissingIdError, UndatedPageError, UndatedLimitError */
	take(records: readonly RawRecord[], window: DetectionWindow): void {
		const { reader } = this.settings;
		this.lookForIds(records);
		this.highestOfPage = -Infinity;
		let undated = 0;
		for (const record of records) {
			const updated = reader.updated(record);
			if (updated === undefined) {
				undated += 1;
				this.takeUndated(record, window);
			} else {
				this.takeDated(record, updated, window);
			}
		}
		if (undated === records.length && undated >= UNDATED_PAGE_LEAST && reader.dated)
			throw new UndatedPageError(reader.updatedField ?? '');
		if (reader.dated) this.undatedCount += undated;
		this.remember(records);
	}

	private lookForIds(records: readonly RawRecord[]): void {
		const { reader } = this.settings;
		const { idField } = reader;
		if (idField === undefined || this.isNamed || records.length === 0) return;
		if (records.some((record) => reader.id(record) !== undefined)) {
			this.isNamed = true;
			return;
		}
		this.namelessCount += records.length;
		this.namelessPages += 1;
		if (records.length >= NAMELESS_PAGE_LEAST || this.namelessPages >= NAMELESS_PAGES)
			throw new MissingIdError(idField, records[0]);
	}

	private takeDated(record: RawRecord, updated: EpochMs, window: DetectionWindow): void {
		const { reader, memory, granularityMs, fingerprintsAsked } = this.settings;
		if (updated > this.top) this.top = updated;
		if (updated > this.highestOfPage) this.highestOfPage = updated;
		if (updated < this.previous) this.ascending = false;
		this.previous = updated;
		if (updated < window.floor) return;
		const id = reader.id(record);
		const young = updated + granularityMs > window.youngFrom;
		const isSilent = updated < this.silentBefore;
		let fingerprint = id === undefined ? reader.fingerprint(record) : undefined;
		const name =
			id === undefined ? SeenCache.keyOfContent(fingerprint ?? NaN) : SeenCache.keyOf(id);
		const place = memory.meet(name);
		const seen = memory.updatedAt(place);
		const sameTick = seen === updated;
		// An earlier time than the known one is a stale copy, unless the known one was in the future.
		if (seen !== undefined && (sameTick || (seen > updated && seen <= window.presentTo))) {
			if (!sameTick) return;
			const content = memory.contentAt(place);
			if (content === undefined) return;
			fingerprint ??= reader.fingerprint(record);
			this.compared += 1;
			if (fingerprint === content) return;
			this.contentOnly += 1;
		}
		if (isSilent) {
			// The record itself is not kept: there may be a million of them.
			const content = young ? (fingerprint ?? reader.fingerprint(record)) : undefined;
			memory.setAt(place, name, updated, content);
			return;
		}
		const kind = this.kind(record, seen !== undefined, updated, window);
		if (fingerprintsAsked) fingerprint ??= reader.fingerprint(record);
		const found = new Found(kind, id ?? '', updated, record, sameTick, fingerprint, reader);
		memory.setAt(place, name, updated, young ? found : undefined);
		this.keep(found);
	}

	/** Without an updated time the content decides what is new. */
	private takeUndated(record: RawRecord, window: DetectionWindow): void {
		const { reader, undated, maxUndated, undatedSilent } = this.settings;
		const id = reader.id(record);
		const fingerprint = reader.fingerprint(record);
		const name = id === undefined ? SeenCache.keyOfContent(fingerprint) : SeenCache.keyOf(id);
		const content = this.met.contentOf(name) ?? undated.contentOf(name);
		this.met.set(name, 0, fingerprint);
		if (this.met.size > maxUndated) throw new UndatedLimitError(maxUndated);
		if (content === fingerprint || undatedSilent || this.silentBefore > 0) return;
		const kind = this.kind(record, content !== undefined, undefined, window);
		this.keep(new Found(kind, id ?? '', undefined, record, false, fingerprint, reader, content));
	}

	private keep(found: Found): void {
		this.kept.push(found);
		this.keptAt.push(found.updated ?? Infinity);
		this.keptIds.push(found.rawId);
	}

	private kind(
		record: RawRecord,
		known: boolean,
		updated: EpochMs | undefined,
		window: DetectionWindow,
	): ChangeKind {
		const { reader } = this.settings;
		if (reader.deleted(record)) return 'deleted';
		return kindOf(known, reader.created(record), updated, window);
	}

	private remember(records: readonly RawRecord[]): void {
		if (!this.tail) return;
		const last = records.slice(-TAIL_LENGTH).map((record) => this.versionOf(record));
		this.tail = [...this.tail, ...last].slice(-TAIL_LENGTH);
	}

	/** A record that was edited meanwhile stands elsewhere, and does not show where the list goes on. */
	private versionOf(record: RawRecord): string {
		const { reader } = this.settings;
		const id = reader.id(record);
		const name =
			id === undefined ? SeenCache.keyOfContent(reader.fingerprint(record)) : SeenCache.keyOf(id);
		return `${name}@${reader.updated(record) ?? ''}`;
	}

	/**
	 * Whether so many records differ by content alone that the difference means nothing. Where the
	 * stamps are coarse, many records may well be edited again within one tick.
	 */
	private get noisy(): boolean {
		if (this.settings.granularityMs >= COARSE_TICK_MS) return false;
		return this.contentOnly >= NOISE_LEAST && this.contentOnly > this.compared / 2;
	}

	/** The new versions, oldest first; those without a time last. */
	changes(): readonly Change[] {
		const changes = Array.from(orderOf(this.keptAt, this.keptIds), (index) => this.kept[index]);
		return this.noisy ? changes.filter((found) => !found.contentOnly) : changes;
	}

	/**
	 * The records without a time to remember. Once a window without any times was read in one go,
	 * only what it held can come again; else the oldest beyond the limit go.
	 *
	 * @param whole whether this poll read the window from its beginning to its end
	 */
	undatedMemory(whole: boolean): SeenCache {
		const { reader, undated, maxUndated } = this.settings;
		if (whole && !reader.dated) return this.met;
		undated.add(this.met);
		undated.keepLast(maxUndated);
		return undated;
	}

	/** @param warned what the scan before warned of: what no record has refuted goes on */
	warnings(warned: readonly string[]): readonly ScanWarning[] {
		const warnings: ScanWarning[] = [];
		const { idField } = this.settings.reader;
		const isNameless = this.namelessCount > 0 || warned.includes('records-without-id');
		if (idField !== undefined && isNameless && !this.isNamed) {
			warnings.push({
				code: 'records-without-id',
				message:
					`None of ${this.namelessCount} records has an id in "${idField}", so that their events name none. ` +
					'Check idField in the poller configuration against a record of the provider.',
			});
		}
		if (this.noisy) {
			warnings.push({
				code: 'volatile-fields',
				message:
					`${this.contentOnly} records changed their content without changing their updated date. ` +
					'Such changes are taken as noise and not reported.',
			});
		}
		if (this.undatedCount > 0) {
			warnings.push({
				code: 'undated-records',
				message:
					`${this.undatedCount} records have no readable updated date. ` +
					'Each is reported once, and again when its content changes.',
			});
		}
		return warnings;
	}
}
