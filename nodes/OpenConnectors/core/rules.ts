import type { EpochMs } from './page';

/** Rounds an instant down to the step in which the provider stamps its records. */
export type Tick = (at: EpochMs) => EpochMs;

/** How the records of a resource are stamped, filtered and ordered. */
export interface ScanRules {
	readonly tick: Tick;
	/** L, the longest time a change may stay invisible after its stamp, in ms. */
	readonly lookbackMs: number;
	/** The step of the updated time in ms. */
	readonly granularityMs: number;
	/** Whether the provider's filter is known to include records stamped exactly at its bound. */
	readonly sinceInclusive: boolean;
	/** Whether the provider is documented to list by updated time, oldest first. Checked while reading. */
	readonly ascending: boolean;
	/** How far stamps may lie behind the true time because their zone is not certain, in ms. */
	readonly stampsBehindMs?: number;
	/** Records that consecutive pages share, so that a moving offset list is noticed; 0 for page tokens. */
	readonly overlap: number;
	/** Ticks of a coarser step, which stamps may show while reading. Absent: `granularityMs` is certain. */
	readonly tickOf?: (stepMs: number) => Tick;
	/** How far back the list can be asked, in ms. */
	readonly retentionMs?: number;
	/** What the settings say of the list, to be checked while reading. */
	readonly declared?: Declared;
}

/** What a user says of a list that nobody else knows. */
export interface Declared {
	/** By updated time. */
	readonly order?: 'ascending' | 'descending';
	/** Whether pages behind the instant asked for are left out of a descending list; not where windows follow, the oldest first. */
	readonly endsWhenOlder?: boolean;
	/** How much older than asked for records may be, in ms, for the filter to be in force; absent where there is none. */
	readonly toleranceMs?: number;
	/** Whether dates and ids are those that a user named. */
	readonly dates?: boolean;
}

export type ChangeKind = 'created' | 'updated' | 'deleted';

/**
 * Where the first poll of a resource begins.
 *
 * `now`: with what changes from now on. `publishedAt` is given when an earlier poll could not reach
 * the provider: what changed since then (epoch ms of the local clock) is still reported.
 * `at`: with everything updated since then.
 */
export type StartFrom =
	| { readonly kind: 'now'; readonly publishedAt?: EpochMs }
	| { readonly kind: 'at'; readonly at: EpochMs };
