import type { INodeParameters } from 'n8n-workflow';
import type { InfusionsoftRestBehaviour } from '../../sandbox/providers/infusionsoftrest/behaviour';
import {
	compareWithOracle,
	formatComparison,
	isExact,
	startSandbox,
	type ReceivedChange,
	type Sandbox,
} from '../../sandbox/server';
import { Host, type EngineName } from '../host/engines';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const START = Date.UTC(2026, 8, 5, 13);

const clock = { now: START };

// Waits between requests pass on the clock of the test.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => {
		clock.now += ms;
	},
}));

const FAST = { perSecond: 10_000, perMinute: 100_000, perDay: 1_000_000 };
const UNHURRIED: Partial<InfusionsoftRestBehaviour> = {
	oauth: FAST,
	key: FAST,
	tenant: FAST,
	spikePerSecond: 10_000,
};

/** The stand-ins under a clock that stands still unless it is moved, so that every stamp is known. */
export interface Stand {
	readonly sandbox: Sandbox;
	pass(ms: number): void;
	stop(): Promise<void>;
}

export async function startStand(at = START, seed = 1): Promise<Stand> {
	clock.now = at;
	const now = jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
	const sandbox = await startSandbox({ seed });
	sandbox.infusionsoftrest.behaviour.set(UNHURRIED);
	return {
		sandbox,
		pass: (ms) => {
			clock.now += ms;
		},
		stop: async () => {
			now.mockRestore();
			await sandbox.stop();
		},
	};
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
export const viaPlatform = (
	sandbox: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host =>
	new Host(engine, {
		parameters: { connector: 'infusionsoftrest', connection: 'openConnectors', ...parameters },
		credentials: { openConnectorsApi: sandbox.platformCredentialFor('infusionsoftrest') },
	});

/** The value of Options that fills the path variable of a tag. */
export const forTag = (tagId: string) => ({
	pathVariables: { values: [{ name: 'tagId', value: tagId }] },
});

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'opportunity-stage-moves': 'stage-moves',
	'subscriptions-by-date': 'subscriptions',
};

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => WORLD_NAMES[resource] ?? resource;

/** The events of a workflow, as the oracle takes them. */
export const received = (host: Host): readonly ReceivedChange[] =>
	host.items.map((item) => ({
		resource: inWorld(String(item.objectType)),
		id: String(item.objectId),
		kind: String(item.eventType),
		record: item.record,
		eventId: String(item.eventId),
	}));

/** Fails the test unless everything made in the resources was told once and nothing else was. */
export function expectExact(
	{ infusionsoftrest: { world } }: Sandbox,
	host: Host,
	resources: readonly string[],
	deletions: boolean,
): void {
	const scope = { resources: resources.map(inWorld), deletions };
	const comparison = compareWithOracle(world, received(host), scope);
	expect(host.errors).toEqual([]);
	expect({ figures: formatComparison(comparison), exact: isExact(comparison) }).toEqual({
		figures: expect.stringMatching(/^made [1-9]/),
		exact: true,
	});
}

export const kinds = (host: Host): readonly string[] =>
	host.items.map(({ eventType, objectType, objectId }) => `${eventType} ${objectType} ${objectId}`);
