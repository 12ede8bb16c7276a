import type { TokenPaging } from '../definition';
import { withQuery } from '../url';
import { pointerAt } from './bodyField';
import type { Pager } from './pager';

/** Pages by a token that each answer holds for the next; an empty page with a token is not the end. */
export function tokenPager(style: TokenPaging, pageSize: number): Pager {
	const nextToken = pointerAt(style.tokenField);
	return {
		overlap: 0,
		request: (list, position) => ({
			...list,
			url: withQuery(list.url, [
				[style.limitParameter, String(pageSize)],
				...(position === undefined ? [] : [[style.tokenParameter, position] as const]),
			]),
		}),
		next: ({ body }) => nextToken(body),
	};
}
