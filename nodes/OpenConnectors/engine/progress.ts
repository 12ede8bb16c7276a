import { CURSOR_VERSION, type Cursor, type ScanState } from './cursor';
import { ChangeDetector } from './changeDetector';
import { ContentHistory } from './contentHistory';
import { LeftOut } from './leftOut';
import { PageOverlap } from './pageOverlap';
import { SeenCache } from './seenCache';
import type { EpochMs, Page, PagePosition } from '../core/page';
import { DeclaredChecks } from './declaredChecks';
import { retentionWarning, scanWarnings, volatileWarning } from './scanWarnings';
import { OVERLOAD_FACTOR, ScanWindow } from './scanWindow';
import type { ScanInput, ScanResult, ScanWarning } from './types';

/**
 * How far the pages of a window are read: what was found on them, whether they fit together, and where
 * the next one is. It begins with a cursor and ends with the next.
 */
export class Progress {
	readonly detector: ChangeDetector;
	/** How many were read in this poll. */
	pages = 0;
	/** Position of the next one; undefined at the beginning of the window. */
	at: PagePosition | undefined;

	private readonly window: ScanWindow;
	/** Whether the pages of this scan did not fit together. */
	private unstable = false;
	private readonly declared: DeclaredChecks;
	private readonly overlap: PageOverlap;
	private readonly leftOut: LeftOut;
	private timed: { readonly page: Page; readonly times: readonly EpochMs[] } | undefined;
	private readonly history: ContentHistory;
	/**
	 * The page before the one at {@link at}, where pages do not overlap. It is read again behind that
	 * one: what slipped from the one to the other meanwhile stands on it now.
	 */
	private behind: { readonly at: PagePosition | undefined } | undefined;
	private positionsExpire: boolean;
	/** How often this poll met a position that is no longer taken. */
	private refusals = 0;
	/** Whether a page of this window was not read again behind the next one, or all of it is read a second time for that. */
	private unchecked: ScanState['unchecked'];
	/** Highest updated time of the last page. */
	private highestOfPage: EpochMs = -Infinity;
	/** How far a stamp lies ahead of the provider's clock when it gave the page, in ms. */
	private aheadMs = 0;

	constructor(private readonly input: ScanInput) {
		const { cursor } = input;
		const open = cursor?.scan;
		this.window = new ScanWindow(input);
		this.declared = new DeclaredChecks(input.rules.declared ?? {}, cursor?.warned ?? []);
		this.at = open?.at;
		this.overlap = new PageOverlap(input.reader, open?.tail ?? []);
		this.history = ContentHistory.read(cursor?.history ?? '') ?? new ContentHistory();
		this.positionsExpire = open?.positionsExpire ?? false;
		const behind = open?.behind;
		this.behind = behind === undefined ? undefined : { at: behind === '' ? undefined : behind };
		this.unchecked = open?.unchecked;
		this.detector = new ChangeDetector({
			reader: input.reader,
			seen: this.window.seen,
			undated: SeenCache.read(cursor?.undated ?? '', 0) ?? new SeenCache(),
			maxUndated: input.limits.maxRemembered * OVERLOAD_FACTOR,
			history: this.history,
			isUndatedBaseline: cursor?.relearn?.undated ?? false,
			ascending: open?.ascending ?? input.rules.ascending,
		});
		this.leftOut = new LeftOut(cursor?.volatile, input.reader, input.samples);
		this.detector.ignore(this.leftOut.fields ?? []);
	}

	/** Where the next request begins. */
	since(): EpochMs {
		return this.window.since();
	}

	/** Learns from a page in which step the records are stamped, before any of them counts. */
	learn(page: Page): void {
		if (this.input.rules.tickOf) this.window.learnStep(this.timesOf(page));
	}

	/** Updated times of the records of a page that have any, read once for all that ask for them. */
	private timesOf(page: Page): readonly EpochMs[] {
		if (this.timed?.page === page) return this.timed.times;
		const { reader } = this.input;
		const times = page.records.flatMap((record) => reader.updated(record) ?? []);
		this.timed = { page, times };
		return times;
	}

