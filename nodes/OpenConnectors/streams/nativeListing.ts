import type {
	ConnectorDefinition,
	ListDefinition,
	Parameter,
	ResourceDefinition,
	SinceFilter,
} from './definition';
import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import { compileFieldPath } from '../core/fieldPath';
import type { EpochMs, JsonValue } from '../core/page';
import { pathValue, variableValue } from '../configuration/urlTemplate';
import { addressedListing, type Listing } from './listing';
import { octopusListing } from '../connectors/maximizer/octopus';
import { pagerOf } from './paging';
import { isRecord } from './records';
import { withQuery } from './url';

export interface NativeListing {
	readonly definition: ConnectorDefinition;
	readonly resource: ResourceDefinition;
	readonly list: ListDefinition;
	/** Address that paths are below, with its version; known at the latest when a page is asked for. */
	readonly apiUrl: () => string;
	/** The provider's address without a version, which links are joined to. */
	readonly root: () => string;
	readonly pageSize: number;
	readonly variables: Readonly<Record<string, string>>;
	/** Conditions of the user, see `HubRequest`. */
	readonly equalities: ReadonlyArray<readonly [field: string, value: string]>;
	/** Whether to use the provider's own filter by time. */
	readonly isFiltered: boolean;
	/** Zone in which the provider reads the time of its filter. */
	readonly zone: Zone;
}

/**
 * A list of the provider's own API, by its definition.
 *
 * @throws UrlTemplateError for a path variable without a value, or with one that leads out of the path
 */
export function nativeListing(native: NativeListing): Listing {
	const { definition, resource, list, apiUrl, pageSize, equalities } = native;
	const paging = resource.paging ?? definition.paging;
	const since = native.isFiltered ? list.since : undefined;
	const path = fillPath(list.path, native.variables);
	if (paging.style === 'pageKey') {
		if (!list.read) throw new Error(`${resource.name} has no read request`);
		return octopusListing({
			url: () => apiUrl() + path,
			read: list.read,
			paging,
			pageSize,
			conditions: equalities.map(([field, value]): JsonValue => ({ [field]: { $EQ: value } })),
			...(since ? { since: searchSince(since, native.zone) } : {}),
		});
	}
	const join = definition.repeatedParameterJoin;
	const asked = toParameters(resource, equalities);
	const isAsked = new Set(asked.map(([name]) => name));
	// What the user asks for stands in place of what is always sent.
	const fixed = [...(list.parameters ?? []).filter(([name]) => !isAsked.has(name)), ...asked];
	const sinceParameters = since ? sinceWriter(since, native.zone) : () => [];
	return addressedListing(
		(at) => withQuery(apiUrl() + path, joined([...fixed, ...sinceParameters(at)], join)),
		pagerOf(paging, { pageSize, root: native.root }),
	);
}

function fillPath(path: string, variables: Readonly<Record<string, string>>): string {
	return path.replace(/\{([\w.-]+)\}/g, (_whole, name: string) =>
		pathValue(name, variableValue({ text: path }, name, variables)),
	);
}

function toParameters(
	{ equality }: ResourceDefinition,
	equalities: NativeListing['equalities'],
): readonly Parameter[] {
	return equalities.flatMap(([field, value]): readonly Parameter[] => {
		if (equality?.kind === 'pair')
			return [
				[equality.fieldParameter, field],
				[equality.valueParameter, value],
			];
		if (equality?.kind === 'part') return [[equality.parameter, `${field}==${value}`]];
		return [[field, value]];
	});
}

function sinceWriter(since: SinceFilter, zone: Zone): (at: EpochMs) => readonly Parameter[] {
	const write = instantWriter(since, zone);
	const companions = since.companions ?? [];
	return (at) => [[since.parameter, (since.prefix ?? '') + write(at)], ...companions];
}

function instantWriter(since: SinceFilter, zone: Zone): (at: EpochMs) => string {
	const format = compileDateFormat(since.format);
	const margin = since.marginMs ?? 0;
	// Nothing was ever stamped before 1970, and not every provider reads such a date.
	return (at) => format.format(Math.max(0, at - margin), zone);
}

function searchSince(since: SinceFilter, zone: Zone) {
	const read = compileFieldPath(since.parameter);
	return {
		field: since.parameter,
		format: instantWriter(since, zone),
		textOf: (record: unknown): string | undefined => {
			const value = isRecord(record) ? read(record) : undefined;
			return typeof value === 'string' ? value : undefined;
		},
	};
}

/** Parameters of one name become one, where the provider reads several conditions out of one. */
function joined(parameters: readonly Parameter[], join: string | undefined): readonly Parameter[] {
	if (join === undefined) return parameters;
	const values = new Map<string, string>();
	for (const [name, value] of parameters) {
		const before = values.get(name);
		values.set(name, before === undefined ? value : before + join + value);
	}
	return [...values];
}
