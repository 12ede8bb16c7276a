import type { JsonRecord, JsonValue } from '../../json';
import { parseInstant } from '../../stamps';
import type { MaximizerBehaviour } from './behaviour';
import { formatDisplay } from './dates';
import { findEntity, findField, type Field, type MaximizerEntity } from './entities';
import { ENTITY_TYPES, parseKey, restyleKey, type KeyStyle } from './keys';
import { inZone, isRecord } from './records';
import { invalid } from './refusal';

export interface ScopeContext {
	readonly behaviour: MaximizerBehaviour;
	readonly keyStyle: KeyStyle;
	/** Zone of the dates: that of the behaviour, or of a fault. */
	readonly zone: string;
	/** The name a user goes by. */
	displayNameOf(userKey: string): string;
}

/**
 * The part of a plain record that `Scope.Fields` asks for: `1` gives the plain value, an object its named
 * parts, a list of one form a list of such values. A name such as `Status/DisplayValue` is answered under
 * that name.
 */
export const toScope = (
	entity: MaximizerEntity,
	fields: unknown,
	record: JsonRecord,
	context: ScopeContext,
): JsonRecord => {
	if (isOne(fields)) {
		return toScope(
			entity,
			Object.fromEntries(entity.fields.map(({ name }) => [name, 1])),
			record,
			context,
		);
	}
	if (!isRecord(fields)) throw invalid(entity.name, 'Scope.Fields must name fields.');
	const { unknownFields, emptyFields } = context.behaviour;
	return Object.fromEntries(
		Object.entries(fields).flatMap(([asked, form]): [string, JsonValue][] => {
			const isPath = asked.includes('/') && !asked.startsWith('Udf/');
			const [head, ...path] = isPath ? asked.split('/') : [asked];
			const field = findField(entity, head);
			if (!field) {
				if (unknownFields === 'leaveOut') return [];
				throw invalid(entity.name, `the field ${asked} does not exist.`);
			}
			const name = asked.includes('/') ? asked : field.name;
			const value = record[field.name];
			if (value === undefined) return emptyFields === 'null' ? [[name, null]] : [];
			const shape = path.reduceRight<JsonValue>((inner, part) => ({ [part]: inner }), form);
			const shaped = toShape(field, value, shape, context);
			return [[name, path.length > 0 ? findIn(shaped, path) : shaped]];
		}),
	);
};

const isOne = (form: unknown): boolean => form === 1 || form === true;

const toShape = (
	field: Field,
	value: JsonValue,
	form: JsonValue,
	context: ScopeContext,
): JsonValue => {
	if (field.type === 'snapshot') return toSnapshot(value, form, context);
	if (Array.isArray(form)) {
		const values: readonly JsonValue[] = Array.isArray(value) ? value : [value];
		return values.map((one) => toShape(field, one, toForm(form[0]), context));
	}
	if (Array.isArray(value))
		return value.map((one: JsonValue) => toShape(field, one, form, context));
	if (isOne(form)) return toPlain(field, value, context);
	if (!isRecord(form)) return null;
	return pick(toParts(field, value, context), form);
};

const toForm = (form: unknown): JsonValue => (isRecord(form) ? form : 1);

const toPlain = (field: Field, value: JsonValue, context: ScopeContext): JsonValue => {
	switch (field.type) {
		case 'key':
			return restyleKey(String(value), context.keyStyle);
		case 'dateTime':
			return inZone(value, context.zone);
		case 'group':
			return withRestyledKeys(value, context);
		default:
			return value;
	}
};

const withRestyledKeys = (value: JsonValue, { keyStyle }: ScopeContext): JsonValue =>
	isRecord(value) && typeof value.Key === 'string'
		? { ...value, Key: restyleKey(value.Key, keyStyle) }
		: value;

/** Everything an object form can ask of a value. */
const toParts = (field: Field, value: JsonValue, context: ScopeContext): JsonRecord => {
	const plain = toPlain(field, value, context);
	const text = String(value);
	switch (field.type) {
		case 'key': {
			const parts = parseKey(text);
			if (!parts) return { Value: plain };
			const { word, id, number } = parts;
			return {
				Value: plain,
				ID: id,
				...(number === undefined ? {} : { Number: Number(number) }),
				...(word in ENTITY_TYPES ? { EntityType: ENTITY_TYPES[word] } : {}),
				...(word === 'User' ? { UID: id } : {}),
			};
		}
		case 'user': {
			const uid = parseKey(text)?.id ?? text;
			const name = context.displayNameOf(text);
			const key = { Value: text, UID: uid };
			return { ...key, Key: key, DisplayName: name, DisplayValue: name };
		}
		case 'dateTime': {
			const at = parseInstant(text);
			return {
				Value: plain,
				DisplayValue: at === undefined ? text : formatDisplay(at, context.behaviour.dateZone),
			};
		}
		case 'option':
		case 'options':
			return { Key: value, Value: value, DisplayValue: field.choices?.[text] ?? text };
		case 'currency':
			return { Value: value, DisplayValue: `$${Number(value).toFixed(2)}`, CurrencyCode: 'USD' };
		case 'group':
			return isRecord(plain) ? plain : {};
		default:
			return { Value: value, DisplayValue: text };
	}
};

/** The named parts; case does not matter, and the answer has the spelling that was asked. */
const pick = (parts: JsonRecord, form: JsonRecord): JsonRecord =>
	Object.fromEntries(
		Object.entries(form).flatMap(([asked, inner]): [string, JsonValue][] => {
			const name = Object.keys(parts).find((part) => part.toLowerCase() === asked.toLowerCase());
			if (name === undefined) return [];
			const value = parts[name];
			if (!isRecord(value)) return [[asked, value]];
			return [[asked, isRecord(inner) ? pick(value, inner) : (value.Value ?? value)]];
		}),
	);

const findIn = (value: JsonValue, path: readonly string[]): JsonValue =>
	path.reduce<JsonValue>((part, name) => (isRecord(part) ? (part[name] ?? null) : null), value);

/** The record before or after a change, below the name of its entity. */
const toSnapshot = (value: JsonValue, form: JsonValue, context: ScopeContext): JsonValue => {
	if (!isRecord(value)) return null;
	const asked: JsonRecord = isRecord(form)
		? form
		: Object.fromEntries(Object.keys(value).map((name) => [name, 1]));
	return Object.fromEntries(
		Object.entries(asked).flatMap(([name, fields]): [string, JsonValue][] => {
			const entity = findEntity(name);
			const record = value[name];
			if (!entity || !isRecord(record)) return [];
			return [[name, toScope(entity, fields, record, context)]];
		}),
	);
};
