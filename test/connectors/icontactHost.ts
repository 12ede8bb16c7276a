import type { ReceivedChange } from '../../sandbox/server';
import { inWorld as inWorldOf } from '../../sandbox/n8n/subjects';
import { receivedOf, viaPlatformTo, viaProviderTo, type Host } from '../harness/sandbox';

export const viaProvider = viaProviderTo('icontact');
export const viaPlatform = viaPlatformTo('icontact');

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => inWorldOf('icontact', resource)[0];

/** The events of a workflow, as the oracle takes them. */
export const received = (items: Host['items']): readonly ReceivedChange[] =>
	receivedOf('icontact', items);
