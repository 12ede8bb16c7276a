import { compareIds, compareTimes, type Change } from './change';
import { contentVersion, GONE, type ContentHistory } from './contentHistory';
import { isOtherAccount, judgeMissing, setAside, type Missing } from './deletions';
import { LeftOut } from './leftOut';
import { shortName, type Listed } from './listed';
import { EVERYTHING, readWholeList, type ListReading, type RecordKind } from './listReading';
import { boundNames, closeSnapshot, openSnapshot, type Known, type Snapshot } from './snapshot';
import type { EpochMs, RawRecord, ReadPage } from '../core/page';
import type { SnapshotReader } from '../core/reader';
import type { ScanWarning } from './types';
import type { ChangeKind, StartFrom } from '../core/rules';
import { RecordChecks } from './recordChecks';
import { volatileWarning } from './scanWarnings';
import { withoutFields, type VolatileSamples } from './volatileFields';

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
	/** What the process remembers of the list, to find fields that change without an edit. */
	readonly samples?: VolatileSamples | undefined;
	/** The local clock, epoch ms. */
	readonly now: () => EpochMs;
}

export interface FullComparisonLimits {
	/** Most changes reported in one poll; the others wait for the next. */
	readonly maxItems: number;
	/** Most records that are compared: of those behind them only new ones are reported. */
	readonly maxListed: number;
	/** Epoch ms of the local clock by which the list must be read to its end. */
	readonly deadline: EpochMs;
}

export interface FullComparisonResult {
	/** Those found by the oldest reading first, then oldest first where records have a time, then by id. */
	readonly changes: readonly Change[];
	readonly snapshot: Snapshot;
	readonly pages: number;
	/** Whether no change waits for the next poll. */
	readonly complete: boolean;
	/** The provider's clock at the first answer. */
	readonly serverTime: EpochMs;
	readonly warnings: readonly ScanWarning[];
}

/** So many readings lie between two that ask for fields twice. */
const READINGS_BETWEEN_PROBES = 10;
/** So many records change at once, and more than half, before fields are asked for twice. */
const LEAST_CHANGED = 3;
/** Fields that are left out of a list at most. */
const MOST_VOLATILE = 100;
const DAY_MS = 24 * 60 * 60_000;
/** A record that was made so long before the latest reading was in the list then. */
const MADE_BEFORE_MS = 10 * 60_000;

/**
 * Reads a list whole and reports what is new, changed and gone. An unfinished reading changes nothing.
 *
 * @throws ListUnfinishedError, EndlessListError, MissingIdError, and whatever `readPage` threw
 */
export async function compareList(input: FullComparisonInput): Promise<FullComparisonResult> {
	const { key, limits, now } = input;
	const known = withinBound(openSnapshot(input.snapshot), limits.maxListed);
	const reader = withoutFields(input.reader, known.volatile);
	const list = await readWholeList(readingOf(input, known, reader));
	const serverTime = list.serverTime ?? now();
	const isOther = known.readAt !== undefined && isReplaced(known, list, reader);
	const isBeginning = known.readAt === undefined || isOther;
	const missing = isBeginning
		? undefined
		: judgeMissing(known.listed, isIn(list), serverTime, input.overlap === 0 && list.pages > 1);
	const compare = (counted: SnapshotReader) =>
		compareRecords(known, list, { reader, counted, missing, maxListed: limits.maxListed });
	const first = isBeginning ? undefined : compare(reader);
	const learned = await learnFields(input, { known, list }, first);
	const counted = withoutFields(reader, learned.fields);
	const compared =
		first && learned.fields.length === 0
			? first
			: isBeginning
				? beginning(input, list, { counted, isOther, known, serverTime })
				: compare(counted);
	const queue = inQueue(compared.found, known.waiting, reader);
	const reported = queue.slice(0, limits.maxItems);
	const waiting = queue.slice(limits.maxItems).map(({ id }) => id);
	const next = withReported(compared, reported, limits.maxListed);
	const long = tooLong(known, list, next.beyond, { maxListed: limits.maxListed, serverTime });
	const checks = new RecordChecks(reader);
	checks.ids([...list.records.values()]);
	const standing = [
		...(missing && missing.doubtful > 0 ? [cutShort(missing)] : []),
		...checks.warnings(known.warned),
	];
	return {
		changes: reported.map((found) => toChange(found, known.history, reader)),
		snapshot: closeSnapshot(key, {
			...known,
			...next,
			waiting,
			volatile: [...known.volatile, ...learned.fields].slice(0, MOST_VOLATILE),
			probeIn:
				learned.isProbed && !isBeginning ? READINGS_BETWEEN_PROBES : Math.max(0, known.probeIn - 1),
			readAt: serverTime,
			longAt: long.longAt,
			warned: standing.map(({ code }) => code),
		}),
		pages: list.pages,
		complete: waiting.length === 0,
		serverTime,
		warnings: [
			...standing.filter(({ code }) => !known.warned.includes(code)),
			...(isOther ? [ANOTHER_ACCOUNT] : []),
			...volatileWarning(learned.fields),
			...long.warnings,
		],
	};
}

