import type { JsonRecord, JsonValue } from '../../json';
import type { RecordVersion, World } from '../../world';

/** The query parameters given once; the platform takes none twice. */
export const readParameters = (query: unknown): Readonly<Record<string, string>> => {
	const entries = typeof query === 'object' && query !== null ? Object.entries(query) : [];
	return Object.fromEntries(
		entries.flatMap(([name, value]): [string, string][] =>
			typeof value === 'string' ? [[name, value]] : [],
		),
	);
};

/** `orderBy=Field asc|desc` as a comparison, or nothing. */
export const toOrder = (world: World, orderBy: string) => {
	if (orderBy === '') return undefined;
	const [field, direction = 'asc'] = orderBy.trim().split(/\s+/);
	const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
	const value = (version: RecordVersion): JsonValue => world.toRecord(version)[field] ?? '';
	return (one: RecordVersion, other: RecordVersion): number => {
		const [left, right] = [value(one), value(other)];
		if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
		return sign * String(left).localeCompare(String(right));
	};
};

/** `fields=A,B` keeps these top-level fields only. */
export const toSelection = (fields: string) => {
	const names = new Set(fields.split(',').map((name) => name.trim()));
	return (record: JsonRecord): JsonRecord =>
		Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
};

/** What `filter.response.nulls` leaves of a record. */
export const withoutNulls = (record: JsonRecord): JsonRecord =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));

/** The fields of an object, as `/objects/{name}/metadata` lists them. */
export const toFieldMetadata = (record: JsonRecord): JsonRecord[] =>
	Object.entries(record).map(([vendorPath, value]) => ({ vendorPath, type: typeof value }));
