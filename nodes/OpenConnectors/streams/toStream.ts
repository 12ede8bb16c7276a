import { datesOf } from '../configuration/dateSettings';
import type { ResourceConfiguration } from '../configuration/types';
import { namesItsZone } from '../dates/dstOverlap';
import { UTC } from '../dates/zone';
import type { Connection } from './connection';
import { hasFilter, type ResourceDefinition } from './definition';
import { keyOf } from './key';
import { ALL_KINDS } from './kinds';
import { readPages } from './readPages';
import { rulesOf, type Reading } from './reading';
import { identified, recordSelector } from './records';
import { untilOlder, type RemoteList } from './remoteList';
import { NO_REST, restOfWholeList, type Stream, type StreamParameters } from './stream';

export interface StreamPlan {
	readonly configuration: ResourceConfiguration;
	/** What is known of the records and their order; absent for a url of the user's own. */
	readonly resource?: ResourceDefinition;
	readonly reading: Reading;
	readonly connection: Connection;
	readonly hub: string;
	readonly lists: readonly RemoteList[];
	/** What distinguishes lists of one configuration, for the key. */
	readonly native: readonly string[];
	/** Whether the list holds what was deleted; its state is kept apart, as it goes by another date. */
	readonly isOfDeletions?: boolean;
}

/** The stream of a plan. @throws FieldPathError */
export function toStream(parameters: StreamParameters, plan: StreamPlan): Stream {
	const { configuration, resource, connection, lists, reading, isOfDeletions = false } = plan;
	const { reader } = reading;
	const isFull = resource?.watch === 'snapshot' && !reader.dated;
	const isNewestFirst = resource?.order === 'descending' && !isFull;
	const isReadWhole = resource !== undefined && !hasFilter(resource) && !isNewestFirst;
	const overlap = Math.max(...lists.map((list) => list.overlap));
	const { name } = configuration;
	const fields = recordSelector(resource?.recordsField);
	const idField = resource && [resource.idField].flat().join(' and ');
	const isKnownId =
		!isOfDeletions &&
		idField !== undefined &&
		[undefined, resource?.idField].includes(configuration.idField);
	return {
		name,
		stateKey: isOfDeletions ? `${name} (deleted)` : name,
		hub: plan.hub,
		key: keyOf(parameters, plan),
		reader,
		dates: { updated: reading.updatedDate, created: reading.createdDate },
		kinds: isOfDeletions ? new Set(['deleted']) : isFull ? ALL_KINDS : reading.kinds,
		sync: isFull
			? { kind: 'full', overlap }
			: {
					kind: 'incremental',
					rules: {
						...rulesOf(
							reading,
							isOfDeletions ? {} : configuration,
							parameters,
							resource?.pollDelay,
						),
						sinceInclusive: !isOfDeletions && resource?.since?.inclusive === true,
						ascending: resource?.order === 'ascending' && reading.nativeUpdated,
						stampsBehindMs:
							resource && !isOfDeletions && isZoneUncertain(resource, parameters)
								? WESTERNMOST_MS
								: 0,
						overlap,
					},
				},
		requests: lists.length,
		requestsPerDay: connection.requestsPerDay,
		restMs: isFull || isReadWhole ? restOfWholeList(connection.requestsPerDay) : NO_REST,
		pages: (budget) =>
			readPages({
				...connection.source(budget),
				saysNothing: connection.saysNothing,
				lists: lists
					.map((list) => (isNewestFirst ? untilOlder(list, reader.updated) : list))
					.map((list) => {
						const { select = fields } = list;
						return { ...list, select: isKnownId ? identified(select, idField, reader.id) : select };
					}),
			}),
	};
}

/** Wall times of the zone farthest west lie 12 hours behind UTC, and 13 while its clocks are set back. */
const WESTERNMOST_MS = 13 * 60 * 60_000;

/** Whether the account decides in which zone its dates are, and nobody has said which. */
function isZoneUncertain(resource: ResourceDefinition, { zone }: StreamParameters): boolean {
	const { updated } = datesOf(resource.datesConfiguration);
	const isNamed = updated?.timezone !== undefined || namesItsZone(updated?.format ?? '');
	return updated !== undefined && !isNamed && zone.name === UTC.name;
}
