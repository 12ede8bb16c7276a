import { askedFor, isCalled, parameter, type Asked, type AskedTraces } from './asked';
import { countedPaging, type CountedTraces } from './counted';
import type { EnvelopeField } from './envelope';
import { plainName } from './names';
import * as words from './pagingWords';
import { findCursor, findNextLink } from './pointers';
import type { PagingProposal } from './types';

/** What shows how a list goes on; of the fields around it, the nearest to the records come first. */
export interface PagingTraces extends AskedTraces, CountedTraces {
	/** The field that a cursor out of the last record would be read from. */
	readonly idField: string | null;
}

/** The ways in which the list can be followed, the best first: what the answer names before what is counted. */
export function findPaging(traces: PagingTraces): readonly PagingProposal[] {
	const asked = askedFor(traces);
	const flags = flagsOf(traces.envelope);
	const common = { ...parameter('limitParam', asked.limit), ...flags };
	const counted = countedPaging(traces, asked);
	const link = findNextLink(traces.envelope);
	const token = findCursor(traces.envelope, asked);
	const cursors = { ...parameter('cursorParam', asked.cursor), ...common };
	const isNumber = token !== undefined && isCount(token);
	const byToken = (isThere: boolean): PagingProposal | undefined =>
		token && !isNumber && (token.value !== null) === isThere
			? { type: 'cursor', cursorField: token.field, ...cursors }
			: undefined;
	const ways: ReadonlyArray<PagingProposal | undefined> = [
		hasLinkHeader(traces.headers) ? { type: 'link', linkHeader: 'link', ...common } : undefined,
		byToken(true),
		link && { type: 'link', linkField: link.field, ...common },
		byToken(false),
		counted && { ...counted, ...common },
		token && isNumber ? numberedPaging(token, asked, common) : undefined,
		headerPaging(traces.headers, cursors),
		lastRecordPaging(traces, asked, flags),
	];
	const found = ways.filter((way) => way !== undefined);
	const isInBody = Object.values(asked).some((parameter) => parameter?.place === 'body');
	return isInBody ? found.map((way) => ({ ...way, in: 'body' })) : found;
}

/** Whether a cursor is the number of the next page or record, which can as well be counted. */
function isCount({ name, value }: EnvelopeField): boolean {
	const isNumber = value === null || /^\d{1,6}$/.test(String(value)) || typeof value === 'number';
	return isNumber && /^next(?:page|offset|start)?$/.test(name);
}

function numberedPaging({ field }: EnvelopeField, asked: Asked, common: object): PagingProposal {
	const parameters = parameter('cursorParam', asked.cursor ?? asked.page ?? asked.offset);
	return { type: 'cursor', cursorField: field, ...parameters, ...common };
}

function headerPaging(headers: Headers, cursors: object): PagingProposal | undefined {
	const name = Object.keys(headers).find((key) => words.CURSOR_HEADER.test(plainName(key)));
	return name === undefined ? undefined : { type: 'cursor', cursorHeader: name, ...cursors };
}

type Headers = Readonly<Record<string, string>>;

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

/** It shows how the list goes on even where this page is the last. */
function hasLinkHeader({ link = '' }: Headers): boolean {
	return /;\s*rel="?(?:next|prev|previous|first|last)"?/i.test(link);
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