	/** Whether all that follows a page is older than what was asked for. */
	isBehindWindow(page: Page): boolean {
		if (!this.input.rules.declared?.endsWhenOlder) return false;
		const isFirst = this.input.cursor?.readAt === undefined;
		return this.declared.isBehind(this.timesOf(page), page.records.length, this.since(), isFirst);
	}

	/**
	 * Whether the content of a record counts for longer than a moment: then fields that change without
	 * an edit have to be found.
	 */
	private get isContentCounted(): boolean {
		return this.window.isCoarse || !this.input.reader.dated;
	}

	/** Looks once in the life of a list which fields change by being read, before any of them counts. */
	async probe({ records }: Page): Promise<void> {
		if (this.leftOut.fields || !this.isContentCounted || records.length === 0) return;
		// Of the page that is at hand, not of those that are asked for now.
		this.window.noteArrival();
		const readAgain = async () => (await this.input.readPage(this.since(), this.at)).records;
		this.detector.ignore(await this.leftOut.probe(records, readAgain));
	}

	/** Looks from poll to poll which fields change slowly, by the first page of each. */
	sample({ records }: Page): void {
		if (!this.isContentCounted || this.pages !== 1) return;
		const { reader } = this.input;
		const byId = new Map(records.map((record) => [String(reader.id(record) ?? ''), record]));
		this.detector.ignore(this.leftOut.sample(byId, this.detector.foundIds()));
	}

	/** The page to read again now, behind the one that was just read; none where that may be why positions end. */
	get repeats(): { readonly at: PagePosition | undefined } | undefined {
		if (this.input.rules.overlap > 0 || !this.behind) return undefined;
		if (this.refusals < 2) return this.behind;
		this.unchecked ??= 'once';
		return undefined;
	}

	/** Whether the poll may end before its time is over. */
	get mayPause(): boolean {
		return !this.positionsExpire || this.at === undefined;
	}

	/** A position is no longer taken. If an earlier poll saved it, none is relied on again in this scan. */
	refuse(): void {
		this.refusals += 1;
		if (this.pages === 0) this.positionsExpire = true;
		this.restart();
	}

	/**
	 * Folds in a page that was read before.
	 *
	 * @param lenient whether a list that moved is read on all the same
	 * @returns 'moved' when so much has moved that it says nothing of the one behind it, and the window
	 *   has to be read again from its beginning
	 */
	acceptAgain(page: Page, lenient: boolean): 'read' | 'moved' {
		if (!page.records.some((record) => this.overlap.holds(record))) {
			if (!lenient) {
				this.restart();
				return 'moved';
			}
			this.unchecked ??= 'once';
		}
		this.addAgain(page);
		return 'read';
	}

	/** @param page the last page, read again as none comes behind it; undefined where that failed */
	acceptLast(page: Page | undefined): void {
		if (page) this.addAgain(page);
		else this.unchecked ??= 'once';
	}

	private addAgain({ records }: Page): void {
		this.window.met(this.detector.addAgain(records, this.window.ofPage()));
	}

	/**
	 * Folds a page in.
	 *
	 * @param lenient whether a list that moved is read on all the same
	 * @returns 'moved' when the window has to be read again from its beginning
	 */
	accept(page: Page, lenient: boolean): 'read' | 'moved' {
		const { rules } = this.input;
		if (this.window.readClock(page.date) === 'moved') return 'moved';
		this.pages += 1;
		if (this.at !== undefined && rules.overlap > 0) {
			if (this.overlap.continues(page)) {
				this.detector.breakOrder();
			} else if (lenient) {
				this.unstable = true;
			} else {
				this.restart();
				return 'moved';
			}
		}
		if (rules.declared) {
			const times = this.timesOf(page);
			this.declared.addPage(times, this.since());
			this.declared.addRecords(page.records, times, this.input.reader);
		}
		this.highestOfPage = this.detector.addPage(page.records, this.window.ofPage());
		this.window.met(this.highestOfPage);
		// A record that is edited while a long scan runs is stamped later than the scan began.
		const pageAt = Math.max(this.window.t0, page.date ?? this.input.now());
		this.aheadMs = Math.max(this.aheadMs, this.highestOfPage - pageAt);
		if (this.pages === 1 && page.next !== undefined) this.window.endBaseline();
		return 'read';
	}

