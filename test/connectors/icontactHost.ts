import type { INodeParameters } from 'n8n-workflow';
import type { ReceivedChange, Sandbox } from '../../sandbox/server';
import { Host, toReceived, viaPlatformTo, type EngineName } from '../harness/sandbox';

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
export const viaPlatform = viaPlatformTo('icontact');

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
	toReceived(items, inWorld);
