import { compileFieldPath } from '../../polling/fieldPath';
import type { JsonValue } from '../../polling/page';
import { isRecord } from '../records';

/** Reads a text, or a number as text, out of the body of an answer; undefined where there is none or it is empty. */
export function textAt(path: string): (body: JsonValue) => string | undefined {
	const read = compileFieldPath(path);
	return (body) => {
		if (!isRecord(body)) return undefined;
		const value = read(body);
		if (typeof value === 'number') return String(value);
		return typeof value === 'string' && value !== '' ? value : undefined;
	};
}
