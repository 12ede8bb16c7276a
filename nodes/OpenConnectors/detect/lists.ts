import { plainName, singular } from './names';
import { isList, isObject, leavesOf, type JsonObject } from './values';

/** A list that the answer holds. */
export interface FoundList {
	/** Names from the answer to the list; `[*]` takes a value out of each entry, `[0]` the first entry. */
	readonly steps: readonly string[];
	readonly records: readonly JsonObject[];
}

/** Objects inside one another that are searched for lists. */
const DEEPEST = 6;

/**
 * Every list of objects that the answer holds outside of records, the likeliest first.
 *
 * @param address names in the path of the request, the last first
 */
export function findLists(body: unknown, address: readonly string[]): readonly FoundList[] {
	const words = address.map((word) => singular(plainName(word.replace(/\.json$/, ''))));
	return listsIn(body, [])
		.map((list) => ({ list, likelihood: likelihoodOf(list, words) }))
		.sort((one, other) => other.likelihood - one.likelihood)
		.map(({ list }) => list);
}

function listsIn(value: unknown, steps: readonly string[]): readonly FoundList[] {
	if (steps.length > DEEPEST) return [];
	if (isList(value)) return listsOfList(value, steps);
	if (!isObject(value)) return [];
	const inner = Object.entries(value).flatMap(([name, child]) => listsIn(child, [...steps, name]));
	const keyed = recordsByKey(value);
	return keyed ? [{ steps: [...steps, '[*]'], records: keyed }, ...inner] : inner;
}

function listsOfList(list: readonly unknown[], steps: readonly string[]): readonly FoundList[] {
	const records = list.filter(isObject);
	if (records.length < list.filter((entry) => entry !== null).length) return [];
	const wrapper = wrapperOf(records);
	if (wrapper !== undefined) {
		const proper = records.map((record) => record[wrapper]).filter(isObject);
		return [{ steps: [...steps, '[*]', wrapper], records: proper }];
	}
	const found = [{ steps, records }];
	// One thing around the list asked for: GraphQL's `boards(ids: …) { items }`.
	if (records.length !== 1 || hasId(records[0])) return found;
	return [...found, ...listsIn(records[0], [...steps, '[0]'])];
}

/** The name under which each entry holds the record proper; none where entries have an id of their own. */
function wrapperOf(records: readonly JsonObject[]): string | undefined {
	if (records.length === 0 || records.some(hasId)) return undefined;
	const inAll = Object.keys(records[0]).filter((name) =>
		records.every((record) => isObject(record[name]) && leavesOf(record[name]).length > 1),
	);
	if (inAll.length !== 1) return undefined;
	const [name] = inAll;
	if (FIELDS.has(plainName(name))) return undefined;
	const beside = leavesOf(records[0]).filter(({ steps }) => steps.length === 1).length;
	const hasIds = records.every((record) => isObject(record[name]) && hasId(record[name]));
	return beside <= (hasIds ? MOST_BESIDE : 1) ? name : undefined;
}

/** They hold the fields of a record, and not a record. */
const FIELDS = new Set(['attributes', 'fields', 'properties', 'sys']);

/** Scalars beside the record in its wrapper, such as a cursor, a score, a time of reading. */
const MOST_BESIDE = 3;

const IDS = new Set('id uuid guid gid sid key objectid recordid entityid sysid uri'.split(' '));

/** Whether it has an id of its own by its name. */
export function hasId(record: JsonObject): boolean {
	return Object.entries(record).some(
		([name, value]) => IDS.has(plainName(name)) && ['string', 'number'].includes(typeof value),
	);
}

/** Records that stand in an object by their ids, not by names. */
function recordsByKey(value: JsonObject): readonly JsonObject[] | undefined {
	const entries = Object.entries(value);
	const records = entries.map(([, entry]) => entry).filter(isObject);
	if (records.length < 2 || records.length < entries.length) return undefined;
	const areIds = entries.every(([key, entry]) => /\d/.test(key) || isNamedBy(entry, key));
	const shared = Object.keys(records[0]).filter((name) => records.every((one) => name in one));
	return areIds && shared.length >= 2 ? records : undefined;
}

function isNamedBy(record: unknown, key: string): boolean {
	if (!isObject(record)) return false;
	return Object.entries(record).some(
		([name, value]) => IDS.has(plainName(name)) && String(value) === key,
	);
}

/** Names that many APIs give to their list; among them those that other tools guess by. */
const USUAL = new Set(
	(
		'data items item results result entries entry records record rows row entities payload content contents objects ' +
		'object values value list nodes elements hits resources edges response collection documents d docs events'
	)
		.split(' ')
		.map(singular),
);

/** Names of lists that stand beside the records. */
const BESIDE = new Set(
	(
		'included includes include links link errors error warnings warning meta metadata facets aggregations fields columns ' +
		'schema sorting sort filters related relatedobjects additionaldata breadcrumbs messages notices relationships ' +
		'references lookups expansions extensions pagination paging actions options debug suggestions'
	)
		.split(' ')
		.map(singular),
);

const DATED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\/Date\(/;

function likelihoodOf({ steps, records }: FoundList, address: readonly string[]): number {
	const names = steps
		.filter((step) => !step.startsWith('['))
		.map((step) => singular(plainName(step)));
	const last = names[names.length - 1] ?? '';
	const place = address.indexOf(last);
	const asked = place === 0 ? 6 : place > 0 ? 3 : names.some((name) => address[0] === name) ? 2 : 0;
	const usual = names.length === 0 || USUAL.has(last) ? 3 : 0;
	const beside = names.filter((name) => BESIDE.has(name) && !address.includes(name)).length;
	const shown = records.slice(0, 5);
	const fields = shown.length === 0 ? 0 : Math.max(...shown.map((one) => leavesOf(one).length));
	const id = shown.length > 0 && shown.every(hasId) ? 3 : 0;
	const dated = shown.some((one) => leavesOf(one).some(({ value }) => DATED.test(String(value))))
		? 2
		: 0;
	const count = Math.min(3, Math.log2(records.length + 1));
	return (
		asked + usual + id + dated + count + Math.min(3, fields / 4) - 6 * beside - names.length / 2
	);
}
