import type { EnvelopeField } from './envelope';
import { plainName } from './names';
import * as words from './pagingWords';
import type { AskedParameter } from './request';
import type { PagingProposal } from './types';

/** What shows how a list goes on. */
export interface PagingTraces {
	/** The nearest to the records first. */
	readonly envelope: readonly EnvelopeField[];
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly asked: readonly AskedParameter[];
	/** Records on this page. */
	readonly count: number;
	/** The field that a cursor out of the last record would be read from. */
	readonly idField: string | null;
	/** What the records may be called, plain and singular. */
	readonly resources: ReadonlySet<string>;
}

/** The ways in which the list can be followed, the best first: what the answer names before what is counted. */
export function findPaging(traces: PagingTraces): readonly PagingProposal[] {
	const asked = askedFor(traces);
	const flags = flagsOf(traces.envelope);
	const token = findCursor(traces, asked);
	const header = nextHeader(traces.headers);
	const cursorHeader = Object.keys(traces.headers).find((name) =>
		words.CURSOR_HEADER.test(plainName(name)),
	);
	const link = findNextLink(traces.envelope);
	const isCount = typeof token?.value === 'number' || /^\d{1,6}$/.test(String(token?.value ?? ''));
	const isNamedAsCount = token !== undefined && /^next(?:page|offset|start)?$/.test(token.name);
	const isCounted = (isCount || token?.value === null) && isNamedAsCount;
	const counted = countedPaging(traces, asked);
	const limit = parameter('limitParam', asked.limit);
	const cursor = {
		...parameter(
			'cursorParam',
			asked.cursor ?? (isCounted ? (asked.page ?? asked.offset) : undefined),
		),
		...limit,
		...flags,
	};
	const ways: Array<PagingProposal | undefined> = [
		header === undefined ? undefined : { type: 'link', linkHeader: header, ...limit, ...flags },
		token && token.value !== null && !isCounted
			? { type: 'cursor', cursorField: token.field, ...cursor }
			: undefined,
		link && { type: 'link', linkField: link.field, ...limit, ...flags },
		token && token.value === null && !isCounted
			? { type: 'cursor', cursorField: token.field, ...cursor }
			: undefined,
		counted && { ...counted, ...limit, ...flags },
		token && isCounted ? { type: 'cursor', cursorField: token.field, ...cursor } : undefined,
		cursorHeader === undefined ? undefined : { type: 'cursor', cursorHeader, ...cursor },
		lastRecordPaging(traces, asked, flags),
	];
	const found = ways.filter((way) => way !== undefined);
	const isInBody = [asked.limit, asked.cursor, asked.page, asked.offset].some(
		(one) => one?.place === 'body',
	);
	return isInBody ? found.map((way) => ({ ...way, in: 'body' })) : found;
}

interface Asked {
	readonly limit?: AskedParameter;
	readonly page?: AskedParameter;
	readonly offset?: AskedParameter;
	readonly cursor?: AskedParameter;
}

function askedFor({ asked: parameters, envelope, count }: PagingTraces): Asked {
	const isNumber = ({ value }: AskedParameter) => /^\d+$/.test(String(value));
	const find = (name: RegExp, asNumber: boolean) =>
		parameters.find((one) => isCalled(one, name) && isNumber(one) === asNumber && one.value !== '');
	const page = find(words.PAGE_PARAM, true);
	const offset = find(words.OFFSET_PARAM, true);
	const cursor =
		parameters.find((one) => isCalled(one, words.CURSOR_PARAM)) ??
		find(words.PAGE_PARAM, false) ??
		find(words.OFFSET_PARAM, false);
	const others = parameters.filter((one) => one !== page && one !== offset && isNumber(one));
	// Called as it likes: as many as asked came, or the answer repeats it.
	const limit =
		find(words.LIMIT_PARAM, true) ??
		others.find(({ value, name }) => {
			const isEchoed = envelope.some(
				(field) => field.name === plainName(name) && String(field.value) === String(value),
			);
			return count > 1 && Number(value) >= count && (Number(value) === count || isEchoed);
		});
	return { limit, page, offset, cursor };
}

