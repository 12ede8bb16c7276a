import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { floorToSecond, parseInstant, toWall, type WallMs } from '../../stamps';
import type { RecordVersion } from '../../world';
import type { MaximizerBehaviour } from './behaviour';
import { readConditionDate } from './dates';
import { findField, type Field, type MaximizerEntity } from './entities';
import { parseKey, toWorldId } from './keys';
import { isRecord } from './records';
import { invalid } from './refusal';

/** What a condition looks at: one record; its plain form costs more than the fields of its version. */
export interface Row {
	readonly version: RecordVersion;
	readonly record: JsonRecord;
}

/** A row whose plain form is made once, and only when a condition or the answer needs it. */
export const lazyRow = (version: RecordVersion, toRecord: () => JsonRecord): Row => {
	let record: JsonRecord | undefined;
	return {
		version,
		get record() {
			record ??= toRecord();
			return record;
		},
	};
};

export interface CriteriaContext {
	readonly entity: MaximizerEntity;
	readonly behaviour: MaximizerBehaviour;
	readonly now: EpochMs;
}

/**
 * Whether a row passes. `since: 'ignored'` lets lower bounds on the stamps pass all rows: what passes only
 * then was left out because the client asked for later changes.
 */
export type RowTest = (row: Row, since?: 'obeyed' | 'ignored') => boolean;

type Comparable = string | number | boolean | undefined;

/** Turns `Criteria.SearchQuery` into a test; throws what the API says to a query it cannot read. */
export const toTest = (query: unknown, context: CriteriaContext): RowTest => {
	const { entity } = context;
	if (query === undefined || query === null) return () => true;
	if (!isRecord(query)) throw invalid(entity.name, 'SearchQuery must be an object.');
	return all(
		Object.entries(query).map(([name, value]) => {
			switch (name) {
				case '$AND':
					return all(toTests(value, context));
				case '$OR':
					return any(toTests(value, context));
				default:
					return toFieldTest(name, value, context);
			}
		}),
	);
};

const all =
	(tests: readonly RowTest[]): RowTest =>
	(row, since) =>
		tests.every((test) => test(row, since));

const any =
	(tests: readonly RowTest[]): RowTest =>
	(row, since) =>
		tests.some((test) => test(row, since));

const toTests = (value: JsonValue, context: CriteriaContext): readonly RowTest[] => {
	if (!Array.isArray(value)) throw invalid(context.entity.name, '$AND and $OR need a list.');
	return value.map((query: unknown) => toTest(query, context));
};

const toFieldTest = (name: string, condition: JsonValue, context: CriteriaContext): RowTest => {
	const { entity, behaviour } = context;
	const [head, ...path] = name.startsWith('Udf/') ? [name] : name.split('/');
	const field = findField(entity, head);
	if (!field || behaviour.notQueryable.includes(`${entity.name}/${field.name}`)) {
		throw invalid(entity.name, `the field ${name} cannot be searched.`);
	}
	if (condition === '*') return () => true;
	return toValueTest(field, path, condition, context);
};

const toValueTest = (
	field: Field,
	path: readonly string[],
	condition: JsonValue,
	context: CriteriaContext,
): RowTest => {
	const refuse = (reason: string) => invalid(context.entity.name, `${field.name}: ${reason}`);
	if (!isRecord(condition)) throw refuse('a condition must be an object.');
	return all(
		Object.entries(condition).map(([name, operand]) => {
			if (!name.startsWith('$')) {
				return toValueTest(field, [...path, name], operand, context);
			}
			const compare = OPERATORS[name];
			if (!compare) throw refuse(`there is no operator ${name} here.`);
			const operands = toOperands(name, operand, refuse).map((value) =>
				readOperand(value, field, context, refuse),
			);
			const isStamp = [context.entity.created, context.entity.updated].includes(field.name);
			return (row, since = 'obeyed') => {
				const value = readValue(row, field, path, context);
				if (isStamp && since === 'ignored' && SINCE.has(name)) {
					return name !== '$RANGE' || isAtMost(value, operands[1]);
				}
				return compare(value, operands);
			};
		}),
	);
};

const isAtMost = (value: Comparable, bound: Comparable): boolean =>
	value !== undefined && bound !== undefined && value <= bound;

const SINCE: ReadonlySet<string> = new Set(['$GE', '$GT', '$RANGE']);

/** Rows without a value pass `$NE` and `$NIN` only. */
const ordered =
	(holds: (value: string | number | boolean, operand: string | number | boolean) => boolean) =>
	(value: Comparable, [operand]: readonly Comparable[]): boolean =>
		value !== undefined && operand !== undefined && holds(value, operand);

const isInRange = (value: Comparable, [low, high]: readonly Comparable[]): boolean =>
	isAtMost(low, value) && isAtMost(value, high);

