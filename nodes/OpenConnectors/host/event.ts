import { formatIso } from '../dates/iso';
import type { Change } from '../engine/change';
import type { EpochMs, RawRecord } from '../core/page';

/** Which stream a change belongs to, and what the user wants copied into its events. */
export interface EventContext {
	/** Element key of Open Connectors, such as `insightly`. */
	readonly elementKey: string;
	/** Hub of the element, such as `crm`; empty when it is not known. */
	readonly hubKey: string;
	/** Key of the resource in the configuration. */
	readonly objectType: string;
	/** Of a resource that is read once for each of some values: those of the list. */
	readonly values?: Readonly<Record<string, string>> | undefined;
	/** Names the list among those of the resource, for ids that are the record's own in each. */
	readonly listName?: string;
	readonly instanceName: string;
	readonly tags: readonly string[];
	/** Whether the record only shows what an event looks like. */
	readonly isSample?: boolean | undefined;
}

/**
 * A standardized event: the same shape for every connector, what a person reads first. A type, as
 * n8n takes no interface for JSON.
 */
export type OpenConnectorsEvent = {
	/** `HEARTBEAT` tells of no record, but of polling. */
	readonly eventType: 'CREATED' | 'UPDATED' | 'DELETED' | 'HEARTBEAT';
	readonly objectType: string;
	/** Id of the record as text; empty when it has none. */
	readonly objectId: string;
	/** When the record was changed, ISO 8601 in UTC; the time of the poll when the record does not say. */
	readonly date: string;
	/** In a test: an existing record, to which nothing has just happened. */
	readonly sample?: true;
	/** The record as the provider sent it. */
	readonly record: RawRecord;
	/** By path variable, of which value the list is; only where a resource has `values`. */
	readonly values?: Readonly<Record<string, string>>;
	readonly elementKey: string;
	readonly hubKey: string;
	readonly instanceName: string;
	readonly tags: readonly string[];
	/** When the poll that found the change began, ISO 8601 in UTC. */
	readonly pollDate: string;
	/** The same for the same version of a record, on any machine and in any poll: an idempotency key. */
	readonly eventId: string;
};

/** The record with one more field, which holds the rest of the event. */
export type RecordWithEvent = RawRecord & {
	readonly _event: Omit<OpenConnectorsEvent, 'record'>;
};

const EVENT_TYPES = { created: 'CREATED', updated: 'UPDATED', deleted: 'DELETED' } as const;

/** @param pollAt epoch ms */
export function toEvent(
	change: Change,
	context: EventContext,
	pollAt: EpochMs,
): OpenConnectorsEvent {
	const { elementKey, hubKey, objectType, values, instanceName, tags, isSample } = context;
	const { listName = objectType } = context;
	const event: OpenConnectorsEvent = {
		eventType: EVENT_TYPES[change.kind],
		objectType,
		objectId: change.id,
		date: formatIso(change.updated ?? pollAt),
		record: change.record,
		elementKey,
		hubKey,
		instanceName,
		tags,
		pollDate: formatIso(pollAt),
		eventId: `${elementKey}:${listName}:${change.id}:${change.version}`,
	};
	return isSample || values ? withRareFields(event, context) : event;
}

/** The order of the fields is what a person sees; to spread them for every event would cost a twentieth of a scan. */
function withRareFields(
	{ eventType, objectType, objectId, date, record, ...rest }: OpenConnectorsEvent,
	{ isSample, values }: EventContext,
): OpenConnectorsEvent {
	return {
		eventType,
		objectType,
		objectId,
		date,
		...(isSample ? { sample: true } : {}),
		record,
		...(values ? { values } : {}),
		...rest,
	};
}

/** A field of the record's own that is called `_event` gives way. */
export function toRecordWithEvent({ record, ...event }: OpenConnectorsEvent): RecordWithEvent {
	return { ...record, _event: event };
}
