import type { EpochMs } from '../../clock';
import { readListing } from '../../listing';
import type { Lateness, RecordVersion, World } from '../../world';
import type { ConstantContactBehaviour } from './behaviour';
import { FILTERS, toFilter } from './filters';
import { toOrder, type Rank } from './order';
import { formatCursor, readCursor } from './paging';
import { readLimit, type Parameters } from './parameters';
import { invalid } from './refusal';
import type { ConstantContactResource } from './resources';

export interface PageRequest {
	readonly definition: ConstantContactResource;
	/** Below `/v3`, as asked for; cursors are good for it alone. */
	readonly path: string;
	/** Of the query. */
	readonly parameters: Parameters;
	/** Of the path. */
	readonly owner?: Parameters;
	readonly now: EpochMs;
	readonly lateness?: Lateness;
}

export interface Page {
	readonly versions: readonly RecordVersion[];
	/** Records over all pages. */
	readonly total: number;
	/** As `Listing.shown`. */
	readonly shown: readonly number[];
	/** Those of the first page, on every page. */
	readonly parameters: Parameters;
	readonly limit: number;
	readonly next?: string;
	readonly previous?: string;
}

/** One page of a collection. */
export const readPage = (
	world: World,
	request: PageRequest,
	behaviour: ConstantContactBehaviour,
): Page => {
	const { definition, path, owner, now, lateness } = request;
	refuseUnknown(definition, request.parameters, behaviour);
	const { cursor, next, prev, ...asked } = request.parameters;
	const token = usesEventCursors(definition) ? (next ?? prev) : cursor;
	const place =
		token === undefined ? undefined : readCursor(token, path, now, behaviour.cursorLifeMs);
	const parameters = { ...asked, ...place?.parameters };
	const limit = readPageSize(definition, { ...parameters, ...asked }, behaviour);

	const { since, matches, removed } = toFilter(
		definition,
		{ ...parameters, ...owner },
		behaviour,
		now,
	);
	const order = toOrder(definition, parameters, behaviour);
	const all = readListing(world.visible(definition.resource, lateness, removed), {
		since,
		matches,
		order: (one, other) => order.compare(order.rankOf(one), order.rankOf(other)),
		skip: 0,
		top: Infinity,
	});

	const skip = place?.skip ?? 0;
	const after = behaviour.cursor === 'position' ? place?.after : undefined;
	const start = after
		? all.versions.filter((version) => order.compare(order.rankOf(version), after) <= 0).length
		: skip;
	const versions = all.versions.slice(start, start + limit);
	const end = start + versions.length;
	const last = versions[versions.length - 1];
	const toCursor = (to: number, rank?: Rank): string =>
		formatCursor({ path, parameters, skip: to, after: rank, issuedAt: now });

	return {
		versions,
		total: all.total,
		shown: [
			...versions.map(({ n }) => n),
			...(token === undefined ? all.shown.slice(all.versions.length) : []),
		],
		parameters,
		limit,
		next: last && end < all.total ? toCursor(end, order.rankOf(last)) : undefined,
		previous: start > 0 ? toCursor(Math.max(0, start - limit)) : undefined,
	};
};

/** Events and registrations go on by `next` and `prev`, all others by `cursor`. */
export const usesEventCursors = ({ envelope }: ConstantContactResource): boolean =>
	envelope === 'records';

const refuseUnknown = (
	{ resource }: ConstantContactResource,
	parameters: Parameters,
	{ unknownParameters }: ConstantContactBehaviour,
): void => {
	if (unknownParameters === 'ignore') return;
	const known = ['limit', 'cursor', ...(FILTERS[resource] ?? [])];
	const unknown = Object.keys(parameters).find((name) => !known.includes(name));
	if (unknown !== undefined) throw invalid(`${unknown} is not a valid parameter.`);
};

const readPageSize = (
	{ resource, limit }: ConstantContactResource,
	parameters: Parameters,
	{ listsMaximum, limitOutOfRange }: ConstantContactBehaviour,
): number => {
	const { page_size: pageSize } = parameters;
	if (resource === 'registrations' && pageSize !== undefined) {
		if (parameters.limit !== undefined && parameters.limit !== pageSize) {
			throw invalid('limit and page_size must be the same.');
		}
		return readLimit({ limit: pageSize }, limit, limitOutOfRange);
	}
	const maximum = resource === 'lists' ? listsMaximum : limit.maximum;
	return readLimit(parameters, { ...limit, maximum }, limitOutOfRange);
};