	/** Begins the window again. */
	restart(): void {
		this.window.restart();
		this.at = undefined;
		this.behind = undefined;
		this.detector.breakOrder();
	}

	/** Goes on behind the page: by value where the order allows it, else by position. */
	advance({ records, next }: Page): void {
		this.overlap.add(records);
		const isByValue = this.detector.ascending && this.unchecked !== 'once';
		if (isByValue && this.window.goOnFrom(this.highestOfPage)) {
			this.restart();
		} else {
			this.behind = records.length === 0 ? undefined : { at: this.at };
			this.at = next;
		}
	}

	/**
	 * The last page was read. A list without a stable order is read again, as it may have hidden
	 * records; once, where it was only not looked whether it did.
	 */
	finish(): ScanResult {
		if (!this.unstable && this.unchecked !== 'once')
			return this.result({ complete: true, shortened: this.window.complete() });
		if (this.unchecked) this.unchecked = 'again';
		this.at = undefined;
		return this.pause();
	}

	/** Keeps the position for the next poll. */
	pause(error?: unknown): ScanResult {
		const shortened = this.window.pause(this.detector.ascending);
		return this.result({ complete: false, shortened, error });
	}

	private result(end: { complete: boolean; shortened: boolean; error?: unknown }): ScanResult {
		const warnings = this.warnings(end.shortened, end.complete);
		const warned = this.input.cursor?.warned ?? [];
		const outcome = {
			changes: this.detector.changes(),
			cursor: this.toCursor(end.complete, warnings),
			pages: this.pages,
			complete: end.complete,
			serverTime: this.window.t0,
			warnings: warnings.filter((warning) => !warned.includes(warning.code)),
		};
		return end.error === undefined ? outcome : { ...outcome, error: end.error };
	}

	private toCursor(isComplete: boolean, warnings: readonly ScanWarning[]): Cursor {
		const { cursor: before, key } = this.input;
		const history = this.history.toText();
		const leftOut = this.leftOut.fields;
		const cursor: Cursor = {
			v: CURSOR_VERSION,
			key,
			...this.window.toCursor(isComplete),
			undated: this.detector.undatedSeen(isComplete && !before?.scan).toText(0),
			...(history === '' ? {} : { history }),
			...(leftOut ? { volatile: [...leftOut] } : {}),
			warned: warnings.map((warning) => warning.code),
		};
		if (isComplete) return cursor;
		const relearn = before?.relearn;
		const scan: ScanState = {
			...this.window.toScanState(),
			...(this.behind && this.at !== undefined ? { behind: this.behind.at ?? '' } : {}),
			...(this.positionsExpire ? { positionsExpire: true } : {}),
			...(this.unchecked ? { unchecked: this.unchecked } : {}),
			tail: this.at === undefined ? [] : [...this.overlap.tail],
			ascending: this.detector.ascending,
			...(this.at === undefined ? {} : { at: this.at }),
		};
		return { ...cursor, scan, ...(relearn ? { relearn } : {}) };
	}

	/** Until when all changes were seen when this scan began; undefined where none were to be. */
	private lastReadAt(): EpochMs | undefined {
		const { cursor, start } = this.input;
		return cursor?.readAt ?? (start.kind === 'at' ? start.at : undefined);
	}

	private warnings(shortened: boolean, isComplete: boolean): readonly ScanWarning[] {
		const { cursor, limits, reader } = this.input;
		const warned = cursor?.warned ?? [];
		return [
			...this.detector.checks.warnings(warned),
			...this.declared.warnings(reader, this.window.isFiner),
			...retentionWarning(this.lastReadAt(), this.window.retentionEdge()),
			...volatileWarning(this.leftOut.news),
			...scanWarnings({
				...this.window.noticed(this.detector.newestFound),
				warned,
				isGoingOn: cursor?.scan !== undefined,
				aheadMs: this.aheadMs,
				isUnstable: this.unstable,
				shortenedTo: shortened ? limits.maxRemembered : undefined,
				isTooLong: !isComplete && !this.mayPause,
			}),
		];
	}
}
