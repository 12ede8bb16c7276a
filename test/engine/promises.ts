import { OVERLOAD_FACTOR } from '../../nodes/OpenConnectors/engine/scanWindow';
import {
	entriesOf,
	nameOf,
	pollsToRest,
	scansOf,
	type PollEntry,
	type RequestEntry,
	type Scan,
} from './journal';
import { HOUR, MINUTE, SECOND } from '../harness/clock';
import type { History, SimulatedProvider, Version } from '../harness/provider';
import type { PollerSettings } from './simulation';
import type { WorldPlan } from './worldPlan';

/** All that happened in a world. */
export interface Journal {
	readonly seed: number;
	readonly changes: number;
	readonly plan: WorldPlan;
	readonly provider: SimulatedProvider;
	readonly settings: PollerSettings;
	readonly polls: readonly PollEntry[];
	/** Number of the first poll after the last change. */
	readonly calmFrom: number;
}

/** What a world showed against the guarantees. Each list names what broke one; polls count from 0. */
export interface Verdict {
	readonly seed: number;
	readonly changes: number;
	readonly told: number;
	/** G1: versions that a complete scan left out although they were visible when it began. */
	readonly lost: readonly string[];
	/** G2: versions told more than once. */
	readonly twice: readonly string[];
	/** G3: polls whose changes were not in order. */
	readonly unsorted: readonly string[];
	/** G4: polls that read a page and got nowhere, and worlds that did not come to rest. */
	readonly stalled: readonly string[];
	/** G5: polls with too many changes or entries. */
	readonly oversized: readonly string[];
	/** G6: records whose kind was wrong. */
	readonly misjudged: readonly string[];
	/** How often a documented exception was used. */
	readonly excused: {
		readonly lost: number;
		readonly twice: number;
		readonly misjudged: number;
		readonly editedUnderway: number;
	};
	/** Characters of the largest state. */
	readonly largestState: number;
	readonly scans: number;
	readonly scansOverPolls: number;
}

export function judge(journal: Journal): Verdict {
	return new Judge(journal).verdict();
}

class Judge {
	private readonly scans: readonly Scan[];
	private readonly histories: ReadonlyMap<string, History>;
	/** Polls that told a version. */
	private readonly told = new Map<string, number[]>();
	/** Versions that the baseline took in without telling. */
	private readonly silent = new Set<string>();
	private readonly excused = { lost: 0, twice: 0, misjudged: 0, editedUnderway: 0 };

	constructor(private readonly journal: Journal) {
		const { polls, provider, settings } = journal;
		this.histories = new Map(provider.histories().map((one) => [one.versions[0].id, one]));
		this.scans = scansOf(polls);
		polls.forEach(({ result, requests, silentBefore }, poll) => {
			for (const { id, record } of result?.changes ?? [])
				this.toldIn(nameOf({ id, content: record.content })).push(poll);
			for (const { versions } of requests.filter(isTakenIn))
				for (const version of versions ?? [])
					if (this.stampOf(version) < silentBefore) this.silent.add(nameOf(version));
		});
		if (settings.start.kind === 'now') this.addFirstPage();
		this.addWhatWasThere();
	}

	/** The first page of a baseline is old, as it was there when publishing began. */
	private addFirstPage(): void {
		const first = this.journal.polls.find(({ result }) => result);
		if (first?.silentBefore !== Infinity) return;
		const pages = first.requests
			.filter(isTakenIn)
			.filter(({ versions, position }) => versions && position === undefined);
		for (const version of pages.flatMap(({ versions = [] }) => versions))
			this.silent.add(nameOf(version));
	}

	/**
	 * What was visible when the baseline began belongs to it, listed or not. From a start date on
	 * the stamps alone decide.
	 */
	private addWhatWasThere(): void {
		const [first] = this.scans;
		if (!first) return;
		const { polls, provider, settings } = this.journal;
		const { start } = settings;
		for (const { versions } of this.histories.values())
			for (const version of versions) {
				const stamp = this.stampOf(version);
				const silent =
					start.kind === 'at'
						? stamp < provider.tick(start.at)
						: version.visibleAt <= first.startedAt && stamp < polls[first.polls[0]].silentBefore;
				if (silent) this.silent.add(nameOf(version));
			}
	}

