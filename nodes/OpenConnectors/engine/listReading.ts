import { formatDigits } from '../core/digits';
import {
	PagePositionError,
	type EpochMs,
	type Page,
	type RawRecord,
	type ReadPage,
} from '../core/page';
import type { SnapshotReader } from '../core/reader';
import { EndWatch } from './endlessList';
import { EndlessListError, ListUnfinishedError } from './errors';
import { shortName } from './listed';

export interface ListReadingInput {
	readonly readPage: ReadPage;
	readonly reader: SnapshotReader;
	/** Records that consecutive pages share, so that a moving offset list is noticed; 0 for page tokens. */
	readonly overlap: number;
	/** How many records of a kind are kept; of those behind them only the short names are. */
	readonly mostOf: Readonly<Record<RecordKind, number>>;
	readonly kindOf: (id: string) => RecordKind;
	/** Whether a record is to be reported where nothing is known of the list. */
	readonly isNews: (record: RawRecord, serverTime: EpochMs | undefined) => boolean;
	/** Epoch ms of the local clock by which the list must be read to its end. */
	readonly deadline: EpochMs;
	/** The local clock, epoch ms. */
	readonly now: () => EpochMs;
}

/** Compared so far, known by its short name alone, or not known. */
export type RecordKind = 'listed' | 'named' | 'unknown';

export interface ListReading {
	/** By id, in the order of the list. */
	readonly records: ReadonlyMap<string, RawRecord>;
	/** Short names of the records that were not kept. */
	readonly further: ReadonlySet<string>;
	/** Those among them that are news: a later reading has to find them again. */
	readonly furtherNews: ReadonlySet<string>;
	readonly firstPage: readonly RawRecord[];
	readonly pages: number;
	/** The provider's clock at the first answer. */
	readonly serverTime: EpochMs | undefined;
}

/** Epoch ms that no record is older than. */
export const EVERYTHING = 0;
/** A list that moved under the reader is begun again at most so often. */
const MAX_RESTARTS = 3;

/**
 * Reads a list from its beginning to its end.
 *
 * @throws ListUnfinishedError, EndlessListError, and whatever `readPage` threw
 */
export async function readWholeList(input: ListReadingInput): Promise<ListReading> {
	const started: Started = { pages: 0, serverTime: undefined };
	for (let attempts = 0; attempts <= MAX_RESTARTS; attempts += 1) {
		started.refused = undefined;
		const read = await readOnce(input, started);
		if (read) return { ...read, pages: started.pages, serverTime: started.serverTime };
	}
	throw started.refused ?? new ListUnfinishedError('order');
}

interface Started {
	pages: number;
	serverTime: EpochMs | undefined;
	/** Why the latest attempt came to no end, when a position was no longer taken. */
	refused?: PagePositionError | undefined;
}

/** @returns undefined when the list moved under the reader and has to be read again */
async function readOnce(
	input: ListReadingInput,
	started: Started,
): Promise<Omit<ListReading, 'pages' | 'serverTime'> | undefined> {
	const { readPage, reader, overlap, mostOf, kindOf, isNews, deadline, now } = input;
	const records = new Map<string, RawRecord>();
	const further = new Set<string>();
	const furtherNews = new Set<string>();
	const kept = { listed: 0, named: 0, unknown: 0 };
	const isKnown = (id: string) => records.has(id) || further.has(shortName(id));
	const end = new EndWatch(overlap);
	let firstPage: readonly RawRecord[] | undefined;
	let position: string | undefined;
	for (let isFirst = true; isFirst || position !== undefined; isFirst = false) {
		if (!isFirst && now() >= deadline) throw new ListUnfinishedError('time');
		const page = await pageAt(readPage, position, started);
		if (!page) return undefined;
		firstPage ??= page.records;
		started.pages += 1;
		started.serverTime ??= page.date;
		const [first] = page.records;
		const isMoved =
			!isFirst && overlap > 0 && (first === undefined || !isKnown(recordKey(first, reader)));
		if (isMoved) return undefined;
		const known = records.size + further.size;
		for (const record of page.records) {
			const id = recordKey(record, reader);
			if (!records.has(id)) {
				const kind = kindOf(id);
				if (kept[kind] >= mostOf[kind]) {
					further.add(shortName(id));
					if (isNews(record, started.serverTime)) furtherNews.add(shortName(id));
					continue;
				}
				kept[kind] += 1;
			}
			records.set(id, record);
		}
		if (page.next !== undefined) {
			const endless =
				page.next === position
					? new EndlessListError('repeated')
					: end.page(page, records.size + further.size > known);
			if (endless) throw endless;
		}
		position = page.next;
	}
	return { records, further, furtherNews, firstPage: firstPage ?? [] };
}

/** @returns undefined when the position is no longer taken */
async function pageAt(
	readPage: ReadPage,
	position: string | undefined,
	started: Started,
): Promise<Page | undefined> {
	const page = readPage(EVERYTHING, position);
	if (position === undefined) return await page;
	return await page.catch((error: unknown) => {
		if (error instanceof PagePositionError && error.isCertain) {
			started.refused = error;
			return undefined;
		}
		return Promise.reject(error instanceof Error ? error : new Error(String(error)));
	});
}

/** A record without an id is told apart by what it holds. */
function recordKey(record: RawRecord, reader: SnapshotReader): string {
	return String(reader.id(record) ?? `#${formatDigits(reader.fingerprint(record))}`);
}
