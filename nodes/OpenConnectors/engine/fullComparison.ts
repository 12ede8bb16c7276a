import { compareIds, compareTimes, type Change } from './change';
import { SNAPSHOT_VERSION, type Snapshot } from './cursor';
import { contentVersion, GONE } from './contentHistory';
import { formatDigits } from '../core/digits';
import { EndWatch } from './endlessList';
import { EndlessListError, ListTooLongError, ListUnfinishedError } from './errors';
import { formatListed, parseListed, type Listed } from './listed';
import {
	PagePositionError,
	type EpochMs,
	type Page,
	type RawRecord,
	type ReadPage,
} from '../core/page';
import type { SnapshotReader } from '../core/reader';
import type { ScanWarning } from './types';
import type { StartFrom } from '../core/rules';

/**
 * Finds changes by comparing a whole list with what it was: for records without a usable date, and
 * for the deletion of records that leave no trace.
 *
 * ```text
 *   before   A  B  C          now   A' C  D
 *                             A updated, B deleted, D created
 * ```
 */
export interface FullComparisonInput {
	readonly snapshot: Snapshot | undefined;
	/** Fingerprint of what is polled, kept in the snapshot. */
	readonly key: string;
	readonly start: StartFrom;
	readonly readPage: ReadPage;
	readonly reader: SnapshotReader;
	/** Records that consecutive pages share, so that a moving offset list is noticed; 0 for page tokens. */
	readonly overlap: number;
	readonly limits: FullComparisonLimits;
	/** The local clock, epoch ms. */
	readonly now: () => EpochMs;
}

export interface FullComparisonLimits {
	/** Most changes reported in one poll; the others are found again by the next. */
	readonly maxItems: number;
	/** Most records that a list may hold. */
	readonly maxListed: number;
	/** Epoch ms of the local clock by which the list must be read to its end. */
	readonly deadline: EpochMs;
}

export interface FullComparisonResult {
	/** Oldest first where records have a time, then by id. */
	readonly changes: readonly Change[];
	readonly snapshot: Snapshot;
	readonly pages: number;
	/** The provider's clock at the first answer. */
	readonly serverTime: EpochMs;
	readonly warnings: readonly ScanWarning[];
}

/** Epoch ms that no record is older than. */
const EVERYTHING = 0;
/** A list that moved under the reader is begun again at most so often. */
const MAX_RESTARTS = 3;
/**
 * How long a list has to miss more than half of its records before they count as deleted: a list
 * that is cut short by a fault of the provider, or by a lost right, is mended within a day.
 */
const BELIEVED_AFTER_MS = 24 * 60 * 60_000;

/**
 * Reads a list whole and reports what is new, changed and gone. An unfinished reading changes nothing.
 *
 * @throws ListTooLongError, ListUnfinishedError, EndlessListError, and whatever `readPage` threw
 */
export async function compareList(input: FullComparisonInput): Promise<FullComparisonResult> {
	const { snapshot, reader, limits, now } = input;
	const list = await readList(input);
	const serverTime = list.serverTime ?? now();
	const before = snapshot && readable(snapshot.listed);
	const found = before ? compare(before, list, reader) : firstChanges(input, list, serverTime);
	const gone = found.filter(({ kind }) => kind === 'deleted').length;
	const isDoubtful = before !== undefined && gone > before.size / 2;
	const missingSince = isDoubtful ? (snapshot?.missingSince ?? now()) : undefined;
	const isBelieved = missingSince === undefined || now() - missingSince >= BELIEVED_AFTER_MS;
	const believed = found.filter(({ kind }) => isBelieved || kind !== 'deleted');
	const changes = [...believed]
		.sort((a, b) => compareTimes(a.updated, b.updated) || compareIds(a.id, b.id))
		.slice(0, limits.maxItems);
	const warnings = isBelieved ? [] : [missing(gone, before?.size ?? 0)];
	const warned = snapshot?.warned ?? [];
	return {
		changes,
		snapshot: {
			v: SNAPSHOT_VERSION,
			key: input.key,
			listed: formatListed(
				before ? withChanges(before, changes, reader) : firstListed(list, reader, found, changes),
			),
			...(isBelieved ? {} : { missingSince }),
			warned: warnings.map(({ code }) => code),
		},
		pages: list.pages,
		serverTime,
		warnings: warnings.filter(({ code }) => !warned.includes(code)),
	};
}

/** A snapshot that cannot be read counts as none. */
function readable(text: string): Listed | undefined {
	try {
		return parseListed(text);
	} catch {
		return undefined;
	}
}

interface ListRead {
	/** By id. */
	readonly records: ReadonlyMap<string, RawRecord>;
	readonly pages: number;
	readonly serverTime: EpochMs | undefined;
}

