import { quote, shorten } from '../core/text';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** null, a blank text and nothing at all mean the same: not given. */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && !(typeof value === 'string' && !value.trim());
}

const LONGEST_SHOWN = 60;

/** A user before the host, and a parameter whose name is that of a secret. */
const SECRET_IN_ADDRESS =
	/(:\/\/)[^/?#@\s"]+(?=@)|([?&][\w.-]*(?:key|token|secret|password|pwd|sig|signature)=)[^&#"]+/gi;

export function describe(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	const text = JSON.stringify(value).replace(SECRET_IN_ADDRESS, '$1$2…');
	const shown = shorten(text, LONGEST_SHOWN);
	return typeof value === 'string' ? `the text ${shown}` : `the ${typeof value} ${shown}`;
}

const LONGEST_MESSAGE = 500;

/** Another's message, which may quote what was pasted at any length. */
export function shortened(message: string): string {
	return shorten(message, LONGEST_MESSAGE);
}

const MOST_LISTED = 8;

/** Names as a sentence holds them. */
export function listed(names: readonly string[], most = MOST_LISTED): string {
	const shown = names.slice(0, most).map(quote).join(', ');
	return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** A property for an object literal, or none when there is no value. */
export function optional<Key extends string, Value>(
	key: Key,
	value: Value | undefined,
): { readonly [K in Key]?: Value } {
	const result: { [K in Key]?: Value } = {};
	if (value !== undefined) result[key] = value;
	return result;
}
