import type { ProviderSandbox, Sandbox } from '../server';
import { N8nClient, type Workflow } from './client';
import { SetupError } from './explain';
import type { Connection } from './options';
import { type CredentialReference, pollTimesEvery } from './workflow';

export const TRIAL_RESOURCES = ['contacts', 'accounts', 'leads', 'opportunities'] as const;
const POLL_EVERY_S = 10;

const CREDENTIALS = {
	provider: { type: 'openConnectorsInsightlyApi', name: 'Insightly (sandbox)' },
	openConnectors: { type: 'openConnectorsApi', name: 'SAP Open Connectors (sandbox)' },
} as const;

/** A published workflow that polls Insightly. */
export interface Trial {
	readonly client: N8nClient;
	readonly credential: CredentialReference;
	readonly workflow: Workflow;
	/** The stand-in that it polls. */
	readonly source: ProviderSandbox;
}

/** Parameters of the trigger for all changes of the trial's resources from now on. */
export function trialParameters(connection: Connection) {
	return {
		connector: 'insightly',
		connection,
		configure: 'resources',
		resources: TRIAL_RESOURCES,
		events: ['created', 'updated'],
		startFrom: 'now',
		output: 'event',
	};
}

/**
 * Stores the credential for one of the stand-ins of Insightly in n8n.
 * @throws SetupError when it fails n8n's test.
 */
export async function createTrialCredential(
	client: N8nClient,
	sandbox: Sandbox,
	connection: Connection,
): Promise<{ readonly type: string; readonly credential: CredentialReference }> {
	const { name, type } = CREDENTIALS[connection];
	const credential = await client.createCredential(
		name,
		type,
		toTrialSource(sandbox, connection).credential,
	);
	const test = await client.testCredential(credential);
	if (test.status !== 'OK') {
		throw new SetupError(`The credential "${name}" fails its test: ${test.message}`);
	}
	return { type, credential };
}

function toTrialSource(sandbox: Sandbox, connection: Connection): ProviderSandbox {
	return connection === 'provider' ? sandbox.insightly : sandbox.platform;
}

/**
 * Sets up a fresh n8n: owner, credential (which must pass its test) and a published workflow.
 * @throws SetupError when the credential fails or the workflow is not published.
 */
export async function publishTrial(
	url: string,
	sandbox: Sandbox,
	connection: Connection,
): Promise<Trial> {
	const client = await N8nClient.setUp(url);
	const { type, credential } = await createTrialCredential(client, sandbox, connection);
	const workflow = await client.createWorkflow({
		name: 'Insightly changes',
		parameters: trialParameters(connection),
		credentials: { [type]: credential },
		pollTimes: pollTimesEvery(POLL_EVERY_S),
	});
	const publication = await client.publish(workflow.id);
	if (publication.status !== 'published') {
		const reasons = publication.triggers.map(({ errorMessage }) => errorMessage).join('; ');
		throw new SetupError(`n8n did not publish the workflow (${publication.status}): ${reasons}`);
	}
	return { client, credential, workflow, source: toTrialSource(sandbox, connection) };
}
