import type { INodeParameters } from 'n8n-workflow';
import { inWorld as inWorldOf } from '../../sandbox/n8n/subjects';
import type { ReceivedChange, Sandbox } from '../../sandbox/server';
import {
	expectToldOnce,
	receivedOf,
	startOnStoppedClock,
	viaPlatformTo,
	viaProviderTo,
	type EngineName,
	type Host,
} from '../harness/sandbox';

const START = Date.UTC(2026, 8, 5, 13);

/** Starts the stand-ins on a stopped clock, without limits of requests. */
export async function startUnhurried(at = START): Promise<Sandbox> {
	const sandbox = await startOnStoppedClock(at);
	sandbox.maximizer.liftLimits();
	return sandbox;
}

/** A workflow that watches Maximizer after logging in by OAuth2. */
export const viaOAuth2 = viaProviderTo('maximizer');

/** The same with a personal access token. */
export const viaProvider = (sandbox: Sandbox, engine: EngineName, parameters: INodeParameters) =>
	viaOAuth2(sandbox, engine, { authentication: 'accessToken', ...parameters });

export const viaPlatform = viaPlatformTo('maximizer');

/** What the stand-in's world calls the resources of the node. */
export const inWorld = (resource: string): readonly string[] => inWorldOf('maximizer', resource);

/** The events of a workflow, as the oracle takes them. */
export const received = ({ items }: Host): readonly ReceivedChange[] =>
	receivedOf('maximizer', items);

/** Fails the test unless everything made in the resources was told once and nothing else was. */
export function expectExact(
	{ maximizer: { world } }: Sandbox,
	host: Host,
	resources: readonly string[],
	deletions: boolean,
	after = world.baseline,
): void {
	const scope = { resources: resources.flatMap(inWorld), deletions, after };
	expectToldOnce(host, world, received(host), scope);
}
