import type { INodeParameters } from 'n8n-workflow';
import type { MaximizerBehaviour } from '../../sandbox/providers/maximizer/behaviour';
import { formatKey } from '../../sandbox/providers/maximizer/keys';
import { MAXIMIZER_RESOURCES } from '../../sandbox/providers/maximizer/resources';
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
export const HOUR_MS = 60 * MINUTE_MS;
export const START = Date.UTC(2026, 8, 5, 13);

const clock = { now: START };

// Waits between requests pass on the clock of the test.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow'),
	sleep: async (ms: number) => {
		clock.now += ms;
	},
}));

const UNHURRIED: Partial<MaximizerBehaviour> = { requestsPerWindow: 1_000_000 };

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
	sandbox.maximizer.behaviour.set(UNHURRIED);
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

/** A workflow that watches Maximizer with a personal access token, straight from the provider. */
export const viaProvider = (
	{ maximizer }: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host =>
	new Host(engine, {
		parameters: {
			connector: 'maximizer',
			authentication: 'accessToken',
			events: ['created', 'updated', 'deleted'],
			...parameters,
		},
		credentials: { openConnectorsMaximizerApi: { ...maximizer.credential } },
	});

/** The same after logging in by OAuth2. */
export function viaOAuth2(
	{ maximizer }: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host {
	const { baseUrl, oauthTokenData } = maximizer.oAuth2Credential;
	return new Host(engine, {
		parameters: { connector: 'maximizer', events: ['created', 'updated'], ...parameters },
		credentials: {
			openConnectorsMaximizerOAuth2Api: { baseUrl, oauthTokenData: { ...oauthTokenData } },
		},
	});
}

/** A workflow that watches Maximizer through Open Connectors. */
export const viaPlatform = (
	sandbox: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host =>
	new Host(engine, {
		parameters: { connector: 'maximizer', connection: 'openConnectors', ...parameters },
		credentials: { openConnectorsApi: sandbox.platformCredentialFor('maximizer') },
	});

/** What address book entries are in the stand-in's world. */
export const ADDRESS_BOOK_KINDS = ['companies', 'individuals', 'contacts'] as const;

const KIND_OF_TYPE: Readonly<Record<string, string>> = {
	Company: 'companies',
	Individual: 'individuals',
	Contact: 'contacts',
};

/** What the stand-in's world calls the resources of the node. */
export const inWorld = (resource: string): readonly string[] =>
	resource === 'addressbook-entries' ? ADDRESS_BOOK_KINDS : [resource.replace(/^new-/, '')];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

function typeOf(record: unknown): string {
	if (!isObject(record)) return '';
	const { Org: before } = record;
	const entry = isObject(before) && isObject(before.AbEntry) ? before.AbEntry : record;
	return String(entry.Type);
}

/** The Key that the world knows a record by, made of ID and Number; the platform shows it as it is. */
function worldId(resource: string, objectId: string): string {
	const entity = MAXIMIZER_RESOURCES.find((known) => known.resource === resource)?.entity.name;
	const [, id, number] = /^([^-]+?)(?:-(\d+))?$/.exec(objectId) ?? [];
	const isKey = /^[A-Za-z]+\t/.test(Buffer.from(objectId, 'base64').toString('latin1'));
	return isKey
		? objectId
		: formatKey({ word: entity ?? '', id: id ?? '', ...(number ? { number } : {}) });
}

/** The events of a workflow, as the oracle takes them. */
export const received = (host: Host): readonly ReceivedChange[] =>
	host.items.map((item) => {
		const [only, ...others] = inWorld(String(item.objectType));
		const resource = others.length > 0 ? (KIND_OF_TYPE[typeOf(item.record)] ?? '') : only;
		return {
			resource,
			id: worldId(resource, String(item.objectId)),
			kind: String(item.eventType),
			record: item.record,
			eventId: String(item.eventId),
		};
	});

/** Fails the test unless everything made in the resources was told once and nothing else was. */
export function expectExact(
	{ maximizer: { world } }: Sandbox,
	host: Host,
	resources: readonly string[],
	deletions: boolean,
	after = world.baseline,
): void {
	const scope = { resources: resources.flatMap(inWorld), deletions, after };
	const comparison = compareWithOracle(world, received(host), scope);
	expect(host.errors).toEqual([]);
	expect({ figures: formatComparison(comparison), exact: isExact(comparison) }).toEqual({
		figures: expect.stringMatching(/^made [1-9]/),
		exact: true,
	});
}

export const kinds = (host: Host): readonly string[] =>
	host.items.map(({ eventType, objectType }) => `${String(eventType)} ${String(objectType)}`);
