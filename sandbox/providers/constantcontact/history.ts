import type { EpochMs } from '../../clock';
import type { RecordVersion } from '../../world';

const isUnsubscribed = (version: RecordVersion | undefined): boolean =>
	version?.fields.permission_to_send === 'unsubscribed';

const isUnsubscribe = (version: RecordVersion): boolean =>
	version.previous !== undefined && isUnsubscribed(version) && !isUnsubscribed(version.previous);

/** When the record itself was last edited, ms: neither a removal nor an unsubscribe counts. */
export const updatedAt = (version: RecordVersion): EpochMs => {
	let own = version;
	while (own.previous && (own.kind === 'deleted' || isUnsubscribe(own))) own = own.previous;
	return own.updatedAt;
};

/** When a contact opted out, by unsubscribing or by being deleted. */
export const optedOutAt = (version: RecordVersion): EpochMs | undefined => {
	if (!isUnsubscribed(version)) return version.kind === 'deleted' ? version.updatedAt : undefined;
	let first = version;
	while (first.previous && isUnsubscribed(first.previous)) first = first.previous;
	return first.updatedAt;
};

/** The one track of an event. */
export const trackOf = (eventId: string): string => `s${eventId.slice(0, 8)}`;
