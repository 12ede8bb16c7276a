import { valueOfJson } from '../core/json';
import { columnsOf, MOST_RECORDS, toldValues, type Column } from './columns';
import { findDates, findRoles, type DateColumn } from './dateFields';
import { envelopeOf } from './envelope';
import { findIds } from './ids';
import { findLists, hasId, type FoundList } from './lists';
import { resourceNames } from './names';
import { findPaging } from './paging';
import { parametersOf, pathWords } from './request';
import type { Answer, Detection, FieldProposal, ListProposal } from './types';
import { isObject, pathOf } from './values';

export type {
	Answer,
	AskedRequest,
	DateProposal,
	Detection,
	FieldProposal,
	ListProposal,
	PagingProposal,
} from './types';

/**
 * Reads out of one answer of a list what a configuration needs: where the records are, their id, their
 * dates, how the list goes on. Only what the answer and its request show is proposed; nothing is known
 * of any API.
 *
 * @param answer its body as parsed JSON or as text
 * @param recordsField a list that was chosen of `alternatives.lists`; absent: the likeliest
 */
export function detect(answer: Answer, recordsField?: string | null): Detection {
	const body = bodyOf(answer.body);
	const address = pathWords(answer.request);
	const lists = findLists(body, address);
	const chosen = lists.find((list) => fieldOf(list) === recordsField);
	const isSingle = !chosen && (lists.length === 0 || isRecord(body));
	const list = isSingle ? singleRecord(body) : (chosen ?? lists[0]);
	const columns = columnsOf(list.records);
	const resources = resourceNames([
		...address,
		...list.steps,
		...typesIn(columns),
		...wrapperIn(columns),
	]);
	const ids = findIds(columns, Math.min(list.records.length, MOST_RECORDS), resources);
	const dates = findDates(columns);
	const { updated, created } = findRoles(dates, resources);
	const single = ids.find((id) => typeof id === 'string');
	const paging = findPaging({
		envelope: isSingle && list.records.length > 0 ? [] : envelopeOf(body, list.steps),
		headers: headersOf(answer.headers),
		asked: parametersOf(answer.request),
		count: list.records.length,
		idField: typeof single === 'string' ? single : null,
		resources,
	});
	return {
		recordsField: fieldOf(list),
		idField: ids[0] ?? null,
		updatedDateField: updated[0]?.field ?? null,
		updatedDateFormat: updated[0]?.format ?? null,
		createdDateField: created[0]?.field ?? null,
		createdDateFormat: created[0]?.format ?? null,
		paging: paging[0] ?? null,
		alternatives: { lists: lists.map(toProposal), ids, updated, created, paging },
		fields: columns.map((column) => toField(column, dates)),
	};
}

function bodyOf(body: unknown): unknown {
	return typeof body === 'string' ? valueOfJson(body.replace(/^\uFEFF/, '')) : body;
}

function headersOf(headers: Answer['headers']): Readonly<Record<string, string>> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/** An answer without a list may be one record. */
function singleRecord(body: unknown): FoundList {
	return { steps: [], records: isObject(body) && hasId(body) ? [body] : [] };
}

/** A thing with an id and a date of its own, and not what stands around a list. */
function isRecord(body: unknown): boolean {
	if (!isObject(body) || !hasId(body)) return false;
	const own = columnsOf([body]).filter(({ steps }) => steps.length === 1);
	const { updated, created } = findRoles(findDates(own), new Set());
	return updated.length + created.length > 0;
}

function fieldOf({ steps }: FoundList): string | null {
	return steps.length === 0 ? null : pathOf(steps);
}

function toProposal(list: FoundList): ListProposal {
	return { field: fieldOf(list), count: list.records.length };
}

/** What the records call themselves: `"object": "customer"`. */
function typesIn(columns: readonly Column[]): readonly string[] {
	return columns
		.filter(({ field }) => /^(?:object|type|_type|kind|resource_type|object_type)$/.test(field))
		.map(({ values }) => String(values[0] ?? ''));
}

/** Records that hold nothing but objects: the first of these is what the list is of. */
function wrapperIn(columns: readonly Column[]): readonly string[] {
	const isWrapped = columns.every(({ steps }) => steps.length > 1);
	return isWrapped ? columns.slice(0, 1).map(({ steps }) => steps[0]) : [];
}

/** Samples that a list of choices shows. */
const MOST_SAMPLES = 3;

function toField(column: Column, dates: readonly DateColumn[]): FieldProposal {
	const date = dates.find((candidate) => candidate.column === column);
	const samples = [...new Set(toldValues(column))].slice(0, MOST_SAMPLES);
	return { field: column.field, samples, ...(date ? { format: date.format } : {}) };
}
