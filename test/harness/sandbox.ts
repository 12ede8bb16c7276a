import {
	type NodeApiError,
	type NodeOperationError,
	type ICredentialDataDecryptedObject,
	type INodeParameters,
} from 'n8n-workflow';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { providerForm } from '../../sandbox/n8n/forms';
import { sourceOf, toWorld, type Connector } from '../../sandbox/n8n/subjects';
import {
	Activity,
	compareWithOracle,
	formatComparison,
	isExact,
	startSandbox,
	type ActivityOptions,
	type Comparison,
	type OracleScope,
	type ReceivedChange,
	type Sandbox,
	type World,
} from '../../sandbox/server';
import { MINUTE, pass, releaseTime, SECOND, stopTime } from './clock';
import { Host, isNodeError, type EngineName } from './host';

export { ENGINES, Host, isNodeError, type EngineName, type HostSettings } from './host';

/** Starts the stand-ins on a clock that stands still unless it is moved, so that every stamp is known. */
export async function startOnStoppedClock(at?: number): Promise<Sandbox> {
	stopTime(at);
	return await startSandbox();
}

export async function stopWithClock(sandbox: Sandbox): Promise<void> {
	releaseTime();
	await sandbox.stop();
}

/** Polls after some time. */
export async function tick(host: Host, ms = MINUTE): Promise<void> {
	pass(ms);
	await host.tick();
}

/** Data of a credential of a connector as n8n keeps it, logged in where that is needed. */
export function connected(sandbox: Sandbox, connector: Connector, type?: string) {
	const { data, isOAuth2 } = providerForm(sandbox, connector, type);
	const account = sourceOf(sandbox, { connector, connection: 'provider' });
	const login = isOAuth2 ? account.oauth2?.issue() : undefined;
	return { ...data, ...(login ? { oauthTokenData: { ...login } } : {}) };
}

/** Makes workflows that watch a connector straight from its provider. */
export const viaProviderTo =
	(connector: Connector) =>
	(
		sandbox: Sandbox,
		engine: EngineName,
		parameters: INodeParameters,
		credential: ICredentialDataDecryptedObject = {},
	): Host => {
		const { credentials } = CONNECTORS[connector];
		const { authentication } = parameters;
		const { type } =
			credentials.find((choice) => choice.authentication === authentication) ?? credentials[0];
		return new Host(engine, {
			parameters: { connector, events: ['created', 'updated', 'deleted'], ...parameters },
			credentials: { [type]: { ...connected(sandbox, connector, type), ...credential } },
		});
	};

/** Makes workflows that watch a connector through Open Connectors. */
export const viaPlatformTo =
	(connector: Connector) =>
	(sandbox: Sandbox, engine: EngineName, parameters: INodeParameters): Host =>
		new Host(engine, {
			parameters: { connector, connection: 'openConnectors', ...parameters },
			credentials: { openConnectorsApi: sandbox.platformCredentialFor(connector) },
		});

/** The value of Options that fills path variables. */
export const withVariables = (variables: Readonly<Record<string, string>>) => ({
	pathVariables: {
		values: Object.entries(variables).map(([name, value]) => ({ name, value })),
	},
});

/** Parameters with a pasted configuration. */
export const pasted = (configuration: object) => ({
	configure: 'json',
	pollerConfiguration: JSON.stringify(configuration, null, 2),
});

/** The events of a workflow as the oracle takes them. */
export const receivedOf = (connector: Connector, items: Host['items']): readonly ReceivedChange[] =>
	items.map((item) =>
		toWorld(connector, {
			resource: String(item.objectType),
			id: String(item.objectId),
			kind: String(item.eventType),
			record: item.record,
			eventId: String(item.eventId),
		}),
	);

/** Fails the test unless something was made in the scope, all of it was told once, and nothing else was. */
export function expectToldOnce(
	host: Host,
	world: World,
	received: readonly ReceivedChange[],
	scope: OracleScope,
): Comparison {
	const comparison = compareWithOracle(world, received, scope);
	expect(host.errors).toEqual([]);
	expect({ figures: formatComparison(comparison), exact: isExact(comparison) }).toEqual({
		figures: expect.stringMatching(/^made [1-9]/),
		exact: true,
	});
	return comparison;
}

/** Items as `CREATED contacts`: kind and resource. */
export const kinds = (host: Host): readonly string[] =>
	host.items.map(({ eventType, objectType }) => `${String(eventType)} ${String(objectType)}`);

/** The error that publishing ends with. */
export async function refusalOf(host: Host): Promise<NodeApiError | NodeOperationError> {
	try {
		await host.publish();
	} catch (error) {
		if (isNodeError(error)) return error;
	}
	throw new Error('Publishing should have failed with an error of n8n');
}

/** Everything that can happen, more being made than removed. */
export const ALL_KINDS = { createShare: 0.5, removeShare: 0.15 };
export const EDITS = { createShare: 0.4 };
export const CREATIONS = { createShare: 1 };

/** Changes in some resources of a stand-in; no record changes twice within 20 seconds. */
export const activityIn = (
	world: World,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
): Activity => new Activity(world, { seed: 3, resources, restMs: 20 * SECOND, ...shares });

export interface Course {
	readonly rounds: number;
	/** Between two polls. */
	readonly gapMs?: number;
}

/** Makes changes and polls in turn. */
export async function runRounds(
	host: Host,
	work: () => void,
	{ rounds, gapMs = MINUTE }: Course,
): Promise<void> {
	for (let round = 0; round < rounds; round += 1) {
		work();
		pass(gapMs / 2);
		await host.tick();
		pass(gapMs / 2);
	}
}
