import { UTC } from '../nodes/OpenConnectors/dates/zone';
import { toEvent, type EventContext } from '../nodes/OpenConnectors/host/event';
import type { Change } from '../nodes/OpenConnectors/engine/change';
import { cursorSchema, type Cursor } from '../nodes/OpenConnectors/engine/cursor';
import type { Page, ReadPage } from '../nodes/OpenConnectors/core/page';
import { createRecordReader } from '../nodes/OpenConnectors/streams/reader';
import { scan } from '../nodes/OpenConnectors/engine/scan';
import { OFFSET_OVERLAP } from '../nodes/OpenConnectors/streams/paging/offset';
import { tickOf } from '../nodes/OpenConnectors/dates/ticks';
import { bodyOf, recordSelector } from '../nodes/OpenConnectors/streams/records';
import { bytesOf, handed, type Contestant, type Handed } from './contest';
import { changedAt, contactIn, ordered, unordered, type Run } from './contacts';
import { PAGE_SIZE, sharingTexts } from './pages';
import type { ScanResult } from '../nodes/OpenConnectors/engine/types';

const recordsIn = recordSelector();

const SECOND_MS = 1_000;
const LOOKBACK_MS = 5 * 60 * SECOND_MS;
/** As the node has it. */
const MAX_REMEMBERED = 2_000;
export const MAX_ITEMS = 500;
const KEY = 'bench';

const stamp = { format: 'yyyy-MM-dd HH:mm:ss', zone: UTC };

export const contactReader = createRecordReader({
	id: 'CONTACT_ID',
	updated: { path: 'DATE_UPDATED_UTC', ...stamp },
	created: { path: 'DATE_CREATED_UTC', ...stamp },
});

const eventContext: EventContext = {
	elementKey: 'insightly',
	hubKey: 'crm',
	objectType: 'contacts',
	instanceName: 'Benchmark',
	tags: ['bench'],
};

/** Where a scan reads, and how the list is ordered. */
export interface Source {
	readonly readPage: ReadPage;
	readonly ascending: boolean;
	/** Epoch ms of the first change. */
	readonly from: number;
	/** Epoch ms, of the provider's clock and ours. */
	readonly now: number;
}

/** One scan as the node makes it, except that a poll may be allowed more items. */
export async function scanOnce(
	source: Source,
	cursor: Cursor | undefined,
	maxItems: number,
): Promise<ScanResult> {
	return await scan({
		cursor,
		key: KEY,
		start: { kind: 'at', at: source.from },
		readPage: source.readPage,
		reader: contactReader,
		rules: {
			tick: tickOf(SECOND_MS, UTC),
			lookbackMs: LOOKBACK_MS,
			granularityMs: SECOND_MS,
			sinceInclusive: true,
			ascending: source.ascending,
			overlap: OFFSET_OVERLAP,
		},
		limits: { maxItems, maxRemembered: MAX_REMEMBERED, deadline: Infinity },
		now: () => source.now,
	});
}

/** The cursor after it was saved as JSON and read again. */
export function savedAndLoaded(cursor: Cursor): Cursor {
	return cursorSchema.parse(JSON.parse(JSON.stringify(cursor)));
}

export function toEvents(result: ScanResult): readonly unknown[] {
	return result.changes.map((change) => eventOf(change, result.serverTime));
}

/** Each event's id is read, as n8n reads it when it saves the execution. */
function eventOf(change: Change, pollAt: number): unknown {
	const event = toEvent(change, eventContext, pollAt);
	if (event.eventId === '') throw new Error('An event has no id');
	return event;
}

/** A recorded list: its answers, and which of them is given to a request. */
interface Recording {
	readonly texts: readonly string[];
	readonly ascending: boolean;
	pageOf(since: number, position: string | undefined): number;
}

/** A list in no order, read by position. */
function unorderedRecording(run: Run): Recording {
	const order = unordered(run.count);
	return {
		texts: sharingTexts(run, (place) => contactIn(run, order[place])),
		ascending: false,
		pageOf: (_since, position) => Number(position ?? 0),
	};
}

/**
 * A list by updated time whose filter includes its bound. The engine goes on at the last updated
 * time it met, so that each page begins with the second in which the page before ended.
 */
function orderedRecording(run: Run): Recording {
	const second = (index: number) => Math.floor(changedAt(run, index) / SECOND_MS) * SECOND_MS;
	const pages = new Map<number, number>();
	const texts: string[] = [];
	for (let first = 0, since = -Infinity; ; ) {
		const last = Math.min(first + PAGE_SIZE, run.count) - 1;
		pages.set(since, texts.length);
		texts.push(
			JSON.stringify(ordered(last + 1 - first).map((offset) => contactIn(run, first + offset))),
		);
		if (last === run.count - 1) break;
		since = second(last);
		for (first = last; second(first - 1) === since; ) first -= 1;
	}
	return {
		texts,
		ascending: true,
		pageOf: (since) => pages.get(since) ?? (since <= second(0) ? 0 : texts.length - 1),
	};
}

interface Settings {
	readonly order: 'unordered' | 'ascending';
	readonly output: 'changes' | 'events';
	/** K; when it is less than the records, a run takes as many polls as it needs. */
	readonly maxItems: number;
}

/** Our engine: parse a page's text, scan it, remember, and make events where that is asked. */
export function ourEngine(run: Run, settings: Settings): Contestant {
	const recording =
		settings.order === 'ascending' ? orderedRecording(run) : unorderedRecording(run);
	const { texts, ascending } = recording;
	return {
		texts,
		begin: () => {
			let cursor: Cursor | undefined;
			let requests = 0;
			const readPage: ReadPage = async (since, position): Promise<Page> => {
				const page = recording.pageOf(since, position);
				requests += 1;
				return {
					records: recordsIn(bodyOf({ status: 200, headers: {}, body: texts[page] })),
					...(page + 1 < texts.length ? { next: String(page + 1) } : {}),
					date: run.lastAt,
				};
			};
			const source = { readPage, ascending, from: changedAt(run, 0), now: run.lastAt };
			const pollOnce = async () => {
				const asEvents = settings.output === 'events';
				const before = cursor && savedAndLoaded(cursor);
				const result = await scanOnce(source, before, settings.maxItems);
				cursor = result.cursor;
				const items = asEvents ? toEvents(result) : result.changes;
				return { items, complete: result.complete };
			};
			return {
				poll: async (): Promise<Handed> => {
					const first = await pollOnce();
					if (first.complete) return handed(first.items);
					let count = first.items.length;
					for (let complete = false; !complete; ) {
						const next = await pollOnce();
						count += next.items.length;
						({ complete } = next);
					}
					return { count, items: [] };
				},
				get requests() {
					return requests;
				},
				stateBytes: () => bytesOf(cursor),
			};
		},
	};
}
