import { PagePositionError } from '../../core/page';
import type { PageNumberPaging } from '../../configuration/language';
import { endReader, totalReader } from './end';
import { counted, limitOf, type Paginator } from './paginator';

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
	const beyond: Paginator['beyond'] = ({ records: { length } }, position) => {
		const { pages, records } = placeOf(position);
		return `${pages + 1}:${records + length}`;
	};
	const isLast: Paginator['isLast'] = (answer, position) => {
		const { pages, records } = placeOf(position);
		const end = records + answer.records.length;
		return isEnd(answer) ?? isTotalReached(answer, { before: records, end, pages: pages + 1 });
	};
	return {
		overlap: 0,
		ask: (position) => {
			const parameter = [pageParam, firstPage + placeOf(position).pages] as const;
			return { parameters: [parameter, ...limitOf(limitParam, pageSize)] };
		},
		...counted({ isLast, beyond }, pageSize),
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
