import { compileFieldPath } from '../polling/fieldPath';
import type { JsonValue, RawRecord } from '../polling/page';
import type { HttpAnswer } from './http';
import { parseJsonExactly } from './json';
import { SourceError } from './sourceError';

/** Takes the list of records out of the body of an answer. @throws SourceError of kind `unreadable` */
export type RecordSelector = (body: unknown) => readonly RawRecord[];

/**
 * @param path where the list is; absent: the body is the list. A list of one that comes as a single
 *   record, and a missing or null list, are read for what they mean.
 */
export function recordSelector(path?: string): RecordSelector {
	if (path === undefined) return toRecords;
	const read = compileFieldPath(path);
	return (body) => {
		// Nothing found is an empty body with some providers.
		if (Array.isArray(body) && body.length === 0) return [];
		if (!isRecord(body)) throw notAList(body);
		const list = read(body);
		if (list === undefined || list === null) return [];
		return toRecords(isRecord(list) ? [list] : list);
	};
}

/**
 * The records of an answer whose body is a bare JSON array.
 *
 * @throws SourceError of kind `unreadable`
 */
export function recordsOf(answer: HttpAnswer): readonly RawRecord[] {
	return toRecords(bodyOf(answer));
}

/**
 * The body of an answer, by what it holds and not by what its header says. An empty one is an empty list.
 *
 * @throws SourceError of kind `unreadable`
 */
export function bodyOf(answer: HttpAnswer): JsonValue {
	if (answer.status === 204 || answer.body.trim() === '') return [];
	try {
		return parseJsonExactly(answer.body);
	} catch (error) {
		throw unreadable(answer, error);
	}
}

function toRecords(body: unknown): readonly RawRecord[] {
	if (!Array.isArray(body)) throw notAList(body);
	const entries: readonly unknown[] = body;
	if (isRecordList(entries)) return entries;
	const index = entries.findIndex((entry) => !isRecord(entry));
	throw new SourceError('unreadable', `Entry ${index + 1} of the list is not a record`);
}

function notAList(body: unknown): SourceError {
	return new SourceError(
		'unreadable',
		`Expected a JSON list of records, found ${body === null ? 'null' : typeof body}`,
	);
}

function unreadable(answer: HttpAnswer, cause: unknown): SourceError {
	const html = /^\s*</.test(answer.body);
	return new SourceError(
		'unreadable',
		html ? 'Expected JSON, found a web page' : 'Expected JSON, found other text',
		{ status: answer.status, cause },
	);
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is RawRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordList(list: readonly unknown[]): list is readonly RawRecord[] {
	return list.every(isRecord);
}