	private toldIn(name: string): number[] {
		const polls = this.told.get(name) ?? [];
		this.told.set(name, polls);
		return polls;
	}

	private stampOf({ changedAt }: Version): number {
		return this.journal.provider.stamp(changedAt);
	}

	verdict(): Verdict {
		const { seed, changes, polls } = this.journal;
		const states = polls.flatMap(({ result }) =>
			result ? [JSON.stringify(result.cursor).length] : [],
		);
		return {
			seed,
			changes,
			told: this.told.size,
			lost: this.lost(),
			twice: this.twice(),
			unsorted: this.unsorted(),
			stalled: this.stalled(),
			oversized: this.oversized(),
			misjudged: this.misjudged(),
			excused: this.excused,
			largestState: Math.max(0, ...states),
			scans: this.scans.length,
			scansOverPolls: this.scans.filter((one) => one.polls.length > 1).length,
		};
	}

	/** The last version of each record, after each complete scan that began when it was visible. */
	private lost(): readonly string[] {
		const lost = new Set<string>();
		let lastComplete = -Infinity;
		for (const [at, { complete, startedAt, endedAt, polls }] of this.scans.entries()) {
			if (!complete) continue;
			const startedBefore = lastComplete;
			lastComplete = startedAt;
			const lastPoll = polls[polls.length - 1];
			for (const { versions, removedAt } of this.histories.values()) {
				if (removedAt !== undefined && removedAt <= endedAt) continue;
				const latest = lastWhere(versions, ({ changedAt }) => changedAt <= endedAt);
				if (!latest || latest.visibleAt > (this.isLowered(latest) ? startedBefore : startedAt))
					continue;
				const name = nameOf(latest);
				if (this.silent.has(name) || (this.told.get(name)?.[0] ?? Infinity) <= lastPoll) continue;
				if (
					this.behindShortenedFloor(latest, at) ||
					this.inClosedTick(latest) ||
					this.looksStale(latest)
				)
					this.excused.lost += 1;
				else lost.add(name);
			}
		}
		return [...lost];
	}

	/** Shows up under the stamp of a version that was told, when the provider's clock had left that tick. */
	private inClosedTick(version: Version): boolean {
		const { provider, settings } = this.journal;
		const { granularity, dateOffset = settings.localOffset } = provider.traits;
		const { versions } = this.histories.get(version.id) ?? { versions: [] };
		const stamp = this.stampOf(version);
		const margin = granularity < MINUTE ? 10 * SECOND : HOUR;
		return (
			version.visibleAt + dateOffset >= stamp + granularity + margin - SECOND &&
			versions.some(
				(other) =>
					this.stampOf(other) === stamp &&
					(this.told.has(nameOf(other)) || this.silent.has(nameOf(other))),
			)
		);
	}

	/** Stamped earlier than a version before it: it takes two readings to tell it from a stale copy. */
	private isLowered(version: Version): boolean {
		return this.before(version).some((other) => this.stampOf(other) > this.stampOf(version));
	}

	/** Stamped as one of the two versions before it: nothing tells it from a copy of that. */
	private looksStale(version: Version): boolean {
		return (
			this.isLowered(version) &&
			this.before(version).some((other) => this.stampOf(other) === this.stampOf(version))
		);
	}

	private before(version: Version): readonly Version[] {
		const { versions = [] } = this.histories.get(version.id) ?? {};
		return versions.filter(({ content }) => content < version.content);
	}

	/** Late, and below the floor that an earlier scan had to raise: the poll warned of it. */
	private behindShortenedFloor(version: Version, beforeScan: number): boolean {
		return this.scans
			.slice(0, beforeScan + 1)
			.some(
				({ shortenedTo, startedAt }) =>
					shortenedTo !== undefined &&
					this.stampOf(version) < shortenedTo &&
					version.visibleAt > startedAt,
			);
	}

	private twice(): readonly string[] {
		return [...this.told].flatMap(([name, polls]) => {
			if (polls.length < 2) return [];
			const again = polls.slice(1).every((poll, index) => this.mayRepeat(polls[index], poll));
			if (again) this.excused.twice += 1;
			return again ? [] : [`${name} in ${polls.join(', ')}`];
		});
	}

