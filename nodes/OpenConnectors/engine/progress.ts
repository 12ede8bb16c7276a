import {
	CLOCK_ALLOWANCE_MS,
	CURSOR_VERSION,
	isStampedAhead,
	type Cursor,
	type ScanState,
} from './cursor';
import { isCoarse } from './change';
import { ChangeDetector, type DetectionWindow } from './changeDetector';
import { ContentHistory } from './contentHistory';
import { LeftOut } from './leftOut';
import { PageOverlap } from './pageOverlap';
import { SeenCache } from './seenCache';
import type { EpochMs, Page, PagePosition } from '../core/page';
import { DeclaredChecks } from './declaredChecks';
import { retentionWarning, scanWarnings, volatileWarning } from './scanWarnings';
import { StampStep } from './stampStep';
import type { ScanInput, ScanResult, ScanWarning } from './types';
import { fallenTo, floorBelow, OPEN_MARGIN_MS, type FloorRules } from './floor';
import type { ScanRules, StartFrom } from '../core/rules';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** S with a `Date` header: the provider's own clocks may differ among each other. */
const ALLOWANCE_MS = 60 * MINUTE_MS;
/** S without one: the local clock stands in for the provider's. */
const ALLOWANCE_WITHOUT_DATE_MS = 24 * 60 * MINUTE_MS;
/**
 * How far a baseline reaches back: whatever zone the stamps turn out to be in, what is stamped from
 * now on lies behind its floor.
 */
const BASELINE_REACH_MS = 26 * 60 * MINUTE_MS;
/** The local clock may be this much ahead of the provider's before a baseline has to be read twice. */
const CLOCK_MARGIN_MS = 60 * MINUTE_MS;
/** Later than any stamp, and exact in JSON. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;
/** Earlier than any stamp, and exact in JSON. */
const NOTHING = Number.MIN_SAFE_INTEGER;
/**
 * While a scan spans polls, so many times N of the records are remembered that changed of late. Their
 * edits make an offset list move, so that it is begun anew, and what was forgotten comes twice. So
 * many records without a date are remembered as well, as they come again in every reading.
 */
export const OVERLOAD_FACTOR = 5;
/** The working copy of a cursor while its window is read. */
export class Progress {
	readonly detector: ChangeDetector;
	pages = 0;
	at: PagePosition | undefined;

	private readonly baseline: boolean;
	private base: EpochMs;
	private from: EpochMs;
	private floor: EpochMs;
	private highWatermark: EpochMs;
	private born: EpochMs;
	private serverTime: EpochMs | undefined;
	/** The local clock when {@link serverTime} was read. */
	private localAt: EpochMs | undefined;
	/** From the first response of the scan to the last, in ms. */
	private elapsedMs = 0;
	private allowanceMs = ALLOWANCE_MS;
	/** Highest updated time of the records that were known when the scan began. */
	private knownTo: EpochMs;
	/** Highest updated time of a record that had to be forgotten before the window was read to its end. */
	private forgotten: EpochMs;
	/** Whether the pages of this scan did not fit together. */
	private unstable = false;

	/** How the records are stamped, as far as it is known. */
	private rules: ScanRules;
	private readonly step: StampStep;
	private readonly declared: DeclaredChecks;
	/** What is remembered of the cursor's records; nothing of a text that cannot be read. */
	private readonly seen: SeenCache;
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
	/** By how much the cursor was ahead of the provider's clock, in ms, when it was lowered for that. */
	private loweredByMs = 0;
	/** How far a stamp lies ahead of the provider's clock when it gave the page, in ms. */
	private aheadMs = 0;

