import type { INodeParameters } from 'n8n-workflow';
import type { MaximizerBehaviour } from '../../sandbox/providers/maximizer/behaviour';
import { formatKey } from '../../sandbox/providers/maximizer/keys';
import { MAXIMIZER_RESOURCES } from '../../sandbox/providers/maximizer/resources';
import type { ReceivedChange, Sandbox } from '../../sandbox/server';
import {
	expectToldOnce,
	Host,
	startOnStoppedClock,
	viaPlatformTo,
	type EngineName,
} from '../harness/sandbox';

const START = Date.UTC(2026, 8, 5, 13);

const UNHURRIED: Partial<MaximizerBehaviour> = { requestsPerWindow: 1_000_000 };

/** Starts the stand-ins on a stopped clock, without limits of requests. */
export async function startUnhurried(at = START): Promise<Sandbox> {
	const sandbox = await startOnStoppedClock(at);
	sandbox.maximizer.behaviour.set(UNHURRIED);
	return sandbox;
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
export const viaPlatform = viaPlatformTo('maximizer');

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
	expectToldOnce(host, world, received(host), scope);
}
