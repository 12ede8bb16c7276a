import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import type { Sandbox, World } from '../server';
import { N8nClient, type Workflow } from './client';
import { SetupError } from './explain';
import { formOf } from './forms';
import { createCredential } from './login';
import { toNote } from './note';
import { parametersOf, type Subject, worldOf } from './subjects';
import { type CredentialReference, EVERY_MINUTE, pollTimesEvery } from './workflow';

/** A published workflow that polls one of the stand-ins. */
export interface Trial {
	readonly client: N8nClient;
	readonly credential: CredentialReference;
	readonly workflow: Workflow;
	readonly subject: Subject;
	/** The records that it polls. */
	readonly world: World;
	/** Seconds between two polls. */
	readonly pollEvery: number;
}

export interface TrialOptions {
	readonly subject: Subject;
	/** Seconds between two polls; a divisor of 60. */
	readonly pollEvery: number;
}

/** The connector's name as the node shows it. */
export function connectorName({ connector }: Subject): string {
	return CONNECTORS[connector].displayName;
}

/**
 * Stores the credential of a subject in n8n, logging in at the stand-in where the provider asks for it.
 * @throws SetupError when it fails n8n's test.
 */
export async function createTrialCredential(
	client: N8nClient,
	sandbox: Sandbox,
	subject: Subject,
): Promise<{ readonly type: string; readonly credential: CredentialReference }> {
	const form = formOf(subject, sandbox);
	const system = subject.connection === 'provider' ? connectorName(subject) : 'SAP Open Connectors';
	const name = `${system} (sandbox)`;
	const credential = await createCredential(client, name, form);
	const test = await client.testCredential(credential);
	if (test.status !== 'OK') {
		throw new SetupError(`The credential "${name}" fails its test: ${test.message}`);
	}
	return { type: form.type, credential };
}

/**
 * Sets up a fresh n8n: owner, credential (which must pass its test) and a workflow, not yet published.
 * @throws SetupError when the credential fails.
 */
export async function createTrial(
	url: string,
	sandbox: Sandbox,
	{ subject, pollEvery }: TrialOptions,
): Promise<Trial> {
	const client = await N8nClient.setUp(url);
	const { type, credential } = await createTrialCredential(client, sandbox, subject);
	const workflow = await client.createWorkflow({
		name: `${connectorName(subject)} changes`,
		parameters: parametersOf(subject),
		credentials: { [type]: credential },
		pollTimes: pollEvery === 60 ? EVERY_MINUTE : pollTimesEvery(pollEvery),
		note: toNote(connectorName(subject), sandbox.url, pollEvery),
	});
	return { client, credential, workflow, subject, world: worldOf(subject, sandbox), pollEvery };
}

/** @throws SetupError when n8n does not publish the workflow. */
export async function publishTrial({ client, workflow }: Trial): Promise<void> {
	const publication = await client.publish(workflow.id);
	if (publication.status === 'published') return;
	const reasons = publication.triggers.map(({ errorMessage }) => errorMessage).join('; ');
	throw new SetupError(`n8n did not publish the workflow (${publication.status}): ${reasons}`);
}
