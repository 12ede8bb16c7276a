import { parseDuration } from '../../nodes/OpenConnectors/configuration/duration';
import {
	parseUrlTemplate,
	type TemplatePart,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import {
	pathOf,
	type ConnectorDefinition,
	type ListDefinition,
	type ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import type { EpochMs } from '../clock';
import { readListing, toOrder, type Listing, type ListOrder } from '../listing';
import { Refusal } from '../mount';
import type { Lateness, RecordVersion, World } from '../world';

/** What the documents of a provider often leave open, as the stand-in is to decide it. */
export interface ListBehaviour {
	/**
	 * Whether a record stamped exactly at the bound of the filter is let in. Default: where the
	 * definition knows that it is, and else not, the harder case for a poller.
	 */
	readonly boundary?: 'exclusive' | 'inclusive';
	/** Order of the lists whose order is not known. Default: by id, which says nothing about updates. */
	readonly order: ListOrder;
}

export type Query = ReadonlyMap<string, string>;

/** One list of a resource, as its url asks for it. */
export interface ServedList {
	readonly resource: ResourceDefinition;
	/** The resource with what is this list's own. */
	readonly list: ListDefinition;
	readonly isOfDeletions: boolean;
	/** Path with its version, `:name` for variables. */
	readonly path: string;
	/** Parameters that are always sent. */
	readonly constants: Query;
	readonly since?: SinceParameter;
}

interface SinceParameter {
	readonly name: string;
	/** @throws Refusal for a text that holds no instant as the url writes it */
	readonly read: (text: string) => EpochMs;
}

/** The lists of a resource: its own, further ones, and that of what was deleted. */
export function listsOf(
	{ versionPath }: ConnectorDefinition,
	resource: ResourceDefinition,
): readonly ServedList[] {
	const { additionalLists = [], deletions } = resource;
	const toServed = (own: ListDefinition, isOfDeletions = false): ServedList => {
		const list = { ...resource, ...own };
		return {
			resource,
			list,
			isOfDeletions,
			path: (resource.versionPath ?? versionPath) + pathOf(list).replace(/\{(\w+)\}/g, ':$1'),
			...parametersOf(list),
		};
	};
	return [
		...[resource, ...additionalLists].map((list) => toServed(list)),
		...(deletions ? [toServed(deletions, true)] : []),
	];
}

interface OddPaging {
	readonly type: string;
	readonly in?: string;
	readonly cursorUrl?: string;
}

function parametersOf(list: ListDefinition): Pick<ServedList, 'constants' | 'since'> {
	const { url, requester, method = 'GET', paging = { type: 'none' } } = list;
	const { in: place = 'query', cursorUrl = '' }: OddPaging = paging;
	if (requester !== undefined || method !== 'GET' || place !== 'query' || cursorUrl !== '')
		throw new Error(`${url} asks by more than its parameters: it needs a stand-in of its own.`);
	const { query = [] } = parseUrlTemplate(url, { zone: UTC });
	const [filters, others] = [true, false].map((isFilter) =>
		query.filter((parts) => parts.some(({ kind }) => kind === 'instant') === isFilter),
	);
	const constants = new Map(others.map((parts) => pairOf(parts)));
	return filters.length === 0 ? { constants } : { constants, since: sinceOf(filters[0]) };
}

function pairOf(parts: readonly TemplatePart[]): readonly [name: string, value: string] {
	const text = parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
	const [name, ...value] = text.split('=').map(decodeURIComponent);
	return [name, value.join('=')];
}

function sinceOf(parts: readonly TemplatePart[]): SinceParameter {
	const at = parts.findIndex(({ kind }) => kind === 'instant');
	const [name, before] = pairOf(parts.slice(0, at));
	const behind = decodeURIComponent(pairOf(parts.slice(at + 1))[0]);
	const part = parts[at];
	const readInstant = part.kind === 'instant' ? instantReader(part.placeholder.text) : undefined;
	return {
		name,
		read: (text) => {
			const isWhole = text.startsWith(before) && text.endsWith(behind);
			const written = text.slice(before.length, text.length - behind.length);
			const instant = isWhole ? readInstant?.(written) : undefined;
			if (instant !== undefined) return instant;
			throw new Refusal(400, `${name} cannot be read: '${text}'.`);
		},
	};
}

const MS_OF_UNITS: Readonly<Record<string, number>> = { s: 1_000, us: 0.001 };

/** Reads what a placeholder writes. */
function instantReader(placeholder: string): (text: string) => EpochMs | undefined {
	const [, name, argument] = /^\$\{(\w+):?([^]*)\}$/.exec(placeholder) ?? [];
	if (/^(epoch|milliseconds)$/i.test(name)) {
		const ms = MS_OF_UNITS[argument] ?? 1;
		return (text) => (/^\d+$/.test(text) ? Number(text) * ms : undefined);
	}
	const format = compileDateFormat(argument);
	return (text) => format.parse(text, UTC);
}

/**
 * The list that a request at a path means: the one with the most constants in it, and none of
 * which the request says otherwise.
 */
export function findList(lists: readonly ServedList[], query: Query): ServedList {
	const shared = ({ constants }: ServedList) =>
		[...constants].filter(([name, value]) => query.get(name) === value).length;
	const isMeant = ({ constants }: ServedList) =>
		[...constants].every(([name, value]) => [undefined, value].includes(query.get(name)));
	const [found] = lists.filter(isMeant).sort((one, other) => shared(other) - shared(one));
	if (found) return found;
	throw new Refusal(400, 'No list is asked for in this way.');
}

/** Parameters that take the value a field has to have. */
export const filtersOf = ({ hubConditions }: ResourceDefinition): readonly string[] =>
	hubConditions === undefined || hubConditions.fields === 'any' || hubConditions.query
		? []
		: hubConditions.fields;

/** What is asked of a list. */
export interface ListQuery {
	readonly since?: EpochMs | undefined;
	/** Values that fields have to have. */
	readonly equalities: ReadonlyArray<readonly [field: string, value: string]>;
	readonly skip: number;
	readonly top: number;
	readonly lateness?: Lateness | undefined;
	/** In place of the list's own order. */
	readonly order?: ((one: RecordVersion, other: RecordVersion) => number) | undefined;
}

/** One page of a list of a world. */
export function readList(
	world: World,
	{ resource, list, isOfDeletions }: Pick<ServedList, 'resource' | 'list' | 'isOfDeletions'>,
	{ since, equalities, skip, top, lateness, order }: ListQuery,
	behaviour: ListBehaviour,
): Listing {
	const { granularity = '', since: bound, deleted, order: known = 'unknown' } = list;
	const stepMs = parseDuration(granularity) ?? 1;
	const isKept = isOfDeletions || deleted !== undefined;
	const visible = world.visible(resource.name, lateness, isKept ? 'kept' : 'gone');
	const { boundary = bound?.inclusive === true ? 'inclusive' : 'exclusive' } = behaviour;
	const matches = (version: RecordVersion): boolean => {
		const record = world.toRecord(version);
		return equalities.every(([field, value]) => String(record[field]) === value);
	};
	const ownOrder = toOrder(ORDERS[known] ?? behaviour.order);
	return readListing(isOfDeletions ? visible.filter(({ kind }) => kind === 'deleted') : visible, {
		...(since === undefined
			? {}
			: {
					since: {
						instant: since,
						boundary,
						stampOf: ({ updatedAt }) => Math.floor(updatedAt / stepMs) * stepMs,
					},
				}),
		...(equalities.length === 0 ? {} : { matches }),
		order: order ?? ownOrder,
		skip,
		top,
	});
}

const ORDERS: Readonly<Record<string, ListOrder | undefined>> = {
	ascending: 'updated',
	descending: 'newest',
};
