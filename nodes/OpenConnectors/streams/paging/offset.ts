import { PagePositionError } from '../../core/page';
import type { OffsetPaging } from '../../configuration/language';
import { endReader, totalReader } from './end';
import { limitOf, type Paginator } from './paginator';

/** Records that consecutive pages of an offset list share, so that a shift of the list is seen. */
export const OFFSET_OVERLAP = 10;

/**
 * Pages by the number of records before them. The last page is the one that the answer says is, or
 * that reaches the total it states, or, where it says nothing, the first that is not full. Links to
 * a next page are not believed: some providers never stop giving them.
 */
export function offsetPaginator(paging: OffsetPaging, pageSize: number): Paginator {
	const { offsetParam, limitParam, firstOffset = 0 } = paging;
	const overlap = Math.min(OFFSET_OVERLAP, Math.floor(pageSize / 2));
	const isEnd = endReader(paging);
	const isTotalReached = totalReader(paging);
	return {
		overlap,
		ask: (position = '0') => {
			if (!/^\d+$/.test(position)) throw new PagePositionError(new Error('It is no offset'));
			const parameter = [offsetParam, Number(position) + firstOffset] as const;
			return { parameters: [parameter, ...limitOf(limitParam, pageSize)] };
		},
		next: (answer, position) => {
			const before = Number(position ?? 0);
			const count = answer.records.length;
			const end = before + count;
			const pages = Math.ceil(end / pageSize);
			const isLast =
				isEnd(answer) ?? isTotalReached(answer, { before, end, pages }) ?? count < pageSize;
			const next = end - Math.min(overlap, Math.max(0, count - 1));
			return isLast || next <= before ? undefined : String(next);
		},
	};
}
