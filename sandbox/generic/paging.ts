import { attempt } from '../../nodes/OpenConnectors/configuration/attempt';
import type { PagingSettings } from '../../nodes/OpenConnectors/configuration/language';
import { compileFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import type { JsonRecord, JsonValue } from '../json';
import { Refusal } from '../mount';
import type { Query } from './lists';
import { withValues } from './records';

/** Which part of a list is asked for. */
export interface Place {
	/** The parameters of the list, which some ways of paging leave out behind the first page. */
	readonly query: Query;
	readonly skip: number;
	readonly top: number;
	/** The last record of the page before, where a list goes on by one of its fields. */
	readonly behind?: { readonly field: string; readonly value: string };
}

/** Parameter of the links that lead to a next page. */
const LINK_PARAM = 'page_token';

/** @param most records a page */
export function readPlace(paging: PagingSettings, asked: Query, most: number): Place {
	if (paging.type === 'none') return { query: asked, skip: 0, top: Infinity };
	const { lastRecordField } = { lastRecordField: undefined, ...paging };
	const [, tokenParam = ''] = pageParameters(paging);
	const isByToken = paging.type === 'link' || paging.type === 'cursor';
	const given = isByToken ? asked.get(tokenParam) : undefined;
	const token = given !== undefined && lastRecordField === undefined ? parsed(given) : undefined;
	const query = token ? new Map(token.query) : asked;
	const top = Math.min(most, countOf(query, paging.limitParam ?? '', most));
	switch (paging.type) {
		case 'page_number': {
			const { pageParam, firstPage = 1, maximumPage = Infinity } = paging;
			const page = countOf(query, pageParam, firstPage);
			if (page > maximumPage || page < firstPage)
				throw new Refusal(400, `${pageParam} has to be from ${firstPage} to ${maximumPage}.`);
			return { query, skip: (page - firstPage) * top, top };
		}
		case 'offset': {
			const { offsetParam, firstOffset = 0, maximumOffset = Infinity } = paging;
			const skip = countOf(query, offsetParam, firstOffset) - firstOffset;
			if (skip + top > maximumOffset)
				throw new Refusal(400, `${offsetParam} reaches no further than ${maximumOffset}.`);
			return { query, skip, top };
		}
		case 'cursor':
		case 'link':
			if (lastRecordField === undefined || given === undefined)
				return { query, skip: token?.skip ?? 0, top };
			return { query, skip: 0, top, behind: { field: lastRecordField, value: given } };
	}
}

/** The parameters by which pages are asked for. */
export function pageParameters(paging: PagingSettings): readonly string[] {
	const { limitParam = '' } = paging.type === 'none' ? {} : paging;
	switch (paging.type) {
		case 'none':
			return [];
		case 'page_number':
			return [limitParam, paging.pageParam];
		case 'offset':
			return [limitParam, paging.offsetParam];
		case 'cursor':
			return [limitParam, paging.cursorParam];
		case 'link':
			return [limitParam, LINK_PARAM];
	}
}

/** A page, and what an answer says of what follows. */
export interface PageOf {
	readonly records: readonly JsonRecord[];
	readonly place: Place;
	/** Records that the query has over all pages. */
	readonly total: number;
	/** Address of the list, without parameters. */
	readonly address: string;
}

export interface Answer {
	readonly body: JsonValue;
	readonly headers: Readonly<Record<string, string>>;
}

/** Writes an answer as the settings of a list read it. */
export function writePage(
	paging: PagingSettings,
	recordsField: string | undefined,
	{ records, place, total, address }: PageOf,
): Answer {
	const end = place.skip + records.length;
	const hasMore = end < total;
	const token = hasMore ? tokenOf(place, end) : undefined;
	const link = token && `${address}?${LINK_PARAM}=${token}`;
	const { values, headers } = marksOf(paging, { total, pages: total / place.top, token, link });
	const flags: { hasMoreField?: string; endField?: string } = paging.type === 'none' ? {} : paging;
	const body =
		recordsField === undefined
			? records
			: withValues({}, [
					[recordsField, records],
					...values,
					[flags.hasMoreField, hasMore],
					[flags.endField, !hasMore],
				]);
	const sent = headers.flatMap(([name, value]) => (name && value ? [[name, value]] : []));
	return { body, headers: Object.fromEntries(sent) };
}

interface Marks {
	readonly total: number;
	readonly pages: number;
	readonly token: string | undefined;
	readonly link: string | undefined;
}

type Written<Value> = ReadonlyArray<readonly [name: string | undefined, value: Value | undefined]>;

interface WrittenMarks {
	readonly values: Written<JsonValue>;
	readonly headers: Written<string>;
}

function marksOf(paging: PagingSettings, { total, pages, token, link }: Marks): WrittenMarks {
	switch (paging.type) {
		case 'none':
			return { values: [], headers: [] };
		case 'page_number':
		case 'offset':
			return {
				values: [
					[paging.totalField, total],
					[paging.totalPagesField, Math.ceil(pages)],
				],
				headers: [
					[paging.totalHeader, String(total)],
					[paging.totalPagesHeader, String(Math.ceil(pages))],
				],
			};
		case 'cursor':
			return {
				values: [[paging.cursorField, token]],
				headers: [[paging.cursorHeader, token]],
			};
		case 'link':
			return {
				values: [linkAt([paging.linkField ?? []].flat()[0], link)],
				headers: [[paging.linkHeader, link && `<${link}>; rel="next"`]],
			};
	}
}

/** `links[rel=next].href` */
const CONDITION = /^([^.[\]]+)\[([^=\]]+)=([^\]]+)\]\.(.+)$/;

function linkAt(field: string | undefined, link: string | undefined): Written<JsonValue>[number] {
	const [, list, name, value, rest] = CONDITION.exec(field ?? '') ?? [];
	if (list === undefined || link === undefined) return [field, link];
	return [list, [withValues({ [name]: value }, [[rest, link]])]];
}

/** A token that holds the whole question: pages behind the first may be asked for by it alone. */
const tokenOf = ({ query }: Place, skip: number): string =>
	Buffer.from(JSON.stringify([skip, ...query])).toString('base64url');

type Token = readonly [skip: number, ...query: ReadonlyArray<readonly [string, string]>];

function parsed(token: string) {
	const text = Buffer.from(token, 'base64url').toString();
	const { value } = attempt((): Token => JSON.parse(text));
	if (value === undefined) throw new Refusal(400, 'The token of the page cannot be read.');
	const [skip, ...query] = value;
	return { skip, query };
}

function countOf(query: Query, name: string, absent: number): number {
	const text = query.get(name) ?? String(absent);
	if (/^\d+$/.test(text)) return Number(text);
	throw new Refusal(400, `${name} is no number: '${text}'.`);
}

/** How many of the records stand before the ones behind the one with a value in a field. */
export function countBefore(
	records: readonly JsonRecord[],
	{ field, value }: NonNullable<Place['behind']>,
): number {
	const read = compileFieldPath(field);
	return records.findIndex((record) => String(read(record)) === value) + 1;
}
