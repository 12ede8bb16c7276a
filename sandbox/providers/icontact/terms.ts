import type { JsonValue } from '../../json';
import type { SinceFilter } from '../../listing';
import { floorToSecond } from '../../stamps';
import type { RecordVersion, World } from '../../world';
import { parseSpan, type Span } from './eastern';
import { stampedAt, words, type IContactResource, type Stamp } from './resources';

/** Query parameters, each given once. */
export type Parameters = Readonly<Record<string, string>>;

/** What the terms of a request ask for. */
export interface Terms {
	/** One bound on the creation; what it hides, the client knows to be older. */
	readonly since?: SinceFilter;
	readonly matches?: (version: RecordVersion) => boolean;
	readonly order?: (one: RecordVersion, other: RecordVersion) => number;
	/** Terms the server does not know and leaves out of account. */
	readonly ignored: readonly string[];
}

const PAGING = ['limit', 'offset', 'orderby'];
const SUFFIX = 'SearchType';
const OPERATORS = ['eq', 'gt', 'gte', 'lt', 'lte', 'bet'] as const;

type Operator = (typeof OPERATORS)[number];

interface Condition {
	readonly field: string;
	readonly operator: Operator;
	readonly value: string;
}

/**
 * Reads search terms and `orderby`: `field=value` in the case of the field, `*` for any text, several values
 * with commas between, `{field}SearchType` for another comparison than equality. A value left empty
 * matches nothing. A time that cannot be read is an unknown term.
 */
export const readTerms = (
	world: World,
	resource: IContactResource,
	parameters: Parameters,
	unsearchable: readonly string[],
): Terms => {
	const sent = words(resource.fields);
	const searched = [...sent, ...words(resource.searchedToo ?? '')].filter(
		(name) => !unsearchable.includes(name),
	);
	const ignored: string[] = [];
	const conditions: Condition[] = [];
	for (const [name, value] of Object.entries(parameters)) {
		if (PAGING.includes(name)) continue;
		const isSuffixed = name.endsWith(SUFFIX);
		const field = isSuffixed ? name.slice(0, -SUFFIX.length) : name;
		const isKnown = searched.includes(field) && parameters[field] !== undefined;
		if (!isKnown || (isSuffixed && !isOperator(value))) ignored.push(name);
		if (!isKnown || isSuffixed) continue;
		const operator = parameters[`${field}${SUFFIX}`] ?? 'eq';
		const condition = { field, value, operator: isOperator(operator) ? operator : 'eq' };
		if (isReadable(resource, condition)) conditions.push(condition);
		else ignored.push(name);
	}

	const sinceAt = conditions.findIndex(
		({ field, operator, value }) =>
			resource.stamps[field]?.of === 'created' && operator.startsWith('gt') && value !== '',
	);
	const tests = conditions
		.filter((_condition, index) => index !== sinceAt)
		.map((condition) => toTest(world, resource, condition));

	const sorted = readOrder(parameters.orderby ?? '', sent);
	return {
		since: conditions[sinceAt] && toSince(conditions[sinceAt]),
		matches: tests.length > 0 ? (version) => tests.every((test) => test(version)) : undefined,
		order: sorted.keys.length > 0 ? toComparison(world, resource, sorted.keys) : undefined,
		ignored: [...ignored, ...sorted.ignored],
	};
};

const isOperator = (text: string): text is Operator =>
	OPERATORS.some((operator) => operator === text);

const spansOf = ({ operator, value }: Condition): readonly (Span | undefined)[] =>
	(operator === 'bet' ? value.split(',') : [value]).map(parseSpan);

const isReadable = ({ stamps }: IContactResource, condition: Condition): boolean => {
	const { field, operator, value } = condition;
	if (operator === 'bet' && value.split(',').length !== 2) return false;
	return !(field in stamps) || value === '' || spansOf(condition).every((span) => span);
};

