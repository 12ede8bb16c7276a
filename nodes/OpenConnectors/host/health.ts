import type { IPollFunctions } from 'n8n-workflow';
import { nodeNameOf } from './nodeName';

/** Wait after the second failure in a row, doubled by each further one. After the first, the next poll asks again. */
const FIRST_WAIT_MS = 10_000;
/** Longest wait of our own: a provider that is back, or a credential that was mended, is noticed within it. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Longest wait that a provider is granted: until its daily quota begins anew. */
const LONGEST_GRANTED_MS = 24 * 60 * 60_000;
/** Polls that may return items before a failure has to be told in their stead. */
const MOST_DEFERRED = 2;

/** What is wrong with a resource. */
interface Trouble {
	/** Names the kind of failure; another kind is news. */
	readonly kind: string;
	readonly error: unknown;
	readonly attempts: number;
	/** Epoch ms of the local clock. */
	readonly since: number;
	/** Epoch ms of the local clock before which the resource is left alone. */
	readonly retryAt: number;
	readonly told: boolean;
	/** Polls that returned items instead of telling. */
	readonly deferred: number;
}

/** A failure that was not thrown yet. */
export interface Untold {
	readonly error: unknown;
	/** Whether enough polls let it pass. */
	readonly isOverdue: boolean;
}

export interface Failed {
	readonly resource: string;
	readonly error: unknown;
}

export interface Failure {
	readonly kind: string;
	readonly error: unknown;
	/** What the provider asked to wait, ms. */
	readonly retryAfterMs?: number | undefined;
}

/**
 * What fails in one node, kept by this process. A failing resource is asked less and less often,
 * and its failure is told once: by a log line when it begins, by one error, by a log line when it
 * ends. It is not part of the saved state, because a poll that throws saves none.
 */
export class Health {
	private readonly troubles = new Map<string, Trouble>();

	/** Whether a resource is left alone for now. */
	waits(resource: string, now: number): boolean {
		const trouble = this.troubles.get(resource);
		return trouble !== undefined && now < trouble.retryAt;
	}

	/** Whether anything is known to fail. */
	has(resource: string): boolean {
		return this.troubles.has(resource);
	}

	/** @returns whether the failure is news */
	fail(resource: string, failure: Failure, now: number): boolean {
		const before = this.troubles.get(resource);
		const same = before?.kind === failure.kind;
		const attempts = same ? before.attempts + 1 : 1;
		const ours =
			attempts === 1 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 2));
		const granted = Math.min(LONGEST_GRANTED_MS, failure.retryAfterMs ?? 0);
		this.troubles.set(resource, {
			kind: failure.kind,
			error: failure.error,
			attempts,
			since: before?.since ?? now,
			retryAt: now + Math.max(ours, granted),
			told: same && before.told,
			deferred: same ? before.deferred : 0,
		});
		return !same;
	}

	/** @returns how long the resource failed in ms; undefined when it did not */
	recover(resource: string, now: number): number | undefined {
		const trouble = this.troubles.get(resource);
		this.troubles.delete(resource);
		return trouble && now - trouble.since;
	}

	/**
	 * The failure to throw now, if any: each is thrown once. Until it is, `isDue` decides; n8n drops
	 * the items of a poll that throws, so that a poll with items may let it pass for a while.
	 */
	toTell(isDue: (trouble: Untold) => boolean): Failed | undefined {
		for (const [resource, trouble] of this.troubles) {
			if (trouble.told) continue;
			const { error, deferred } = trouble;
			if (isDue({ error, isOverdue: deferred >= MOST_DEFERRED })) {
				this.troubles.set(resource, { ...trouble, told: true });
				return { resource, error };
			}
			this.troubles.set(resource, { ...trouble, deferred: deferred + 1 });
		}
		return undefined;
	}

	/** Forgets everything: somebody published, and may have mended it. */
	clear(): void {
		this.troubles.clear();
	}
}

const healths = new Map<string, Health>();

/** The health of the node that polls. */
export function healthOf(context: IPollFunctions): Health {
	const name = nodeNameOf(context);
	const known = healths.get(name);
	if (known) return known;
	const health = new Health();
	healths.set(name, health);
	return health;
}
