import type { EpochMs, RawRecord } from '../core/page';
import type { ChangeKind } from '../core/rules';

/** A version of a record that was not reported before. */
export interface Change {
	readonly kind: ChangeKind;
	/** Empty when the record has none. */
	readonly id: string;
	/** Absent when the record has no readable updated time. */
	readonly updated?: EpochMs | undefined;
	/** Names the version among those of the record: when it was made, or what it holds, never when it was found. */
	readonly version: string;
	readonly record: RawRecord;
}

/** Stamps in such steps, or longer ones, are shared by edits that follow each other. */
const COARSE_STEP_MS = 60_000;

/** Whether the step of the stamps is so long that the content has to name a version as well. */
export function isCoarse(granularityMs: number): boolean {
	return granularityMs >= COARSE_STEP_MS;
}

/**
 * @param updated undefined where the content alone names the version
 * @param content names the content, see `contentVersion`; absent where the stamp does it alone
 */
export function datedVersion(
	kind: ChangeKind,
	updated: EpochMs | undefined,
	content?: string,
): string {
	const stamp = updated === undefined ? '' : String(updated);
	const name =
		stamp === '' || content === undefined ? stamp + (content ?? '') : `${stamp}-${content}`;
	return kind === 'deleted' ? `${name}-deleted` : name;
}

/** Oldest first, those without a time last. */
export function compareTimes(a: EpochMs = Infinity, b: EpochMs = Infinity): number {
	return a === b ? 0 : a - b;
}

/** Numbers by value, texts by their characters. */
export function compareIds(a: string | number, b: string | number): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	const [first, second] = [String(a), String(b)];
	return first < second ? -1 : first > second ? 1 : 0;
}

/** What decides between created and updated. All times in epoch ms. */
export interface KindWindow {
	/** Floor when the scan began. */
	readonly base: EpochMs;
	/** When polling of the resource began. */
	readonly born: EpochMs;
	readonly floor: EpochMs;
	/** Stamps from here on may have been made while the scan was under way. */
	readonly unsettledFrom: EpochMs;
	/** Highest updated time of the records that were known when the scan began. */
	readonly knownTo: EpochMs;
}

/**
 * The kind of a version whose record is not a tombstone. A record that was met before is updated;
 * one that was not is created when it was made inside the window. `created == updated` is no
 * test: a record made and edited between two polls was created.
 */
export function kindOf(
	known: boolean,
	created: EpochMs | undefined,
	updated: EpochMs | undefined,
	window: KindWindow,
): ChangeKind {
	if (known || created === undefined || created < Math.max(window.base, window.born))
		return 'updated';
	// While a scan spans polls the floor rises, and a record below it may have been reported and forgotten.
	const changedDuringScan = updated !== undefined && updated >= window.unsettledFrom;
	const mayBeForgotten = changedDuringScan || created <= window.knownTo;
	return mayBeForgotten && created < window.floor ? 'updated' : 'created';
}
