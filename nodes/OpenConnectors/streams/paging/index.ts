import type { PagingSettings } from '../../configuration/language';
import { cursorPaginator } from './cursor';
import { linkPaginator, type JoinLink } from './link';
import { offsetPaginator } from './offset';
import { pageNumberPaginator } from './pageNumber';
import type { Paginator } from './paginator';

/** A list that comes whole. */
const SINGLE_PAGE: Paginator = {
	overlap: 0,
	ask: () => ({ parameters: [] }),
	next: () => undefined,
	isLast: () => undefined,
	beyond: () => undefined,
	isCounted: false,
};

/**
 * The module that knows a way of paging.
 *
 * @param pageSize records a page; Infinity where the API decides
 * @param joinLink makes an address of a link
 */
export function paginatorOf(
	paging: PagingSettings,
	pageSize: number,
	joinLink: JoinLink,
): Paginator {
	switch (paging.type) {
		case 'none':
			return SINGLE_PAGE;
		case 'page_number':
			return pageNumberPaginator(paging, pageSize);
		case 'offset':
			return offsetPaginator(paging, pageSize);
		case 'cursor':
			return cursorPaginator(paging, pageSize);
		case 'link':
			return linkPaginator(paging, pageSize, joinLink);
	}
}
