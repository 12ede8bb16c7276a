import type { EpochMs, RawRecord } from './page';

/** Reads what polling needs to know out of a record; blind to where the record came from. */
export interface RecordReader {
	/** As it was sent, a number or a text, which mean the same; undefined when the record has no id. */
	id(record: RawRecord): string | number | undefined;
	/** undefined when the record has no readable updated time. */
	updated(record: RawRecord): EpochMs | undefined;
	/** undefined when the record has no readable created time. */
	created(record: RawRecord): EpochMs | undefined;
	/** Names the content, 53 bits, but for what changes without an edit. */
	fingerprint(record: RawRecord): number;
	/** Whether the record is the trace of a deletion. */
	deleted(record: RawRecord): boolean;
	/** The same reader, to which these fields do not count as content either. */
	ignoring(fields: readonly string[]): RecordReader;
	/** Whether an updated time is expected at all. */
	readonly dated: boolean;
	/** Where it is expected, for messages. */
	readonly updatedField?: string;
	/** Where a created time is expected, for messages. */
	readonly createdField?: string;
	/** Where the id is expected, for messages; absent when records are told apart by their content. */
	readonly idField?: string;
}

/** A reader for records that are missed when they are gone. */
export interface SnapshotReader extends RecordReader {
	ignoring(fields: readonly string[]): SnapshotReader;
	/** What is left to show of a record that is gone: its id, where records have it. */
	trace(id: string): RawRecord;
}
