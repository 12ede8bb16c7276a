import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import type { SinceFilter } from '../../listing';
import { Refusal } from '../../mount';
import type { RecordVersion } from '../../world';
import type { InfusionsoftRestBehaviour } from './behaviour';
import type { DateOf, DateSetting, Filter, KeapObject, SortKey } from './object';
import { roundToSecond } from './stamps';

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** One condition as a request states it, with what it means. */
export interface Condition {
	readonly name: string;
	readonly filter: Filter;
	readonly operator: Operator;
	readonly value: string;
}

export type Match = (version: RecordVersion) => boolean;

type FilterSettings = Pick<InfusionsoftRestBehaviour, 'boundary' | DateSetting>;

export interface Selection {
	readonly since?: SinceFilter;
	readonly matches?: Match;
}

export interface ConditionContext {
	readonly object: KeapObject;
	readonly behaviour: FilterSettings;
	/** Reads a value that stands for an instant; nothing when it is none. */
	parseTime(text: string): EpochMs | undefined;
}

/** The condition "since" for the list's line, everything else as one test. */
export const toSelection = (
	conditions: readonly Condition[],
	context: ConditionContext,
): Selection => {
	const since = conditions.find(({ filter }) => filter.kind === 'since');
	const tests = conditions
		.filter((condition) => condition !== since && condition.filter.kind !== 'any')
		.map((condition) => toMatch(condition, context));
	return {
		since: since && toSince(since, context),
		matches:
			tests.length === 0 ? undefined : (version) => tests.every((matches) => matches(version)),
	};
};

const invalid = (name: string, value: string): Refusal =>
	new Refusal(400, `The value '${value}' of ${name} cannot be read.`);

const toSince = (condition: Condition, context: ConditionContext): SinceFilter => {
	const { filter, name, value } = condition;
	const { object, behaviour, parseTime } = context;
	const instant = parseTime(value);
	if (instant === undefined || (filter.kind !== 'since' && filter.kind !== 'until')) {
		throw invalid(name, value);
	}
	return {
		instant,
		boundary: filter.inclusive ? 'inclusive' : behaviour.boundary,
		stampOf: (version) => dateOf(object, resolve(filter.date, behaviour), version) ?? -Infinity,
	};
};

const resolve = (date: DateOf | DateSetting, settings: FilterSettings): DateOf =>
	date === 'created' || date === 'updated' || date === 'own' ? date : settings[date];

/** What is stored of a date of a record, whole seconds, or nothing when it has none. */
const dateOf = (object: KeapObject, date: DateOf, version: RecordVersion): EpochMs | undefined => {
	if (date === 'created') return roundToSecond(version.createdAt);
	if (date === 'updated') return roundToSecond(version.updatedAt);
	const { field, orCreated } = object.ownDate ?? { field: '', orCreated: true };
	const own = version.fields[field];
	if (typeof own === 'number') return roundToSecond(own);
	return orCreated ? roundToSecond(version.createdAt) : undefined;
};

const toMatch = (condition: Condition, context: ConditionContext): Match => {
	const { filter, name, operator, value } = condition;
	const { object, behaviour, parseTime } = context;
	switch (filter.kind) {
		case 'any':
			return () => true;
		case 'since': {
			const { boundary, instant, stampOf } = toSince(condition, context);
			return (version) =>
				boundary === 'inclusive' ? stampOf(version) >= instant : stampOf(version) > instant;
		}
		case 'until': {
			const instant = parseTime(value);
			if (instant === undefined) throw invalid(name, value);
			const isInclusive = filter.inclusive ?? behaviour.boundary === 'inclusive';
			const date = resolve(filter.date, behaviour);
			return (version) => {
				const stamp = dateOf(object, date, version) ?? Infinity;
				return isInclusive ? stamp <= instant : stamp < instant;
			};
		}
		case 'ids': {
			const ids = new Set(value.split(',').map((id) => id.trim()));
			return ({ id }) => ids.has(id);
		}
		case 'boolean': {
			if (value !== 'true' && value !== 'false') throw invalid(name, value);
			return ({ fields }) => Boolean(fields[filter.field]) === (value === 'true');
		}
		case 'number': {
			const wanted = Number(value);
			if (value === '' || Number.isNaN(wanted)) throw invalid(name, value);
			return ({ id, fields }) =>
				compares(Number(filter.field === 'id' ? id : fields[filter.field]), operator, wanted);
		}
		case 'text': {
			const wanted = value.toLowerCase();
			const isPrefix = filter.match !== undefined && wanted.endsWith('*');
			const start = wanted.slice(0, -1);
			return ({ fields }) => {
				const known = valueAt(fields, filter.field);
				if (wanted === 'none') return known === null || known === '';
				const text = String(known).toLowerCase();
				if (isPrefix) return text.startsWith(start);
				return filter.match === 'contains' ? text.includes(wanted) : text === wanted;
			};
		}
	}
};

const compares = (known: number, operator: Operator, wanted: number): boolean => {
	switch (operator) {
		case '==':
			return known === wanted;
		case '!=':
			return known !== wanted;
		case '<':
			return known < wanted;
		case '<=':
			return known <= wanted;
		case '>':
			return known > wanted;
		case '>=':
			return known >= wanted;
	}
};

const isRecord = (value: JsonValue | undefined): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (fields: JsonRecord, path: string): JsonValue => {
	const [name, inner] = path.split('.');
	const value = fields[name];
	if (inner === undefined) return value ?? null;
	return isRecord(value) ? (value[inner] ?? null) : null;
};

/** Compares versions by a sort key; equal ones stay in the order of ids. */
export const toComparison = (object: KeapObject, key: SortKey, isDescending: boolean) => {
	const sign = isDescending ? -1 : 1;
	const valueOf = (version: RecordVersion): number | string => {
		if (key === 'id') return Number(version.id);
		if (key === 'created' || key === 'updated' || key === 'own') {
			return dateOf(object, key, version) ?? 0;
		}
		const value = version.fields[key.slice('field:'.length)];
		return typeof value === 'number' ? value : String(value ?? '').toLowerCase();
	};
	return (one: RecordVersion, other: RecordVersion): number => {
		const [left, right] = [valueOf(one), valueOf(other)];
		if (left === right) return 0;
		return left < right ? -sign : sign;
	};
};