const toSince = (condition: Condition): SinceFilter | undefined => {
	const [span] = spansOf(condition);
	return (
		span && {
			instant: condition.operator === 'gt' ? span.until : span.from,
			boundary: 'inclusive',
			stampOf: ({ createdAt }) => floorToSecond(createdAt),
		}
	);
};

const toTest = (
	world: World,
	resource: IContactResource,
	condition: Condition,
): ((version: RecordVersion) => boolean) => {
	const { field, operator, value } = condition;
	if (value === '') return () => false;
	const stamp = resource.stamps[field];
	if (stamp) return toTimeTest(stamp, operator, spansOf(condition));
	const read = toReader(world, resource, field);
	if (operator === 'bet') {
		const [low, high] = value.split(',');
		return (version) => compare(read(version), low) >= 0 && compare(read(version), high) <= 0;
	}
	if (operator === 'eq') {
		const patterns = value.split(',').map(toPattern);
		return (version) => patterns.some((pattern) => pattern.test(String(read(version) ?? '')));
	}
	return (version) => holds(operator, compare(read(version), value));
};

const toTimeTest = (
	stamp: Stamp,
	operator: Operator,
	[first, last = first]: readonly (Span | undefined)[],
): ((version: RecordVersion) => boolean) => {
	return (version) => {
		if (!first || !last) return false;
		const at = floorToSecond(stampedAt(version, stamp));
		if (operator === 'eq' || operator === 'bet') return at >= first.from && at < last.until;
		return holds(operator, at < first.from ? -1 : at >= first.until ? 1 : 0);
	};
};

const holds = (operator: Operator, difference: number): boolean => {
	if (difference === 0) return operator.endsWith('e');
	return operator.startsWith(difference > 0 ? 'gt' : 'lt');
};

/** The value of a field, be it sent or only searched by. Stamps are not read here: they compare as instants. */
const toReader =
	(world: World, { keys, numberField }: IContactResource, field: string) =>
	(version: RecordVersion): JsonValue => {
		if (field === numberField) return world.toRecord(version)[field];
		return keys(version.id)[field] ?? version.fields[field] ?? null;
	};

const toPattern = (value: string): RegExp => {
	const literals = value.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${literals.join('.*')}$`, 'is');
};

const compare = (one: JsonValue, other: JsonValue): number => {
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const [left, right] = [String(one ?? ''), String(other ?? '')];
	const difference = Number(left) - Number(right);
	if (left !== '' && right !== '' && !Number.isNaN(difference)) return difference;
	const [low, high] = [left.toLowerCase(), right.toLowerCase()];
	return low < high ? -1 : low > high ? 1 : 0;
};

interface OrderKey {
	readonly field: string;
	readonly sign: 1 | -1;
}

const readOrder = (
	orderby: string,
	fields: readonly string[],
): { readonly keys: readonly OrderKey[]; readonly ignored: readonly string[] } => {
	const wanted = orderby.split(',').filter((part) => part !== '');
	const keys = wanted.map((part): OrderKey => {
		const [field, direction] = part.split(':');
		return { field, sign: direction === 'desc' ? -1 : 1 };
	});
	return {
		keys: keys.filter(({ field }) => fields.includes(field)),
		ignored: keys.flatMap(({ field }) => (fields.includes(field) ? [] : [field])),
	};
};

const toComparison = (world: World, resource: IContactResource, keys: readonly OrderKey[]) => {
	const readers = keys.map(({ field, sign }) => {
		const stamp = resource.stamps[field];
		return {
			sign,
			read: stamp
				? (version: RecordVersion): JsonValue => floorToSecond(stampedAt(version, stamp))
				: toReader(world, resource, field),
		};
	});
	return (one: RecordVersion, other: RecordVersion): number => {
		for (const { sign, read } of readers) {
			const difference = sign * compare(read(one), read(other));
			if (difference !== 0) return difference;
		}
		return 0;
	};
};
