import type { LinkPaging } from '../../configuration/language';
import { compileFieldPath } from '../../core/fieldPath';
import type { JsonValue } from '../../core/page';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';
import { pointerAt } from './bodyField';
import { endReader } from './end';
import { limitOf, type ListAnswer, type Paginator } from './paginator';

/** The address that a link means. @throws SourceError `redirected` for one that leads to another server */
export interface JoinLink {
	/** Whole, so that it means the same wherever it is kept. */
	readonly kept: (link: string, asked: string | undefined) => string;
	readonly toAddress: (kept: string) => string;
}

/**
 * Pages by a link. It is a path or a whole address; one that leads to another server is refused, as
 * the credential would go there. Nothing is added to it.
 */
export function linkPaginator(
	paging: LinkPaging,
	pageSize: number,
	{ kept, toAddress }: JoinLink,
): Paginator {
	const isEnd = endReader(paging);
	const linkOf = linkReader(paging);
	const beyond: Paginator['beyond'] = (answer) => {
		const link = linkOf(answer);
		return link === undefined ? undefined : kept(link, answer.url);
	};
	return {
		overlap: 0,
		ask: (position) =>
			position === undefined
				? { parameters: limitOf(paging.limitParam, pageSize) }
				: { parameters: [], link: toAddress(position) },
		next: (answer, position) => (isEnd(answer) === true ? undefined : beyond(answer, position)),
		isLast: isEnd,
		beyond,
		isCounted: false,
	};
}

function linkReader({ linkField, linkHeader }: LinkPaging) {
	if (linkHeader !== undefined)
		return ({ headers }: ListAnswer) => nextInHeader(headers[linkHeader.toLowerCase()] ?? '');
	const fields = [linkField ?? []].flat();
	const conditional = fields.filter((field) => CONDITION.test(field)).map(chosenLink);
	const plain = fields.filter((field) => !CONDITION.test(field));
	const read = pointerAt(...plain);
	return ({ body }: ListAnswer) => {
		const chosen = conditional.flatMap((link) => link(body) ?? []);
		return chosen.length > 0 || plain.length === 0 ? chosen[0] : read(body);
	};
}

/** `links[rel=next].href`: the link of the entry whose field holds the value. */
const CONDITION = /^(.*?)\[([^=\]]+)=([^\]]+)\]\.?(.+)$/;

function chosenLink(field: string): (body: JsonValue) => string | undefined {
	const [, list, name, value, rest] = CONDITION.exec(field) ?? [];
	const lists = list === '' ? (body: JsonValue) => body : compileAt(list);
	const text = value.trim().replace(/^(['"])(.*)\1$/, '$2');
	const read = pointerAt(rest);
	return (body) => {
		const links = lists(body);
		const next = (Array.isArray(links) ? links : []).find(
			(link) => isRecord(link) && String(link[name.trim()]) === text,
		);
		return next === undefined ? undefined : read(next);
	};
}

function compileAt(path: string): (body: JsonValue) => unknown {
	const read = compileFieldPath(path);
	return (body) => (isRecord(body) ? read(body) : undefined);
}

/** `<address>; rel="next"` among others, RFC 8288. */
function nextInHeader(header: string): string | undefined {
	return [...header.matchAll(/<([^<>]*)>((?:[^<>"]|"[^"]*")*)/g)]
		.filter(([, , attributes]) =>
			/;\s*rel\s*=\s*(?:next|"(?:[^"]* )?next(?: [^"]*)?")/i.test(attributes),
		)
		.map(([, address]) => address)[0];
}

/** Links of a provider whose root is known: paths are joined to it, and stay below it. */
export function linksBelow(root: () => string): JoinLink {
	return { kept: (link) => link, toAddress: (link) => belowRoot(link, root()) };
}

/** Links that mean what they would mean in a browser, of the same server. */
export function linksOfServer(root: string): JoinLink {
	const { origin } = new URL(root);
	const kept = (link: string, asked = root) => {
		const target = URL.canParse(link, asked) ? new URL(link, asked) : undefined;
		if (target?.origin === origin) return origin + target.pathname + target.search;
		throw leadsElsewhere(target, link);
	};
	return { kept, toAddress: (link) => kept(link) };
}

/** The address without a user and a password that it may hold. */
function belowRoot(link: string, root: string): string {
	const { origin, pathname } = new URL(root);
	const rootPath = pathname.replace(/\/+$/, '');
	const isWhole = /^https?:\/\//i.test(link);
	const path = link.startsWith('/') ? link : `/${link}`;
	const below = path.startsWith(`${rootPath}/`) ? path : rootPath + path;
	const address = isWhole ? link : origin + below;
	const target = URL.canParse(address) ? new URL(address) : undefined;
	const isBelow = isWhole || target?.pathname.startsWith(`${rootPath}/`);
	if (target?.origin === origin && isBelow) return origin + target.pathname + target.search;
	throw leadsElsewhere(target, link);
}

function leadsElsewhere(target: URL | undefined, link: string): SourceError {
	return new SourceError('redirected', '', {
		address: target ? target.origin + target.pathname : link,
	});
}
