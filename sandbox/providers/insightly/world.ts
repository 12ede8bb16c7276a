import type { WorldClock } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { seedWorld } from '../../seeding';
import { formatZonelessSeconds } from '../../stamps';
import { World, type ResourceSchema } from '../../world';
import { INSIGHTLY_OBJECTS, type InsightlyObject } from './objects';

/** Custom field that holds the number of the change a record shows. */
export const CHANGE_FIELD = 'SANDBOX_CHANGE__c';

/** Parts of a record that `brief=true` leaves out. */
export const NESTED_FIELDS: ReadonlySet<string> = new Set([
	'CUSTOMFIELDS',
	'TAGS',
	'DATES',
	'LINKS',
	'EMAILDOMAINS',
]);

/** Resources that others point at come first and are the oldest. */
const SEEDED_FIRST = [
	'users',
	'accounts',
	'knowledge-article-categories',
	'knowledge-article-folders',
];

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** A fresh account with its old records. Same seed, same names; the dates count back from now. */
export const createInsightlyWorld = (clock: WorldClock, seed: number): World => {
	const world = new World(SCHEMAS, clock, seed);
	const rank = ({ resource }: InsightlyObject): number => {
		const place = SEEDED_FIRST.indexOf(resource);
		return place < 0 ? SEEDED_FIRST.length : place;
	};
	const counts = [...INSIGHTLY_OBJECTS]
		.sort((one, other) => rank(one) - rank(other))
		.map(({ resource, seeded }) => ({ resource, count: seeded }));
	seedWorld(world, counts, seed + 1);
	return world;
};

const toSchema = (object: InsightlyObject): ResourceSchema => {
	const names = words(object.fields);
	const edited = words(object.edited);
	return {
		resource: object.resource,
		id: (index) => String(object.firstId + index),
		make: object.make,
		edit:
			edited.length === 0
				? undefined
				: (draw, fields, near) => {
						const fresh = object.make(draw, near);
						const changed = new Set([draw.pick(edited), draw.pick(edited)]);
						const changes = [...changed].map((name) => [name, fresh[name] ?? null]);
						return { ...fields, ...Object.fromEntries(changes) };
					},
		toRecord: (version, zone) => {
			const stamped: JsonRecord = {
				...version.fields,
				[object.idField]: Number(version.id),
				DATE_CREATED_UTC: formatZonelessSeconds(version.createdAt, zone),
				DATE_UPDATED_UTC: formatZonelessSeconds(version.updatedAt, zone),
			};
			const record = withNumber(object, stamped, version.n);
			return Object.fromEntries(names.map((name) => [name, record[name] ?? emptyValue(name)]));
		},
		changeNumber: (record) => readNumber(object, record),
	};
};

const SCHEMAS = INSIGHTLY_OBJECTS.map(toSchema);

const emptyValue = (name: string): JsonValue => (NESTED_FIELDS.has(name) ? [] : null);

const withNumber = (object: InsightlyObject, record: JsonRecord, n: number): JsonRecord => {
	const { numberField } = object;
	const before = record[numberField];
	if (numberField === 'CUSTOMFIELDS') {
		const others = Array.isArray(before) ? before : [];
		return { ...record, CUSTOMFIELDS: [...others, { FIELD_NAME: CHANGE_FIELD, FIELD_VALUE: n }] };
	}
	const text = typeof before === 'string' ? `${before} ` : '';
	return { ...record, [numberField]: `${text}[sandbox change ${n}]` };
};

const readNumber = (object: InsightlyObject, record: JsonRecord): number | undefined => {
	const value = record[object.numberField];
	if (typeof value === 'string') {
		const found = /\[sandbox change (\d+)\]$/.exec(value);
		return found ? Number(found[1]) : undefined;
	}
	if (!Array.isArray(value)) return undefined;
	const customFields: readonly JsonRecord[] = value;
	const number = customFields.find((field) => field.FIELD_NAME === CHANGE_FIELD)?.FIELD_VALUE;
	return typeof number === 'number' ? number : undefined;
};
