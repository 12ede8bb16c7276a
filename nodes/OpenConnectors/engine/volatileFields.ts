import { fieldFingerprints } from '../core/fingerprint';
import type { RawRecord } from '../core/page';
import type { RecordReader, SnapshotReader } from '../core/reader';

/** What fields of a record hold, by path. */
type Fields = ReadonlyMap<string, number>;

/** Records of a page that are compared field by field. */
const MOST_COMPARED = 100;
/** Longer paths, of records that are keyed by what they hold, are not left out. */
const LONGEST_PATH = 200;

/**
 * Asks for records once more, right away, and once again where fields differ: what differs both
 * times, in at least half of the records that hold it, is changed by being read.
 *
 * @param records as they were read
 * @param readAgain asks for the same records
 * @returns paths of fields that count for `reader`; none when asking fails
 */
export async function probeFields(
	records: readonly RawRecord[],
	readAgain: () => Promise<readonly RawRecord[]>,
	reader: RecordReader,
): Promise<readonly string[]> {
	let before = records.slice(0, MOST_COMPARED);
	let found: readonly string[] | undefined;
	for (let times = 0; times < 2 && found?.length !== 0; times += 1) {
		const now = await readAgain().catch(() => []);
		const differing = differingFields(before, now, reader);
		found = found ? found.filter((path) => differing.includes(path)) : differing;
		before = now.slice(0, MOST_COMPARED);
	}
	return found ?? [];
}

function differingFields(
	before: readonly RawRecord[],
	now: readonly RawRecord[],
	reader: RecordReader,
): readonly string[] {
	const earlier = new Map(before.map((record) => [reader.id(record), record]));
	const holding = new Map<string, number>();
	const differing = new Map<string, number>();
	const examples = new Map<string, RawRecord>();
	for (const record of now) {
		const id = reader.id(record);
		const known = id === undefined ? undefined : earlier.get(id);
		if (!known) continue;
		const isSame = reader.fingerprint(known) === reader.fingerprint(record);
		const [old, fields] = [fieldFingerprints(known), fieldFingerprints(record)];
		for (const path of new Set([...old.keys(), ...fields.keys()])) {
			holding.set(path, (holding.get(path) ?? 0) + 1);
			if (isSame || old.get(path) === fields.get(path)) continue;
			differing.set(path, (differing.get(path) ?? 0) + 1);
			examples.set(path, record);
		}
	}
	return [...differing]
		.filter(([path, records]) => records >= (holding.get(path) ?? 0) / 2)
		.map(([path]) => path)
		.filter((path) => isCounted(path, examples.get(path), reader));
}

/** Whether a field is part of what a record holds, and not ignored. */
function isCounted(path: string, record: RawRecord | undefined, reader: RecordReader): boolean {
	if (path === '' || path.length > LONGEST_PATH || record === undefined) return false;
	return reader.ignoring([exactPath(path)]).fingerprint(record) !== reader.fingerprint(record);
}

/** A reader to which fields do not count: those at the paths, and none of the same name elsewhere. */
export function withoutFields(reader: SnapshotReader, paths: readonly string[]): SnapshotReader;
export function withoutFields(reader: RecordReader, paths: readonly string[]): RecordReader;
export function withoutFields(reader: RecordReader, paths: readonly string[]): RecordReader {
	return paths.length === 0 ? reader : reader.ignoring(paths.map(exactPath));
}

function exactPath(path: string): string {
	return path.startsWith('[') ? `$${path}` : `$.${path}`;
}

/** Records that are looked at from reading to reading. */
const MOST_SAMPLES = 10;
/** A field that differs in so many readings in a row may be changed by being read. */
const LEAST_IN_A_ROW = 3;
/** Records that are asked whether they hold such a field. */
const MOST_HOLDING = 1_000;
/** It is, when these readings come to so many, over all the samples: a record that is edited each minute has it for 12. */
const LEAST_DIFFERENCES = 12;

interface Sample {
	readonly fields: Fields;
	/** By path, in how many readings in a row the field differed from the one before. */
	readonly inARow: ReadonlyMap<string, number>;
}

/**
 * A few records of a list, field by field, from reading to reading: finds the fields that change
 * slowly without an edit, such as a counter of minutes. Kept by the process; nothing is lost with it.
 */
export class VolatileSamples {
	private readonly samples = new Map<string, Sample>();

	/**
	 * @param records what the reading met, by id
	 * @param changed ids of those that differ from what was known; they are looked at before others
	 * @returns paths of fields that count for `reader` and differ again and again
	 */
	add(
		records: ReadonlyMap<string, RawRecord>,
		changed: readonly string[],
		reader: RecordReader,
	): readonly string[] {
		for (const [id, sample] of this.samples) {
			const record = records.get(id);
			if (record) this.samples.set(id, nextSample(sample, fieldFingerprints(record)));
			else this.samples.delete(id);
		}
		this.choose(records, changed);
		return this.differing().filter(
			(path) =>
				isWidespread(path, records, new Set(changed)) &&
				[...this.samples.keys()].some((id) => isCounted(path, records.get(id), reader)),
		);
	}

	/** Records that changed take the places of those in which nothing did. */
	private choose(records: ReadonlyMap<string, RawRecord>, changed: readonly string[]): void {
		const quiet = [...this.samples].flatMap(([id, { inARow }]) => (inARow.size === 0 ? [id] : []));
		const busy = new Set(changed);
		for (const [id, record] of records) {
			if (!busy.has(id) || this.samples.has(id)) continue;
			if (this.samples.size >= MOST_SAMPLES) {
				const left = quiet.pop();
				if (left === undefined) return;
				this.samples.delete(left);
			}
			this.begin(id, record);
		}
		for (const [id, record] of records) {
			if (this.samples.size >= MOST_SAMPLES) return;
			if (!this.samples.has(id)) this.begin(id, record);
		}
	}

	private begin(id: string, record: RawRecord): void {
		this.samples.set(id, { fields: fieldFingerprints(record), inARow: new Map() });
	}

	private differing(): readonly string[] {
		const samples = [...this.samples.values()];
		const paths = new Set(samples.flatMap(({ inARow }) => [...inARow.keys()]));
		return [...paths].filter((path) => {
			const rows = samples.map(({ inARow }) => inARow.get(path) ?? 0);
			const long = rows.filter((row) => row >= LEAST_IN_A_ROW);
			return long.reduce((sum, row) => sum + row, 0) >= LEAST_DIFFERENCES;
		});
	}
}

/**
 * Whether half of the records that hold a field changed: what a reading changes, it changes in all of
 * them. Ten busy records among a hundred are edited, however often.
 */
function isWidespread(
	path: string,
	records: ReadonlyMap<string, RawRecord>,
	changed: ReadonlySet<string>,
): boolean {
	const holding = [...records]
		.slice(0, MOST_HOLDING)
		.flatMap(([id, record]) => (fieldFingerprints(record).has(path) ? [id] : []));
	return holding.filter((id) => changed.has(id)).length >= holding.length / 2;
}

function nextSample({ fields: before, inARow: rows }: Sample, fields: Fields): Sample {
	const inARow = new Map<string, number>();
	for (const path of new Set([...before.keys(), ...fields.keys()]))
		if (before.get(path) !== fields.get(path)) inARow.set(path, (rows.get(path) ?? 0) + 1);
	return { fields, inARow };
}
