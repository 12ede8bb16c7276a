import { compileFieldPath } from '../../core/fieldPath';
import type { JsonValue } from '../../core/page';
import type { Zone } from '../../dates/zone';
import type { Requester, SinceFilter } from '../../streams/definition';
import { instantWriter } from '../../streams/instantWriter';
import { isRecord } from '../../streams/records';
import { octopusListing } from './octopus';

/** Everything is asked for by a search in the body of `/Read`. */
export const octopusRequester: Requester = ({ list, resource, zone, ...asked }) => {
	if (!list.read) throw new Error(`${resource.name} has no read request`);
	const since = asked.isFiltered ? list.since : undefined;
	return octopusListing({
		url: () => asked.apiUrl() + list.path,
		read: list.read,
		pageSize: asked.pageSize,
		conditions: asked.equalities.map(([field, value]): JsonValue => ({ [field]: { $EQ: value } })),
		...(since ? { since: searchSince(since, zone) } : {}),
	});
};

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