	/** The floor was lowered, because the provider's clock was put back: what lies above may come again. */
	private wasLowered(first: number, second: number): boolean {
		const { polls } = this.journal;
		return polls
			.slice(first, second + 1)
			.some(({ result }) => result?.cursor.warned.includes('damaged-state'));
	}

	/** One scan of a list that is not ascending told both, was restarted in between, and had to forget before. */
	private mayRepeat(first: number, second: number): boolean {
		const { polls, settings } = this.journal;
		if (this.wasLowered(first, second)) return true;
		if (polls[first].scan !== polls[second].scan) return false;
		let capped = false;
		for (let poll = first; poll <= second; poll += 1) {
			const { requests } = polls[poll];
			const restarted = requests.some(
				({ position, versions }, at) =>
					(position === undefined || versions === undefined) && (poll > first || at > 0),
			);
			if (capped && restarted) return true;
			const state = polls[poll].result?.cursor.scan;
			if (state && !state.ascending && this.handledAtMost(poll) > settings.maxRemembered)
				capped = true;
		}
		return false;
	}

	/** How many records a state without a limit would hold after a poll. */
	private handledAtMost(poll: number): number {
		const floor = this.journal.polls[poll].result?.cursor.floor ?? 0;
		return this.shownSince(floor, poll).size;
	}

	/** Records shown up to a poll with a stamp from an instant on. */
	private shownSince(stamp: number, upTo: number): ReadonlySet<string> {
		const ids = new Set<string>();
		for (const { requests } of this.journal.polls.slice(0, upTo + 1))
			for (const { versions } of requests)
				for (const version of versions ?? [])
					if (this.stampOf(version) >= stamp) ids.add(version.id);
		return ids;
	}

	private unsorted(): readonly string[] {
		return this.journal.polls.flatMap(({ result }, poll) => {
			const changes = result?.changes ?? [];
			const sorted = changes.every((change, index) => {
				if (index === 0) return true;
				const before = changes[index - 1];
				const [a, b] = [before.updated ?? Infinity, change.updated ?? Infinity];
				return a < b || (a === b && before.id <= change.id);
			});
			return sorted ? [] : [`in ${poll}`];
		});
	}

	/** A poll that reads a page completes, begins elsewhere or a second time next, or restarted. */
	private stalled(): readonly string[] {
		const { polls, calmFrom } = this.journal;
		const stalled: string[] = [];
		polls.forEach(({ before, result, requests }, poll) => {
			const scan = result?.cursor.scan;
			if (!scan || !before) return;
			const moved =
				scan.from !== (before.scan?.from ?? before.floor) ||
				scan.at !== before.scan?.at ||
				scan.unchecked !== before.scan?.unchecked;
			const restarted = requests.some(({ position }, at) => at > 0 && position === undefined);
			const failed = requests.some(({ versions }) => versions === undefined);
			if (!moved && !restarted && !failed) stalled.push(`in ${poll}`);
		});
		const allowed = pollsToRest(this.journal.provider);
		if (polls.length - calmFrom > allowed)
			stalled.push(`${polls.length - calmFrom} polls, ${allowed} allowed`);
		if (!polls[polls.length - 1]?.result?.complete) stalled.push('never at rest');
		return stalled;
	}

	private oversized(): readonly string[] {
		const { polls, settings, provider } = this.journal;
		const { maxItems, maxRemembered, lookback } = settings;
		return polls.flatMap(({ result, requests }, poll) => {
			if (!result) return [];
			const broken: string[] = [];
			const { changes, cursor, complete, serverTime } = result;
			// Where pages do not overlap, the one before is read again.
			const pages = provider.traits.paging === 'offset' ? 1 : 2;
			// Once a saved position was refused, the window is read within one poll.
			const isWhole =
				(polls[poll].before?.scan ?? cursor.scan)?.positionsExpire === true ||
				requests[0]?.versions === undefined;
			if (!isWhole && changes.length > maxItems - 1 + pages * provider.traits.pageSize)
				broken.push(`${changes.length} changes in ${poll}`);
			const entries = entriesOf(cursor);
			if (entries > maxRemembered) {
				const allowed = complete
					? this.shownSince(provider.tick(cursor.hw), poll).size
					: Math.max(
							OVERLOAD_FACTOR * maxRemembered,
							this.shownSince(serverTime - lookback, poll).size,
							this.mostWithin(lookback, poll),
						);
				if (entries > allowed) broken.push(`${entries} entries of ${allowed} in ${poll}`);
			}
			return broken;
		});
	}

