/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import type { Cursor } from '../nodes/OpenConnectors/engine/cursor';
import type { Page, ReadPage } from '../nodes/OpenConnectors/core/page';
import { bodyOf, recordSelector } from '../nodes/OpenConnectors/streams/records';
import { bytesOf, collect, peakMb } from './contest';
import { changedAt, contactIn, type Run } from './contacts';
import { MAX_ITEMS, savedAndLoaded, scanOnce, type Source } from './ours';
import { PAGE_SIZE, PAGE_STEP } from './pages';

const recordsIn = recordSelector();

const SECOND_MS = 1_000;
const BYTES_PER_MB = 1_048_576;

export interface BacklogResult {
	readonly records: number;
	readonly polls: number;
	readonly items: number;
	/** Items that were handed out more than once. */
	readonly twice: number;
	readonly seconds: number;
	readonly peakMb: number;
	/** Highest heap in use when a poll had ended, with what was not yet collected. */
	readonly heapMb: number;
	readonly largestStateBytes: number;
}

export interface IdleResult {
	readonly peakMb: number;
}

/** A process with the same modules loaded, and nothing done. */
export function measureIdle(): IdleResult {
	collect();
	return { peakMb: peakMb() };
}

/** Drains a backlog as the node does: polls of at most 500 items, the state saved as JSON between. */
export async function drainBacklog(
	run: Run,
	order: 'ascending' | 'unordered',
): Promise<BacklogResult> {
	const source: Source = {
		readPage: order === 'ascending' ? pagesByTime(run) : pagesByPosition(run),
		ascending: order === 'ascending',
		from: changedAt(run, 0),
		now: run.lastAt,
	};
	const given = new Uint8Array(run.count);
	let cursor: Cursor | undefined;
	let polls = 0;
	let items = 0;
	let twice = 0;
	let heapMb = 0;
	let largestStateBytes = 0;
	const start = performance.now();
	for (let complete = false; !complete; ) {
		const result = await scanOnce(source, cursor && savedAndLoaded(cursor), MAX_ITEMS);
		({ cursor, complete } = result);
		polls += 1;
		items += result.changes.length;
		for (const change of result.changes) twice += given[indexOf(change.id)]++ ? 1 : 0;
		heapMb = Math.max(heapMb, process.memoryUsage().heapUsed / BYTES_PER_MB);
		largestStateBytes = Math.max(largestStateBytes, bytesOf(cursor));
	}
	return {
		records: run.count,
		polls,
		items,
		twice,
		seconds: (performance.now() - start) / 1_000,
		peakMb: peakMb(),
		heapMb,
		largestStateBytes,
	};
}

function indexOf(id: string): number {
	return Number(id) - 310_000_000;
}

/** Texts are written when they are asked for: a million records at once would be what is measured. */
function page(run: Run, indices: readonly number[], next: string | undefined): Page {
	const body = JSON.stringify(indices.map((index) => contactIn(run, index)));
	return {
		records: recordsIn(bodyOf({ status: 200, headers: {}, body })),
		...(next === undefined ? {} : { next }),
		date: run.lastAt,
	};
}

function pagesByTime(run: Run): ReadPage {
	return async (since, position) => {
		const first = firstSince(run, since) + Number(position ?? 0);
		const last = Math.min(first + PAGE_SIZE, run.count);
		const indices = Array.from({ length: last - first }, (_, offset) => first + offset);
		const next = Number(position ?? 0) + PAGE_STEP;
		return page(run, indices, last < run.count ? String(next) : undefined);
	};
}

/** The first contact stamped at `since` or later. */
function firstSince(run: Run, since: number): number {
	let low = 0;
	let high = run.count;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (Math.floor(changedAt(run, middle) / SECOND_MS) * SECOND_MS < since) low = middle + 1;
		else high = middle;
	}
	return low;
}

function pagesByPosition(run: Run): ReadPage {
	const STEP = 7_919;
	return async (_since, position) => {
		const first = Number(position ?? 0);
		const last = Math.min(first + PAGE_SIZE, run.count);
		const indices = Array.from(
			{ length: last - first },
			(_, offset) => ((first + offset) * STEP) % run.count,
		);
		return page(run, indices, last < run.count ? String(first + PAGE_STEP) : undefined);
	};
}
