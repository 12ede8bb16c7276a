import { NodeApiError, NodeOperationError, type INodeParameters } from 'n8n-workflow';
import {
	compareWithOracle,
	formatComparison,
	isExact,
	startSandbox,
	type Comparison,
	type OracleScope,
	type ReceivedChange,
	type Sandbox,
	type World,
} from '../../sandbox/server';
import { MINUTE, pass, releaseTime, stopTime } from '../failures/virtualTime';
import { Host, type EngineName } from '../host/engines';

// Waits between requests pass on the clock of the test. `Host` is taken from here, so that it always waits so.
jest.mock('n8n-workflow', () =>
	jest
		.requireActual<typeof import('../failures/virtualTime')>('../failures/virtualTime')
		.n8nOnVirtualTime(),
);
export { Host, type EngineName };

export const ENGINES: readonly EngineName[] = ['in-memory', 'durable'];

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

/** Makes workflows that watch a connector through Open Connectors. */
export const viaPlatformTo =
	(connector: string) =>
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

/** Events as the oracle takes them, where records keep their ids; `inWorld`: what the stand-in calls a resource. */
export const toReceived = (
	items: Host['items'],
	inWorld: (resource: string) => string,
): readonly ReceivedChange[] =>
	items.map((item) => ({
		resource: inWorld(String(item.objectType)),
		id: String(item.objectId),
		kind: String(item.eventType),
		record: item.record,
		eventId: String(item.eventId),
	}));

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

export const isNodeError = (error: unknown): error is NodeApiError | NodeOperationError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;

/** The error that publishing ends with. */
export async function refusalOf(host: Host): Promise<NodeApiError | NodeOperationError> {
	try {
		await host.publish();
	} catch (error) {
		if (isNodeError(error)) return error;
	}
	throw new Error('Publishing should have failed with an error of n8n');
}
