import {
	PagePositionError,
	type JsonValue,
	type RawRecord,
} from '../../nodes/OpenConnectors/core/page';
import type { HttpRequest } from '../../nodes/OpenConnectors/streams/http';
import {
	octopusList,
	type OctopusRead,
	type OctopusSearch,
} from '../../nodes/OpenConnectors/connectors/maximizer/octopus';
import { HOUR, SECOND, START } from '../harness/clock';
import { PLAIN_LIST, RecordList } from '../harness/provider';

/** The first instant of the list, in ms; stamps are seconds behind it. */
export const BEGIN = START;

export interface Row {
	readonly id: number;
	/** Seconds behind {@link BEGIN}. */
	readonly at: number;
}

/** What a server of Octopus lists may do; the defaults are the friendliest. */
export interface Manner {
	/** Rows an answer holds at most. */
	readonly most?: number;
	/** Where the next key is; absent: nowhere. */
	readonly keyField?: string;
	/** Writes the offset of the next page as a key. */
	readonly toKey?: (offset: number) => string;
	/** Hours by which conditions are read later than they are written. */
	readonly readsLaterBy?: number;
	/** Whether the order that is asked for is ignored. */
	readonly unordered?: boolean;
	/** Whether the record has a Key. */
	readonly keyless?: boolean;
	/** Runs behind each answer. */
	readonly meanwhile?: (list: RecordList, answers: number) => void;
}

const READ: OctopusRead = { entity: 'Case', fields: { Key: { ID: 1 } }, sinceField: 'Changed' };

const textOf = (at: number) => new Date(at).toISOString().replace(/\.\d+Z/, 'Z');

const base64 = (text: string) => Buffer.from(text).toString('base64');

interface Asked {
	readonly from: string | undefined;
	readonly size: number;
	readonly key: string | null;
}

/** Takes the parts out of a request that a server looks at. */
function askedBy({ body = '' }: HttpRequest): Asked {
	const from = /"\$GE":"([^"]*)"/.exec(body)?.[1];
	const key = /"PageKey":"([^"]*)"/.exec(body)?.[1] ?? null;
	return { from, size: Number(/"PageSize":(\d+)/.exec(body)?.[1]), key };
}

type JsonObject = Record<string, JsonValue>;

const isObject = (value: JsonValue | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object with a value at a path, beside what it has. */
function withValue(
	object: JsonObject,
	[name, ...path]: readonly string[],
	value: JsonValue,
): JsonObject {
	const inner = isObject(object[name]) ? object[name] : {};
	return { ...object, [name]: path.length === 0 ? value : withValue(inner, path, value) };
}

/** A list that is read to its end: what was asked, and the ids that came. */
export interface Reading {
	readonly ids: readonly number[];
	readonly asked: readonly Asked[];
	/** How often the list was begun anew. */
	readonly restarts: number;
}

export interface ReadOptions {
	readonly pageSize?: number;
	/** Whether the list is asked for by date. */
	readonly dated?: boolean;
	readonly manner?: Manner;
}

const MOST_REQUESTS = 200;
const MOST_RESTARTS = 3;

/** Reads a list page by page, as polling does: from the beginning again when its pages do not fit. */
export function readList(rows: readonly Row[], options: ReadOptions = {}): Reading {
	const { pageSize = 4, dated = true, manner = {} } = options;
	const order = dated && !manner.unordered ? 'ascending' : 'id';
	const list = new RecordList({ ...PLAIN_LIST, order, filter: 'inclusive' }, { time: BEGIN });
	for (const { id, at } of rows) list.change(String(id), 0, { stampedAhead: at * SECOND });
	const listing = octopusList(searchOf(pageSize, dated));
	const asked: Asked[] = [];
	const ids = new Set<number>();
	let restarts = 0;
	let position: string | undefined;
	for (;;) {
		if (asked.length >= MOST_REQUESTS) throw new Error('The list does not end');
		const request = askedBy(listing.request(BEGIN, position));
		asked.push(request);
		const { records, body } = answer(list, request, manner);
		manner.meanwhile?.(list, asked.length);
		const next = nextOf(() => listing.next({ records, body, headers: {} }, position));
		if ('error' in next) {
			if (!(next.error instanceof PagePositionError) || restarts >= MOST_RESTARTS) throw next.error;
			restarts += 1;
			position = undefined;
			continue;
		}
		for (const { ID } of records) ids.add(Number(ID));
		if (next.position === undefined) break;
		position = next.position;
	}
	return { ids: [...ids].sort((a, b) => a - b), asked, restarts };
}

function nextOf(next: () => string | undefined): { position?: string } | { error: unknown } {
	try {
		return { position: next() };
	} catch (error) {
		return { error };
	}
}

export function searchOf(pageSize: number, dated: boolean): OctopusSearch {
	return {
		url: () => 'https://api.example/octopus/Read',
		read: READ,
		pageSize,
		conditions: [],
		...(dated
			? {
					since: {
						field: 'Changed',
						format: textOf,
						textOf: (record: unknown) =>
							typeof record === 'object' && record !== null && 'Changed' in record
								? String(record.Changed)
								: undefined,
					},
				}
			: {}),
	};
}

function answer(
	list: RecordList,
	{ from, size, key }: Asked,
	manner: Manner,
): { records: readonly RawRecord[]; body: JsonValue } {
	const { most = Infinity, keyField, toKey = (offset: number) => base64(String(offset)) } = manner;
	const lateBy = (manner.readsLaterBy ?? 0) * HOUR;
	const found = list.listSince(from === undefined ? undefined : Date.parse(from) + lateBy);
	const offset =
		key === null ? 0 : [...Array(found.length + 1).keys()].find((at) => toKey(at) === key);
	if (offset === undefined) throw new Error(`The key ${key} is not one of mine`);
	const page = found.slice(offset, offset + Math.min(size, most));
	const end = offset + page.length;
	const next = end < found.length ? toKey(end) : null;
	const records = page.map(({ id, changedAt }): RawRecord => {
		const Changed = textOf(changedAt);
		return { ...(manner.keyless ? {} : { Key: { ID: Number(id) } }), ID: Number(id), Changed };
	});
	const body = { Case: { Data: records } };
	return { records, body: keyField ? withValue(body, keyField.split('.'), next) : body };
}

/** Rows with the ids from 1, one a second unless `at` says otherwise. */
export function rowsOf(
	count: number,
	at: (index: number) => number = (index) => index,
): readonly Row[] {
	return Array.from({ length: count }, (_, index) => ({ id: index + 1, at: at(index) }));
}

/** The ids from 1 to a number. */
export function upTo(count: number): readonly number[] {
	return Array.from({ length: count }, (_, index) => index + 1);
}
