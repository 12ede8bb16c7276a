import { PagePositionError, type EpochMs, type Page } from '../core/page';
import { dateOf, fetchAnswer, type HttpAnswer, type HttpRequest, type Source } from './http';
import { bodyOf, type RecordSelector } from './records';
import type { RemoteList } from './remoteList';
import { SourceError, type SourceErrorCode } from './sourceError';

export interface PageSource extends Source {
	/** Lists of the same kind of records, read one behind the other. */
	readonly lists: ReadonlyArray<RemoteList & { readonly select: RecordSelector }>;
	/** Whether an answer says that there is nothing; 204 to a first page always does. */
	readonly saysNothing?: (answer: HttpAnswer, position: string | undefined) => boolean;
}

/** Reads a page, of a window where `until` is given. */
export type ReadWindow = (since: EpochMs, position?: string, until?: EpochMs) => Promise<Page>;

/** Where a page is: in which list, and where in it. */
const PLACE = /^(\d+)\|([^]*)$/;

/**
 * Reads a stream page by page, list by list.
 *
 * @throws SourceError, and PagePositionError for a position that is no longer taken
 */
export function readPages(source: PageSource): ReadWindow {
	const { lists, saysNothing = () => false } = source;
	return async (since, position, until) => {
		const place = placeOf(position, lists.length);
		const list = lists[place.list];
		if (!list) throw new PagePositionError(new Error('There is no such list'));
		await list.prepare?.(source);
		const request = requestAt(place.position, () => list.request(since, place.position, until));
		const toPage = (answer: HttpAnswer, records: Page['records'], next?: string): Page => {
			const asksAgain = next === undefined ? undefined : list.asksAgain?.(next);
			const behind = positionBehind(place.list, next, lists.length);
			return { records, next: behind, date: dateOf(answer), asksAgain };
		};
		const page = await fetchAnswer(source, request, {
			none: (answer) =>
				isNothing(answer, place.position) || saysNothing(answer, place.position)
					? toPage(answer, [])
					: undefined,
			read: (answer) => {
				const body = bodyOf(answer);
				const { headers } = answer;
				const records = list.select(body, headers);
				const next = list.next({ records, body, headers, url: request.url }, place.position);
				return toPage(answer, records, next);
			},
		});
		if (!(page instanceof SourceError)) return page;
		const { status = 0 } = page;
		if (place.position !== undefined && list.endsWith?.(status, place.position))
			return { records: [], next: positionBehind(place.list, undefined, lists.length) };
		// An offset is never out of date; a refusal of one is about something else.
		const isToken = place.position !== undefined && list.overlap === 0;
		throw isToken ? atPosition(page) : page;
	};
}

/** @throws PagePositionError for a link that leads to another server */
function requestAt(position: string | undefined, toRequest: () => HttpRequest): HttpRequest {
	try {
		return toRequest();
	} catch (error) {
		throw error instanceof SourceError && position !== undefined ? atPosition(error) : error;
	}
}

function isNothing({ status }: HttpAnswer, position: string | undefined): boolean {
	return position === undefined && status === NO_CONTENT;
}

/** A position that is no longer taken is answered with one of these. */
const POSITION_REFUSED: ReadonlySet<number> = new Set([400, 404, 410]);
/** Outages and limits, which any request meets. */
const NOT_ABOUT_POSITIONS: ReadonlySet<SourceErrorCode> = new Set([
	'rate-limited',
	'queued',
	'unreachable',
	'interrupted',
]);

/** What an error at the position of a page means: most providers have a status of their own for one that has expired. */
function atPosition(error: SourceError): Error {
	const { code, status = 0 } = error;
	const isOutage =
		NOT_ABOUT_POSITIONS.has(code) || (code === 'unavailable' && status !== 500 && status !== 409);
	return isOutage ? error : new PagePositionError(error, POSITION_REFUSED.has(status));
}

/** 204 says that there is nothing, where nothing said before that there is a page. */
const NO_CONTENT = 204;

function placeOf(
	position: string | undefined,
	lists: number,
): { list: number; position: string | undefined } {
	const [, list, rest] = (lists > 1 ? PLACE.exec(position ?? '') : null) ?? [];
	if (list === undefined) return { list: 0, position };
	return { list: Number(list), position: rest === '' ? undefined : rest };
}

/** The first list's own positions are kept as they are, unless they could be read as a place. */
function positionBehind(list: number, next: string | undefined, lists: number): string | undefined {
	if (lists === 1) return next;
	if (next !== undefined) return list === 0 && !PLACE.test(next) ? next : `${list}|${next}`;
	return list + 1 < lists ? `${list + 1}|` : undefined;
}
