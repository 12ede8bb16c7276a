import type { INodeParameters } from 'n8n-workflow';
import { startSandbox, type ReceivedChange, type Sandbox } from '../../sandbox/server';
import { Host, type EngineName } from '../host/engines';

export const MINUTE_MS = 60_000;
/** A winter day, 07:00 in New York. */
export const START = Date.UTC(2026, 0, 5, 12);

/** The stand-ins under a clock that stands still unless it is moved, so that every stamp is known. */
export interface Stand {
	readonly sandbox: Sandbox;
	pass(ms: number): void;
	stop(): Promise<void>;
}

export async function startStand(at = START, seed = 1): Promise<Stand> {
	let now = at;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
	const sandbox = await startSandbox({ seed });
	return {
		sandbox,
		pass: (ms) => {
			now += ms;
		},
		stop: async () => {
			clock.mockRestore();
			await sandbox.stop();
		},
	};
}

/** A workflow that watches iContact, straight from the provider. */
export const viaProvider = (
	{ icontact }: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
	credential: Readonly<Record<string, string>> = {},
): Host =>
	new Host(engine, {
		parameters: {
			connector: 'icontact',
			events: ['created', 'updated', 'deleted'],
			...parameters,
		},
		credentials: { openConnectorsIContactApi: { ...icontact.credential, ...credential } },
	});

/** A workflow that watches iContact through Open Connectors. */
export const viaPlatform = (
	sandbox: Sandbox,
	engine: EngineName,
	parameters: INodeParameters,
): Host =>
	new Host(engine, {
		parameters: { connector: 'icontact', connection: 'openConnectors', ...parameters },
		credentials: { openConnectorsApi: sandbox.platformCredentialFor('icontact') },
	});

/** The value of Options that fills path variables. */
export const withVariables = (variables: Readonly<Record<string, string>>) => ({
	pathVariables: {
		values: Object.entries(variables).map(([name, value]) => ({ name, value })),
	},
});

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'custom-fields': 'customfields',
	message: 'messages',
	'message-bounces': 'bounces',
	'message-clicks': 'clicks',
	'message-opens': 'opens',
	'message-unsubscribes': 'unsubscribes',
	'new-contacts': 'contacts',
	'new-subscriptions': 'subscriptions',
	'segment-criteria': 'criteria',
	'signup-forms': 'signupforms',
};

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => WORLD_NAMES[resource] ?? resource;

/** The events of a workflow, as the oracle takes them. */
export const received = (items: Host['items']): readonly ReceivedChange[] =>
	items.map((item) => ({
		resource: inWorld(String(item.objectType)),
		id: String(item.objectId),
		kind: String(item.eventType),
		record: item.record,
		eventId: String(item.eventId),
	}));
