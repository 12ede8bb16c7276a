import { compileFieldPath } from '../../polling/fieldPath';
import type { JsonValue } from '../../polling/page';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';

/** Reads a text, or a number as text, out of the body of an answer; undefined where there is none or it is empty. */
export function textAt(path: string): (body: JsonValue) => string | undefined {
	const read = compileFieldPath(path);
	return (body) => (isRecord(body) ? toText(read(body)) : undefined);
}

/**
 * Reads where the next page begins. There is none when the field is absent, null or empty.
 *
 * @throws SourceError of kind `no-list` for anything that is neither that nor a text
 */
export function pointerAt(path: string): (body: JsonValue) => string | undefined {
	const read = compileFieldPath(path);
	return (body) => {
		const value = isRecord(body) ? read(body) : undefined;
		const pointer = toText(value);
		const isNone = value === undefined || value === null || value === '' || value === false;
		if (pointer !== undefined || isNone) return pointer;
		throw new SourceError('no-list', `something that leads to no next page in "${path}"`);
	};
}

function toText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}