	constructor(private readonly input: ScanInput) {
		const { cursor, start } = input;
		this.step = new StampStep(input.rules, cursor?.step);
		this.rules = this.step.applied();
		const { rules } = this;
		this.declared = new DeclaredChecks(rules.declared ?? {}, cursor?.warned ?? []);
		this.seen =
			SeenCache.read(cursor?.seen ?? '', cursor?.floor ?? 0, cursor?.scan?.unmet) ??
			new SeenCache();
		const scanState = cursor?.scan;
		this.baseline = !cursor && start.kind === 'now';
		this.floor = cursor?.floor ?? this.startFloor(start);
		this.highWatermark = cursor?.hw ?? this.floor;
		this.born = cursor?.born ?? this.floor;
		this.base = scanState?.base ?? this.floor;
		this.from = scanState?.from ?? this.withinRetention(this.floor);
		this.at = scanState?.at;
		this.serverTime = scanState?.t0;
		this.localAt = scanState?.localAt;
		this.forgotten = scanState?.forgotten ?? NOTHING;
		this.knownTo = scanState?.knownTo ?? Math.max(this.highWatermark, this.seen.newest());
		this.overlap = new PageOverlap(input.reader, scanState?.tail ?? []);
		this.history = ContentHistory.read(cursor?.history ?? '') ?? new ContentHistory();
		this.positionsExpire = scanState?.positionsExpire ?? false;
		const behind = scanState?.behind;
		this.behind = behind === undefined ? undefined : { at: behind === '' ? undefined : behind };
		this.unchecked = scanState?.unchecked;
		this.detector = new ChangeDetector({
			reader: input.reader,
			seen: this.seen,
			undated: SeenCache.read(cursor?.undated ?? '', 0) ?? new SeenCache(),
			maxUndated: input.limits.maxRemembered * OVERLOAD_FACTOR,
			history: this.history,
			granularityMs: rules.granularityMs,
			baselineUntil:
				scanState?.silentBefore ??
				cursor?.relearn?.silentBefore ??
				(this.baseline ? EVERYTHING : 0),
			isUndatedBaseline: cursor?.relearn?.undated ?? false,
			top: scanState?.top ?? this.highWatermark,
			ascending: scanState?.ascending ?? rules.ascending,
		});
		this.leftOut = new LeftOut(cursor?.volatile, input.reader, input.samples);
		this.detector.ignore(this.leftOut.fields ?? []);
	}

	private startFloor(start: StartFrom): EpochMs {
		const { tick, lookbackMs } = this.rules;
		if (start.kind === 'at') return tick(start.at);
		const from = start.publishedAt ?? this.input.now();
		return tick(from - lookbackMs - BASELINE_REACH_MS);
	}

	/** Where the next request begins: a tick earlier when the filter may leave its bound out. */
	since(): EpochMs {
		const { rules } = this;
		const since = rules.tick(this.from);
		return rules.sinceInclusive ? since : rules.tick(since - 1);
	}

	/** The list cannot be asked for what lies further back than it reaches. */
	private withinRetention(at: EpochMs): EpochMs {
		return Math.max(at, this.retentionEdge());
	}

	private retentionEdge(): EpochMs {
		const { retentionMs } = this.input.rules;
		// A minute less, as time passes until the list is asked.
		return retentionMs === undefined ? -Infinity : this.input.now() - retentionMs + MINUTE_MS;
	}

	/** Learns from a page in which step the records are stamped, before any of them counts. */
	learn(page: Page): void {
		if (!this.rules.tickOf) return;
		this.step.add(this.timesOf(page));
		const before = this.rules.granularityMs;
		this.rules = this.step.applied();
		const { granularityMs, tick } = this.rules;
		this.detector.granularityMs = granularityMs;
		if (granularityMs <= before) return;
		this.floor = Math.min(this.floor, tick(this.floor));
		this.base = Math.min(this.base, tick(this.base));
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
		if (!this.rules.declared?.endsWhenOlder) return false;
		const isFirst = this.input.cursor?.readAt === undefined;
		return this.declared.isBehind(this.timesOf(page), page.records.length, this.since(), isFirst);
	}

