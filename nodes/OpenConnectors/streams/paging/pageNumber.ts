import { PagePositionError } from '../../core/page';
import type { PageNumberPaging } from '../../configuration/language';
import { endReader, totalReader } from './end';
import { limitOf, type Paginator } from './paginator';

/** Pages already read, and the records that they held. */
const POSITION = /^(\d+):(\d+)$/;

/**
 * Pages by number. The last page is the one that the answer says is, or that reaches the total it
 * states, or, where it says nothing, the first that is not full.
 */
export function pageNumberPaginator(paging: PageNumberPaging, pageSize: number): Paginator {
	const { pageParam, limitParam, firstPage = 1 } = paging;
	const isEnd = endReader(paging);
	const isTotalReached = totalReader(paging);
	return {
		overlap: 0,
		ask: (position) => {
			const parameter = [pageParam, firstPage + placeOf(position).pages] as const;
			return { parameters: [parameter, ...limitOf(limitParam, pageSize)] };
		},
		next: (answer, position) => {
			const place = placeOf(position);
			const count = answer.records.length;
			const [pages, end] = [place.pages + 1, place.records + count];
			const isLast =
				isEnd(answer) ??
				isTotalReached(answer, { before: place.records, end, pages }) ??
				count < pageSize;
			return isLast || count === 0 ? undefined : `${pages}:${end}`;
		},
	};
}

function placeOf(position: string | undefined): {
	readonly pages: number;
	readonly records: number;
} {
	if (position === undefined) return { pages: 0, records: 0 };
	const [, pages, records] = POSITION.exec(position) ?? [];
	if (pages === undefined) throw new PagePositionError(new Error('It is no page'));
	return { pages: Number(pages), records: Number(records) };
}
