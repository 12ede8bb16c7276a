import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import { compileFieldPath, parseFieldPath, type FieldReader } from '../core/fieldPath';
import { fingerprintOf, ignoredFields } from '../core/fingerprint';
import type { EpochMs, RawRecord } from '../core/page';
import type { SnapshotReader } from '../core/reader';

/** A date field of the records: where it is, how it is written, in which zone when it names none. */
export interface DateField {
	readonly path: string;
	/** Read in this order where the one before holds nothing. */
	readonly furtherPaths?: readonly string[];
	readonly format: string;
	readonly zone: Zone;
}

export interface RecordFields {
	/** Path of the id; of several the values together are the id. */
	readonly id: string | readonly string[];
	readonly updated?: DateField;
	/** Further dates that a change may move: the latest of all is the updated time. */
	readonly alsoUpdated?: readonly DateField[];
	readonly created?: DateField;
	/** Fields that change without the record being changed, see `ignoredFields`. */
	readonly volatile?: readonly string[];
	/** Which records are traces of deletions. */
	readonly deleted?: (record: RawRecord) => boolean;
	/** Whether the created date stands in where the updated one holds nothing. */
	readonly orCreated?: boolean;
	/** Makes a reader of a path; absent: paths are those of the record. */
	readonly compile?: (path: string) => FieldReader;
}

/** @throws FieldPathError, DatePatternError */
export function createRecordReader(fields: RecordFields): SnapshotReader {
	const ignored = ignoredFields(fields.volatile ?? []);
	const { compile = compileFieldPath } = fields;
	const created = dateReader(fields.created, compile);
	const updated = fields.orCreated
		? firstOf(fields, created, compile)
		: dateReader(fields.updated, compile);
	const idField = [fields.id].flat().join(' and ');
	const further = (fields.alsoUpdated ?? []).map((field) => dateReader(field, compile));
	return {
		id: idReader(fields.id, compile),
		updated: further.length === 0 ? updated : latestOf([updated, ...further]),
		created,
		fingerprint: (record) => fingerprintOf(record, ignored),
		deleted: fields.deleted ?? (() => false),
		ignoring: (more) =>
			createRecordReader({ ...fields, volatile: [...(fields.volatile ?? []), ...more] }),
		trace: (id) => traceOf(fields.id, id),
		dated: fields.updated !== undefined,
		updatedField: fields.updated?.path,
		createdField: fields.created?.path,
		idField: idField || undefined,
	};
}

type Read<Value> = (record: RawRecord) => Value | undefined;

function idReader(
	path: string | readonly string[],
	compile: (path: string) => FieldReader,
): Read<string | number> {
	if (typeof path === 'string') {
		const read = compile(path);
		return (record) => toId(read(record));
	}
	const parts = path.map(compile);
	return (record) => {
		const values = parts.map((read) => toId(read(record)));
		return values.every((value) => value === undefined)
			? undefined
			: values.map((value) => value ?? '').join('-');
	};
}

/** An id of several values stands under `id`, as they cannot be told apart in it. */
function traceOf(path: string | readonly string[], id: string): RawRecord {
	const steps = typeof path === 'string' ? parseFieldPath(path) : ['id'];
	return [...steps]
		.reverse()
		.reduce<RawRecord>((inner, step, index) => ({ [step]: index === 0 ? id : inner }), {});
}

function latestOf(readers: ReadonlyArray<Read<EpochMs>>): Read<EpochMs> {
	return (record) => {
		const times = readers.flatMap((read) => read(record) ?? []);
		return times.length === 0 ? undefined : Math.max(...times);
	};
}

function toId(value: unknown): string | number | undefined {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function dateReader(
	field: DateField | undefined,
	compile: (path: string) => FieldReader,
): Read<EpochMs> {
	if (!field) return () => undefined;
	const format = compileDateFormat(field.format);
	const [first, ...further] = [field.path, ...(field.furtherPaths ?? [])].map(compile);
	if (further.length === 0) return (record) => format.parse(first(record), field.zone);
	return (record) => {
		let value = first(record);
		for (const read of further) if (isNoDate(value)) value = read(record);
		return format.parse(value, field.zone);
	};
}

/**
 * The updated date, or the created one of a record that was never edited, whose updated date is empty. A
 * date that is not even there is another matter: its field may be called otherwise.
 */
function firstOf(
	{ updated }: RecordFields,
	created: Read<EpochMs>,
	compile: (path: string) => FieldReader,
): Read<EpochMs> {
	if (!updated) return () => undefined;
	const read = dateReader(updated, compile);
	const readers = [updated.path, ...(updated.furtherPaths ?? [])].map(compile);
	return (record) => {
		const values = readers.map((value) => value(record));
		const isEmpty = values.every(isNoDate) && values.some((value) => value !== undefined);
		return isEmpty ? created(record) : read(record);
	};
}

/** What stands for no date: nothing, zero, and what databases write in its place. */
function isNoDate(value: unknown): boolean {
	if (value === undefined || value === null || value === 0) return true;
	return typeof value === 'string' && /^(?:0|0000-00-00.*|)$/.test(value.trim());
}
