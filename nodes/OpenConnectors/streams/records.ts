import { compileFieldPath } from '../core/fieldPath';
import type { JsonValue, RawRecord } from '../core/page';
import { wordsIn } from './errorText';
import type { HttpAnswer } from './http';
import { endOfString, parseJsonExactly } from './json';
import { SourceError } from './sourceError';

/**
 * Takes the list of records out of the body of an answer. It has to be there: without it nothing is
 * known of the list, not even that it is empty.
 *
 * @throws SourceError `no-list` that says what came instead
 */
export type RecordSelector = (
	body: unknown,
	/** Of the answer, names in lower case. */
	headers?: Readonly<Record<string, string>>,
) => readonly RawRecord[];

/**
 * @param path where the list is; absent: the body is the list
 * @param isBareWhenSingle whether a list of one record comes as that record
 */
export function recordSelector(path?: string, isBareWhenSingle = false): RecordSelector {
	if (path === undefined) return (body) => toRecords(body, body);
	const read = compileFieldPath(path);
	return (body) => {
		const list = isRecord(body) ? read(body) : undefined;
		return toRecords(isBareWhenSingle && isRecord(list) ? [list] : list, body, path);
	};
}

/**
 * Records of which at least one has an id: errors, notices and empty objects have none.
 *
 * @param id what the definition calls it, for the message
 */
export function identified(
	recordsIn: RecordSelector,
	id: string,
	idOf: (record: RawRecord) => unknown,
): RecordSelector {
	return (body) => {
		const records = recordsIn(body);
		if (records.length === 0 || records.some((record) => idOf(record) !== undefined))
			return records;
		const words = wordsIn(records);
		const said = words === '' ? '' : `: ${words}`;
		throw new SourceError('no-list', `a list of things without "${id}"${said}`);
	};
}

/**
 * The body of an answer, by what it holds and not by what its header says.
 *
 * @throws SourceError `no-list`
 */
export function bodyOf(answer: HttpAnswer): JsonValue {
	const known = bodies.get(answer);
	if (known !== undefined) return known;
	const read = readBody(answer);
	bodies.set(answer, read);
	return read;
}

/** Of answers that were read, as rules look into them before records are taken out. */
const bodies = new WeakMap<HttpAnswer, JsonValue>();

function readBody({ body, status }: HttpAnswer): JsonValue {
	if (body.length > MOST_VALUES && valuesIn(body) > MOST_VALUES) {
		throw new SourceError('too-large', `more than ${MOST_VALUES / 1_000_000} million values`);
	}
	try {
		return parseJsonExactly(body);
	} catch (cause) {
		throw noJson(body, status, cause);
	}
}

/** A value may take fifty times the memory of its text; a page of any provider has thousands. */
const MOST_VALUES = 4_000_000;

function valuesIn(body: string): number {
	let values = 0;
	for (let at = 0; at < body.length; at += 1) {
		const code = body.charCodeAt(at);
		if (code === QUOTE) at = endOfString(body, at + 1) - 1;
		else if (code === COMMA || code === BRACKET || code === BRACE) values += 1;
	}
	return values;
}

const [QUOTE, COMMA, BRACKET, BRACE] = Array.from('",[{', (sign) => sign.charCodeAt(0));

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
	const entries = entriesOf(list, body, path);
	if (!isRecordList(entries)) {
		const index = entries.findIndex((entry) => !isRecord(entry));
		throw new SourceError('no-list', `a list whose entry ${index + 1} is no record`);
	}
	if (isListOfErrors(entries)) {
		const words = wordsIn(entries);
		throw new SourceError('no-list', `a list of errors: ${words}`);
	}
	return entries;
}

/**
 * The entries of a list, whatever they are.
 *
 * @throws SourceError `no-list` where there is none, or an error beside it
 */
export function entriesOf(list: unknown, body: unknown, path?: string): readonly unknown[] {
	if (!Array.isArray(list)) throw new SourceError('no-list', valueNoList(body, path));
	const beside = list === body ? undefined : errorBeside(body, list.length === 0);
	if (beside !== undefined) throw new SourceError('no-list', beside);
	return list;
}

/** Where an answer says that it is none, whatever list it holds too. In lower case. */
const ERROR_FIELDS = ['error', 'errors', 'fault'];
/** Where an empty list is none. */
const FAILURE_FIELDS = [...ERROR_FIELDS, 'error_key', 'error_code', 'error_message', 'faultstring'];
const FLAGS = ['success', 'ok'];
const STATUSES = ['status', 'statuscode', 'code'];
const LEAST_ERROR_STATUS = 400;

function errorBeside(body: unknown, isEmpty: boolean): string | undefined {
	if (!isRecord(body)) return undefined;
	const fields = new Map(
		Object.entries(body).map(([name, value]) => [name.toLowerCase(), value] as const),
	);
	const isError =
		(isEmpty ? FAILURE_FIELDS : ERROR_FIELDS).some((name) => isSomething(fields.get(name))) ||
		(isEmpty && FLAGS.some((name) => fields.get(name) === false)) ||
		(isEmpty && STATUSES.some((name) => Number(fields.get(name)) >= LEAST_ERROR_STATUS));
	if (!isError) return undefined;
	const words = wordsIn(body);
	return words === '' ? 'an error beside the list' : `an error beside the list: ${words}`;
}

function isSomething(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return Boolean(value);
	return Object.keys(value).length > 0;
}

/** What an error is made of, and no record alone: one of those has an id. */
const FIELDS_OF_ERRORS = new Set(
	'error errors error_key error_code error_message error_description errorcode errormessage message messages code status statuscode detail details title type field parameter path fault requestid request_id timestamp'.split(
		' ',
	),
);
const MOST_ERRORS = 20;

export function isListOfErrors(entries: readonly RawRecord[]): boolean {
	if (entries.length === 0 || entries.length > MOST_ERRORS) return false;
	return entries.every((entry) => {
		const fields = Object.keys(entry);
		const isError = fields.some((field) => /error|message|fault/i.test(field));
		return isError && fields.every((field) => FIELDS_OF_ERRORS.has(field.toLowerCase()));
	});
}

function valueNoList(body: unknown, path: string | undefined): string {
	if (Array.isArray(body)) {
		const entries: readonly unknown[] = body;
		const isErrors = isRecordList(entries) && isListOfErrors(entries);
		return isErrors ? `a list of errors: ${wordsIn(body)}` : `a bare list, without "${path}"`;
	}
	if (!isRecord(body)) return body === null ? 'null' : `a ${typeof body}`;
	const words = wordsIn(body);
	if (words !== '') return `an error object: ${words}`;
	return path === undefined ? 'an object' : `an object without a list in "${path}"`;
}

export function isRecord(value: unknown): value is RawRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isRecordList(list: readonly unknown[]): list is readonly RawRecord[] {
	return list.every(isRecord);
}
