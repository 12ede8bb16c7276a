import { PagePositionError, type EpochMs, type Page, type ReadPage } from '../polling/page';
import { dateOf, fetchAnswer, type HttpAnswer, type RequestBudget, type Source } from './http';
import type { Listing } from './listing';
import { bodyOf, type RecordSelector } from './records';
import { SourceError } from './sourceError';

export interface ProviderSource extends Source {
	/** Lists of the same kind of records, read one behind the other. */
	readonly listings: readonly Listing[];
	readonly records: RecordSelector;
	/** Runs before the first request: finds out what the addresses need. */
	readonly prepare?: (budget: RequestBudget) => Promise<void>;
}

/** A position that is no longer taken is answered with one of these. */
const POSITION_REFUSED: ReadonlySet<number> = new Set([400, 404, 410]);

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
		const request = listing.request(since, place.position);
		const toPage = (answer: HttpAnswer, records: Page['records'], next?: string): Page => {
			const behind = positionBehind(place.list, next, listings.length);
			return { records, ...(behind === undefined ? {} : { next: behind }), date: dateOf(answer) };
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
		const isRefused = isToken && POSITION_REFUSED.has(page.status ?? 0);
		throw isRefused ? new PagePositionError(page) : page;
	};
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