const OPERATORS: Readonly<
	Record<string, (value: Comparable, operands: readonly Comparable[]) => boolean>
> = {
	$EQ: ordered((value, operand) => value === operand),
	$NE: (value, [operand]) => value !== operand,
	$GT: ordered((value, operand) => value > operand),
	$GE: ordered((value, operand) => value >= operand),
	$LT: ordered((value, operand) => value < operand),
	$LE: ordered((value, operand) => value <= operand),
	$IN: (value, operands) => value !== undefined && operands.includes(value),
	$NIN: (value, operands) => value === undefined || !operands.includes(value),
	$RANGE: isInRange,
	$NRANGE: (value, operands) => value !== undefined && !isInRange(value, operands),
	$LIKE: ordered((value, pattern) => toPattern(String(pattern)).test(String(value))),
	$NLIKE: ordered((value, pattern) => !toPattern(String(pattern)).test(String(value))),
};

const toPattern = (text: string): RegExp => {
	const parts = text.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`, 's');
};

const toOperands = (
	operator: string,
	operand: JsonValue,
	refuse: (reason: string) => Error,
): readonly JsonValue[] => {
	const isList = Array.isArray(operand);
	if (operator === '$IN' || operator === '$NIN') return isList ? operand : [operand];
	if (operator === '$RANGE' || operator === '$NRANGE') {
		if (isList && operand.length === 2) return operand;
		throw refuse(`${operator} needs a list of two values.`);
	}
	if (isList) throw refuse(`${operator} needs one value.`);
	return [operand];
};

const readOperand = (
	value: JsonValue,
	field: Field,
	{ entity, behaviour, now }: CriteriaContext,
	refuse: (reason: string) => Error,
): Comparable => {
	switch (field.type) {
		case 'dateTime':
		case 'date': {
			const wall = typeof value === 'string' ? readConditionDate(value, behaviour, now) : undefined;
			if (wall === undefined) throw refuse(`${JSON.stringify(value)} is no date.`);
			return wall;
		}
		case 'key':
			return toWorldId(value, entity.name) ?? String(value);
		case 'user':
			return toUid(value);
		case 'number':
		case 'currency':
			if (!Number.isFinite(Number(value))) throw refuse(`${JSON.stringify(value)} is no number.`);
			return Number(value);
		default:
			return toComparable(value);
	}
};

const toUid = (value: JsonValue): Comparable => {
	const key = toWorldId(value, 'User');
	return (key === undefined ? undefined : parseKey(key)?.id) ?? String(value);
};

/** Texts compare without case, as the vendor's database does. */
const toComparable = (value: JsonValue | undefined): Comparable => {
	if (value === undefined || value === null) return undefined;
	return typeof value === 'boolean' ? value : String(value).toLowerCase();
};

/** The value of a field as conditions and order compare it. */
export const readValue = (
	row: Row,
	field: Field,
	path: readonly string[],
	context: Pick<CriteriaContext, 'entity' | 'behaviour'>,
): Comparable => {
	if (field.type === 'dateTime' || field.type === 'date') return readDate(row, field, context);
	const value = row.version.fields[field.name] ?? row.record[field.name];
	if (value === undefined || value === null) return undefined;
	switch (field.type) {
		case 'user':
			return toUid(value);
		case 'key':
			return toWorldId(value) ?? String(value);
		case 'number':
		case 'currency':
			return Number(value);
		case 'group':
			return toComparable(find(value, path));
		case 'options':
			return Array.isArray(value) ? value.join(' ') : undefined;
		default:
			return toComparable(value);
	}
};

const readDate = (
	row: Row,
	field: Field,
	{ entity, behaviour }: Pick<CriteriaContext, 'entity' | 'behaviour'>,
): WallMs | undefined => {
	const { createdAt, updatedAt } = row.version;
	const { dateZone, storedPrecision } = behaviour;
	const toStored = (at: EpochMs) =>
		toWall(storedPrecision === 'second' ? floorToSecond(at) : at, dateZone);
	if (field.name === entity.created) return toStored(createdAt);
	if (field.name === entity.updated) return toStored(updatedAt);
	const text = row.record[field.name];
	const at = typeof text === 'string' ? parseInstant(text) : undefined;
	if (at === undefined) return undefined;
	return field.type === 'date' ? at : toWall(at, dateZone);
};

const find = (value: JsonValue, path: readonly string[]): JsonValue | undefined =>
	path.reduce<JsonValue | undefined>((part, name) => {
		if (!isRecord(part)) return undefined;
		const own = Object.keys(part).find((key) => key.toLowerCase() === name.toLowerCase());
		return own === undefined ? undefined : part[own];
	}, value);
