import { inWorld as inWorldOf } from '../../sandbox/n8n/subjects';
import type { Sandbox } from '../../sandbox/server';
import {
	expectToldOnce,
	receivedOf,
	startOnStoppedClock,
	viaPlatformTo,
	viaProviderTo,
	withVariables,
	type Host,
} from '../harness/sandbox';

const START = Date.UTC(2026, 8, 5, 13);

/** Starts the stand-ins on a stopped clock, without limits of requests. */
export async function startUnhurried(): Promise<Sandbox> {
	const sandbox = await startOnStoppedClock(START);
	sandbox.infusionsoftrest.liftLimits();
	return sandbox;
}

export const viaProvider = viaProviderTo('infusionsoftrest');
export const viaPlatform = viaPlatformTo('infusionsoftrest');

/** The value of Options that fills the path variable of a tag. */
export const forTag = (tagId: string) => withVariables({ tagId });

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => inWorldOf('infusionsoftrest', resource)[0];

/** Fails the test unless everything made in the resources was told once and nothing else was. */
export function expectExact(
	{ infusionsoftrest: { world } }: Sandbox,
	host: Host,
	resources: readonly string[],
	deletions: boolean,
): void {
	const scope = { resources: resources.map(inWorld), deletions };
	expectToldOnce(host, world, receivedOf('infusionsoftrest', host.items), scope);
}

/** Items as `CREATED contacts 4711`: kind, resource and id. */
export const kinds = (host: Host): readonly string[] =>
	host.items.map(({ eventType, objectType, objectId }) => `${eventType} ${objectType} ${objectId}`);
