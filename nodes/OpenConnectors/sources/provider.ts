import type { SkipTopPaging } from '../connectors/definition';
import type { ReadPage } from '../polling/page';
import { dateOf, fetchAnswer, type RequestBudget, type Send } from './http';
import { recordsOf } from './records';
import { SourceError } from './sourceError';
import { withQuery } from './url';

/** Records that consecutive pages of an offset list share, so that a shift of the list is seen. */
export const OFFSET_OVERLAP = 10;

export interface ProviderSource {
	/** The first page's url for records changed since an instant (epoch ms), without paging. */
	readonly urlSince: (since: number) => string;
	readonly paging: SkipTopPaging;
	/** Records a page. */
	readonly pageSize: number;
	readonly send: Send;
	readonly budget: RequestBudget;
}

/** How many records neighbouring pages of this size share. */
export function overlapOf(pageSize: number): number {
	return Math.min(OFFSET_OVERLAP, Math.floor(pageSize / 2));
}

/**
 * Reads a resource from the provider's own API by `skip` and `top`. The last page is the one that
 * reaches the total the provider states, or, where it states none, the first that is not full; an
 * empty page is the last in any case.
 */
export function providerPages(source: ProviderSource): ReadPage {
	const { paging, pageSize } = source;
	const overlap = overlapOf(pageSize);
	return async (since, position) => {
		const skip = Number(position ?? 0);
		const url = withQuery(source.urlSince(since), [
			[paging.skipParameter, String(skip)],
			[paging.topParameter, String(pageSize)],
			...(paging.total ? [[paging.total.parameter, paging.total.value] as const] : []),
		]);
		const answer = await fetchAnswer(source.send, { method: 'GET', url }, source.budget);
		if (answer instanceof SourceError) throw answer;
		const records = recordsOf(answer);
		const total = paging.total && totalOf(answer.headers[paging.total.header]);
		const end = skip + records.length;
		const last = total === undefined ? records.length < pageSize : end >= total;
		const next = end - Math.min(overlap, Math.max(0, records.length - 1));
		return {
			records,
			...(last || next <= skip ? {} : { next: String(next) }),
			date: dateOf(answer),
		};
	};
}

function totalOf(header: string | undefined): number | undefined {
	const total = Number(header ?? NaN);
	return Number.isInteger(total) && total >= 0 ? total : undefined;
}
