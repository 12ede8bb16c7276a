import { compileFieldPath, parseFieldPath } from '../../core/fieldPath';
import type { JsonValue } from '../../core/page';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';

/** Reads a text, or a number as text, out of the body of an answer; undefined where there is none or it is empty. */
export function textAt(path: string): (body: JsonValue) => string | undefined {
	const read = compileFieldPath(path);
	return (body) => (isRecord(body) ? toText(read(body)) : undefined);
}

/**
 * Reads where the next page begins, at the first of some paths that leads there. There is none when
 * the field is absent, null or empty, or what it stands in is absent.
 *
 * @throws SourceError `no-list` for anything else that is no text: an answer that means to
 *   name a next page does not end the list
 */
export function pointerAt(...paths: readonly string[]): (body: JsonValue) => string | undefined {
	const readers = paths.map(pointerReader);
	return (body) => {
		const found = readers.map((read) => read(body));
		const pointer = found.find((value) => typeof value === 'string');
		if (pointer !== undefined) return pointer;
		if (found.includes(ODD) && !found.includes(null))
			throw new SourceError('no-list', `something that leads to no next page in "${paths[0]}"`);
		return undefined;
	};
}

const ODD = Symbol('neither a text nor nothing');

/** null for a field that is there and empty, undefined for one that is not there. */
type Pointer = string | null | undefined | typeof ODD;

function pointerReader(path: string): (body: JsonValue) => Pointer {
	const steps = parseFieldPath(path);
	return (body) => {
		let value: unknown = body;
		for (const [depth, step] of steps.entries()) {
			if (isNothing(value) || (depth === 0 && !isRecord(value))) return undefined;
			if (!isRecord(value)) return ODD;
			const isThere = Object.prototype.hasOwnProperty.call(value, step);
			// `_links` may lack `next`, and `pagination` its `next_start`; a `next` without its `href` is odd.
			const isNext = depth > 1 && /next/i.test(steps[depth - 1]);
			if (!isThere && depth === steps.length - 1 && isNext) return ODD;
			value = isThere ? value[step] : undefined;
		}
		if (value === undefined) return undefined;
		return isNothing(value) ? null : (toText(value) ?? ODD);
	};
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '' || value === false;
}

function toText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}