	/**
	 * Whether the content of a record counts for longer than a moment: then fields that change without
	 * an edit have to be found.
	 */
	private get isContentCounted(): boolean {
		return isCoarse(this.rules.granularityMs) || !this.input.reader.dated;
	}

	/** Looks once in the life of a list which fields change by being read, before any of them counts. */
	async probe({ records }: Page): Promise<void> {
		if (this.leftOut.fields || !this.isContentCounted || records.length === 0) return;
		// Of the page that is at hand, not of those that are asked for now.
		this.localAt ??= this.input.now();
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
		if (this.rules.overlap > 0 || !this.behind) return undefined;
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
		this.detector.addAgain(page.records, this.window());
		return 'read';
	}

	/** @param page the last page, read again as none comes behind it; undefined where that failed */
	acceptLast(page: Page | undefined): void {
		if (page) this.detector.addAgain(page.records, this.window());
		else this.unchecked ??= 'once';
	}

	/**
	 * Folds a page in.
	 *
	 * @param lenient whether a list that moved is read on all the same
	 * @returns 'moved' when the window has to be read again from its beginning
	 */
	accept(page: Page, lenient: boolean): 'read' | 'moved' {
		if (page.date === undefined) this.allowanceMs = ALLOWANCE_WITHOUT_DATE_MS;
		if (this.serverTime === undefined && this.begin(page.date) === 'moved') return 'moved';
		this.pages += 1;
		const t0 = this.serverTime ?? this.input.now();
		if (this.pages > 1 || this.input.cursor?.scan) {
			// A second more, as the Date header counts whole seconds.
			this.elapsedMs = Math.max(0, (page.date ?? this.input.now()) - t0) + SECOND_MS;
		}
		if (this.at !== undefined && this.rules.overlap > 0) {
			if (this.overlap.continues(page)) {
				this.detector.breakOrder();
			} else if (lenient) {
				this.unstable = true;
			} else {
				this.restart();
				return 'moved';
			}
		}
		if (this.rules.declared) {
			const times = this.timesOf(page);
			this.declared.addPage(times, this.since());
			this.declared.addRecords(page.records, times, this.input.reader);
		}
		const pageAt = this.pageAt(page);
		this.detector.addPage(page.records, this.window());
		this.aheadMs = Math.max(this.aheadMs, this.detector.highestOfPage - pageAt);
		if (this.baseline && this.pages === 1 && page.next !== undefined) this.endBaselineAt(t0);
		return 'read';
	}

	/** A record that is edited while a long scan runs is stamped later than the scan began. */
	private pageAt(page: Page): EpochMs {
		const now = page.date ?? this.input.now();
		return Math.max(this.serverTime ?? now, now);
	}

	private window(): DetectionWindow {
		const { lookbackMs, granularityMs, stampsBehindMs = 0 } = this.rules;
		const t0 = this.serverTime ?? this.input.now();
		const settled = t0 - lookbackMs - this.allowanceMs;
		const margin = isCoarse(granularityMs) ? this.allowanceMs : OPEN_MARGIN_MS;
		return {
			base: this.base,
			born: this.born,
			floor: this.floor,
			unsettledFrom: settled - Math.max(0, granularityMs - 1),
			knownTo: this.knownTo,
			// A page may show the list as it was when the scan began.
			openFrom: t0 - granularityMs - margin - stampsBehindMs,
		};
	}

	/**
	 * What the first page of a baseline holds was there when publishing began; what is stamped later on
	 * the others is news. Where stamps may lie hours behind, nothing can be told from the past.
	 */
	private endBaselineAt(t0: EpochMs): void {
		const { stampsBehindMs = 0 } = this.rules;
		if (this.detector.baselineUntil === EVERYTHING && stampsBehindMs === 0) this.beginNewsAt(t0);
	}

