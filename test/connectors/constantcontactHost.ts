import {
	NodeApiError,
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type INodeParameters,
} from 'n8n-workflow';
import { startSandbox, type ReceivedChange, type Sandbox } from '../../sandbox/server';
import { releaseTime, stopTime } from '../failures/virtualTime';
import { Host, type EngineName } from '../host/engines';

export const ENGINES: readonly EngineName[] = ['in-memory', 'durable'];

/** Starts the stand-ins on a clock that stands still unless it is moved, so that every stamp is known. */
export async function startOnStoppedClock(): Promise<Sandbox> {
	stopTime();
	return await startSandbox();
}

export async function stopWithClock(sandbox: Sandbox): Promise<void> {
	releaseTime();
	await sandbox.stop();
}

/** A workflow that watches Constant Contact, straight from the provider. */
export const viaProvider = (
	{ constantcontact }: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
	credential: ICredentialDataDecryptedObject = {},
): Host =>
	new Host(engine, {
		parameters: {
			connector: 'constantcontact',
			events: ['created', 'updated', 'deleted'],
			...parameters,
		},
		credentials: {
			openConnectorsConstantContactOAuth2Api: {
				...structuredClone({ ...constantcontact.credential }),
				...credential,
			},
		},
	});

/** A workflow that watches Constant Contact through Open Connectors. */
export const viaPlatform = (
	sandbox: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host =>
	new Host(engine, {
		parameters: { connector: 'constantcontact', connection: 'openConnectors', ...parameters },
		credentials: { openConnectorsApi: sandbox.platformCredentialFor('constantcontact') },
	});

/** The value of Options that fills path variables. */
export const withVariables = (variables: Readonly<Record<string, string>>) => ({
	pathVariables: {
		values: Object.entries(variables).map(([name, value]) => ({ name, value })),
	},
});

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'campaigns-compared': 'campaigns',
	'campaigns-sent': 'campaign-summaries',
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

/** Items as `created contacts 9f…`: kind, resource and id. */
export const told = (host: Host): readonly string[] =>
	host.items.map(
		({ eventType, objectType, objectId }) =>
			`${String(eventType).toLowerCase()} ${String(objectType)} ${String(objectId)}`,
	);

/** Parameters with a pasted configuration. */
export const pasted = (configuration: object) => ({
	configure: 'json',
	pollerConfiguration: JSON.stringify(configuration, null, 2),
});

/** The error that publishing ends with. */
export async function refusalOf(host: Host): Promise<NodeApiError | NodeOperationError> {
	try {
		await host.publish();
	} catch (error) {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	}
	throw new Error('Publishing should have failed with an error of n8n');
}
