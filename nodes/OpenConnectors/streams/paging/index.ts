import type { PageStyle } from '../definition';
import { linkPager } from './link';
import { offsetPager } from './offset';
import type { Pager } from './pager';
import { SINGLE_PAGE } from './single';
import { tokenPager } from './token';

/** What a page style may need to know beside itself. */
export interface PagerSettings {
	/** Records a page. */
	readonly pageSize: number;
	/** The provider's address without a version. */
	readonly root: () => string;
}

/** The module that knows a page style. */
export function pagerOf(style: PageStyle, settings: PagerSettings): Pager {
	const { pageSize, root } = settings;
	switch (style.style) {
		case 'offset':
			return offsetPager(style, pageSize);
		case 'token':
			return tokenPager(style, pageSize);
		case 'link':
			return linkPager(style, pageSize, root);
		case 'single':
			return SINGLE_PAGE;
	}
}