function isCalled({ words: names }: AskedParameter, name: RegExp): boolean {
	return names.some((word) => name.test(word));
}

function parameter<K extends string>(
	key: K,
	asked: AskedParameter | undefined,
): { [name in K]?: string } {
	const found: { [name in K]?: string } = {};
	if (asked) found[key] = asked.name;
	return found;
}

interface Flags {
	readonly hasMoreField?: string;
	readonly endField?: string;
}

/** One is enough; of several, that there is more. */
function flagsOf(envelope: readonly EnvelopeField[]): Flags {
	const flags = envelope.filter(({ value }) => typeof value === 'boolean');
	const more = flags.find(({ name }) => words.HAS_MORE.test(name));
	if (more) return { hasMoreField: more.field };
	const end = flags.find(({ name }) => words.AT_END.test(name));
	return end ? { endField: end.field } : {};
}

/** A `Link` header shows how the list goes on even where this page is the last. */
function nextHeader(headers: Readonly<Record<string, string>>): string | undefined {
	return /;\s*rel="?(?:next|prev|previous|first|last)"?/i.test(headers.link ?? '')
		? 'link'
		: undefined;
}

function isAddress(value: unknown): boolean {
	return typeof value === 'string' && /^(?:https?:\/\/|\/|\?)|^[\w/.-]+\?[\w$%[\].-]+=/.test(value);
}

function findNextLink(envelope: readonly EnvelopeField[]): EnvelopeField | undefined {
	const named = envelope.filter(isNextLink);
	return (
		named.find(({ value }) => isAddress(value)) ??
		named.find((field) => field.value === null && isPlaceOfAddress(field, envelope))
	);
}

function isNextLink({ name, parent }: EnvelopeField): boolean {
	return words.NEXT_LINK.test(name) || (words.LINK_WORD.test(name) && words.NEXT_LINK.test(parent));
}

/** Whether the next page, of which there is none here, would be named by its address. */
function isPlaceOfAddress(field: EnvelopeField, envelope: readonly EnvelopeField[]): boolean {
	if (words.LINK_WORD.test(field.name) || /links?$/.test(field.parent)) return true;
	const beside = envelope.filter(
		(other) =>
			other !== field && other.steps.slice(0, -1).join() === field.steps.slice(0, -1).join(),
	);
	const pages = beside.filter(({ name }) => /^(?:prev|previous|first|last|self)/.test(name));
	if (pages.some(({ value }) => isAddress(value))) return true;
	// Django REST framework: count, next, previous.
	return (
		field.name === 'next' && pages.some(({ name, value }) => name === 'previous' && value === null)
	);
}

function findCursor({ envelope }: PagingTraces, asked: Asked): EnvelopeField | undefined {
	const possible = envelope.filter(
		(field) =>
			isCursorValue(field) &&
			!(isNextLink(field) && field.value === null && isPlaceOfAddress(field, envelope)),
	);
	for (const name of words.CURSORS) {
		const found = possible.filter((field) => name.test(field.name) && isCursorPlace(field, asked));
		const told = found.find(({ value }) => value !== null) ?? found[0];
		if (told) return told;
	}
	return undefined;
}

function isCursorValue({ value }: EnvelopeField): boolean {
	if (value === null || typeof value === 'number') return true;
	return typeof value === 'string' && value !== '' && !isAddress(value);
}

/** `offset` is a cursor only where it is no number; what was asked with, and comes back, is none. */
function isCursorPlace({ name, parent, value }: EnvelopeField, asked: Asked): boolean {
	if (name === 'offset' || name === 'cursor') {
		if (typeof value === 'number' && name === 'offset') return false;
		if (String(value) === String(asked.cursor?.value ?? '')) return false;
	}
	if (name === 'offset') return typeof value === 'string' && !/^\d+$/.test(value);
	if (name === 'after') return parent === '' || /pag|next|cursor|meta|link/.test(parent);
	return true;
}

type Counted = Pick<
	PagingProposal,
	| 'type'
	| 'pageParam'
	| 'firstPage'
	| 'offsetParam'
	| 'totalField'
	| 'totalHeader'
	| 'totalPagesField'
	| 'totalPagesHeader'
