import type { PagingSettings } from '../../configuration/language';
import { cursorPaginator } from './cursor';
import { linkPaginator } from './link';
import { offsetPaginator } from './offset';
import { pageNumberPaginator } from './pageNumber';
import type { Paginator } from './paginator';

/** A list that comes whole. */
const SINGLE_PAGE: Paginator = {
	overlap: 0,
	ask: () => ({ parameters: [] }),
	next: () => undefined,
};

/**
 * The module that knows a way of paging.
 *
 * @param pageSize records a page
 * @param root the provider's address without a version, which links are joined to
 */
export function paginatorOf(
	paging: PagingSettings,
	pageSize: number,
	root: () => string,
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
			return linkPaginator(paging, pageSize, root);
	}
}
