import type { N8nClient, Workflow } from '../../sandbox/n8n/client';
import { createCredential } from '../../sandbox/n8n/login';
import { findSubject, parametersOf, resourcesOf } from '../../sandbox/n8n/subjects';
import {
	type CredentialReference,
	pollTimesEvery,
	type PollWorkflow,
} from '../../sandbox/n8n/workflow';
import { type Sandbox, startSandbox, type World } from '../../sandbox/server';
import { REST_KINDS } from './restKinds';
import type { Watch } from './watch';

/** Seconds between polls. */
export const POLL_EVERY_S = 10;

export const INSIGHTLY = 'openConnectorsInsightlyApi';
export const PLATFORM = 'openConnectorsApi';

/** As SAP documents it: https://github.com/cloud-elements/devportal/blob/master/docs/elements/insightly/events.md */
const DOCUMENTED_CONFIGURATION = `{
  "contacts": {
    "url": "/hubs/crm/contacts?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'",
    "idField": "CONTACT_ID",
    "datesConfiguration": {
      "updatedDateField": "DATE_UPDATED_UTC",
      "updatedDateFormat": "yyyy-MM-dd HH:mm:ss",
      "updatedDateTimezone": "GMT",
      "createdDateField": "DATE_CREATED_UTC",
      "createdDateFormat": "yyyy-MM-dd HH:mm:ss",
      "createdDateTimezone": "GMT"
    }
  }
}`;

const VIA_PROVIDER = findSubject('insightly', 'provider');
const VIA_PLATFORM = findSubject('insightly', 'openConnectors');

const json = (connector: string, connection: string, pollerConfiguration: string) => ({
	connector,
	connection,
	configure: 'json',
	pollerConfiguration,
});

/** What a workflow polls: one world, by one credential, with the trigger's parameters. */
interface Subject extends Pick<PollWorkflow, 'trigger' | 'parameters'> {
	readonly type: string;
	readonly credential: Readonly<Record<string, string>>;
	readonly isOAuth2?: boolean;
	readonly world: World;
	readonly resources: readonly string[];
}

export interface Kind {
	readonly label: string;
	readonly perSecond: number;
	readonly toSubject: (sandbox: Sandbox) => Subject;
}

const onProvider = ({ insightly }: Sandbox) => ({ type: INSIGHTLY, ...insightly });
const onPlatform = ({ platform }: Sandbox) => ({ type: PLATFORM, ...platform });

/** Every way to reach records and to configure that must deliver every change. */
export const KINDS: readonly Kind[] = [
	{
		label: 'provider',
		perSecond: 6,
		toSubject: (sandbox: Sandbox): Subject => ({
			...onProvider(sandbox),
			parameters: parametersOf(VIA_PROVIDER),
			resources: resourcesOf(VIA_PROVIDER),
		}),
	},
	{
		label: 'openConnectors',
		perSecond: 6,
		toSubject: (sandbox: Sandbox): Subject => ({
			...onPlatform(sandbox),
			parameters: parametersOf(VIA_PLATFORM),
			resources: resourcesOf(VIA_PLATFORM),
		}),
	},
	{
		label: 'provider, documented JSON',
		perSecond: 1,
		toSubject: (sandbox: Sandbox): Subject => ({
			...onProvider(sandbox),
			parameters: json('insightly', 'provider', DOCUMENTED_CONFIGURATION),
			resources: ['contacts'],
		}),
	},
	{
		label: 'openConnectors, documented JSON',
		perSecond: 1,
		toSubject: (sandbox: Sandbox): Subject => ({
			...onPlatform(sandbox),
			parameters: json('insightly', 'openConnectors', DOCUMENTED_CONFIGURATION),
			resources: ['contacts'],
		}),
	},
	{
		label: 'other connector, JSON',
		perSecond: 1,
		toSubject: ({ otherConnector }: Sandbox): Subject => ({
			type: PLATFORM,
			credential: otherConnector.credential,
			parameters: json(
				'other',
				'openConnectors',
				JSON.stringify({ [otherConnector.resource]: otherConnector.configuration }),
			),
			world: otherConnector.world,
			resources: [otherConnector.resource],
		}),
	},
	...REST_KINDS,
];

