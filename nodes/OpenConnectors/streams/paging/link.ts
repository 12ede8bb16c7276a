import type { LinkPaging } from '../../configuration/language';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';
import { pointerAt } from './bodyField';
import { endReader } from './end';
import { limitOf, type ListAnswer, type Paginator } from './paginator';

/**
 * Pages by a link. It is a path from the root of the provider, or a whole address; one that leads
 * to another server is refused, as the credential would go there. Nothing is added to it.
 *
 * @param root address that paths are joined to, without a version
 */
export function linkPaginator(paging: LinkPaging, pageSize: number, root: () => string): Paginator {
	const isEnd = endReader(paging);
	const linkOf = linkReader(paging);
	return {
		overlap: 0,
		ask: (position) =>
			position === undefined
				? { parameters: limitOf(paging.limitParam, pageSize) }
				: { parameters: [], link: toAddress(position, root()) },
		next: (answer) => (isEnd(answer) === true ? undefined : linkOf(answer)),
	};
}

function linkReader({ linkField, linkHeader }: LinkPaging) {
	if (linkHeader !== undefined)
		return ({ headers }: ListAnswer) => nextInHeader(headers[linkHeader.toLowerCase()] ?? '');
	const fields = [linkField ?? []].flat();
	const [, list, name, value, rest] = CONDITION.exec(fields[0] ?? '') ?? [];
	if (list === undefined) {
		const read = pointerAt(...fields);
		return ({ body }: ListAnswer) => read(body);
	}
	const read = pointerAt(rest);
	return ({ body }: ListAnswer) => {
		const links: unknown = isRecord(body) ? body[list] : undefined;
		const next = (Array.isArray(links) ? links : []).find(
			(link) => isRecord(link) && link[name] === value,
		);
		return next === undefined ? undefined : read(next);
	};
}

/** `links[rel=next].href` */
const CONDITION = /^([^.[\]]+)\[([^=\]]+)=([^\]]+)\]\.(.+)$/;

/** `<address>; rel="next"` among others, RFC 8288. */
function nextInHeader(header: string): string | undefined {
	return [...header.matchAll(/<([^<>]*)>((?:[^<>"]|"[^"]*")*)/g)]
		.filter(([, , attributes]) =>
			/;\s*rel\s*=\s*(?:next|"(?:[^"]* )?next(?: [^"]*)?")/i.test(attributes),
		)
		.map(([, address]) => address)[0];
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
