import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import { compileFieldPath, type FieldReader } from './fieldPath';
import { fingerprintOf } from './fingerprint';
import type { EpochMs, RawRecord } from './page';

/** Reads what polling needs to know out of a record; blind to where the record came from. */
export interface RecordReader {
	/** undefined when the record has no id. */
	id(record: RawRecord): string | undefined;
	/** undefined when the record has no readable updated time. */
	updated(record: RawRecord): EpochMs | undefined;
	/** undefined when the record has no readable created time. */
	created(record: RawRecord): EpochMs | undefined;
	/** Names the content, 53 bits. */
	fingerprint(record: RawRecord): number;
	/** Whether the record is the trace of a deletion. */
	deleted(record: RawRecord): boolean;
	/** Whether an updated time is expected at all. */
	readonly dated: boolean;
}

/** A date field of the records: where it is, how it is written, in which zone when it names none. */
export interface DateField {
	readonly path: string;
	readonly format: string;
	readonly zone: Zone;
}

export interface RecordFields {
	readonly id: string;
	readonly updated?: DateField;
	readonly created?: DateField;
	/** Names of fields that change without the record being changed. */
	readonly volatile?: readonly string[];
}

/** @throws FieldPathError, DatePatternError */
export function createRecordReader(fields: RecordFields): RecordReader {
	const readId = compileFieldPath(fields.id);
	const ignored = new Set(fields.volatile);
	return {
		id: (record) => toId(readId(record)),
		updated: dateReader(fields.updated),
		created: dateReader(fields.created),
		fingerprint: (record) => fingerprintOf(record, ignored),
		deleted: () => false,
		dated: fields.updated !== undefined,
	};
}

function toId(value: unknown): string | undefined {
	if (typeof value === 'string') return value === '' ? undefined : value;
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	return undefined;
}

function dateReader(field: DateField | undefined): (record: RawRecord) => EpochMs | undefined {
	if (!field) return () => undefined;
	const read: FieldReader = compileFieldPath(field.path);
	const format = compileDateFormat(field.format);
	return (record) => format.parse(read(record), field.zone);
}