	/**
	 * Learns the provider's clock from the first response. A baseline that the local clock placed
	 * too late is moved back and read again: its floor must lie behind everything still invisible.
	 */
	private begin(date: EpochMs | undefined): 'read' | 'moved' {
		this.localAt ??= this.input.now();
		this.serverTime = date ?? this.localAt;
		const chosen = this.input.start.kind === 'at' ? this.input.start.at : this.serverTime;
		const { readAt = NOTHING, warned = [] } = this.input.cursor ?? {};
		const reached = Math.max(
			isStampedAhead(warned) ? NOTHING : this.floor,
			this.highWatermark,
			readAt,
		);
		const ahead = reached - Math.max(this.serverTime, chosen);
		if (ahead > CLOCK_ALLOWANCE_MS + this.rules.granularityMs) {
			this.loweredByMs = ahead;
			this.lowerBelow(this.serverTime);
			return 'moved';
		}
		const fallen = fallenTo(
			this.input.cursor,
			{ readAt: this.serverTime, localAt: this.localAt },
			this.input.rules,
		);
		if (fallen < this.floor) {
			this.loweredByMs = this.floor - fallen;
			this.lowerTo(fallen);
			return 'moved';
		}
		const { start } = this.input;
		if (!this.baseline || start.kind !== 'now') return 'read';
		const { tick, lookbackMs } = this.rules;
		let from = this.serverTime;
		if (start.publishedAt !== undefined) {
			from = start.publishedAt + this.serverTime - this.localAt;
			this.beginNewsAt(from);
		}
		const reach = Math.max(this.allowanceMs, BASELINE_REACH_MS - CLOCK_MARGIN_MS);
		const floor = tick(from - lookbackMs - reach);
		if (floor >= this.floor) return 'read';
		if (this.born === this.floor) this.born = floor;
		this.moveBack(floor);
		return 'moved';
	}

	/**
	 * The provider's clock was set back, or the state is damaged: goes on so long before its time that
	 * nothing is lost. What is remembered stays, so that only what was forgotten comes twice.
	 */
	private lowerBelow(t0: EpochMs): void {
		const { tick, lookbackMs } = this.rules;
		this.lowerTo(tick(t0 - lookbackMs - this.allowanceMs));
	}

	private lowerTo(floor: EpochMs): void {
		this.moveBack(Math.min(this.floor, floor));
		this.born = Math.min(this.born, this.floor);
		this.restart();
	}

	private moveBack(floor: EpochMs): void {
		this.floor = floor;
		this.base = floor;
		this.from = this.withinRetention(floor);
		this.highWatermark = floor;
		this.detector.top = floor;
	}

	/** From this time on changes are news: rather some that are older than none that is not. */
	private beginNewsAt(at: EpochMs): void {
		const { tick, stampsBehindMs = 0 } = this.step.ofBaseline();
		this.detector.baselineUntil = tick(at - stampsBehindMs);
		this.born = this.detector.baselineUntil;
	}

	restart(): void {
		this.from = this.withinRetention(this.from);
		this.at = undefined;
		this.behind = undefined;
		this.detector.breakOrder();
	}

