import { isObject } from './value';

/** No configuration is nested so deep; what is, is refused elsewhere. */
const DEEPEST = 100;

const ZONE_PLACEHOLDER = /(\$\{\s*(?:until\s*:\s*)?dateTimeZone\s*:\s*)\{([^{}]*)\}/gi;
const VARIABLE = /^\s*\{([^{}]*)\}\s*$/;
const ZONE_KEY = /timezone$/i;

/**
 * A configuration with the path variables that stand for zones filled in: `{TimeZone}` as the value of a
 * `…Timezone`, and in `${dateTimeZone:{TimeZone}:…}`. All others wait for the request. One without a value stays.
 */
export function fillZones(value: unknown, variables: Readonly<Record<string, string>>): unknown {
	const values = new Map(Object.entries(variables));
	const fill = (part: unknown, key: string, depth: number): unknown => {
		if (depth > DEEPEST) return part;
		if (typeof part === 'string') {
			const name = ZONE_KEY.test(key) ? VARIABLE.exec(part)?.[1] : undefined;
			if (name !== undefined) return values.get(name) ?? part;
			return part.replace(
				ZONE_PLACEHOLDER,
				(found, head: string, variable: string) =>
					head + (values.get(variable) ?? found.slice(head.length)),
			);
		}
		if (Array.isArray(part)) return part.map((entry) => fill(entry, '', depth + 1));
		if (!isObject(part)) return part;
		return Object.fromEntries(
			Object.entries(part).map(([name, entry]) => [name, fill(entry, name, depth + 1)]),
		);
	};
	return values.size === 0 ? value : fill(value, '', 0);
}
