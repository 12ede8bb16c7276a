import type { IPollFunctions } from 'n8n-workflow';
import { toPollError } from './errors';
import { nodeNameOf } from './nodeName';

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

/** What is wrong with a resource. Times in ms, of the monotonic clock. */
interface Trouble {
	/** Name of the report that it belongs to. */
	readonly report: string;
	/** The reports that it has belonged to since it began, by cause. */
	readonly reports: ReadonlyMap<string, string>;
	readonly error: unknown;
	/** Failures in a row, whatever their causes. */
	readonly attempts: number;
	readonly since: number;
	/** Before this the resource is left alone. */
	readonly retryAt: number;
}

/** What the user hears of all resources that fail for one cause. */
interface Report {
	/** How often it was reported. */
	readonly times: number;
	/** When it was reported last, in ms of the monotonic clock. */
	readonly at: number;
	/** Whether the latest report was thrown, and not only logged. */
	readonly isThrown: boolean;
	/** Polls that returned items instead of throwing it. */
	readonly deferred: number;
}

/** A failure that was not thrown yet. */
export interface Untold {
	readonly error: unknown;
	/** Whether enough polls let it pass. */
	readonly isOverdue: boolean;
}

/** A failure, and the resources that share it. */
export interface Failed {
	readonly resources: readonly string[];
	readonly error: unknown;
}

export interface Failure {
	readonly error: unknown;
	/** Whether the poll found changes all the same: the next one asks again then. */
	readonly progressed?: boolean;
}

/**
 * What fails in one node, kept by this process; all times by the monotonic clock. A failing resource
 * is asked less and less often until it is read again, for whatever cause it fails meanwhile. All
 * resources that fail for one cause are one report: a log line and an error when it begins, after an
 * hour, then once a day, and a log line when it ends. A cause that comes back before the resource was
 * read is the same report. It is not part of the saved state, because a poll that throws saves none.
 */
export class Health {
	private readonly troubles = new Map<string, Trouble>();
	private readonly reports = new Map<string, Report>();

	/** Whether a resource is left alone for now. */
	waits(resource: string, now: number): boolean {
		const trouble = this.troubles.get(resource);
		return trouble !== undefined && now < trouble.retryAt;
	}

	/** Whether anything is known to fail. */
	has(resource: string): boolean {
		return this.troubles.has(resource);
	}

	/**
	 * @param round names the poll: resources that begin to fail in one poll, and for one cause, are one
	 *   report even where the cause is not shared
	 */
	fail(resource: string, failure: Failure, now: number, round: number): void {
		const { error, progressed = false } = failure;
		const { isPassing, isShared, reportKey, retryAfterMs = 0 } = toPollError(error);
		const before = this.troubles.get(resource);
		const attempts = progressed ? 1 : (before?.attempts ?? 0) + 1;
		const ours =
			attempts === 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 2));
		const granted = Math.min(LONGEST_GRANTED_MS, retryAfterMs);
		// A provider that is overloaded refuses in one way now, and in another then.
		const name = isPassing ? 'passing' : reportKey;
		const report = before?.reports.get(name) ?? (isShared ? reportKey : `${reportKey} @${round}`);
		this.troubles.set(resource, {
			report,
			reports: new Map(before?.reports).set(name, report),
			error,
			attempts,
			since: before?.since ?? now,
			retryAt: now + Math.max(ours, granted),
		});
		this.dropReports();
	}

	/** @returns how long the resource failed in ms; undefined when it did not */
	recover(resource: string, now: number): number | undefined {
		const trouble = this.troubles.get(resource);
		if (!trouble) return undefined;
		this.troubles.delete(resource);
		this.dropReports();
		return now - trouble.since;
	}

	/** The failures to log now: those that are new, and those that have lasted since they were reported last. */
	toLog(now: number): readonly Failed[] {
		const due: Failed[] = [];
		for (const [name, failed] of this.failures()) {
			const { times, at } = this.reports.get(name) ?? { times: 0, at: 0 };
			const wait = times === 1 ? FIRST_REMINDER_MS : REMINDER_MS;
			if (times > 0 && now - at < wait) continue;
			this.reports.set(name, { times: times + 1, at: now, isThrown: false, deferred: 0 });
			due.push(failed);
		}
		return due;
	}

	/**
	 * The failure to throw now, if any: each report that was logged is thrown once. Until it is, `isDue`
	 * decides; n8n drops the items of a poll that throws, so that a poll with items may let it pass for a
	 * while.
	 */
	toThrow(isDue: (untold: Untold) => boolean): Failed | undefined {
		for (const [name, failed] of this.failures()) {
			const report = this.reports.get(name);
			if (!report || report.isThrown) continue;
			if (isDue({ error: failed.error, isOverdue: report.deferred >= MOST_DEFERRED })) {
				this.reports.set(name, { ...report, isThrown: true });
				return failed;
			}
			this.reports.set(name, { ...report, deferred: report.deferred + 1 });
		}
		return undefined;
	}

	/** Forgets everything: somebody published, and may have mended it. */
	clear(): void {
		this.troubles.clear();
		this.reports.clear();
	}

	/** What fails, by the report it belongs to. */
	private failures(): ReadonlyMap<string, Failed> {
		const failures = new Map<string, Failed>();
		for (const [resource, { report, error }] of this.troubles) {
			const others = failures.get(report)?.resources ?? [];
			failures.set(report, { resources: [...others, resource], error });
		}
		return failures;
	}

	/** A cause is news when it comes back after all resources that failed for it were read again. */
	private dropReports(): void {
		const open = new Set<string>();
		for (const { reports } of this.troubles.values())
			for (const report of reports.values()) open.add(report);
		for (const name of this.reports.keys()) if (!open.has(name)) this.reports.delete(name);
	}
}

const healths = new Map<string, Health>();

/**
 * The health of the node that polls.
 *
 * @param of its resources, or of its settings, which concern no single one
 */
export function healthOf(context: IPollFunctions, of: 'resources' | 'settings'): Health {
	const name = `${nodeNameOf(context)} ${of}`;
	const known = healths.get(name);
	if (known) return known;
	const health = new Health();
	healths.set(name, health);
	return health;
}