	/** Goes on behind the page: by value where the order allows it, else by position. */
	advance({ records, next }: Page): void {
		this.overlap.add(records);
		const { highestOfPage, ascending } = this.detector;
		const t0 = this.serverTime ?? this.input.now();
		const isChecked = this.unchecked !== 'once';
		if (ascending && isChecked && highestOfPage > this.from && highestOfPage <= t0) {
			this.from = highestOfPage;
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
		if (!this.unstable && this.unchecked !== 'once') return this.complete();
		if (this.unchecked) this.unchecked = 'again';
		this.at = undefined;
		return this.pause();
	}

	private complete(): ScanResult {
		const t0 = this.serverTime ?? this.input.now();
		// Without updated times the provider's filter is all there is: its clock is the mark.
		const top = this.input.reader.dated ? this.detector.top : t0;
		this.highWatermark = Math.max(this.highWatermark, Math.min(top, t0));
		this.raiseFloor(floorBelow(this.highWatermark, t0, this.elapsedMs, this.floorRules()));
		this.closeLatestTick(t0);
		const shortened = this.shorten(this.latestTick(), this.tickBehind(this.forgotten));
		return this.result({ complete: true, shortened });
	}

	/** Nothing can turn up any more in a tick that is older than lookback and allowance together. */
	private closeLatestTick(t0: EpochMs): void {
		const behind = this.tickBehind(this.highWatermark);
		if (behind <= t0 - this.rules.lookbackMs - this.allowanceMs) this.raiseFloor(behind);
	}

	/** The tick that the floor may rise to: where more lies ahead of the clock than is remembered, the clock is wrong. */
	private latestTick(): EpochMs {
		const { rules } = this;
		const { limits } = this.input;
		const isAhead = this.seen.sizeFrom(this.tickBehind(this.highWatermark)) > limits.maxRemembered;
		return rules.tick(isAhead ? this.detector.top : this.highWatermark);
	}

	/**
	 * Bounds the memory by raising the floor.
	 *
	 * @param highest tick that it may not pass
	 * @param least tick that it has to reach, because what lies below was forgotten
	 */
	private shorten(highest: EpochMs, least: EpochMs): boolean {
		const before = this.floor;
		this.raiseFloor(least);
		this.raiseFloor(this.seen.floorFor(this.input.limits.maxRemembered, this.floor, highest));
		return this.floor > before;
	}

	/** The tick behind the one that an instant lies in. */
	private tickBehind(at: EpochMs): EpochMs {
		const { tick, granularityMs } = this.rules;
		return at === NOTHING ? NOTHING : tick(tick(at) + Math.ceil(granularityMs * 1.5));
	}

	/** Keeps the position for the next poll. */
	pause(error?: unknown): ScanResult {
		const t0 = this.serverTime ?? this.input.now();
		const { rules } = this;
		const { limits } = this.input;
		// A baseline that goes on in a later poll ends where it began; what changes meanwhile is news.
		const isPublished =
			this.input.start.kind === 'now' && this.input.start.publishedAt !== undefined;
		if (this.baseline && !isPublished) this.beginNewsAt(t0);
		let shortened = false;
		if (this.detector.ascending) {
			this.raiseFloor(floorBelow(this.from, t0, this.elapsedMs, this.floorRules()));
			shortened = this.shorten(rules.tick(this.from), NOTHING);
		} else {
			const before = Math.min(t0 - rules.lookbackMs, rules.tick(this.detector.top));
			const settled = t0 - rules.lookbackMs - this.allowanceMs;
			this.forgetMet(limits.maxRemembered, Math.min(before, settled));
			this.forgetMet(limits.maxRemembered * OVERLOAD_FACTOR, before);
		}
		return this.result({ complete: false, shortened, error });
	}

	private forgetMet(limit: number, before: EpochMs): void {
		const forgotten = this.seen.forgetMet(limit, before, this.rules.overlap);
		this.forgotten = Math.max(this.forgotten, forgotten);
	}

	private floorRules(): FloorRules {
		return { ...this.rules, allowanceMs: this.allowanceMs };
	}

	/** What waits for a second reading has to be read again. */
	private raiseFloor(floor: EpochMs): void {
		if (floor <= this.floor) return;
		const held = this.rules.tick(this.seen.lowestHeld());
		this.floor = Math.max(this.floor, Math.min(floor, held));
		this.seen.forgetBelow(this.floor);
	}

	private result(end: { complete: boolean; shortened: boolean; error?: unknown }): ScanResult {
		const t0 = this.serverTime ?? this.input.now();
		const warnings = this.warnings(end.shortened, end.complete);
		const warned = this.input.cursor?.warned ?? [];
		const outcome = {
			changes: this.detector.changes(),
			cursor: this.toCursor(end.complete ? undefined : t0, warnings),
			pages: this.pages,
			complete: end.complete,
			serverTime: t0,
			warnings: warnings.filter((warning) => !warned.includes(warning.code)),
		};
		return end.error === undefined ? outcome : { ...outcome, error: end.error };
	}

	private toCursor(openSince: EpochMs | undefined, warnings: readonly ScanWarning[]): Cursor {
		const before = this.input.cursor;
		const isComplete = openSince === undefined;
		const readAt = isComplete ? this.serverTime : before?.readAt;
		const localAt = isComplete ? this.localAt : before?.localAt;
		const history = this.history.toText();
		const leftOut = this.leftOut.fields;
		const step = this.step.toState();
		const cursor: Cursor = {
			v: CURSOR_VERSION,
			key: this.input.key,
			hw: this.highWatermark,
			born: this.born,
			floor: this.floor,
			...(readAt === undefined ? {} : { readAt }),
			...(localAt === undefined ? {} : { localAt }),
			seen: this.seen.toText(this.floor),
			undated: this.detector.undatedSeen(isComplete && !before?.scan).toText(0),
			...(history === '' ? {} : { history }),
			...(leftOut ? { volatile: [...leftOut] } : {}),
			...(step === undefined ? {} : { step }),
			warned: warnings.map((warning) => warning.code),
		};
		if (openSince === undefined) return cursor;
		const { relearn } = before ?? {};
		const open: ScanState = {
			base: this.base,
			from: this.from,
			...(this.behind && this.at !== undefined ? { behind: this.behind.at ?? '' } : {}),
			...(this.positionsExpire ? { positionsExpire: true } : {}),
			...(this.unchecked ? { unchecked: this.unchecked } : {}),
			tail: this.at === undefined ? [] : [...this.overlap.tail],
			t0: openSince,
			...(this.localAt === undefined ? {} : { localAt: this.localAt }),
			top: this.detector.top,
			ascending: this.detector.ascending,
			silentBefore: this.detector.baselineUntil,
			forgotten: this.forgotten,
			knownTo: this.knownTo,
			unmet: this.seen.unmetSize,
			...(this.at === undefined ? {} : { at: this.at }),
		};
		return { ...cursor, scan: open, ...(relearn ? { relearn } : {}) };
	}

	/** Until when all changes were seen when this scan began; undefined where none were to be. */
	private lastReadAt(): EpochMs | undefined {
		const { cursor, start } = this.input;
		return cursor?.readAt ?? (start.kind === 'at' ? start.at : undefined);
	}

	/** How long before the last complete scan the newest change is stamped that it did not see, in ms. */
	private behindLastRead(): number {
		const readAt = this.input.cursor?.readAt;
		const newest = this.detector.newestFound;
		if (readAt === undefined || newest === undefined) return 0;
		// A stamp stands for its whole step, and the zone of a day may be another one.
		return readAt - newest - 2 * this.rules.granularityMs;
	}

	private warnings(shortened: boolean, isComplete: boolean): readonly ScanWarning[] {
		const { rules } = this;
		const { cursor, limits, reader } = this.input;
		const warned = cursor?.warned ?? [];
		return [
			...this.detector.checks.warnings(warned),
			...this.declared.warnings(reader, this.step.isFiner),
			...retentionWarning(this.lastReadAt(), this.retentionEdge()),
			...volatileWarning(this.leftOut.news),
			...scanWarnings({
				warned,
				isGoingOn: cursor?.scan !== undefined,
				aheadMs: this.aheadMs,
				behindMs: this.behindLastRead(),
				loweredByMs: this.loweredByMs,
				from: this.base,
				lookbackMs: rules.lookbackMs,
				isUnstable: this.unstable,
				shortenedTo: shortened ? limits.maxRemembered : undefined,
				isTooLong: !isComplete && !this.mayPause,
			}),
		];
	}
}
