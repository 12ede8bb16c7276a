import type { Change } from './change';
import type { VolatileSamples } from './volatileFields';
import type { Cursor } from './cursor';
import type { EpochMs, ReadPage } from '../core/page';
import type { RecordReader } from '../core/reader';
import type { ScanRules, StartFrom } from '../core/rules';

export interface ScanLimits {
	/** K: after a page that reaches it, the scan pauses and goes on in the next poll. */
	readonly maxItems: number;
	/** N: most records remembered. */
	readonly maxRemembered: number;
	/** Epoch ms of the local clock after which no further page is asked for. */
	readonly deadline: EpochMs;
}

export interface ScanInput {
	readonly cursor: Cursor | undefined;
	/** Fingerprint of what is polled, kept in the cursor. */
	readonly key: string;
	readonly start: StartFrom;
	readonly readPage: ReadPage;
	readonly reader: RecordReader;
	readonly rules: ScanRules;
	readonly limits: ScanLimits;
	/** A few records from poll to poll, which the process keeps: fields that change by themselves are found with it. */
	readonly samples?: VolatileSamples;
	/** The local clock, epoch ms. */
	readonly now: () => EpochMs;
}

/** Something the user should know, reported once. `code` names it for good, `message` says what to do. */
export interface ScanWarning {
	readonly code:
		| 'future-dates'
		| 'past-dates'
		| 'lookback-shortened'
		| 'unstable-pages'
		| 'volatile-fields'
		| 'undated-records'
		| 'undated-limit'
		| 'another-account'
		| 'expiring-positions'
		| 'records-without-id'
		| 'list-cut-short'
		| 'list-too-long'
		| 'retention-gap'
		| 'other-order'
		| 'filter-ignored'
		| 'implausible-dates'
		| 'finer-dates'
		| 'no-created-dates'
		| 'repeated-ids'
		| 'damaged-state';
	readonly message: string;
}

export interface ScanResult {
	/** New versions, oldest first. */
	readonly changes: readonly Change[];
	readonly cursor: Cursor;
	readonly pages: number;
	/** Whether the window was read to its end. */
	readonly complete: boolean;
	/** Why it was not, when a request failed after others had succeeded. */
	readonly error?: unknown;
	/** The provider's clock when the window began. */
	readonly serverTime: EpochMs;
	readonly warnings: readonly ScanWarning[];
}