>;

/** Pages or records that are counted, because the request asks so or the answer says where it stands. */
function countedPaging(traces: PagingTraces, asked: Asked): Counted | undefined {
	const { envelope } = traces;
	const numbers = envelope.filter(
		({ value }) => typeof value === 'number' || /^\d+$/.test(String(value)),
	);
	const totals = totalsOf(traces, numbers);
	const offset = numbers.find(({ name }) => words.OFFSET_ECHO.test(name));
	const page = numbers.find(
		({ name }) =>
			words.PAGE_ECHO.test(name) && (name !== 'number' || totals.totalPagesField !== undefined),
	);
	const isPaged = totals.totalPagesField !== undefined || totals.totalPagesHeader !== undefined;
	if (asked.page || (!asked.offset && (page ?? isPaged) && !(offset && !page && !isPaged))) {
		const isFromZero = Number(asked.page?.value ?? 1) === 0 || (page?.value === 0 && !asked.page);
		return {
			type: 'page_number',
			...parameter('pageParam', asked.page),
			...(isFromZero ? { firstPage: 0 } : {}),
			...totals,
		};
	}
	const { totalField, totalHeader } = totals;
	const total = { ...(totalField ? { totalField } : {}), ...(totalHeader ? { totalHeader } : {}) };
	if (asked.offset) return { type: 'offset', ...parameter('offsetParam', asked.offset), ...total };
	const isEchoed = offset && numbers.some(({ name }) => words.LIMIT_ECHO.test(name));
	return isEchoed ? { type: 'offset', ...total } : undefined;
}

type Totals = Pick<Counted, 'totalField' | 'totalHeader' | 'totalPagesField' | 'totalPagesHeader'>;

function totalsOf(
	{ headers, count, resources }: PagingTraces,
	numbers: readonly EnvelopeField[],
): Totals {
	const isEcho = (name: string) => name === 'page' || name === 'pages';
	const pages = numbers.find(({ name }) => words.PAGES_TOTAL.test(name) && name !== 'page');
	const total = numbers.filter(
		({ name, parent, value }) =>
			(words.PAGES_TOTAL.test(name) === false || !isEcho(name)) &&
			isTotalName(name, parent, resources) &&
			!words.PAGES_TOTAL.test(name) &&
			Number(value) >= count,
	);
	const named =
		total.find(({ name, value }) => name !== 'count' || Number(value) > count) ?? undefined;
	const header = (name: RegExp) =>
		Object.keys(headers).find((key) => name.test(plainName(key)) && /^\d+$/.test(headers[key]));
	const pagesHeader = header(words.PAGES_HEADER);
	const totalHeader = header(words.TOTAL_HEADER);
	return {
		...(pages ? { totalPagesField: pages.field } : {}),
		...(!pages && pagesHeader !== undefined ? { totalPagesHeader: pagesHeader } : {}),
		...(named ? { totalField: named.field } : {}),
		...(!named && totalHeader !== undefined ? { totalHeader } : {}),
	};
}

function isTotalName(name: string, parent: string, resources: ReadonlySet<string>): boolean {
	return words.isTotal(name, resources) || (name === 'value' && words.isTotal(parent, resources));
}

/** There is more, and nothing says where: it goes on behind the last record. */
function lastRecordPaging(
	{ envelope, idField, count }: PagingTraces,
	asked: Asked,
	flags: Flags,
): PagingProposal | undefined {
	const byLast = asked.cursor !== undefined && isCalled(asked.cursor, words.LAST_ID_PARAM);
	const isCounted =
		asked.page ?? asked.offset ?? envelope.find(({ name }) => words.PAGE_ECHO.test(name));
	const isLikely = byLast || (flags.hasMoreField !== undefined && isCounted === undefined);
	if (!isLikely || idField === null || count === 0) return undefined;
	return {
		type: 'cursor',
		lastRecordField: idField,
		...parameter('cursorParam', asked.cursor),
		...parameter('limitParam', asked.limit),
		...flags,
	};
}
