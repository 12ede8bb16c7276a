import type { Change } from './change';
import type { Cursor, StartFrom } from './cursor';
import { EndlessListError, EndWatch, RecordsRead } from './endless';
import {
	PagePositionError,
	type EpochMs,
	type Page,
	type PagePosition,
	type ReadPage,
} from '../core/page';
import { Progress } from './progress';
import type { RecordReader } from '../streams/reader';
import type { FloorRules } from './window';

/** How the records of a resource are stamped, filtered and ordered. */
export interface ScanRules extends Omit<FloorRules, 'allowanceMs'> {
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
}

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
	/**
	 * Whether every change will be asked for its fingerprint. It is read while the record is at hand
	 * then, which takes half the time of reading it when all records have passed by.
	 */
	readonly fingerprintsAsked?: boolean;
	/** The local clock, epoch ms. */
	readonly now: () => EpochMs;
}

/** Something the user should know, told once. `code` names it for good, `message` says what to do. */
export interface ScanWarning {
	readonly code:
		| 'future-dates'
		| 'past-dates'
		| 'lookback-shortened'
		| 'unstable-pages'
		| 'volatile-fields'
		| 'undated-records'
		| 'records-without-id'
		| 'list-cut-short'
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
	readonly t0: EpochMs;
	readonly warnings: readonly ScanWarning[];
}

/** An offset list that moves more often than this within one poll has no order to rely on. */
const MAX_RESTARTS = 3;

/**
 * Reads one window of a resource, or a part of it, and tells what is new.
 *
 * Pure but for `readPage`: the cursor given is never changed, the one returned replaces it.
 *
 * @throws whatever `readPage` threw, when no page could be read; the old cursor then stays right
 */
export async function scan(input: ScanInput): Promise<ScanResult> {
	const progress = new Progress(input);
	let restarts = 0;
	let end = new EndWatch(input.rules.overlap);
	let read = new RecordsRead();
	const beginAgain = () => {
		restarts += 1;
		end = new EndWatch(input.rules.overlap);
		read = new RecordsRead();
	};
	for (;;) {
		const answer = await attempt(input.readPage, progress.since(), progress.at);
		if ('error' in answer) {
			const { error } = answer;
			const isRefused =
				error instanceof PagePositionError && (error.isCertain || progress.pages === 0);
			const isGivenUp = !isRefused || progress.at === undefined;
			if (isGivenUp && progress.pages === 0) throw error;
			if (isGivenUp || restarts >= MAX_RESTARTS) return progress.pause(error);
			beginAgain();
			progress.restart();
			continue;
		}
		if (progress.accept(answer.page, restarts >= MAX_RESTARTS) === 'moved') {
			beginAgain();
			continue;
		}
		const { page } = answer;
		if (page.next === undefined) return progress.finish();
		const endless =
			page.next === progress.at
				? new EndlessListError('repeated')
				: end.page(page, read.add(page, input.reader));
		if (endless?.pages === 'repeated') {
			if (progress.pages === 1) throw endless;
			// Where it was has led nowhere: the next poll begins the window again.
			progress.restart();
			return progress.pause(endless);
		}
		progress.advance(page.next);
		if (endless) return progress.pause(endless);
		if (progress.intake.found >= input.limits.maxItems) return progress.pause();
		if (input.now() >= input.limits.deadline) return progress.pause(end.timeOver());
	}
}

async function attempt(
	readPage: ReadPage,
	since: EpochMs,
	position: PagePosition | undefined,
): Promise<{ page: Page } | { error: unknown }> {
	try {
		return { page: await readPage(since, position) };
	} catch (error) {
		return { error };
	}
}
