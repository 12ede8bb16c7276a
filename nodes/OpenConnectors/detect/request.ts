import { valueOfJson } from '../core/json';
import { plainName } from './names';
import type { AskedRequest } from './types';
import { isObject, leavesOf, pathOf, type Scalar } from './values';

/** A parameter that the request asked with. `name` is a path where it stands in the body. */
export interface AskedParameter {
	readonly name: string;
	/** How it may be called, plain: its whole name, and the end of it, `currentPage` of `criteria[currentPage]`. */
	readonly words: readonly string[];
	readonly value: Scalar;
	readonly place: 'query' | 'body';
}

export function parametersOf(request: AskedRequest | undefined): readonly AskedParameter[] {
	if (!request) return [];
	return [...queryParameters(request.url ?? ''), ...bodyParameters(request.body)];
}

function queryParameters(url: string): readonly AskedParameter[] {
	const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
	return query
		.split('&')
		.filter((pair) => pair !== '')
		.map((pair) => {
			const [name, ...value] = pair.split('=').map(decoded);
			return { name, words: wordsOf(name), value: value.join('='), place: 'query' };
		});
}

function bodyParameters(body: unknown): readonly AskedParameter[] {
	const json = typeof body === 'string' ? valueOfJson(body) : body;
	if (!isObject(json)) return [];
	return leavesOf(json).map(({ steps, value }) => {
		return {
			name: pathOf(steps),
			words: [...wordsOf(steps[steps.length - 1]), plainName(steps.slice(-2).join(''))],
			value,
			place: 'body',
		};
	});
}

/** `filter[from]` is no offset: the end of a name counts where it speaks of pages. */
function wordsOf(name: string): readonly string[] {
	const end = plainName(/[[.]([^[\].]+)\]?$/.exec(name)?.[1] ?? '');
	const isOfPages = /page|limit|offset|skip|size|cursor/.test(end);
	return isOfPages ? [plainName(name), end] : [plainName(name)];
}

/** The names in the path of the address, the last first. */
export function pathWords(request: AskedRequest | undefined): readonly string[] {
	const path = (request?.url ?? '').replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
	return path
		.split('/')
		.filter((word) => word !== '')
		.map(decoded)
		.reverse();
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replace(/\+/g, ' '));
	} catch {
		return text;
	}
}
