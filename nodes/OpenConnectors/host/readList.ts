import type { Cursor } from '../engine/cursor';
import type { Snapshot } from '../engine/snapshot';
import { compareList } from '../engine/fullComparison';
import { scan } from '../engine/scan';
import type { VolatileSamples } from '../engine/volatileFields';
import type { ScanResult } from '../engine/types';
import { monotonicNow } from '../core/monotonic';
import { capture } from './capture';
import type { Kept } from './kept';
import type { ListState } from './listState';
import type { PollSetting } from './setting';
import type { Stream } from '../streams';

/** N: most records remembered of a list. */
const MAX_REMEMBERED = 2_000;

/** What reading a list came to. */
export interface ListResult extends Omit<Reading, 'cursor' | 'serverTime'> {
	readonly stream: Stream;
	/** What was kept of the list where the reading began. */
	readonly from: Kept['toSave'];
	/** Where the next reading begins; absent when no page could be read. */
	readonly cursor?: Cursor | Snapshot;
	readonly serverTime?: number;
	/** When the reading ended, in ms of the monotonic clock. */
	readonly at: number;
}

interface Reading extends Omit<ScanResult, 'cursor'> {
	readonly cursor: Cursor | Snapshot;
}

/** What a list may take of what is left of the poll. */
interface Share {
	readonly items: number;
	/** From 0 to 1. */
	readonly time: number;
}

/** Reads a list from where it stands. A failure is part of the result. */
export async function readList(
	{ stream, kept, replay }: ListState,
	setting: PollSetting,
	share: Share,
	samples: VolatileSamples,
): Promise<ListResult> {
	const begin = replay ?? kept;
	const { toSave: from } = begin;
	const outcome = await capture(async () => await read(stream, setting, begin, share, samples));
	const at = monotonicNow();
	if ('error' in outcome) {
		const { error } = outcome;
		return { stream, from, at, error, changes: [], warnings: [], pages: 0, complete: false };
	}
	return { ...outcome.value, stream, from, at };
}

/** @throws what the source throws, when no page could be read */
async function read(
	stream: Stream,
	{ budget, parameters }: PollSetting,
	kept: Kept,
	share: Share,
	samples: VolatileSamples,
): Promise<Reading> {
	const { now } = budget;
	const deadline = now() + (budget.deadline - now()) * share.time;
	const maxItems = Math.max(1, Math.ceil(share.items));
	const common = {
		key: stream.key,
		start: kept.start,
		readPage: stream.pages({ ...budget, deadline }),
		reader: stream.reader,
		now,
	};
	if (stream.sync.kind === 'incremental') {
		return await scan({
			...common,
			cursor: kept.cursor,
			rules: stream.sync.rules,
			samples,
			limits: { maxItems, maxRemembered: MAX_REMEMBERED, deadline },
		});
	}
	const { snapshot, ...result } = await compareList({
		...common,
		snapshot: kept.snapshot,
		overlap: stream.sync.overlap,
		samples,
		limits: { maxItems, maxListed: parameters.maxCompared, deadline },
	});
	return { ...result, cursor: snapshot };
}
