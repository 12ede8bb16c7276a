import type { EpochMs } from '../../clock';
import type { JsonRecord } from '../../json';
import { readListing, toOrder, type Listing } from '../../listing';
import { Refusal } from '../../mount';
import { parseInstant } from '../../stamps';
import type { RecordVersion } from '../../world';
import type { InfusionsoftRestBehaviour } from './behaviour';
import { toComparison, toSelection, type Condition, type Operator } from './filters';
import type { Filters, KeapObject, V2Face } from './object';
import type { Parameters } from './v1';

const MAXIMUM_PAGE_SIZE = 1000;

export interface PlaceV2 {
	readonly skip: number;
	readonly top: number;
}

export interface ListV2 extends Listing {
	readonly place: PlaceV2;
}

const CONDITION = /^\s*([A-Za-z_]\w*)\s*(==|!=|<=|>=|<|>)(.*)$/;
const OPERATORS: readonly string[] = ['==', '!=', '<', '<=', '>', '>='];

const isOperator = (text: string): text is Operator => OPERATORS.includes(text);

/**
 * Reads `filter`: conditions joined by `;`, which may also end it. A name that is not documented can
 * only be a custom field; there are none here, so it gets 400.
 */
export const parseFilter = (filter: string, filters: Filters): readonly Condition[] =>
	filter
		.split(';')
		.filter((part) => part.trim() !== '')
		.map((part) => {
			const [, name = '', operator = '', value = ''] = CONDITION.exec(part) ?? [];
			if (!isOperator(operator)) throw new Refusal(400, `Invalid filter '${part}'.`);
			const found = filters[name];
			if (!found) throw new Refusal(400, `Invalid filter: there is no field '${name}'.`);
			if (operator !== '==' && found.kind !== 'number') {
				throw new Refusal(400, `Invalid filter: ${name} does not support ${operator}.`);
			}
			return { name, filter: found, operator, value: value.trim() };
		});

/** An instant as v2 asks for it: milliseconds and zone must be there. */
export const parseFullInstant = (text: string): EpochMs | undefined =>
	/T\d{2}:\d{2}:\d{2}\.\d{3}(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? parseInstant(text) : undefined;

/** Reads a list of v2. Only the five documented parameters count; any other is ignored without a word. */
export const listV2 = (
	visible: readonly RecordVersion[],
	object: KeapObject,
	face: V2Face,
	parameters: Parameters,
	behaviour: InfusionsoftRestBehaviour,
): ListV2 => {
	const conditions = parseFilter(parameters.filter ?? '', face.filters);
	const place = readPlaceV2(parameters, face, behaviour);
	const order = readOrderBy(parameters, Object.keys(face.orders));
	const listing = readListing(visible, {
		...toSelection(conditions, { object, behaviour, parseTime: parseFullInstant }),
		order: order
			? toComparison(object, face.orders[order.name], order.isDescending)
			: toOrder(behaviour.order),
		skip: place.skip,
		top: place.top,
	});
	return { ...listing, place };
};

/** `order_by=name` or `order_by=name asc|desc`; other names and directions get 400. */
export const readOrderBy = (
	parameters: Parameters,
	names: readonly string[],
): { readonly name: string; readonly isDescending: boolean } | undefined => {
	const { order_by: orderBy } = parameters;
	if (orderBy === undefined || orderBy.trim() === '') return undefined;
	const [name, direction = 'asc', ...rest] = orderBy.trim().split(/\s+/);
	const isDescending = direction.toLowerCase() === 'desc';
	const isKnown = isDescending || direction.toLowerCase() === 'asc';
	if (names.includes(name) && isKnown && rest.length === 0) return { name, isDescending };
	throw new Refusal(400, `Invalid order_by '${orderBy}'.`);
};

/** Where a page starts and how much it holds. A token belongs to one address; it carries no filter. */
export const readPlaceV2 = (
	parameters: Parameters,
	{ path, maximum = MAXIMUM_PAGE_SIZE }: Pick<V2Face, 'path' | 'maximum'>,
	behaviour: Pick<InfusionsoftRestBehaviour, 'pageSizeV2' | 'aboveMaximum'>,
): PlaceV2 => {
	const { page_size: size = String(Math.min(behaviour.pageSizeV2, maximum)), page_token: token } =
		parameters;
	if (!/^[1-9]\d{0,8}$/.test(size)) {
		throw new Refusal(400, `The value '${size}' of page_size cannot be read.`);
	}
	if (Number(size) > maximum && behaviour.aboveMaximum === 'refuse') {
		throw new Refusal(400, `page_size must not be greater than ${maximum}.`);
	}
	const top = Math.min(Number(size), maximum);
	if (token === undefined || token === '') return { skip: 0, top };
	const [, of, skip] = /^(.*):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
	if (of !== path) throw new Refusal(400, `Invalid page_token '${token}'.`);
	return { skip: Number(skip), top };
};

export interface PageV2 {
	readonly face: Pick<V2Face, 'path' | 'key' | 'countKey'>;
	readonly records: readonly JsonRecord[];
	readonly total: number;
	readonly place: PlaceV2;
	readonly behaviour: Pick<InfusionsoftRestBehaviour, 'endOfList' | 'tokenAfterLastFullPage'>;
}

/** The body of a list, with the token of the next page or what stands for the end of the list. */
export const writePageV2 = ({ face, records, total, place, behaviour }: PageV2): JsonRecord => {
	const next = place.skip + place.top;
	const isFull = records.length === place.top;
	const goesOn = behaviour.tokenAfterLastFullPage ? isFull : next < total;
	const token = Buffer.from(`${face.path}:${next}`).toString('base64url');
	return {
		[face.key]: records,
		...(goesOn ? { next_page_token: token } : END_OF_LIST[behaviour.endOfList]),
		...(face.countKey === undefined ? {} : { [face.countKey]: total }),
	};
};

const END_OF_LIST: Readonly<Record<InfusionsoftRestBehaviour['endOfList'], JsonRecord>> = {
	empty: { next_page_token: '' },
	null: { next_page_token: null },
	absent: {},
};

const CONTACT_TIMES = ['create_time', 'update_time'];

/** What `fields` leaves of a record; a name that is not documented gets 400. */
export const withFields = (
	record: JsonRecord,
	object: KeapObject,
	face: V2Face,
	parameters: Parameters,
	behaviour: Pick<InfusionsoftRestBehaviour, 'fieldsV2' | 'contactTimesV2'>,
): JsonRecord => {
	const { fields: mode, optional = [], blank = [] } = face;
	const isAlways = object.resource === 'contacts' && behaviour.contactTimesV2 === 'always';
	const unasked = isAlways ? optional.filter((name) => !CONTACT_TIMES.includes(name)) : optional;
	const text = mode === undefined ? '' : (parameters.fields ?? '');
	const named = text.split(',').filter((name) => name !== '');
	const allowed = mode === 'add' ? optional : [...Object.keys(record), ...blank];
	const unknown = named.find((name) => !allowed.includes(name));
	if (unknown !== undefined) throw new Refusal(400, `Invalid fields: there is no '${unknown}'.`);
	const isOnly = mode === 'select' && named.length > 0 && behaviour.fieldsV2 === 'only';
	return Object.fromEntries(
		Object.entries(record).filter(
			([name]) => named.includes(name) || (!isOnly && !unasked.includes(name)),
		),
	);
};
