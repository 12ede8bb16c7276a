import { toldValues, type Column } from './columns';
import { fieldName, plainName } from './names';

/** How likely a name is the id's, from 0 to 100. */
const NAMES = new Map<string, number>([
	...named(100, 'id'),
	...named(95, 'gid sysid recordid objectid entityid internalid'),
	...named(88, 'uuid guid sid uid rowid resourceid itemid docid documentid pk primarykey'),
	...named(70, 'key uniqueid idstr identifier nodeid'),
	...named(60, 'uri self selflink selfhref ref reference number'),
	...named(45, 'code slug handle href url token name symbol sku email no'),
]);

function named(likelihood: number, names: string): ReadonlyArray<readonly [string, number]> {
	return names.split(' ').map((name) => [name, likelihood]);
}

/** What follows the record's own name: `InvoiceID`, `order_number`. */
const AFTER_RESOURCE = new Map<string, number>([
	...named(97, 'id gid sid'),
	...named(88, 'uuid guid key uri'),
	...named(60, 'number no num code ref'),
	...named(30, 'name'),
]);

/** An id of something: of what, the name does not say for sure. */
const SOME_ID = 35;
const LEAST = 30;
/** Above this a field is the id by its name, and no pair of ids of other things is looked for. */
const SURE = 44;

/**
 * The fields that tell the records apart, the likeliest first: present in all, different in all. Where
 * no name is sure, two ids of other things that differ together come first.
 *
 * @param resources what the records may be called, plain and singular
 */
export function findIds(
	columns: readonly Column[],
	count: number,
	resources: ReadonlySet<string>,
): ReadonlyArray<string | readonly string[]> {
	if (count === 0) return [];
	const complete = columns.filter((column) => isComplete(column, count));
	const single = complete
		.filter((column) => isUnique([column]))
		.map((column) => ({ column, likelihood: likelihoodOf(column, resources) }))
		.filter(({ likelihood }) => likelihood >= LEAST)
		.sort((one, other) => other.likelihood - one.likelihood);
	const byName = single.map(({ column }) => column.field);
	const fields = byName.length > 0 || count < 2 ? byName : unnamedIds(complete);
	const isSure = single.length > 0 && single[0].likelihood > SURE;
	const pair = isSure || count < 2 ? undefined : findPair(complete, resources);
	return pair ? [pair, ...fields] : fields;
}

/** What is different in each record and is no date, whatever it is called. */
function unnamedIds(complete: readonly Column[]): readonly string[] {
	return complete
		.filter(
			(column) => column.steps.length === 1 && !CHANGES.test(column.field) && isUnique([column]),
		)
		.filter(({ values }) => !values.some((value) => DATE_OR_PROSE.test(String(value))))
		.map(({ field }) => field);
}

/** Names of what is another after each edit. */
const CHANGES = /etag|hash|version|revision|checksum|token|stamp/i;
const DATE_OR_PROSE = /^\d{4}-\d\d-\d\d|^\/Date\(|\s/;

function isComplete(column: Column, count: number): boolean {
	const told = toldValues(column);
	return told.length === count && told.every(isIdValue);
}

function isIdValue(value: string | number | boolean): boolean {
	return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string';
}

function isUnique(columns: readonly Column[]): boolean {
	const count = columns[0].values.length;
	const keys = columns[0].values.map((_, index) =>
		JSON.stringify(columns.map(({ values }) => values[index])),
	);
	return new Set(keys).size === count;
}

function likelihoodOf({ steps }: Column, resources: ReadonlySet<string>): number {
	const { name, parts, others } = fieldName(steps, resources);
	const own = resourceLikelihood(name, resources);
	const some = isSomeId(steps[steps.length - 1]) ? SOME_ID : 0;
	return Math.max(NAMES.get(name) ?? 0, own, some) - 6 * parts - 80 * others;
}

function resourceLikelihood(name: string, resources: ReadonlySet<string>): number {
	const likelihoods = [...resources].map((resource) => {
		if (name === resource) return 40;
		return name.startsWith(resource) ? (AFTER_RESOURCE.get(name.slice(resource.length)) ?? 0) : 0;
	});
	return Math.max(0, ...likelihoods);
}

function isSomeId(name: string): boolean {
	return /(?:^|[^A-Za-z]|[a-z])(?:I[dD]|G?UID|Uuid|Guid)$|[^A-Za-z]g?u?u?id$/.test(name);
}

function findPair(
	complete: readonly Column[],
	resources: ReadonlySet<string>,
): readonly string[] | undefined {
	const ids = complete.filter(
		({ steps }) => fieldName(steps, resources).others === 0 && isSomeId(steps[steps.length - 1]),
	);
	const repeated = ids.filter((column) => !isUnique([column]) && plainName(column.field) !== 'id');
	for (const [index, one] of repeated.entries()) {
		const other = repeated.slice(index + 1).find((candidate) => isUnique([one, candidate]));
		if (other) return [one.field, other.field];
	}
	return undefined;
}
