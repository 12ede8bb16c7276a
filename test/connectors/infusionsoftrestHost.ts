import type { INodeParameters } from 'n8n-workflow';
import type { InfusionsoftRestBehaviour } from '../../sandbox/providers/infusionsoftrest/behaviour';
import type { Sandbox } from '../../sandbox/server';
import {
	expectToldOnce,
	Host,
	startOnStoppedClock,
	toReceived,
	viaPlatformTo,
	withVariables,
	type EngineName,
} from '../harness/sandbox';

const START = Date.UTC(2026, 8, 5, 13);

const FAST = { perSecond: 10_000, perMinute: 100_000, perDay: 1_000_000 };
const UNHURRIED: Partial<InfusionsoftRestBehaviour> = {
	oauth: FAST,
	key: FAST,
	tenant: FAST,
	spikePerSecond: 10_000,
};

/** Starts the stand-ins on a stopped clock, without limits of requests. */
export async function startUnhurried(): Promise<Sandbox> {
	const sandbox = await startOnStoppedClock(START);
	sandbox.infusionsoftrest.behaviour.set(UNHURRIED);
	return sandbox;
}

/** A workflow that watches Keap, straight from the provider. */
export function viaProvider(
	{ infusionsoftrest: keap }: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host {
	const { baseUrl, oauthTokenData } = keap.credential;
	return new Host(engine, {
		parameters: {
			connector: 'infusionsoftrest',
			events: ['created', 'updated', 'deleted'],
			...parameters,
		},
		credentials:
			parameters.authentication === 'apiKey'
				? { openConnectorsInfusionsoftRestApi: { ...keap.apiCredential } }
				: {
						openConnectorsInfusionsoftRestOAuth2Api: {
							baseUrl,
							oauthTokenData: { ...oauthTokenData },
						},
					},
	});
}

/** A workflow that watches Keap through Open Connectors. */
export const viaPlatform = viaPlatformTo('infusionsoftrest');

/** The value of Options that fills the path variable of a tag. */
export const forTag = (tagId: string) => withVariables({ tagId });

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'opportunity-stage-moves': 'stage-moves',
	'subscriptions-by-date': 'subscriptions',
};

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => WORLD_NAMES[resource] ?? resource;

/** Fails the test unless everything made in the resources was told once and nothing else was. */
export function expectExact(
	{ infusionsoftrest: { world } }: Sandbox,
	host: Host,
	resources: readonly string[],
	deletions: boolean,
): void {
	const scope = { resources: resources.map(inWorld), deletions };
	expectToldOnce(host, world, toReceived(host.items, inWorld), scope);
}

/** Items as `CREATED contacts 4711`: kind, resource and id. */
export const kinds = (host: Host): readonly string[] =>
	host.items.map(({ eventType, objectType, objectId }) => `${eventType} ${objectType} ${objectId}`);
