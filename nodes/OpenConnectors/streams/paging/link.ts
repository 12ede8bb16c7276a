import type { LinkPaging } from '../definition';
import { SourceError } from '../sourceError';
import { withQuery } from '../url';
import { pointerAt } from './bodyField';
import type { Pager } from './pager';

/**
 * Pages by a link. It is a path from the root of the provider, or a whole address; one that leads
 * to another server is refused, as the credential would go there.
 *
 * @param root address that paths are joined to, without a version
 */
export function linkPager(style: LinkPaging, pageSize: number, root: () => string): Pager {
	const linkOf = pointerAt(...style.linkFields);
	return {
		overlap: 0,
		request: (list, position) => ({
			...list,
			url:
				position === undefined
					? withQuery(list.url, [[style.limitParameter, String(pageSize)]])
					: toAddress(position, root()),
		}),
		next: ({ body }) => linkOf(body),
	};
}

/** The address that a link means, without a user and a password that it may hold. */
function toAddress(link: string, root: string): string {
	const { origin, pathname } = new URL(root);
	const rootPath = pathname.replace(/\/+$/, '');
	const isWhole = /^https?:\/\//i.test(link);
	const path = link.startsWith('/') ? link : `/${link}`;
	const below = path.startsWith(`${rootPath}/`) ? path : rootPath + path;
	const address = isWhole ? link : origin + below;
	const target = URL.canParse(address) ? new URL(address) : undefined;
	const isBelow = isWhole || target?.pathname.startsWith(`${rootPath}/`);
	if (target?.origin === origin && isBelow) return origin + target.pathname + target.search;
	throw new SourceError('redirected', '', {
		address: target ? target.origin + target.pathname : link,
	});
}
