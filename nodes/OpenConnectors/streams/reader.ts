import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import { compileFieldPath, parseFieldPath, type FieldReader } from '../core/fieldPath';
import { fingerprintOf, ignoredFields } from '../core/fingerprint';
import type { EpochMs, RawRecord } from '../core/page';
import type { SnapshotReader } from '../core/reader';

/** A date field of the records: where it is, how it is written, in which zone when it names none. */
export interface DateField {
	readonly path: string;
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
}

/** @throws FieldPathError, DatePatternError */
export function createRecordReader(fields: RecordFields): SnapshotReader {
	const ignored = ignoredFields(fields.volatile ?? []);
	const updated = dateReader(fields.updated);
	const idField = [fields.id].flat().join(' and ');
	const further = (fields.alsoUpdated ?? []).map(dateReader);
	return {
		id: idReader(fields.id),
		updated: further.length === 0 ? updated : latestOf([updated, ...further]),
		created: dateReader(fields.created),
		fingerprint: (record) => fingerprintOf(record, ignored),
		deleted: fields.deleted ?? (() => false),
		ignoring: (more) =>
			createRecordReader({ ...fields, volatile: [...(fields.volatile ?? []), ...more] }),
		trace: (id) => traceOf(fields.id, id),
		dated: fields.updated !== undefined,
		updatedField: fields.updated?.path,
		idField: idField || undefined,
	};
}

type Read<Value> = (record: RawRecord) => Value | undefined;

function idReader(path: string | readonly string[]): Read<string | number> {
	if (typeof path === 'string') {
		const read = compileFieldPath(path);
		return (record) => toId(read(record));
	}
	const parts = path.map(compileFieldPath);
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

function dateReader(field: DateField | undefined): Read<EpochMs> {
	if (!field) return () => undefined;
	const read: FieldReader = compileFieldPath(field.path);
	const format = compileDateFormat(field.format);
	return (record) => format.parse(read(record), field.zone);
}
