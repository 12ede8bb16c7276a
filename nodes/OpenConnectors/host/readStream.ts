import { sleep } from 'n8n-workflow';
import type { Cursor, Snapshot } from '../engine/cursor';
import { scan } from '../engine/scan';
import { compareList } from '../engine/fullComparison';
import type { Kept } from './kept';
import type { PollSetting } from './setting';
import type { Stream } from '../streams';
import type { ScanResult } from '../engine/types';

/** N: most records remembered of a resource. */
const MAX_REMEMBERED = 2_000;
/** Most records of a list that is compared whole: 20 to 50 bytes of state each, by the length of their ids. */
const MAX_LISTED = 10_000;

/** What one reading of a resource found. */
export interface Reading extends Omit<ScanResult, 'cursor'> {
	readonly cursor: Cursor | Snapshot;
}

/**
 * Reads a resource from where it stands.
 *
 * @param share of the poll's items and of its time that is left
 * @throws what the source throws, when no page could be read
 */
export async function readStream(
	stream: Stream,
	setting: PollSetting,
	kept: Kept,
	share: { readonly items: number; readonly time: number },
): Promise<Reading> {
	const now = () => Date.now();
	const deadline = now() + (setting.deadline - now()) * share.time;
	const maxItems = Math.max(1, Math.ceil(share.items));
	const common = {
		key: stream.key,
		start: kept.start,
		readPage: stream.pages({ deadline, now, sleep }),
		reader: stream.reader,
		now,
	};
	if (stream.watch.kind === 'dates') {
		return await scan({
			...common,
			cursor: kept.cursor,
			rules: stream.watch.rules,
			limits: { maxItems, maxRemembered: MAX_REMEMBERED, deadline },
			fingerprintsAsked: setting.parameters.output === 'event',
		});
	}
	const { snapshot, ...result } = await compareList({
		...common,
		snapshot: kept.snapshot,
		overlap: stream.watch.overlap,
		limits: { maxItems, maxListed: MAX_LISTED, deadline },
	});
	return { ...result, cursor: snapshot, complete: true };
}
