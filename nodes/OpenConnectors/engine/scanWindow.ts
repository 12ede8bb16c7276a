import { CLOCK_ALLOWANCE_MS, isStampedAhead, type Cursor, type ScanState } from './cursor';
import { isCoarse } from './change';
import type { DetectionWindow } from './changeDetector';
import { SeenCache } from './seenCache';
import type { EpochMs } from '../core/page';
import type { Noticed } from './scanWarnings';
import { StampStep } from './stampStep';
import type { ScanInput } from './types';
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

type NoticedOfClocks = Pick<Noticed, 'behindMs' | 'loweredByMs' | 'from' | 'lookbackMs'>;
type CursorTimes = Pick<Cursor, 'hw' | 'born' | 'floor' | 'readAt' | 'localAt' | 'seen' | 'step'>;
type ScanTimes = Pick<
	ScanState,
	'base' | 'from' | 't0' | 'localAt' | 'top' | 'silentBefore' | 'forgotten' | 'knownTo' | 'unmet'
>;

/**
 * The window of a scan on the line of updated times, drawn in `floor.ts`: where it begins, where the
 * next request does, what of it is done, and by which clocks. All times in epoch ms.
 */
export class ScanWindow {
	/** What is remembered of the records at or above the floor; nothing of a text that cannot be read. */
	readonly seen: SeenCache;

	/** How the records are stamped, as far as it is known. */
	private rules: ScanRules;
	private readonly step: StampStep;
	private readonly isBaseline: boolean;
	/** The floor when the scan began. */
	private base: EpochMs;
	/** Where the next request begins. */
	private from: EpochMs;
	private floor: EpochMs;
	private highWatermark: EpochMs;
	private born: EpochMs;
	/** Records updated before this belong to the baseline. */
	private baselineUntil: EpochMs;
	/** Highest updated time met in the scan. */
	private top: EpochMs;
	/** Highest updated time of the records that were known when the scan began. */
	private readonly knownTo: EpochMs;
	/** Highest updated time of a record that had to be forgotten before the window was read to its end. */
	private forgotten: EpochMs;
	/** The provider's clock at the first response of the scan. */
	private serverTime: EpochMs | undefined;
	/** The local clock when {@link serverTime} was read. */
	private localAt: EpochMs | undefined;
	/** Whether a page of the scan was read, in this poll or an earlier one. */
	private isBegun: boolean;
	/** From the first response of the scan to the last, in ms. */
	private elapsedMs = 0;
	private allowanceMs = ALLOWANCE_MS;
	/** By how much the cursor was ahead of the provider's clock, in ms, when it was lowered for that. */
	private loweredByMs = 0;

	constructor(private readonly input: ScanInput) {
		const { cursor, start } = input;
		const open = cursor?.scan;
		this.step = new StampStep(input.rules, cursor?.step);
		this.rules = this.step.applied();
		this.seen =
			SeenCache.read(cursor?.seen ?? '', cursor?.floor ?? 0, open?.unmet) ?? new SeenCache();
		this.isBaseline = !cursor && start.kind === 'now';
		this.floor = cursor?.floor ?? this.startFloor(start);
		this.highWatermark = cursor?.hw ?? this.floor;
		this.born = cursor?.born ?? this.floor;
		this.base = open?.base ?? this.floor;
		this.from = open?.from ?? this.withinRetention(this.floor);
		this.baselineUntil =
			open?.silentBefore ?? cursor?.relearn?.silentBefore ?? (this.isBaseline ? EVERYTHING : 0);
		this.top = open?.top ?? this.highWatermark;
		this.knownTo = open?.knownTo ?? Math.max(this.highWatermark, this.seen.newest());
		this.forgotten = open?.forgotten ?? NOTHING;
		this.serverTime = open?.t0;
		this.localAt = open?.localAt;
		this.isBegun = open !== undefined;
	}

	private startFloor(start: StartFrom): EpochMs {
		const { tick, lookbackMs } = this.rules;
		if (start.kind === 'at') return tick(start.at);
		const from = start.publishedAt ?? this.input.now();
		return tick(from - lookbackMs - BASELINE_REACH_MS);
	}

	/** The provider's clock at the first response of the scan; the local one before that. */
	get t0(): EpochMs {
		return this.serverTime ?? this.input.now();
	}

	/** Whether the stamps come in steps of a minute or longer. */
	get isCoarse(): boolean {
		return isCoarse(this.rules.granularityMs);
	}