/** The workflow whose provider answers 500 while it is published. */
export const OUTAGE_KIND: Kind = {
	label: 'published during an outage',
	perSecond: 1,
	toSubject: (sandbox: Sandbox): Subject => ({
		...onProvider(sandbox),
		parameters: { ...parametersOf(VIA_PROVIDER), resources: ['projects'] },
		resources: ['projects'],
	}),
};

/**
 * Makes a workflow with a sandbox of its own: what one poller was shown tells nothing about what another one
 * could have seen, so that no two may share a world.
 */
export async function createWatch(client: N8nClient, kind: Kind, seed: number): Promise<Watch> {
	const sandbox = await startSandbox({ seed });
	return await watchIn(sandbox, client, kind).catch(async (error: unknown) => {
		await sandbox.stop();
		throw error;
	});
}

async function watchIn(sandbox: Sandbox, client: N8nClient, kind: Kind): Promise<Watch> {
	const { label, perSecond } = kind;
	const subject = kind.toSubject(sandbox);
	const { type, credential: data, isOAuth2 = false, trigger, parameters } = subject;
	const reference = await createCredential(client, label, { type, data, isOAuth2 });
	const workflow = await client.createWorkflow({
		name: label,
		trigger,
		parameters,
		credentials: { [type]: reference },
		pollTimes: pollTimesEvery(POLL_EVERY_S),
	});
	const { world, resources } = subject;
	return { label, perSecond, sandbox, workflow, world, resources };
}

export interface Credentials {
	readonly insightly: CredentialReference;
	readonly insightlyWrong: CredentialReference;
	readonly platform: CredentialReference;
	readonly platformWrong: CredentialReference;
	readonly other: CredentialReference;
}

/** Stores credentials with the right and with wrong keys. */
export async function createCredentials(client: N8nClient, sandbox: Sandbox): Promise<Credentials> {
	const { insightly, platform, otherConnector } = sandbox;
	const wrongInsightly = { ...insightly.credential, apiKey: 'no-key-of-theirs' };
	const wrongPlatform = { ...platform.credential, elementToken: 'no-token-of-theirs' };
	return {
		insightly: await client.createCredential('Insightly', INSIGHTLY, insightly.credential),
		insightlyWrong: await client.createCredential('Wrong key', INSIGHTLY, wrongInsightly),
		platform: await client.createCredential('Platform', PLATFORM, platform.credential),
		platformWrong: await client.createCredential('Wrong token', PLATFORM, wrongPlatform),
		other: await client.createCredential('Freshdesk', PLATFORM, otherConnector.credential),
	};
}

async function create(
	client: N8nClient,
	name: string,
	parameters: Readonly<Record<string, unknown>>,
	type: string,
	credential: CredentialReference,
): Promise<Workflow> {
	return await client.createWorkflow({
		name,
		parameters,
		credentials: { [type]: credential },
		pollTimes: pollTimesEvery(POLL_EVERY_S),
	});
}

/** Workflows that n8n must refuse to publish. */
export async function createRefused(
	client: N8nClient,
	{ insightly, insightlyWrong, platformWrong }: Credentials,
) {
	const cut = DOCUMENTED_CONFIGURATION.slice(0, -20);
	const misspelt = DOCUMENTED_CONFIGURATION.replace('updated_after_utc', 'updated_since');
	const format = DOCUMENTED_CONFIGURATION.replace(
		/("updatedDateFormat":\s*)"[^"]*"/,
		'$1"yyyy-QQ-dd"',
	);
	const broken = (configuration: string) => json('insightly', 'provider', configuration);
	const provider = parametersOf(VIA_PROVIDER);
	const platform = parametersOf(VIA_PLATFORM);
	return {
		wrongKey: await create(client, 'wrong key', provider, INSIGHTLY, insightlyWrong),
		wrongToken: await create(client, 'wrong token', platform, PLATFORM, platformWrong),
		cutConfiguration: await create(client, 'cut', broken(cut), INSIGHTLY, insightly),
		misspeltCondition: await create(client, 'misspelt', broken(misspelt), INSIGHTLY, insightly),
		wrongFormat: await create(client, 'format', broken(format), INSIGHTLY, insightly),
	};
}
