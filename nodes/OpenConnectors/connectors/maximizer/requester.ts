import { ConfigurationError } from '../../configuration/types';
import { compileFieldPath } from '../../core/fieldPath';
import type { EpochMs, JsonValue, RawRecord } from '../../core/page';
import { compileDateFormat } from '../../dates/dateFormat';
import type { Zone } from '../../dates/zone';
import { isRecord, recordSelector } from '../../streams/records';
import type { Requester } from '../../streams/remoteList';
import { octopusList, type OctopusRead, type OctopusSince } from './octopus';

/** How it writes dates, and reads those of conditions. */
export const OCTOPUS_FORMAT = "yyyy-MM-dd'T'HH:mm:ss'Z'";

/** The zones farthest from UTC are 14 hours east and 12 west of it; whose zone conditions are in is not documented. */
const MARGIN_MS = 14 * 60 * 60_000;

/** Everything is asked for by a search in the body of `/Read`. */
export function octopusRequester(read: OctopusRead): Requester {
	return ({ list, apiUrl, pageSize, equalities, isFiltered, zone }) => {
		const { deletedType, sinceField } = read;
		// A list of one comes bare in reads of one entry; the documents show lists.
		// https://developer.maximizer.com/reference/octopus-api
		const select = recordSelector(list.recordsField, true);
		return {
			...octopusList({
				url: () => apiUrl() + list.url,
				read,
				pageSize,
				conditions: equalities.map(([field, value]): JsonValue => ({ [field]: { $EQ: value } })),
				...(isFiltered && sinceField !== undefined ? { since: toSince(sinceField, zone) } : {}),
			}),
			select:
				deletedType === undefined
					? select
					: (body) => select(body).filter((entry) => isDeletion(entry, deletedType)),
		};
	};
}

/** Deletions have the record before and none after. */
function isDeletion(entry: RawRecord, type: string): boolean {
	if (entry.New !== undefined && entry.New !== null) return false;
	return type === 'any' || deletedTypeOf(entry) === type;
}

const deletedTypeOf = compileFieldPath('Org.AbEntry.Type');

function toSince(field: string, zone: Zone): OctopusSince {
	const read = compileFieldPath(field);
	const format = compileDateFormat(OCTOPUS_FORMAT);
	return {
		field,
		format: (at: EpochMs) => format.format(Math.max(0, at - MARGIN_MS), zone),
		textOf: (record) => {
			const value = isRecord(record) ? read(record) : undefined;
			return typeof value === 'string' ? value : undefined;
		},
	};
}

/** @throws ConfigurationError always */
export const refusePaths: Requester = () => {
	throw new ConfigurationError(
		'url',
		'Maximizer is asked by a search, not by a path. Write /hubs/crm/ and the name of a resource.',
	);
};
