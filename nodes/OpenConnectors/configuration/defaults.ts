import { EXAMPLES } from './unknownKey';
import { isGiven, isObject, type JsonObject } from './value';

/** A key whose value may be null or blank and mean that. */
export const EQUALS = 'equals';

/** Where a resource adds to what the defaults say instead of replacing it. */
const MERGED = ['datesConfiguration', 'headers', 'paging'] as const;

/**
 * The settings of a resource, sorted, with the defaults where it says nothing. Keys of the resource win.
 * `datesConfiguration`, `headers` and a `paging` of the same type are merged key by key, all else is
 * replaced whole. A key that is null or blank takes the default away.
 */
export function withDefaults(own: JsonObject, defaults: JsonObject = {}): JsonObject {
	const merged = MERGED.flatMap((key) => {
		const [before, after] = [defaults[key], own[key]];
		if (!isObject(before) || !isObject(after)) return [];
		const isOther = key === 'paging' && isGiven(after.type) && after.type !== before.type;
		const names = new Set(Object.keys(after).map((name) => name.toLowerCase()));
		const kept = Object.entries(before).filter(
			([name]) => !isOther && !names.has(name.toLowerCase()),
		);
		return [[key, { ...Object.fromEntries(kept), ...after }] as const];
	});
	return given({ ...defaults, ...own, ...Object.fromEntries(merged) }, (key, part) => {
		if (!(key in EXAMPLES)) return part;
		if (Array.isArray(part)) return part.map((rule) => (isObject(rule) ? given(rule) : rule));
		return isObject(part) ? given(part) : part;
	});
}

/** Without what is null. */
function given(settings: JsonObject, inside = (_key: string, value: unknown) => value): JsonObject {
	return Object.fromEntries(
		Object.entries(settings)
			.filter(([key, value]) => value !== null || key === EQUALS)
			.map(([key, value]) => [key, inside(key, value)]),
	);
}