/** A list that is compared no longer as a whole: of the records behind the bound the names stay. */
function withinBound(known: Known, maxListed: number): Known {
	if (known.listed.size <= maxListed) return known;
	const own = [...known.listed].filter(([, { isFormer }]) => !isFormer);
	const former = [...known.listed].filter(([, { isFormer }]) => isFormer);
	if (own.length <= maxListed) return known;
	const names = own.slice(maxListed).map(([id]) => shortName(id));
	return {
		...known,
		listed: new Map([...own.slice(0, maxListed), ...former]),
		beyond: known.beyond && new Set([...known.beyond, ...names]),
	};
}

function readingOf(input: FullComparisonInput, known: Known, reader: SnapshotReader) {
	const { readPage, overlap, limits, now } = input;
	const { listed, beyond } = known;
	return {
		readPage,
		reader,
		overlap,
		now,
		deadline: limits.deadline,
		kindOf: (id: string): RecordKind => {
			if (listed.has(id)) return 'listed';
			return beyond?.has(shortName(id)) ? 'named' : 'unknown';
		},
		mostOf: {
			listed: Infinity,
			named: Math.max(0, limits.maxListed - countOwn(listed)),
			unknown: limits.maxListed,
		},
		isNews: (record: RawRecord, serverTime: EpochMs = now()) => isNews(input, record, serverTime),
	};
}

function countOwn(listed: Listed): number {
	let count = 0;
	for (const { isFormer } of listed.values()) if (!isFormer) count += 1;
	return count;
}

function isIn({ records }: ListReading): (id: string) => boolean {
	return (id) => records.has(id);
}

/** Whether the credential shows another account. */
function isReplaced(known: Known, list: ListReading, reader: SnapshotReader): boolean {
	const { listed, beyond = new Set(), readAt = Infinity } = known;
	const isNew = (id: string) => {
		const was = listed.get(id);
		return was ? was.isFormer === true : !beyond.has(shortName(id));
	};
	const kept = [...list.records].filter(([id]) => isNew(id));
	const further = [...list.further].filter((name) => !beyond.has(name));
	const made = kept.filter(
		([, record]) => (reader.created(record) ?? -Infinity) >= readAt - MADE_BEFORE_MS,
	);
	return isOtherAccount({
		listed,
		isThere: isIn(list),
		size: list.records.size + list.further.size,
		newcomers: kept.length + further.length,
		isNewlyMade: made.length > kept.length / 2,
	});
}

/** A change that was found, and may have to wait. */
interface Found {
	readonly kind: ChangeKind;
	readonly id: string;
	readonly record: RawRecord;
	/** What it held; GONE where it was not there. */
	readonly before: number | undefined;
	/** What it holds; GONE when it is deleted. */
	readonly content: number;
}

interface Compared {
	readonly found: readonly Found[];
	/** What is known when nothing of it is reported. */
	readonly listed: Listed;
	readonly beyond: ReadonlySet<string> | undefined;
}

