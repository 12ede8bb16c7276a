import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import type { SimulatedProvider, Version } from '../harness/provider';
import type { ScanResult } from '../../nodes/OpenConnectors/engine/types';

/** A request, and what came of it. */
export interface RequestEntry {
	readonly since: number;
	readonly position: string | undefined;
	/** True time of the answer. */
	readonly at: number;
	/** Absent when the request failed or the position was refused. */
	readonly versions?: readonly Version[];
}

export interface PollEntry {
	/** Counts scans; a scan that spans polls keeps its number. */
	readonly scan: number;
	/** The state before. */
	readonly before: Cursor | undefined;
	readonly requests: readonly RequestEntry[];
	/** Absent when the poll threw. */
	readonly result?: ScanResult;
	/** The records told before it belong to the baseline; in the time of the stamps. */
	readonly silentBefore: number;
}

/** Names a version. */
export const nameOf = ({ id, content }: { readonly id: string; readonly content: unknown }) =>
	`${id}/${String(content)}`;

/** How many records a state remembers. */
export const entriesOf = ({ seen }: Cursor) => (seen === '' ? 0 : seen.split(',').length);

/** A complete scan, or the one that was under way at the end. */
export interface Scan {
	readonly polls: readonly number[];
	/** True time of the first page. */
	readonly startedAt: number;
	readonly endedAt: number;
	readonly complete: boolean;
	/** The highest floor that it set because more records changed than are remembered. */
	readonly shortenedTo: number | undefined;
}

/** The scans that read a page. */
export function scansOf(polls: readonly PollEntry[]): readonly Scan[] {
	const numbers = [...new Set(polls.map(({ scan }) => scan))];
	return numbers.flatMap((scan) => {
		const members = polls.flatMap((poll, number) =>
			poll.scan === scan && poll.result ? [number] : [],
		);
		const pages = members.flatMap((number) =>
			polls[number].requests.filter(({ versions }) => versions !== undefined),
		);
		const last = polls[members[members.length - 1]]?.result;
		if (!last || pages.length === 0) return [];
		const floors = members.flatMap((number) => {
			const cursor = polls[number].result?.cursor;
			return cursor?.warned.includes('lookback-shortened') ? [cursor.floor] : [];
		});
		return [
			{
				polls: members,
				startedAt: pages[0].at,
				endedAt: pages[pages.length - 1].at,
				complete: last.complete,
				shortenedTo: floors.length > 0 ? Math.max(...floors) : undefined,
			},
		];
	});
}

/** What is left of one window and two whole ones, at one page a poll, each read twice at most. */
export function pollsToRest(provider: SimulatedProvider): number {
	const { pageSize, overlap, paging, order, filter, granularity, createdGranularity, dstEnd } =
		provider.traits;
	const step = paging === 'offset' ? pageSize - overlap : pageSize;
	const pages = Math.ceil(provider.histories().length / step) + 1;
	// By value, a window that begins before the value makes each page be found anew from its beginning.
	const searched =
		order === 'ascending' &&
		(filter === 'ignored' || (createdGranularity ?? 0) > granularity || dstEnd !== undefined);
	const perWindow = searched ? pages * pages : pages;
	return 6 * perWindow + 6;
}