	/** Most records shown up to a poll whose stamps lie within a span, rounded to ticks. */
	private mostWithin(ms: number, upTo: number): number {
		const { polls, provider } = this.journal;
		const stamps = new Map<string, number>();
		for (const { requests } of polls.slice(0, upTo + 1))
			for (const { versions } of requests)
				for (const version of versions ?? []) stamps.set(version.id, this.stampOf(version));
		const sorted = [...stamps.values()].sort((a, b) => a - b);
		let most = 0;
		let low = 0;
		sorted.forEach((stamp, high) => {
			while (sorted[low] < provider.tick(stamp - ms)) low += 1;
			most = Math.max(most, high - low + 1);
		});
		return most;
	}

	private misjudged(): readonly string[] {
		// Kinds go by stamps, which say less where a clock is set back.
		const { isAutumn, clockSetBack, serversApart } = this.journal.plan;
		if (isAutumn || clockSetBack + serversApart > 0) return [];
		const { polls, provider } = this.journal;
		const [first] = this.scans;
		if (!first) return [];
		const { start } = this.journal.settings;
		const { silentBefore, result } = polls[first.polls[0]];
		const born =
			start.kind === 'at'
				? provider.tick(start.at)
				: Number.isFinite(silentBefore)
					? silentBefore
					: provider.tick(result?.serverTime ?? 0);
		const kinds = new Map<string, Array<{ readonly kind: string; readonly poll: number }>>();
		polls.forEach((entry, poll) => {
			for (const { id, kind } of entry.result?.changes ?? [])
				kinds.set(id, [...(kinds.get(id) ?? []), { kind, poll }]);
		});
		return [...kinds].flatMap(([id, told]) => {
			const versions = this.histories.get(id)?.versions ?? [];
			const createdAt = versions[0].createdAt;
			const isNew = provider.createdStamp(createdAt) >= born;
			const wasSilent = versions.some(
				(version) => this.silent.has(nameOf(version)) && !this.told.has(nameOf(version)),
			);
			const shown = `${id} ${told.map(({ kind, poll }) => `${kind} in ${poll}`).join(', ')}`;
			if (told.slice(1).some(({ kind }) => kind === 'created')) return [`again: ${shown}`];
			if (told[0].kind === 'created') {
				// A baseline that read too little to know may call what was made just before it created.
				if (isNew || (start.kind === 'now' && !wasSilent)) return [];
				return [`too old: ${shown}`];
			}
			if (!isNew || wasSilent) return [];
			if (this.scansSpanPolls(createdAt, told[0].poll)) {
				this.excused.misjudged += 1;
				return [];
			}
			if (this.editedUnderway(versions, told[0].poll)) {
				this.excused.editedUnderway += 1;
				return [];
			}
			return [`not first: ${shown}`];
		});
	}

	/** Whether an edit showed up during the scan that would have told a record first, which so escaped it. */
	private editedUnderway(versions: readonly Version[], toldIn: number): boolean {
		return this.scans.some(
			({ startedAt, endedAt, polls }) =>
				polls[polls.length - 1] < toldIn &&
				versions.some(({ visibleAt }) => visibleAt <= startedAt) &&
				versions.some(({ visibleAt }) => visibleAt > startedAt && visibleAt <= endedAt),
		);
	}

	/** Whether a scan between the making of a record and the poll that told it took more than one poll. */
	private scansSpanPolls(createdAt: number, poll: number): boolean {
		return this.scans.some(
			({ polls, endedAt }) => polls.length > 1 && polls[0] <= poll && endedAt >= createdAt,
		);
	}
}

/** A page that is asked for twice in a row is only looked at, to see what differs. */
function isTakenIn(
	{ since, position }: RequestEntry,
	at: number,
	requests: readonly RequestEntry[],
): boolean {
	const before = at > 0 ? requests[at - 1] : undefined;
	const isLookedAt = before?.versions && before.since === since && before.position === position;
	return !isLookedAt;
}

function lastWhere<Value>(
	values: readonly Value[],
	test: (value: Value) => boolean,
): Value | undefined {
	for (let at = values.length - 1; at >= 0; at -= 1) if (test(values[at])) return values[at];
	return undefined;
}
