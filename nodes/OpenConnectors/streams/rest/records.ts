import type { AnswerTest, ResourceSettings } from '../../configuration/language';
import { ConfigurationError } from '../../configuration/types';
import { compileFieldPath, type FieldReader } from '../../core/fieldPath';
import type { JsonValue, RawRecord } from '../../core/page';
import { quote } from '../../core/text';
import { wordsIn } from '../errorText';
import { entriesOf, isListOfErrors, isRecord, isRecordList, type RecordSelector } from '../records';
import { SourceError } from '../sourceError';
import { answerTest } from './answers';

/** Stands before a path that begins outside of the record proper. */
const OUTSIDE = '^.';
/** One value out of each entry of a list. */
const EACH = /\[\*\]\.?/;

export interface RecordSource {
	readonly select: RecordSelector;
	/** A reader of a path; behind `^.` it is one of what the list holds, and not of the record proper. */
	readonly compile: (path: string) => FieldReader;
}

/**
 * Takes the records out of answers: the list at `recordsField`, of each entry the `record` proper.
 *
 * @param name of the resource, for messages
 */
export function recordSource(
	name: string,
	settings: Pick<ResourceSettings, 'recordsField' | 'record' | 'none'>,
): RecordSource {
	const { recordsField, record, none } = settings;
	const outsides = new WeakMap<RawRecord, RawRecord>();
	const inner = record === undefined ? undefined : compileFieldPath(record);
	const entriesIn = listReader(name, recordsField);
	const saysNothing = nothingTest(none);
	const listAt =
		recordsField === undefined ? undefined : compileFieldPath(recordsField.split(EACH, 1)[0]);
	const holdsRecords = (body: unknown): boolean => {
		const list = listAt ? isRecord(body) && listAt(body) : body;
		return Array.isArray(list) && list.length > 0;
	};
	const toRecord = (entry: RawRecord): RawRecord => {
		if (!inner) return entry;
		const value = inner(entry);
		const proper = isRecord(value) ? value : {};
		outsides.set(proper, entry);
		return proper;
	};
	return {
		compile: (path) => {
			if (!path.startsWith(OUTSIDE)) return compileFieldPath(path);
			const read = compileFieldPath(path.slice(OUTSIDE.length));
			return (proper) => read(outsides.get(proper) ?? proper);
		},
		select: (body, headers = {}) => {
			// An answer that holds records does not say that there are none.
			if (saysNothing(toJson(body), headers) && !holdsRecords(body)) return [];
			const entries = entriesIn(body);
			if (inner && entries.length > 0 && !entries.some((entry) => isRecord(inner(entry)))) {
				throw new ConfigurationError(
					`${name}.record`,
					`leads to no record in any of ${entries.length} entries of the list. ${fieldsOf(entries[0])}`,
				);
			}
			return entries.map(toRecord);
		},
	};
}

function nothingTest(none: AnswerTest | undefined) {
	if (!none || (none.field === undefined && none.header === undefined)) return () => false;
	const isMeant = answerTest(none);
	return (body: JsonValue | undefined, headers: Readonly<Record<string, string>>) =>
		isMeant({ body, headers });
}

/** What was read as JSON, and typed as unknown since. */
function toJson(body: unknown): JsonValue | undefined {
	return isJson(body) ? body : undefined;
}

function isJson(body: unknown): body is JsonValue {
	return body !== undefined;
}

function listReader(
	name: string,
	recordsField: string | undefined,
): (body: unknown) => readonly RawRecord[] {
	const [first, ...steps] = (recordsField ?? '').split(EACH);
	const base = first === '' ? undefined : compileFieldPath(first);
	const readers = steps.map((step) => (step === '' ? undefined : compileFieldPath(step)));
	return (body) => {
		const found = base ? (isRecord(body) ? base(body) : undefined) : body;
		// Records that stand in an object by their ids.
		const list = readers.length > 0 && isRecord(found) ? Object.values(found) : found;
		if (!Array.isArray(list)) failWithout(name, recordsField, body);
		const entries = readers.reduce<readonly unknown[]>(
			(values, read) => values.flatMap((entry) => valueIn(entry, read)),
			entriesOf(list, body, recordsField),
		);
		const kept = readers.length > 0 ? entries.filter((entry) => entry !== null) : entries;
		return recordsOf(name, kept);
	};
}

/** Of a list in a list the entries; nothing where a value is missing or null. */
function valueIn(entry: unknown, read: FieldReader | undefined): readonly unknown[] {
	const value = read ? (isRecord(entry) ? read(entry) : undefined) : entry;
	if (value === undefined || value === null) return [];
	const values: readonly unknown[] = Array.isArray(value) ? value : [value];
	return values;
}

function recordsOf(name: string, entries: readonly unknown[]): readonly RawRecord[] {
	const records = entries.filter(isRecord);
	if (records.length < entries.length) {
		const index = entries.findIndex((entry) => !isRecord(entry));
		throw new ConfigurationError(
			`${name}.recordsField`,
			`leads to a list whose entry ${index + 1} is no object. Choose a list of records.`,
		);
	}
	if (isListOfErrors(records) && records.every(({ id }) => id === undefined))
		throw new SourceError('no-list', `a list of errors: ${wordsIn(records)}`);
	return records;
}

/**
 * An answer without the list: an error of the API where it has words for one, and else a setting that is wrong.
 */
function failWithout(name: string, recordsField: string | undefined, body: unknown): void {
	if (isListOfRecords(body)) {
		throw new ConfigurationError(
			`${name}.recordsField`,
			'leads to no list: the answer is the list itself. Leave recordsField out.',
		);
	}
	if (!isRecord(body) || wordsIn(body) !== '') return;
	throw new ConfigurationError(
		`${name}.recordsField`,
		recordsField === undefined
			? `is missing, and the answer is no list. ${fieldsOf(body)}`
			: `leads to no list in the answer. ${fieldsOf(body)} ` +
				'Where the API leaves the list out when there is nothing, say so with none.',
	);
}

/** An empty one may be an object without fields, as some write it. */
function isListOfRecords(body: unknown): boolean {
	if (!Array.isArray(body) || body.length === 0) return false;
	const entries: readonly unknown[] = body;
	return isRecordList(entries) && !isListOfErrors(entries);
}

const MOST_FIELDS = 10;

function fieldsOf(value: RawRecord): string {
	const names = Object.keys(value);
	const shown = names.slice(0, MOST_FIELDS).map((field) => quote(field));
	if (shown.length === 0) return 'It has no fields.';
	return `It has the fields ${shown.join(', ')}${names.length > MOST_FIELDS ? ' and others' : ''}.`;
}
