import type { EpochMs } from '../core/page';
import { quote } from '../core/text';
import type { ScanWarning } from './types';

const MINUTE_MS = 60_000;
/** So many fields are named. */
const MOST_NAMED = 10;
/** Stamps further ahead of the provider's clock point to a wrong zone. */
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS;
/** So do stamps that lie further before the poll that did not see them yet. */
const PAST_TOLERANCE_MS = 30 * MINUTE_MS;

/** What a scan noticed of its list and of the clocks. */
export interface Noticed {
	/** Codes of what the scan before warned of. */
	readonly warned: readonly string[];
	/** Whether the scan began in an earlier poll, whose pages it reads no more. */
	readonly isGoingOn: boolean;
	/** How far a stamp lies ahead of the provider's clock when it gave the page, in ms. */
	readonly aheadMs: number;
	/** How long before the last complete scan the newest change is stamped that it did not see, in ms. */
	readonly behindMs: number;
	/** By how much the cursor was ahead of the provider's clock, in ms, when it was lowered for that. */
	readonly loweredByMs: number;
	/** Where the scan began. */
	readonly from: EpochMs;
	readonly lookbackMs: number;
	/** Whether the pages did not fit together. */
	readonly isUnstable: boolean;
	/** How many records are remembered, where that shortened the lookback. */
	readonly shortenedTo: number | undefined;
	/** Whether a window that has to be read within one poll was not. */
	readonly isTooLong: boolean;
}

export function scanWarnings(noticed: Noticed): readonly ScanWarning[] {
	const { warned, aheadMs, behindMs, loweredByMs } = noticed;
	const warnings: ScanWarning[] = [];
	const wasAhead = noticed.isGoingOn && warned.includes('future-dates');
	const isAhead = aheadMs > FUTURE_TOLERANCE_MS || wasAhead;
	// Stamps of a clock that was set back lie ahead of it for a while, and no zone is wrong.
	const isSetBack = loweredByMs > 0 || (isAhead && warned.includes('damaged-state'));
	if (isAhead && !isSetBack) {
		warnings.push({
			code: 'future-dates',
			message:
				`The newest record is stamped ${Math.round(aheadMs / MINUTE_MS)} minutes ahead of the provider's clock. ` +
				'Check the time zone of the updated date.',
		});
	}
	if (!isSetBack && behindMs > Math.max(PAST_TOLERANCE_MS, noticed.lookbackMs)) {
		warnings.push({
			code: 'past-dates',
			message:
				`Records that were not there ${Math.round(behindMs / MINUTE_MS)} minutes after their updated date have turned up. ` +
				'Check the time zone of the updated date, or choose a longer lookback.',
		});
	}
	if (isSetBack) {
		warnings.push({
			code: 'damaged-state',
			message:
				`The saved state is ${Math.round(loweredByMs / MINUTE_MS)} minutes ahead of the provider's clock: the clock was set back, or the state is damaged. ` +
				`Polling goes on from ${new Date(noticed.from).toISOString()}; changes since then may come twice.`,
		});
	}
	if (noticed.isUnstable) {
		warnings.push({
			code: 'unstable-pages',
			message:
				'The provider lists the records in another order at each request, so its pages do not fit together. ' +
				'Use a larger page size, so that one page holds what changes between two polls.',
		});
	}
	if (noticed.isTooLong) {
		warnings.push({
			code: 'expiring-positions',
			message:
				'The provider takes the positions of its pages for a short time only, and what changed is more than one poll can read. ' +
				'Use a larger page size; until the rest is read, some of it may come twice.',
		});
	}
	if (noticed.shortenedTo !== undefined) {
		warnings.push({
			code: 'lookback-shortened',
			message:
				`More than ${noticed.shortenedTo} records changed within the lookback, more than are remembered. ` +
				'Records that become visible late may be missed until the rush is over.',
		});
	}
	return warnings;
}

/**
 * @param readAt until when changes were seen; undefined where there is nothing to miss
 * @param edge the earliest instant that the list can be asked for
 */
export function retentionWarning(
	readAt: EpochMs | undefined,
	edge: EpochMs,
): readonly ScanWarning[] {
	if (readAt === undefined || readAt >= edge) return [];
	const [from, to] = [readAt, edge].map((at) => new Date(at).toISOString());
	return [
		{
			code: 'retention-gap',
			message:
				`Changes between ${from} and ${to} cannot be seen: "retention" says that the list reaches no further back. ` +
				'Polling goes on from there. Compare what you have of that time with the source.',
		},
	];
}

/** Fields that were found to change without an edit. */
export function volatileWarning(fields: readonly string[]): readonly ScanWarning[] {
	if (fields.length === 0) return [];
	const names = fields.slice(0, MOST_NAMED).map((field) => `"${quote(field)}"`);
	const more = fields.length > MOST_NAMED ? ` and ${fields.length - MOST_NAMED} others` : '';
	return [
		{
			code: 'volatile-fields',
			message:
				`${names.join(', ')}${more} differ at each reading, though nobody edits the records: their changes are not reported any more. ` +
				'Edits of other fields are. List such fields under Ignore Fields to leave them out from the beginning.',
		},
	];
}