interface Comparison {
	/** Reads what records held as it was kept. */
	readonly reader: SnapshotReader;
	/** Reads what they hold from now on: fields less where some were just found out. */
	readonly counted: SnapshotReader;
	readonly missing: Missing | undefined;
	readonly maxListed: number;
}

function compareRecords(known: Known, list: ListReading, comparison: Comparison): Compared {
	const { reader, counted, missing, maxListed } = comparison;
	const listed: Listed = new Map(known.listed);
	const beyond = new Set(known.beyond);
	const found: Found[] = [];
	const isLong = list.records.size + list.further.size > maxListed;
	let room = maxListed - countOwn(listed);
	for (const [id, record] of list.records) {
		const was = known.listed.get(id);
		const content = counted.fingerprint(record);
		if (counted.deleted(record)) {
			if (was?.isFormer) listed.delete(id);
			else if (was) found.push({ kind: 'deleted', id, record, before: was.content, content: GONE });
		} else if (was) {
			const { content: before } = was;
			const isSame =
				before === undefined ||
				before === content ||
				(counted !== reader && before === reader.fingerprint(record));
			const isMoved = was.missingSince !== undefined || (isSame && content !== before);
			if (isMoved) listed.set(id, { content: isSame ? content : before });
			if (!isSame) found.push({ kind: 'updated', id, record, before, content });
		} else if (beyond.has(shortName(id)) || (isLong && known.beyond === undefined)) {
			beyond.delete(shortName(id));
			if (room > 0) listed.set(id, { content });
			else beyond.add(shortName(id));
			room -= 1;
		} else {
			found.push({ kind: 'created', id, record, before: GONE, content });
		}
	}
	for (const id of missing?.deleted ?? []) {
		const before = known.listed.get(id)?.content;
		found.push({ kind: 'deleted', id, record: reader.trace(id), before, content: GONE });
	}
	if (known.beyond === undefined) for (const name of list.further) beyond.add(name);
	return { found, listed, beyond: withinNames(beyond, list) };
}

function withinNames(names: ReadonlySet<string>, { records, further }: ListReading) {
	return boundNames(names, () => new Set([...further, ...[...records.keys()].map(shortName)]));
}

interface Beginning {
	readonly counted: SnapshotReader;
	readonly isOther: boolean;
	readonly known: Known;
	readonly serverTime: EpochMs;
}

/**
 * What the first reading reports: nothing, but for records made after polling should have begun, or
 * for all records when a beginning was chosen. The first reading of another account reports nothing.
 */
function beginning(input: FullComparisonInput, list: ListReading, now: Beginning): Compared {
	const { counted, isOther, known, serverTime } = now;
	const found: Found[] = [];
	const listed: Listed = isOther ? setAside(known.listed, isIn(list), serverTime) : new Map();
	for (const [id, record] of list.records) {
		if (counted.deleted(record)) continue;
		const content = counted.fingerprint(record);
		if (!isOther && isNews(input, record, serverTime))
			found.push({ kind: 'created', id, record, before: GONE, content });
		else listed.set(id, { content });
	}
	const names = [...list.further].filter((name) => isOther || !list.furtherNews.has(name));
	return { found, listed, beyond: withinNames(new Set(names), list) };
}

/** Whether the first reading reports a record. A date counts for records that say when they were made. */
function isNews(
	{ start, reader, now }: FullComparisonInput,
	record: RawRecord,
	serverTime: EpochMs,
): boolean {
	if (start.kind === 'at' && start.at === 0) return true;
	const from =
		start.kind === 'at'
			? start.at
			: start.publishedAt === undefined
				? Infinity
				: wholeSecond(start.publishedAt + serverTime - now());
	return from < Infinity && (reader.created(record) ?? -Infinity) >= from;
}

/** Records say in whole seconds when they were made. */
function wholeSecond(at: EpochMs): EpochMs {
	return Math.floor(at / 1_000) * 1_000;
}

interface Read {
	readonly known: Known;
	readonly list: ListReading;
}

