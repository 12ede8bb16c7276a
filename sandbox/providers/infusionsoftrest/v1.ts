import type { JsonRecord } from '../../json';
import { readListing, toOrder, type Listing } from '../../listing';
import { Refusal } from '../../mount';
import { parseInstant } from '../../stamps';
import type { RecordVersion } from '../../world';
import type { InfusionsoftRestBehaviour } from './behaviour';
import { toComparison, toSelection, type Condition } from './filters';
import type { KeapObject, V1Face } from './object';

/** Query parameters, each given once. */
export type Parameters = Readonly<Record<string, string>>;

/** Seen in recorded answers; a larger `limit` is not known to have been granted. */
const MAXIMUM_LIMIT = 1000;

/** A list of v1 for as long as it takes to answer one request. */
export interface ListV1 extends Listing {
	readonly place: PlaceV1;
}

export interface PlaceV1 {
	readonly limit: number;
	readonly offset: number;
}

export const readPlaceV1 = (
	parameters: Parameters,
	{ aboveMaximum }: Pick<InfusionsoftRestBehaviour, 'aboveMaximum'>,
): PlaceV1 => {
	const limit = readCount(parameters, 'limit') ?? MAXIMUM_LIMIT;
	if (limit > MAXIMUM_LIMIT && aboveMaximum === 'refuse') {
		throw new Refusal(400, `limit must not be greater than ${MAXIMUM_LIMIT}.`);
	}
	return { limit: Math.min(limit, MAXIMUM_LIMIT), offset: readCount(parameters, 'offset') ?? 0 };
};

/**
 * Reads a list of v1: documented parameters filter, any other is ignored without a word. A value of
 * `order` that the documents do not list gets 400.
 */
export const listV1 = (
	visible: readonly RecordVersion[],
	object: KeapObject,
	face: V1Face,
	parameters: Parameters,
	behaviour: InfusionsoftRestBehaviour,
): ListV1 => {
	const conditions = Object.entries(face.filters).flatMap(([name, filter]): Condition[] => {
		const value = parameters[name];
		return value === undefined ? [] : [{ name, filter, operator: '==', value }];
	});
	const place = readPlaceV1(parameters, behaviour);
	const listing = readListing(visible, {
		...toSelection(conditions, { object, behaviour, parseTime: parseInstant }),
		order: readOrder(object, face, parameters, behaviour),
		skip: place.offset,
		top: place.limit,
	});
	return { ...listing, place };
};

export interface PageV1 {
	/** Name of the list in the body. */
	readonly key: string;
	readonly records: readonly JsonRecord[];
	readonly total: number;
	readonly place: PlaceV1;
	/** Address of the list, without its parameters. */
	readonly address: string;
	readonly parameters: Parameters;
	readonly syncToken?: boolean;
}

/**
 * The body of a list. `next` is always there, as recorded, past the end too; its `limit` then is the
 * number of records that were left.
 */
export const writePageV1 = (page: PageV1): JsonRecord => {
	const { key, records, total, place, address, parameters, syncToken } = page;
	const { limit, offset } = place;
	const link = (to: PlaceV1): string => {
		const query = new URLSearchParams({
			...parameters,
			limit: String(to.limit),
			offset: String(to.offset),
		});
		return `${address}/?${query.toString()}`;
	};
	return {
		[key]: records,
		count: total,
		next: link({ limit: Math.max(1, records.length), offset: offset + limit }),
		previous: link({ limit, offset: Math.max(0, offset - limit) }),
		...(syncToken ? { sync_token: Buffer.from(`${key}:${total}`).toString('base64url') } : {}),
	};
};

/** A record of v1 without the fields that come only when `optional_properties` names them. */
export const withoutOptional = (
	record: JsonRecord,
	{ optional = [] }: V1Face,
	parameters: Parameters,
): JsonRecord => {
	const named = new Set((parameters.optional_properties ?? '').split(','));
	return Object.fromEntries(
		Object.entries(record).filter(([name]) => !optional.includes(name) || named.has(name)),
	);
};

const readOrder = (
	object: KeapObject,
	face: V1Face,
	parameters: Parameters,
	behaviour: InfusionsoftRestBehaviour,
) => {
	const { order, order_direction: direction = 'ascending' } = parameters;
	if (order === undefined || Object.keys(face.orders).length === 0) {
		return toOrder(behaviour.order);
	}
	const key = face.orders[order];
	if (key === undefined) throw new Refusal(400, `${face.path} cannot be ordered by '${order}'.`);
	return toComparison(object, key, direction.toLowerCase() === 'descending');
};

const readCount = (parameters: Parameters, name: string): number | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	if (/^\d{1,9}$/.test(text)) return Number(text);
	throw new Refusal(400, `The value '${text}' of ${name} cannot be read.`);
};