	/** Whether the stamps lie between those of the step that was given, a minute or longer. */
	get isFiner(): boolean {
		return this.step.isFiner;
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

	/** How far back the list can be asked; `-Infinity` where that has no end. */
	retentionEdge(): EpochMs {
		const { retentionMs } = this.input.rules;
		// A minute less, as time passes until the list is asked.
		return retentionMs === undefined ? -Infinity : this.input.now() - retentionMs + MINUTE_MS;
	}

	/** Learns from the updated times of a page in which step they come, before any of them counts. */
	learnStep(times: readonly EpochMs[]): void {
		this.step.add(times);
		const before = this.rules.granularityMs;
		this.rules = this.step.applied();
		const { granularityMs, tick } = this.rules;
		if (granularityMs <= before) return;
		this.floor = Math.min(this.floor, tick(this.floor));
		this.base = Math.min(this.base, tick(this.base));
	}

	/** Notes by the local clock when the first page came, before anything else is asked for. */
	noteArrival(): void {
		this.localAt ??= this.input.now();
	}

	/**
	 * Reads the clock of a page, before its records count.
	 *
	 * @param date the `Date` header; undefined where there is none
	 * @returns 'moved' when the window begins earlier than was asked for
	 */
	readClock(date: EpochMs | undefined): 'read' | 'moved' {
		if (date === undefined) this.allowanceMs = ALLOWANCE_WITHOUT_DATE_MS;
		if (this.serverTime === undefined && this.begin(date) === 'moved') return 'moved';
		if (this.isBegun) {
			// A second more, as the Date header counts whole seconds.
			this.elapsedMs = Math.max(0, (date ?? this.input.now()) - this.t0) + SECOND_MS;
		}
		this.isBegun = true;
		return 'read';
	}

	/**
	 * Learns the provider's clock from the first response. A baseline that the local clock placed
	 * too late is moved back and read again: its floor must lie behind everything still invisible.
	 */
	private begin(date: EpochMs | undefined): 'read' | 'moved' {
		this.localAt ??= this.input.now();
		this.serverTime = date ?? this.localAt;
		const { start } = this.input;
		const chosen = start.kind === 'at' ? start.at : this.serverTime;
		const { readAt = NOTHING, warned = [] } = this.input.cursor ?? {};
		const { tick, lookbackMs } = this.rules;
		const reached = Math.max(
			isStampedAhead(warned) ? NOTHING : this.floor,
			this.highWatermark,
			readAt,
		);
		const ahead = reached - Math.max(this.serverTime, chosen);
		if (ahead > CLOCK_ALLOWANCE_MS + this.rules.granularityMs) {
			this.loweredByMs = ahead;
			this.lowerTo(tick(this.serverTime - lookbackMs - this.allowanceMs));
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
		if (!this.isBaseline || start.kind !== 'now') return 'read';
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
	 * The provider's clock was set back, or the state is damaged: goes on so early that nothing is lost.
	 * What is remembered stays, so that only what was forgotten comes twice.
	 */
	private lowerTo(floor: EpochMs): void {
		this.moveBack(Math.min(this.floor, floor));
		this.born = Math.min(this.born, this.floor);
	}

	private moveBack(floor: EpochMs): void {
		this.floor = floor;
		this.base = floor;
		this.from = this.withinRetention(floor);
		this.highWatermark = floor;
		this.top = floor;
	}

	/** From this time on changes are news: rather some that are older than none that is not. */
	private beginNewsAt(at: EpochMs): void {
		const { tick, stampsBehindMs = 0 } = this.step.ofBaseline();
		this.baselineUntil = tick(at - stampsBehindMs);
		this.born = this.baselineUntil;
	}

	/**
	 * What the first page of a baseline holds was there when publishing began; what is stamped later on
	 * the others is news. Where stamps may lie hours behind, nothing can be told from the past.
	 */
	endBaseline(): void {
		const { stampsBehindMs = 0 } = this.rules;
		if (this.isBaseline && this.baselineUntil === EVERYTHING && stampsBehindMs === 0)
			this.beginNewsAt(this.t0);
	}

	/** What decides about the records of the next page. */
	ofPage(): DetectionWindow {
		const { lookbackMs, granularityMs, stampsBehindMs = 0 } = this.rules;
		const { t0 } = this;
		const settled = t0 - lookbackMs - this.allowanceMs;
		const margin = this.isCoarse ? this.allowanceMs : OPEN_MARGIN_MS;
		return {
			base: this.base,
			born: this.born,
			floor: this.floor,
			granularityMs,
			baselineUntil: this.baselineUntil,
			unsettledFrom: settled - Math.max(0, granularityMs - 1),
			knownTo: this.knownTo,
			// A page may show the list as it was when the scan began.
			openFrom: t0 - granularityMs - margin - stampsBehindMs,
		};
	}

	/** @param highest updated time of the records of a page; `-Infinity` where none has any */
	met(highest: EpochMs): void {
		this.top = Math.max(this.top, highest);
	}

	/** Begins where it was, or where the list still reaches. */
	restart(): void {
		this.from = this.withinRetention(this.from);
	}

	/**
	 * Goes on by value in a list that is in order.
	 *
	 * @param highest updated time of the records read so far
	 * @returns whether the window begins later now
	 */
	goOnFrom(highest: EpochMs): boolean {
		if (highest <= this.from || highest > this.t0) return false;
		this.from = highest;
		return true;
	}

	/**
	 * The window was read to its end: raises the floor as far as nothing is lost.
	 *
	 * @returns whether the bound of the memory raised it further
	 */
	complete(): boolean {
		const { t0 } = this;
		// Without updated times the provider's filter is all there is: its clock is the mark.
		const top = this.input.reader.dated ? this.top : t0;
		this.highWatermark = Math.max(this.highWatermark, Math.min(top, t0));
		this.raiseFloor(floorBelow(this.highWatermark, t0, this.elapsedMs, this.floorRules()));
		this.closeLatestTick(t0);
		return this.shorten(this.latestTick(), this.tickBehind(this.forgotten));
	}

	/**
	 * The next poll goes on in the window.
	 *
	 * @param isAscending whether all below the next request was read, so that the floor may rise
	 * @returns whether the bound of the memory raised it further
	 */
	pause(isAscending: boolean): boolean {
		const { t0, rules } = this;
		const { limits, start } = this.input;
		// A baseline that goes on in a later poll ends where it began; what changes meanwhile is news.
		const isPublished = start.kind === 'now' && start.publishedAt !== undefined;
		if (this.isBaseline && !isPublished) this.beginNewsAt(t0);
		if (isAscending) {
			this.raiseFloor(floorBelow(this.from, t0, this.elapsedMs, this.floorRules()));
			return this.shorten(rules.tick(this.from), NOTHING);
		}
		const before = Math.min(t0 - rules.lookbackMs, rules.tick(this.top));
		const settled = t0 - rules.lookbackMs - this.allowanceMs;
		this.forgetMet(limits.maxRemembered, Math.min(before, settled));
		this.forgetMet(limits.maxRemembered * OVERLOAD_FACTOR, before);
		return false;
	}

	/** Nothing can turn up any more in a tick that is older than lookback and allowance together. */
	private closeLatestTick(t0: EpochMs): void {
		const behind = this.tickBehind(this.highWatermark);
		if (behind <= t0 - this.rules.lookbackMs - this.allowanceMs) this.raiseFloor(behind);
	}

	/** The tick that the floor may rise to: where more lies ahead of the clock than is remembered, the clock is wrong. */
	private latestTick(): EpochMs {
		const { maxRemembered } = this.input.limits;
		const isAhead = this.seen.sizeFrom(this.tickBehind(this.highWatermark)) > maxRemembered;
		return this.rules.tick(isAhead ? this.top : this.highWatermark);
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

	/**
	 * What it shows of the clocks.
	 *
	 * @param newest updated time of the changes found; undefined where there is none
	 */
	noticed(newest: EpochMs | undefined): NoticedOfClocks {
		const { granularityMs, lookbackMs } = this.rules;
		const readAt = this.input.cursor?.readAt;
		const isKnown = readAt !== undefined && newest !== undefined;
		// A stamp stands for its whole step, and the zone of a day may be another one.
		const behindMs = isKnown ? readAt - newest - 2 * granularityMs : 0;
		return { behindMs, loweredByMs: this.loweredByMs, from: this.base, lookbackMs };
	}

	/** Its part of the cursor. */
	toCursor(isComplete: boolean): CursorTimes {
		const { readAt, localAt } = isComplete
			? { readAt: this.serverTime, localAt: this.localAt }
			: (this.input.cursor ?? {});
		const step = this.step.toState();
		return {
			hw: this.highWatermark,
			born: this.born,
			floor: this.floor,
			...(readAt === undefined ? {} : { readAt }),
			...(localAt === undefined ? {} : { localAt }),
			seen: this.seen.toText(this.floor),
			...(step === undefined ? {} : { step }),
		};
	}

	/** Its part of what is kept of a window that is not read to its end. */
	toScanState(): ScanTimes {
		return {
			base: this.base,
			from: this.from,
			t0: this.t0,
			...(this.localAt === undefined ? {} : { localAt: this.localAt }),
			top: this.top,
			silentBefore: this.baselineUntil,
			forgotten: this.forgotten,
			knownTo: this.knownTo,
			unmet: this.seen.unmetSize,
		};
	}
}
