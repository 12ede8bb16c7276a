import type { EpochMs, Page, RawRecord } from '../core/page';
import type { ChangeKind } from '../core/rules';
import { datedVersion, isCoarse, type Change } from '../engine/change';
import { contentVersion, GONE } from '../engine/contentHistory';
import type { Stream } from '../streams';
import type { RequestBudget } from '../streams/http';
import { capture } from './capture';

const DAY_MS = 86_400_000;
/** How far back a test looks, until it finds something; then all there is. */
const REACHES_MS = [DAY_MS, 30 * DAY_MS];
const MOST_SAMPLES = 5;

/** A page, and since when what was changed was asked for. */
export interface Newest {
	readonly page: Page;
	readonly since: EpochMs;
}

/** The first page of a list that holds anything, of the latest changes. @throws what reading throws */
export async function newestOf(stream: Stream, budget: RequestBudget): Promise<Newest> {
	const readPage = stream.pages(budget);
	for (const reach of REACHES_MS) {
		const since = budget.now() - reach;
		const page = await readPage(since);
		if (page.records.length > 0) return { page, since };
	}
	return { page: await readPage(0), since: 0 };
}

/** Records that exist, as changes that a workflow starts for. */
export interface Samples {
	readonly changes: readonly Change[];
	/** The kind that stands for that of the others, where it is not one of those that were chosen. */
	readonly standIn?: ChangeKind;
}

/** The newest records of a list, five where it has as many. */
export async function samplesOf(
	stream: Stream,
	newest: Newest,
	chosen: ReadonlySet<ChangeKind>,
	budget: RequestBudget,
): Promise<Samples> {
	const { reader } = stream;
	const records = await fiveOf(stream, newest, budget);
	const living = records.filter((record) => chosen.has('deleted') || !reader.deleted(record));
	const [standIn] = (['created', 'updated', 'deleted'] as const).filter((kind) => chosen.has(kind));
	const kinds = (living.length > 0 ? living : records)
		.map((record) => ({ record, kind: kindOf(stream, record) }))
		.sort((a, b) => (reader.updated(b.record) ?? 0) - (reader.updated(a.record) ?? 0))
		.slice(0, MOST_SAMPLES);
	return {
		changes: kinds.map(({ record, kind }) =>
			toChange(stream, record, chosen.has(kind) ? kind : standIn),
		),
		...(kinds.every(({ kind }) => chosen.has(kind)) ? {} : { standIn }),
	};
}

/** Of a list of which little changed lately, what changed before as well. */
async function fiveOf(
	stream: Stream,
	{ page, since }: Newest,
	budget: RequestBudget,
): Promise<readonly RawRecord[]> {
	const { records, next } = page;
	const isAll = since === 0 || stream.sync.kind === 'full' || records.length === 0;
	if (isAll || next !== undefined || records.length >= MOST_SAMPLES) return records;
	const all = await capture(async () => await stream.pages(budget)(0));
	if ('error' in all) return records;
	const nameOf = (record: RawRecord) => stream.reader.id(record) ?? JSON.stringify(record);
	const names = new Set(records.map(nameOf));
	return [...records, ...all.value.records.filter((record) => !names.has(nameOf(record)))];
}

/** What happened to a record last, as far as it shows. */
function kindOf({ reader }: Stream, record: RawRecord): ChangeKind {
	if (reader.deleted(record)) return 'deleted';
	const created = reader.created(record);
	return created !== undefined && created === reader.updated(record) ? 'created' : 'updated';
}

function toChange(stream: Stream, record: RawRecord, kind: ChangeKind): Change {
	const { reader, sync } = stream;
	const id = String(reader.id(record) ?? '');
	const isGone = kind === 'deleted' && sync.kind === 'full';
	const updated = isGone ? undefined : reader.updated(record);
	return {
		kind,
		id,
		updated,
		version: versionOf(stream, record, kind, updated),
		// Of a record that is missed in a list no more than its id is known.
		record: isGone && id !== '' && !reader.deleted(record) ? reader.trace(id) : record,
	};
}

/** The name that a published workflow gives the version, unless the record held it before. */
function versionOf(
	{ reader, sync }: Stream,
	record: RawRecord,
	kind: ChangeKind,
	updated: EpochMs | undefined,
): string {
	const isGone = kind === 'deleted' && sync.kind === 'full';
	const content = contentVersion(isGone ? GONE : reader.fingerprint(record), 1);
	if (sync.kind === 'full') return content;
	const isNamed = updated === undefined || isCoarse(sync.rules.granularityMs);
	return datedVersion(kind, updated, isNamed ? content : undefined);
}
