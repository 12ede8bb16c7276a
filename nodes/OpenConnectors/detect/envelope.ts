import { plainName } from './names';
import { isList, isObject, leavesOf, pathOf, type Scalar } from './values';

/** What stands around the records in an answer. */
export interface EnvelopeField {
	readonly field: string;
	/** Plain. */
	readonly name: string;
	/** Plain name of the object around it; '' for none. */
	readonly parent: string;
	readonly value: Scalar;
	readonly steps: readonly string[];
}

/**
 * The scalars of the answer outside of its lists, those nearest to the records first, and the addresses
 * in lists of links (`links[rel=next].href`).
 *
 * @param list names from the answer to the list of records
 */
export function envelopeOf(body: unknown, list: readonly string[]): readonly EnvelopeField[] {
	if (!isObject(body)) return [];
	const indexed = list.indexOf('[0]');
	const within = indexed < 0 ? [] : leavesOf(valueAt(body, list.slice(0, indexed + 1)));
	const below = within.map(({ steps, value }) => ({
		steps: [...list.slice(0, indexed + 1), ...steps],
		value,
	}));
	const keyed = list.indexOf('[*]');
	const records = keyed < 0 ? undefined : list.slice(0, keyed);
	const leaves = [...leavesOf(body), ...below].filter(
		({ steps }) => !records || records.length === 0 || !startsWith(steps, records),
	);
	return [...leaves.map(toField), ...linksIn(body)].sort(
		(one, other) => nearness(other.steps, list) - nearness(one.steps, list),
	);
}

function toField({ steps, value }: { steps: readonly string[]; value: Scalar }): EnvelopeField {
	const names = steps.map(plainName);
	return {
		field: pathOf(steps),
		name: names[names.length - 1] ?? '',
		parent: names[names.length - 2] ?? '',
		// No cursor and no address: as good as null.
		value: value === '' ? null : value,
		steps,
	};
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
	return steps.reduce<unknown>((at, step) => {
		if (step === '[0]') return isList(at) ? at[0] : undefined;
		return isObject(at) ? at[step] : undefined;
	}, value);
}

function startsWith(steps: readonly string[], begin: readonly string[]): boolean {
	return begin.every((step, index) => steps[index] === step);
}

/** Steps shared with the list; of the same number, the fewer others the better. */
function nearness(steps: readonly string[], list: readonly string[]): number {
	const apart = steps.findIndex((step, index) => step !== list[index]);
	const shared = apart < 0 ? steps.length : apart;
	return shared - steps.length / 100;
}

/** `"links": [{"rel": "next", "href": "…"}]`, at any depth outside of lists. */
function linksIn(value: unknown, steps: readonly string[] = []): readonly EnvelopeField[] {
	if (isObject(value) && steps.length < 4) {
		return Object.entries(value).flatMap(([name, inner]) => linksIn(inner, [...steps, name]));
	}
	if (!isList(value) || steps.length === 0) return [];
	return value.filter(isObject).flatMap((link) => {
		const rel = ['rel', 'relation'].find((name) => typeof link[name] === 'string');
		const address = ['href', 'url', 'uri', 'link'].find((name) => typeof link[name] === 'string');
		if (rel === undefined || address === undefined) return [];
		const steps_ = [...steps, `[${rel}=${String(link[rel])}]`, address];
		return [
			{
				...toField({ steps: steps_, value: String(link[address]) }),
				parent: plainName(String(link[rel])),
			},
		];
	});
}
