import type { RawRecord } from '../polling/page';
import type { HttpAnswer } from './http';
import { parseJsonExactly } from './json';
import { SourceError } from './sourceError';

/**
 * The records of an answer whose body is a bare JSON array.
 *
 * @throws SourceError of kind `unreadable`
 */
export function recordsOf(answer: HttpAnswer): readonly RawRecord[] {
	const body = parsed(answer);
	if (!Array.isArray(body)) {
		throw new SourceError(
			'unreadable',
			`Expected a JSON list of records, found ${body === null ? 'null' : typeof body}`,
		);
	}
	const entries: readonly unknown[] = body;
	if (isRecordList(entries)) return entries;
	const index = entries.findIndex((entry) => !isRecord(entry));
	throw new SourceError('unreadable', `Entry ${index + 1} of the list is not a record`);
}

function parsed(answer: HttpAnswer): unknown {
	// Nothing found is an empty body with some providers.
	if (answer.status === 204 || answer.body.trim() === '') return [];
	try {
		return parseJsonExactly(answer.body);
	} catch (error) {
		throw unreadable(answer, error);
	}
}

function unreadable(answer: HttpAnswer, cause: unknown): SourceError {
	const html = /^\s*</.test(answer.body);
	return new SourceError(
		'unreadable',
		html ? 'Expected JSON, found a web page' : 'Expected JSON, found other text',
		{ status: answer.status, cause },
	);
}

function isRecord(value: unknown): value is RawRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordList(list: readonly unknown[]): list is readonly RawRecord[] {
	return list.every(isRecord);
}
