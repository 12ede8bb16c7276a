export type JsonObject = Readonly<Record<string, unknown>>;
export type Scalar = string | number | boolean | null;

/** A value that is no object and no list, and the names that lead to it. */
export interface Leaf {
	readonly steps: readonly string[];
	readonly value: Scalar;
}

/** Objects inside one another that are looked into. */
const DEEPEST = 6;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
	return Array.isArray(value);
}

export function isScalar(value: unknown): value is Scalar {
	return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The scalars in objects inside one another; what stands in lists is left out. */
export function leavesOf(value: unknown, steps: readonly string[] = []): readonly Leaf[] {
	if (isScalar(value)) return [{ steps, value }];
	if (!isObject(value) || steps.length >= DEEPEST) return [];
	return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...steps, name]));
}

/** The path that `steps` make in the language of resources: `a.b`, `a['b c']`, `list[*].a`. */
export function pathOf(steps: readonly string[]): string {
	return steps.reduce((path, step) => {
		if (/^\[.*\]$/.test(step)) return path + step;
		if (/[\s.[\]'"`]/.test(step)) return `${path}['${step.replaceAll("'", '')}']`;
		return path === '' ? step : `${path}.${step}`;
	}, '');
}