async function readList(input: FullComparisonInput): Promise<ListRead> {
	const started: Started = { pages: 0, serverTime: undefined };
	for (let attempts = 0; attempts <= MAX_RESTARTS; attempts += 1) {
		started.refused = undefined;
		const records = await readOnce(input, started);
		if (records) return { records, pages: started.pages, serverTime: started.serverTime };
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
	input: FullComparisonInput,
	started: Started,
): Promise<ReadonlyMap<string, RawRecord> | undefined> {
	const { readPage, reader, overlap, limits, now } = input;
	const records = new Map<string, RawRecord>();
	const end = new EndWatch(overlap);
	let position: string | undefined;
	for (let isFirst = true; isFirst || position !== undefined; isFirst = false) {
		if (!isFirst && now() >= limits.deadline) throw new ListUnfinishedError('time');
		const page = await pageAt(readPage, position, started);
		if (!page) return undefined;
		started.pages += 1;
		started.serverTime ??= page.date;
		const [first] = page.records;
		const isMoved =
			!isFirst && overlap > 0 && (first === undefined || !records.has(keyOf(first, reader)));
		if (isMoved) return undefined;
		const known = records.size;
		for (const record of page.records) records.set(keyOf(record, reader), record);
		if (records.size > limits.maxListed) throw new ListTooLongError(limits.maxListed);
		if (page.next !== undefined) {
			const endless =
				page.next === position
					? new EndlessListError('repeated')
					: end.page(page, records.size > known);
			if (endless) throw endless;
		}
		position = page.next;
	}
	return records;
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

function compare(before: Listed, list: ListRead, reader: SnapshotReader): readonly Change[] {
	const changes: Change[] = [];
	for (const [id, record] of list.records) {
		const fingerprint = reader.fingerprint(record);
		const known = before.get(id);
		if (known === fingerprint || reader.deleted(record)) continue;
		changes.push({
			kind: known === undefined ? 'created' : 'updated',
			id,
			updated: reader.updated(record),
			version: contentVersion(fingerprint, 1),
			record,
		});
	}
	for (const id of before.keys()) {
		const record = list.records.get(id);
		if (record && !reader.deleted(record)) continue;
		changes.push({
			kind: 'deleted',
			id,
			version: contentVersion(GONE, 1),
			record: record ?? reader.trace(id),
		});
	}
	return changes;
}

/**
 * What the first reading reports: nothing, but for records made after polling should have begun, or
 * for all records when a beginning was chosen. A date counts for records that say when they were made.
 */
function firstChanges(
	input: FullComparisonInput,
	list: ListRead,
	serverTime: EpochMs,
): readonly Change[] {
	const { start, reader, now } = input;
	const from =
		start.kind === 'at'
			? start.at
			: start.publishedAt === undefined
				? Infinity
				: wholeSecond(start.publishedAt + serverTime - now());
	const changes: Change[] = [];
	for (const [id, record] of list.records) {
		const created = reader.created(record);
		const isNew = (start.kind === 'at' && start.at === 0) || (created ?? -Infinity) >= from;
		if (!isNew || reader.deleted(record)) continue;
		const version = contentVersion(reader.fingerprint(record), 1);
		changes.push({ kind: 'created', id, updated: reader.updated(record), version, record });
	}
	return changes;
}

/** Records say in whole seconds when they were made. */
function wholeSecond(at: EpochMs): EpochMs {
	return Math.floor(at / 1_000) * 1_000;
}

/** What was known, as far as changes to it were reported. */
function withChanges(before: Listed, changes: readonly Change[], reader: SnapshotReader): Listed {
	const listed = new Map(before);
	for (const { kind, id, record } of changes) {
		if (kind === 'deleted') listed.delete(id);
		else listed.set(id, reader.fingerprint(record));
	}
	return listed;
}

/** The first list, without the records that a later poll has to report. */
function firstListed(
	list: ListRead,
	reader: SnapshotReader,
	all: readonly Change[],
	reported: readonly Change[],
): Listed {
	const later = new Set(all.map(({ id }) => id));
	for (const { id } of reported) later.delete(id);
	const listed: Listed = new Map();
	for (const [id, record] of list.records)
		if (!later.has(id) && !reader.deleted(record)) listed.set(id, reader.fingerprint(record));
	return listed;
}

/** A record without an id is told apart by what it holds. */
function keyOf(record: RawRecord, reader: SnapshotReader): string {
	return String(reader.id(record) ?? `#${formatDigits(reader.fingerprint(record))}`);
}

function missing(gone: number, of: number): ScanWarning {
	return {
		code: 'list-cut-short',
		message:
			`${gone} of ${of} records are missing from the list at once. ` +
			'They are reported as deleted when they are still missing in 24 hours.',
	};
}