/** Finds fields that change without an edit, before anything is reported of them. */
async function learnFields(
	{ readPage, reader, limits, now, samples }: FullComparisonInput,
	{ known, list }: Read,
	compared: Compared | undefined,
): Promise<{ readonly fields: readonly string[]; readonly isProbed: boolean }> {
	const changed = (compared?.found ?? []).filter(({ kind }) => kind === 'updated');
	const isMuch = changed.length >= LEAST_CHANGED && changed.length > countOwn(known.listed) / 2;
	const isProbed =
		(compared === undefined || (isMuch && known.probeIn === 0)) && now() < limits.deadline;
	const leftOut = new LeftOut(known.volatile, reader, samples);
	if (isProbed)
		await leftOut.probe(list.firstPage, async () => (await readPage(EVERYTHING)).records);
	leftOut.sample(
		list.records,
		changed.map(({ id }) => id),
	);
	return { fields: leftOut.news, isProbed };
}

/** Those that wait for longest first, then the oldest, then by id. */
function inQueue(
	found: readonly Found[],
	waiting: readonly string[],
	reader: SnapshotReader,
): readonly Found[] {
	const places = new Map(waiting.map((id, place) => [id, place]));
	return [...found].sort(
		(a, b) =>
			compareTimes(places.get(a.id), places.get(b.id)) ||
			compareTimes(reader.updated(a.record), reader.updated(b.record)) ||
			compareIds(a.id, b.id),
	);
}

/** What is known once changes were reported. The others are found again. */
function withReported(
	{ listed, beyond }: Compared,
	reported: readonly Found[],
	maxListed: number,
): Pick<Known, 'listed' | 'beyond'> {
	if (reported.length === 0) return { listed, beyond };
	const next: Listed = new Map(listed);
	const names = new Set(beyond);
	for (const { kind, id } of reported) if (kind === 'deleted') next.delete(id);
	let room = maxListed - countOwn(next);
	for (const { kind, id, content } of reported) {
		if (kind === 'deleted') continue;
		if (kind === 'created' && room <= 0) names.add(shortName(id));
		else next.set(id, { content });
		if (kind === 'created') room -= 1;
	}
	return { listed: next, beyond: beyond && names };
}

function toChange(found: Found, history: ContentHistory, reader: SnapshotReader): Change {
	const { kind, id, record, before, content } = found;
	return {
		kind,
		id,
		updated: kind === 'deleted' ? undefined : reader.updated(record),
		version: contentVersion(content, history.occurrence(id, before, content)),
		record,
	};
}

/** Says once a day what is not seen of a list that is longer than what is compared. */
function tooLong(
	{ longAt }: Known,
	list: ListReading,
	beyond: ReadonlySet<string> | undefined,
	{ maxListed, serverTime }: { readonly maxListed: number; readonly serverTime: EpochMs },
): { readonly longAt: EpochMs | undefined; readonly warnings: readonly ScanWarning[] } {
	const size = list.records.size + list.further.size;
	if (size <= maxListed) return { longAt: undefined, warnings: [] };
	if (longAt !== undefined && Math.abs(serverTime - longAt) < DAY_MS)
		return { longAt, warnings: [] };
	const message =
		`The list holds ${size} records, and ${maxListed} of them are compared. ` +
		(beyond
			? 'Of the others new records are reported, but edits and deletions are not seen. '
			: 'Of the others nothing is seen, as there are too many to remember. ') +
		'Raise "Maximum Compared Records" under Options, narrow the list, or choose a resource that lists by date.';
	return { longAt: serverTime, warnings: [{ code: 'list-too-long', message }] };
}

const ANOTHER_ACCOUNT: ScanWarning = {
	code: 'another-account',
	message:
		'More than half of the records were replaced by others at once. ' +
		'The credential seems to be connected to another account. ' +
		'Nothing of that is reported: the list as it is now is the new beginning.',
};

function cutShort({ doubtful, known }: Missing): ScanWarning {
	return {
		code: 'list-cut-short',
		message:
			`${doubtful} of ${known} records are missing from the list at once. ` +
			'They are reported as deleted when they are still missing in 24 hours.',
	};
}
