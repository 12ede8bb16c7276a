import { PagePositionError, type EpochMs, type ReadPage } from '../polling/page';
import { dateOf, fetchAnswer, type Dialect, type RequestBudget, type Send } from './http';
import type { Listing } from './listing';
import { bodyOf, type RecordSelector } from './records';
import { SourceError } from './sourceError';

export interface ProviderSource {
	/** Lists of the same kind of records, read one behind the other. */
	readonly listings: readonly Listing[];
	readonly records: RecordSelector;
	readonly dialect: Dialect;
	readonly send: Send;
	readonly budget: RequestBudget;
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
	const { listings, records: recordsIn, dialect, send, budget, prepare } = source;
	return async (since: EpochMs, position?: string) => {
		if (prepare) await prepare(budget);
		const place = placeOf(position);
		const listing = listings[place.list];
		if (!listing) throw new PagePositionError(new Error('There is no such list'));
		const request = listing.request(since, place.position);
		const answer = await fetchAnswer(send, request, budget, dialect);
		if (answer instanceof SourceError) {
			// An offset is never out of date; a refusal of one is about something else.
			const isToken = place.position !== undefined && listing.overlap === 0;
			const isRefused = isToken && POSITION_REFUSED.has(answer.status ?? 0);
			throw isRefused ? new PagePositionError(answer) : answer;
		}
		const body = bodyOf(answer);
		const records = recordsIn(body);
		const next = listing.next({ records, body, headers: answer.headers }, place.position);
		const behind = positionBehind(place.list, next, listings.length);
		return { records, ...(behind === undefined ? {} : { next: behind }), date: dateOf(answer) };
	};
}

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
