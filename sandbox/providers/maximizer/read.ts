import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { hashToUnit } from '../../random';
import type { Lateness, RecordVersion, World } from '../../world';
import type { AuditLog } from './auditLog';
import type { MaximizerBehaviour } from './behaviour';
import { lazyRow, readValue, toTest, type CriteriaContext, type Row } from './criteria';
import { AUDIT_LOG, findField, type MaximizerEntity } from './entities';
import { isRecord, toPlainRecord, withNumber } from './records';
import { invalid } from './refusal';
import { MAXIMIZER_RESOURCES, resourcesOf, type MaximizerResource } from './resources';

/** What an answer shows of one entity. */
export interface Found {
	/** Plain records, with their number, in true UTC. */
	readonly records: readonly JsonRecord[];
	/** Absent where the request asks for no pages or the behaviour has none; null at the end. */
	readonly nextPageKey?: string | null;
	/** Numbers of the changes the answer tells of: on it, or left out as too old. */
	readonly shown: readonly number[];
}

export interface Source {
	readonly world: World;
	readonly auditLog: AuditLog;
	readonly behaviour: MaximizerBehaviour;
	readonly lateness?: Lateness;
	readonly now: EpochMs;
}

/** Reads one entity of a request: `Criteria` with `SearchQuery` and `Top`, `OrderBy` with its page. */
export const readEntity = (entity: MaximizerEntity, request: JsonRecord, source: Source): Found => {
	const { behaviour, now } = source;
	const context: CriteriaContext = { entity, behaviour, now };
	const criteria = readPart(entity, request.Criteria, 'Criteria');
	const orderBy = readPart(entity, request.OrderBy, 'OrderBy');
	const passes = toTest(criteria.SearchQuery, context);
	const sort = toSorting(orderBy.Fields, context);
	const pageSize = readCount(entity, orderBy.PageSize, 'PageSize');
	const skip = readPageKey(entity, orderBy.PageKey);
	const asked = Math.min(pageSize ?? Infinity, readCount(entity, criteria.Top, 'Top') ?? Infinity);
	const size = Math.min(asked, behaviour.mostRows);

	const rows = allRows(entity, source);
	const passing = rows.filter((row) => passes(row));
	const found = sort(behaviour.order === 'shuffled' ? shuffle(passing) : passing);
	const page = found.slice(skip, skip + size);
	const hidden =
		skip > 0 ? [] : rows.filter((row) => !passes(row, 'obeyed') && passes(row, 'ignored'));
	return {
		records: page.map(({ version, record }) => {
			const resource = entity === AUDIT_LOG ? undefined : resourceOf(version.resource);
			return resource ? withNumber(resource, record, version.n) : record;
		}),
		nextPageKey:
			pageSize === undefined
				? undefined
				: toNextPageKey(skip, page.length, found.length, asked, behaviour),
		shown: [...page, ...hidden].map(({ version }) => version.n),
	};
};

const allRows = (entity: MaximizerEntity, source: Source): readonly Row[] => {
	const { world, auditLog, behaviour, lateness } = source;
	if (entity === AUDIT_LOG) return auditLog.rows(behaviour);
	return resourcesOf(entity).flatMap((resource) =>
		world.visible(resource.resource, lateness).map((version) => rowOf(resource, version)),
	);
};

/** Plain forms cost much, and a version never changes. */
const ROWS = new WeakMap<RecordVersion, Row>();

const rowOf = (resource: MaximizerResource, version: RecordVersion): Row => {
	const row = ROWS.get(version) ?? lazyRow(version, () => toPlainRecord(resource, version));
	ROWS.set(version, row);
	return row;
};

const RESOURCES: ReadonlyMap<string, MaximizerResource> = new Map(
	MAXIMIZER_RESOURCES.map((resource) => [resource.resource, resource]),
);

const resourceOf = (name: string): MaximizerResource | undefined => RESOURCES.get(name);

/** Offset paging: the vendor's sample key `MTA=` is base64 of `10`. */
const toNextPageKey = (
	skip: number,
	count: number,
	total: number,
	asked: number,
	{ lastPageKey }: MaximizerBehaviour,
): string | null | undefined => {
	const key = Buffer.from(String(skip + count)).toString('base64');
	if (skip + count < total) return key;
	if (lastPageKey === 'key' && count > 0 && count === asked) return key;
	return lastPageKey === 'absent' ? undefined : null;
};

const readPageKey = (entity: MaximizerEntity, value: JsonValue | undefined): number => {
	if (value === undefined || value === null) return 0;
	const text = typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : '';
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw invalid(entity.name, 'the PageKey is not one of mine.');
};

const readPart = (
	entity: MaximizerEntity,
	value: JsonValue | undefined,
	name: string,
): JsonRecord => {
	if (value === undefined || value === null) return {};
	if (isRecord(value)) return value;
	throw invalid(entity.name, `${name} must be an object.`);
};

const readCount = (
	entity: MaximizerEntity,
	value: JsonValue | undefined,
	name: string,
): number | undefined => {
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
	throw invalid(entity.name, `${name} must be a number above zero.`);
};

const PLACES = new WeakMap<RecordVersion, number>();

/** Where a row stands in an order that means nothing, but stays. */
const placeOf = ({ version }: Row): number => {
	const known = PLACES.get(version);
	if (known !== undefined) return known;
	let hash = 7;
	for (const letter of Buffer.from(version.id)) hash = Math.imul(hash, 31) + letter;
	const place = hashToUnit(hash);
	PLACES.set(version, place);
	return place;
};

const shuffle = (rows: readonly Row[]): Row[] =>
	rows
		.map((row) => ({ row, place: placeOf(row) }))
		.sort((one, other) => one.place - other.place)
		.map(({ row }) => row);

/** Rows that are equal in every field named stay as they are. Rows without a value come first. */
const toSorting = (
	fields: JsonValue | undefined,
	context: CriteriaContext,
): ((rows: readonly Row[]) => readonly Row[]) => {
	const { entity, behaviour } = context;
	if (fields === undefined || fields === null) return (rows) => rows;
	if (!Array.isArray(fields)) throw invalid(entity.name, 'OrderBy.Fields must be a list.');
	const orders = fields.flatMap((part: unknown) => (isRecord(part) ? Object.entries(part) : []));
	const keys = orders.map(([name, direction]) => {
		const field = findField(entity, name);
		if (!field || behaviour.notSortable.includes(`${entity.name}/${field.name}`)) {
			throw invalid(entity.name, `the field ${name} cannot be sorted by.`);
		}
		if (direction !== 'ASC' && direction !== 'DESC') {
			throw invalid(entity.name, `${name} must be ordered ASC or DESC.`);
		}
		return { field, sign: direction === 'ASC' ? 1 : -1 };
	});
	return (rows) =>
		rows
			.map((row) => ({ row, values: keys.map(({ field }) => readValue(row, field, [], context)) }))
			.sort((one, other) => {
				for (const [index, { sign }] of keys.entries()) {
					const [left, right] = [one.values[index], other.values[index]];
					if (left === right) continue;
					if (left === undefined) return -sign;
					return right === undefined || left > right ? sign : -sign;
				}
				return 0;
			})
			.map(({ row }) => row);
};
