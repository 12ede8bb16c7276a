import type { NativeListing, Parameter, ResourceDefinition, SinceFilter } from './definition';
import { instantWriter } from './instantWriter';
import type { Zone } from '../dates/zone';
import type { EpochMs } from '../core/page';
import { pathValue, variableValue } from '../configuration/urlTemplate';
import { addressedListing, type Listing } from './listing';
import { pagerOf } from './paging';
import { withQuery } from './url';

/**
 * A list of the provider's own API, by its definition.
 *
 * @throws UrlTemplateError for a path variable without a value, or with one that leads out of the path
 */
export function nativeListing(native: NativeListing): Listing {
	const { definition, resource, list, apiUrl, pageSize, equalities } = native;
	if (definition.requester) return definition.requester(native);
	const paging = resource.paging ?? definition.paging;
	const since = native.isFiltered ? list.since : undefined;
	const path = fillPath(list.path, native.variables);
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
