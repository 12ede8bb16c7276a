import { fieldPathProblem } from './repairs';

/**
 * What a path leads through. `answer`: names alone. `list`: also `data[*].item`, which takes one value
 * out of each entry. `link`: also `links[rel=next].href`, which chooses one. `record`: also `^.name`,
 * which begins outside of the record proper.
 */
export type PathKind = 'answer' | 'list' | 'link' | 'record';

const MORE: Readonly<Record<PathKind, RegExp>> = {
	answer: /$^/,
	list: /\[\*\]/g,
	link: /\[[^'"[\]=]+=[^'"[\]=]+\]/g,
	record: /^\^\./,
};

export function isPathOf(kind: PathKind, value: unknown): value is string {
	if (typeof value !== 'string') return false;
	const names = value.trim().replace(MORE[kind], '');
	return /[^$.\s]/.test(value) && fieldPathProblem(names) === undefined;
}
