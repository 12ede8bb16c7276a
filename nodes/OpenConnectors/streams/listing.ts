import type { EpochMs } from '../core/page';
import type { HttpRequest } from './http';
import type { ListAnswer, Pager } from './paging/pager';

/** One list of a provider: how it is asked for, and how it goes on. */
export interface Listing {
	/** The request for the page at a position, of the records changed since an instant. */
	request(since: EpochMs, position: string | undefined): HttpRequest;
	/** Where the page behind this one begins; undefined behind the last. */
	next(answer: ListAnswer, position: string | undefined): string | undefined;
	/** Records that neighbouring pages share; 0 where positions do not move. */
	readonly overlap: number;
	/** Whether a position asks again for what was read, see `Page`. Absent: none does. */
	readonly asksAgain?: (position: string) => boolean;
}

/**
 * A list that is asked for by an address.
 *
 * @param urlSince the address of the records changed since an instant, without paging
 */
export function addressedListing(urlSince: (since: EpochMs) => string, pager: Pager): Listing {
	return {
		overlap: pager.overlap,
		request: (since, position) => pager.request({ method: 'GET', url: urlSince(since) }, position),
		next: (answer, position) => pager.next(answer, position),
	};
}

/**
 * A list that comes newest first: pages behind the instant asked for are left out.
 *
 * @param updated reads the time the list is ordered by
 */
export function untilOlder(
	listing: Listing,
	updated: (record: ListAnswer['records'][number]) => EpochMs | undefined,
): Listing {
	let asked = 0;
	return {
		overlap: listing.overlap,
		request: (since, position) => {
			asked = since;
			return listing.request(since, position);
		},
		next: (answer, position) => {
			const { records } = answer;
			const times = records.flatMap((record) => updated(record) ?? []);
			const isPast = times.length > 0 && Math.max(...times) < asked;
			return isPast ? undefined : listing.next(answer, position);
		},
	};
}
