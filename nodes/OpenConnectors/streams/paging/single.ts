import type { Pager } from './pager';

/** A list that comes whole. */
export const SINGLE_PAGE: Pager = {
	overlap: 0,
	request: (list) => list,
	next: () => undefined,
};
