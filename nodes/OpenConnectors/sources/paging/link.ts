import type { LinkPaging } from '../../connectors/definition';
import { SourceError } from '../sourceError';
import { withQuery } from '../url';
import { textAt } from './bodyField';
import type { Pager } from './pager';

/**
 * Pages by a link. It is a path from the root of the provider, or a whole address; one that leads
 * to another server is refused, as the credential would go there.
 *
 * @param root address that paths are joined to, without a version
 */
export function linkPager(style: LinkPaging, pageSize: number, root: () => string): Pager {
	const linksOf = style.linkFields.map(textAt);
	return {
		overlap: 0,
		request: (list, position) => ({
			...list,
			url:
				position === undefined
					? withQuery(list.url, [[style.limitParameter, String(pageSize)]])
					: toAddress(position, root()),
		}),
		next: ({ body }) => {
			for (const linkOf of linksOf) {
				const link = linkOf(body);
				if (link !== undefined) return link;
			}
			return undefined;
		},
	};
}

function toAddress(link: string, root: string): string {
	const { origin, pathname } = new URL(root);
	const rootPath = pathname.replace(/\/+$/, '');
	if (/^https?:\/\//i.test(link)) {
		if (new URL(link).origin === origin) return link;
		throw new SourceError('unreadable', 'The link to the next page leads to another server');
	}
	const path = link.startsWith('/') ? link : `/${link}`;
	return path.startsWith(`${rootPath}/`) ? origin + path : origin + rootPath + path;
}
