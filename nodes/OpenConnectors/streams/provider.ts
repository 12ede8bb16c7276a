import { PagePositionError, type EpochMs, type Page, type ReadPage } from '../core/page';
import {
	dateOf,
	fetchAnswer,
	type HttpAnswer,
	type HttpRequest,
	type RequestBudget,
	type Source,
} from './http';
import type { Listing } from './listing';
import { bodyOf, type RecordSelector } from './records';
import { SourceError, type SourceErrorKind } from './sourceError';

export interface ProviderSource extends Source {
	/** Lists of the same kind of records, read one behind the other. */
	readonly listings: readonly Listing[];
	readonly records: RecordSelector;
	/** Runs before the first request: finds out what the addresses need. */
	readonly prepare?: (budget: RequestBudget) => Promise<void>;
}

/** Where a page is: in which list, and where in it. */
const PLACE = /^(\d+)\|([^]*)$/;

/**
 * Reads a resource from the provider's own API, page by page, list by list.
 *
 * @throws SourceError, and PagePositionError for a position that is no longer taken
 */
export function providerPages(source: ProviderSource): ReadPage {
	const { listings, records: recordsIn, budget, prepare } = source;
	return async (since: EpochMs, position?: string) => {
		if (prepare) await prepare(budget);
		const place = placeOf(position);
		const listing = listings[place.list];
		if (!listing) throw new PagePositionError(new Error('There is no such list'));
		const request = requestOf(listing, since, place.position);
		const toPage = (answer: HttpAnswer, records: Page['records'], next?: string): Page => {
			const behind = positionBehind(place.list, next, listings.length);
			const asksAgain = next !== undefined && listing.asksAgain?.(next) === true;
			return {
				records,
				...(behind === undefined ? {} : { next: behind }),
				date: dateOf(answer),
				...(asksAgain ? { asksAgain } : {}),
			};
		};
		const page = await fetchAnswer(source, request, {
			none: (answer) =>
				answer.status === NO_CONTENT && place.position === undefined
					? toPage(answer, [])
					: undefined,
			read: (answer) => {
				const body = bodyOf(answer);
				const records = recordsIn(body);
				const next = listing.next({ records, body, headers: answer.headers }, place.position);
				return toPage(answer, records, next);
			},
		});
		if (!(page instanceof SourceError)) return page;
		// An offset is never out of date; a refusal of one is about something else.
		const isToken = place.position !== undefined && listing.overlap === 0;
		throw isToken ? atPosition(page) : page;
	};
}

/** @throws PagePositionError for a link that leads to another server */
function requestOf(listing: Listing, since: EpochMs, position: string | undefined): HttpRequest {
	try {
		return listing.request(since, position);
	} catch (error) {
		throw error instanceof SourceError && position !== undefined ? atPosition(error) : error;
	}
}

/** A position that is no longer taken is answered with one of these. */
const POSITION_REFUSED: ReadonlySet<number> = new Set([400, 404, 410]);
/** Outages and limits, which any request meets. */
const NOT_ABOUT_POSITIONS: ReadonlySet<SourceErrorKind> = new Set([
	'rate-limited',
	'queued',
	'unreachable',
	'interrupted',
]);

/** What an error at the position of a page means: most providers have a status of their own for one that has expired. */
export function atPosition(error: SourceError): Error {
	const { kind, status = 0 } = error;
	const isOutage =
		NOT_ABOUT_POSITIONS.has(kind) || (kind === 'unavailable' && status !== 500 && status !== 409);
	return isOutage ? error : new PagePositionError(error, POSITION_REFUSED.has(status));
}

/** 204 says that there is nothing, where nothing said before that there is a page. */
export const NO_CONTENT = 204;

function placeOf(position: string | undefined): { list: number; position: string | undefined } {
	const [, list, rest] = PLACE.exec(position ?? '') ?? [];
	if (list === undefined) return { list: 0, position };
	return { list: Number(list), position: rest === '' ? undefined : rest };
}

/** The first list's own positions are kept as they are, unless they could be taken for a place. */
function positionBehind(list: number, next: string | undefined, lists: number): string | undefined {
	if (next !== undefined) return list === 0 && !PLACE.test(next) ? next : `${list}|${next}`;
	return list + 1 < lists ? `${list + 1}|` : undefined;
}
