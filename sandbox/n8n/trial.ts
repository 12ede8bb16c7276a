import type { N8nClient, Workflow } from './client';
import { SetupError } from './explain';
import { createCredential } from './login';
import { toNote } from './note';
import type { TrialSubject } from './trialSubjects';
import { type CredentialReference, EVERY_MINUTE, pollTimesEvery } from './workflow';

/** A workflow that polls one of the stand-ins. */
export interface Trial {
	readonly client: N8nClient;
	readonly credential: CredentialReference;
	readonly workflow: Workflow;
	readonly subject: TrialSubject;
	/** Seconds between two polls. */
	readonly pollEvery: number;
}

export interface TrialOptions {
	/** Where the stand-ins are, for the reader. */
	readonly sandboxUrl: string;
	/** Seconds between two polls; a divisor of 60. */
	readonly pollEvery: number;
}

/**
 * Stores the credential of a subject in n8n, logging in at the stand-in where the provider asks for it.
 * @throws SetupError when it fails n8n's test.
 */
export async function createTrialCredential(
	client: N8nClient,
	{ system, form }: Pick<TrialSubject, 'system' | 'form'>,
): Promise<CredentialReference> {
	const name = `${system} (sandbox)`;
	const credential = await createCredential(client, name, form);
	const test = await client.testCredential(credential);
	if (test.status !== 'OK') {
		throw new SetupError(`The credential "${name}" fails its test: ${test.message}`);
	}
	return credential;
}

/**
 * Makes a credential, which must pass its test, and a workflow, not yet published.
 * @throws SetupError when the credential fails.
 */
export async function createTrial(
	client: N8nClient,
	subject: TrialSubject,
	{ sandboxUrl, pollEvery }: TrialOptions,
): Promise<Trial> {
	const { name, form, trigger, about } = subject;
	const credential = await createTrialCredential(client, subject);
	const workflow = await client.createWorkflow({
		name: `${name} changes`,
		...trigger,
		credentials: { [form.type]: credential },
		pollTimes: pollEvery === 60 ? EVERY_MINUTE : pollTimesEvery(pollEvery),
		note: toNote(name, sandboxUrl, pollEvery, about),
	});
	return { client, credential, workflow, subject, pollEvery };
}

/** @throws SetupError when n8n does not publish the workflow. */
export async function publishTrial({ client, workflow }: Trial): Promise<void> {
	const publication = await client.publish(workflow.id);
	if (publication.status === 'published') return;
	const reasons = publication.triggers.map(({ errorMessage }) => errorMessage).join('; ');
	throw new SetupError(`n8n did not publish the workflow (${publication.status}): ${reasons}`);
}
