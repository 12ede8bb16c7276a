import type { ReceivedChange } from '../../sandbox/server';
import { inWorld as inWorldOf } from '../../sandbox/n8n/subjects';
import { receivedOf, viaPlatformTo, viaProviderTo, type Host } from '../harness/sandbox';

export const viaProvider = viaProviderTo('constantcontact');
export const viaPlatform = viaPlatformTo('constantcontact');

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => inWorldOf('constantcontact', resource)[0];

/** The events of a workflow, as the oracle takes them. */
export const received = ({ items }: Host): readonly ReceivedChange[] =>
	receivedOf('constantcontact', items);

/** Items as `created contacts 9f…`: kind, resource and id. */
export const told = (host: Host): readonly string[] =>
	host.items.map(
		({ eventType, objectType, objectId }) =>
			`${String(eventType).toLowerCase()} ${String(objectType)} ${String(objectId)}`,
	);
