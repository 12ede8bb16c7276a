import { toPollError } from './errors';

/** Wait after the second failure in a row, doubled by each further one. After the first, the next poll asks again. */
const FIRST_WAIT_MS = 10_000;
/** Longest wait of our own: a provider that is back, or a credential that was mended, is noticed within it. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Longest wait that a provider is granted: until its daily quota begins anew. */
const LONGEST_GRANTED_MS = 24 * 60 * 60_000;
/** Polls that may return items before a failure has to be thrown in their stead. */
const MOST_DEFERRED = 2;
/** A failure that lasts is reported again after this, and from then on once a day. */
const FIRST_REMINDER_MS = 60 * 60_000;
const REMINDER_MS = 24 * 60 * 60_000;

interface Failing {
	/** Name of the report that it belongs to. */
	readonly report: string;
	/** The reports that it has belonged to since it began, by cause. */
	readonly reports: ReadonlyMap<string, string>;
	readonly error: unknown;
	/** Failures in a row, whatever their causes. */
	readonly attempts: number;
	readonly since: number;
	/** Before this the list is left alone. */
	readonly retryAt: number;
}

/** What the user hears of all lists that fail for one cause. */
interface Report {
	readonly times: number;
	readonly at: number;
	/** Whether it is still to be thrown: the latest report was logged only. */
	readonly isPending: boolean;
	/** Polls that returned items instead of throwing it. */
	readonly deferred: number;
}

/** A failure that was not thrown yet. */
export interface Pending {
	readonly error: unknown;
	/** Whether enough polls let it pass. */
	readonly isOverdue: boolean;
}

/** A failure, and the lists that share it. */
export interface Failed {
	readonly lists: readonly string[];
	readonly error: unknown;
}

export interface Failure {
	readonly error: unknown;
	readonly at: number;
	/**
	 * Names the poll: lists that begin to fail in one poll, and for one cause, are one report even
	 * where the cause is not shared.
	 */
	readonly round: number;
	/** Whether the poll found changes all the same: the next one asks again then. */
	readonly progressed?: boolean;
}

/**
 * What fails in one node; all times in ms of the monotonic clock. A failing list is asked less and
 * less often until it is read again, for whatever cause it fails meanwhile. All lists that fail for
 * one cause are one report: a log line and an error when it begins, after an hour, then once a day,
 * and a log line when it ends. A cause that comes back before the list was read is the same report.
 * It is not part of the saved state, because a poll that throws saves none.
 */
export class FailureTracker {
	private readonly failing = new Map<string, Failing>();
	private readonly reports = new Map<string, Report>();

	/** Whether a list is left alone for now. */
	waits(list: string, now: number): boolean {
		const failing = this.failing.get(list);
		return failing !== undefined && now < failing.retryAt;
	}

	/** Why a list fails, and for how many ms; undefined when it does not. */
	of(list: string, now: number): { readonly error: unknown; readonly ms: number } | undefined {
		const failing = this.failing.get(list);
		return failing && { error: failing.error, ms: now - failing.since };
	}

	has(list: string): boolean {
		return this.failing.has(list);
	}

	fail(list: string, { error, at, round, progressed = false }: Failure): void {
		const { isPassing, isShared, reportKey, retryAfterMs = 0 } = toPollError(error);
		const before = this.failing.get(list);
		const attempts = progressed ? 1 : (before?.attempts ?? 0) + 1;
		const ours =
			attempts === 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 2));
		const granted = Math.min(LONGEST_GRANTED_MS, retryAfterMs);
		// A provider that is overloaded refuses in one way now, and in another then.
		const name = isPassing ? 'passing' : reportKey;
		const report = before?.reports.get(name) ?? (isShared ? reportKey : `${reportKey} @${round}`);
		this.failing.set(list, {
			report,
			reports: new Map(before?.reports).set(name, report),
			error,
			attempts,
			since: before?.since ?? at,
			retryAt: at + Math.max(ours, granted),
		});
		this.dropReports();
	}

	/** @returns how long the list failed, in ms; undefined when it did not */
	recover(list: string, now: number): number | undefined {
		const failing = this.failing.get(list);
		if (!failing) return undefined;
		this.failing.delete(list);
		this.dropReports();
		return now - failing.since;
	}

	/** The failures to log now: those that are new, and those that have lasted since they were logged last. */
	toLog(now: number): readonly Failed[] {
		const due: Failed[] = [];
		for (const [name, failed] of this.failures()) {
			const { times, at } = this.reports.get(name) ?? { times: 0, at: 0 };
			const wait = times === 1 ? FIRST_REMINDER_MS : REMINDER_MS;
			if (times > 0 && now - at < wait) continue;
			this.reports.set(name, { times: times + 1, at: now, isPending: true, deferred: 0 });
			due.push(failed);
		}
		return due;
	}

	/**
	 * The failure to throw now, if any: each report that was logged is thrown once. Until it is, `isDue`
	 * decides; n8n drops the items of a poll that throws, so that a poll with items may let it pass for a
	 * while.
	 */
	toThrow(isDue: (pending: Pending) => boolean): Failed | undefined {
		for (const [name, failed] of this.failures()) {
			const report = this.reports.get(name);
			if (!report?.isPending) continue;
			if (isDue({ error: failed.error, isOverdue: report.deferred >= MOST_DEFERRED })) {
				this.reports.set(name, { ...report, isPending: false });
				return failed;
			}
			this.reports.set(name, { ...report, deferred: report.deferred + 1 });
		}
		return undefined;
	}

	clear(): void {
		this.failing.clear();
		this.reports.clear();
	}

	/** What fails, by the report it belongs to. */
	private failures(): ReadonlyMap<string, Failed> {
		const failures = new Map<string, Failed>();
		for (const [list, { report, error }] of this.failing) {
			const others = failures.get(report)?.lists ?? [];
			failures.set(report, { lists: [...others, list], error });
		}
		return failures;
	}

	/** A cause is news when it comes back after all lists that failed for it were read again. */
	private dropReports(): void {
		const open = new Set<string>();
		for (const { reports } of this.failing.values())
			for (const report of reports.values()) open.add(report);
		for (const name of this.reports.keys()) if (!open.has(name)) this.reports.delete(name);
	}
}
