import { PagePositionError } from '../../core/page';
import type { OffsetPaging } from '../../configuration/language';
import { endReader, totalReader } from './end';
import { counted, limitOf, type Paginator } from './paginator';

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
	const beyond: Paginator['beyond'] = ({ records: { length } }, position) => {
		const before = Number(position ?? 0);
		const step = length === 0 ? pageSize : length - Math.min(overlap, Math.ceil((length - 1) / 2));
		return Number.isFinite(step) ? String(before + step) : undefined;
	};
	const isLast: Paginator['isLast'] = (answer, position) => {
		const before = Number(position ?? 0);
		const end = before + answer.records.length;
		// Where pages hold fewer records than asked for, their number says nothing.
		const pages = end - before < pageSize ? undefined : Math.ceil(end / pageSize);
		return isEnd(answer) ?? isTotalReached(answer, { before, end, pages });
	};
	return {
		overlap,
		ask: (position = '0') => {
			if (!/^\d+$/.test(position)) throw new PagePositionError(new Error('It is no offset'));
			const parameter = [offsetParam, Number(position) + firstOffset] as const;
			return { parameters: [parameter, ...limitOf(limitParam, pageSize)] };
		},
		...counted({ isLast, beyond }, pageSize),
	};
}
