import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { ReceivedChange, Sandbox } from '../../sandbox/server';
import { Host, toReceived, viaPlatformTo, type EngineName } from '../harness/sandbox';

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
export const viaPlatform = viaPlatformTo('constantcontact');

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'campaigns-compared': 'campaigns',
	'campaigns-sent': 'campaign-summaries',
};

/** What the stand-in calls a resource. */
export const inWorld = (resource: string): string => WORLD_NAMES[resource] ?? resource;

/** The events of a workflow, as the oracle takes them. */
export const received = ({ items }: Host): readonly ReceivedChange[] => toReceived(items, inWorld);

/** Items as `created contacts 9f…`: kind, resource and id. */
export const told = (host: Host): readonly string[] =>
	host.items.map(
		({ eventType, objectType, objectId }) =>
			`${String(eventType).toLowerCase()} ${String(objectType)} ${String(objectId)}`,
	);
