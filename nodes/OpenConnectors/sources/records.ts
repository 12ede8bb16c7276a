import type { ListOfOne } from '../connectors/definition';
import { compileFieldPath } from '../polling/fieldPath';
import type { JsonValue, RawRecord } from '../polling/page';
import { errorTextOf } from './errorText';
import type { HttpAnswer } from './http';
import { parseJsonExactly } from './json';
import { SourceError } from './sourceError';

/**
 * Takes the list of records out of the body of an answer. It has to be there: without it nothing is
 * known of the list, not even that it is empty.
 *
 * @throws SourceError of kind `no-list` that says what came instead
 */
export type RecordSelector = (body: unknown) => readonly RawRecord[];

/**
 * @param path where the list is; absent: the body is the list
 * @param listOfOne whether a list of one record comes as that record
 */
export function recordSelector(path?: string, listOfOne?: ListOfOne): RecordSelector {
	if (path === undefined) return (body) => toRecords(body, body);
	const read = compileFieldPath(path);
	return (body) => {
		const list = isRecord(body) ? read(body) : undefined;
		return toRecords(listOfOne === 'record' && isRecord(list) ? [list] : list, body, path);
	};
}

/**
 * The body of an answer, by what it holds and not by what its header says.
 *
 * @throws SourceError of kind `no-list`
 */
export function bodyOf({ body, status }: HttpAnswer): JsonValue {
	try {
		return parseJsonExactly(body);
	} catch (cause) {
		throw noJson(body, status, cause);
	}
}

function noJson(body: string, status: number, cause: unknown): SourceError {
	return new SourceError('no-list', textNoJson(body), { status, cause });
}

/** What a text is that is no JSON, as it stands in a sentence. */
function textNoJson(body: string): string {
	const begin = body.slice(0, 1_000).trimStart();
	if (begin === '') return body.trim() === '' ? 'an empty text' : 'text that is no JSON';
	if (begin.startsWith('<')) return 'a web page';
	return /^[[{]/.test(begin) ? 'JSON that breaks off' : 'text that is no JSON';
}

function toRecords(list: unknown, body: unknown, path?: string): readonly RawRecord[] {
	if (!Array.isArray(list)) throw new SourceError('no-list', valueNoList(body, path));
	const entries: readonly unknown[] = list;
	if (isRecordList(entries)) return entries;
	const index = entries.findIndex((entry) => !isRecord(entry));
	throw new SourceError('no-list', `a list whose entry ${index + 1} is no record`);
}

/** What a value is that does not hold the list. */
function valueNoList(body: unknown, path: string | undefined): string {
	if (Array.isArray(body)) return `a bare list, without "${path}"`;
	if (!isRecord(body)) return body === null ? 'null' : `a ${typeof body}`;
	const words = errorTextOf(JSON.stringify(body));
	if (words !== '') return `an error object: ${words}`;
	return path === undefined ? 'an object' : `an object without a list in "${path}"`;
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is RawRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordList(list: readonly unknown[]): list is readonly RawRecord[] {
	return list.every(isRecord);
}
