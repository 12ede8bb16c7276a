import type { CredentialTest, N8nClient, PublicationStatus } from '../../sandbox/n8n/client';
import { toDelivery } from '../../sandbox/n8n/feed';
import { allForms, platformForm, providerForm } from '../../sandbox/n8n/forms';
import type { Connector } from '../../sandbox/accounts';
import type { Form } from '../../sandbox/standIn';
import { createCredential } from '../../sandbox/n8n/login';
import { pollTimesEvery, POLL_TRIGGER_NAME } from '../../sandbox/n8n/workflow';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { waitUntil } from './waiting';

const POLL_EVERY_S = 10;
const TOLD_WITHIN_MS = 90_000;
/** n8n takes about 15 s to give one up, and works on few at once: more would wait too long for their turn. */
const PUBLISHED_AT_ONCE = 4;

/** Something wrong with a credential or a right, and what n8n has to say of it. */
export interface Mistake {
	readonly label: string;
	readonly form: (sandbox: Sandbox) => Form;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Happens when everything has been connected. */
	readonly happens?: (sandbox: Sandbox) => void;
	/** The message: what is wrong, and with whom. */
	readonly cause: RegExp;
	/** What to do, in the message or in the description below it. */
	readonly remedy: RegExp;
	/** Whether the "Test" button of the credential tells too; what concerns one resource it cannot see. */
	readonly isSeenByTest: boolean;
	/** Whether it may pass by itself, so that n8n publishes all the same. */
	readonly isTransient?: boolean;
}

const watching = (connector: string, more: Readonly<Record<string, unknown>> = {}) => ({
	connector,
	connection: 'provider',
	configure: 'resources',
	resources: ['contacts'],
	events: ['created', 'updated'],
	startFrom: 'now',
	output: 'event',
	...more,
});

/** The form that workflows use, or the one of a type. */
const formFor =
	(name: Connector | 'openConnectors', type?: string) =>
	(sandbox: Sandbox): Form =>
		name === 'openConnectors'
			? platformForm(sandbox, 'insightly')
			: providerForm(sandbox, name, type);

const typing =
	(name: Connector | 'openConnectors', wrong: Readonly<Record<string, string>>, type?: string) =>
	(sandbox: Sandbox): Form => {
		const form = formFor(name, type)(sandbox);
		return { ...form, data: { ...form.data, ...wrong } };
	};

const AGAIN = /Open the credential, enter its values again and test it/;
const CONNECT = /Open the credential, connect it again and test it/;
const PLATFORM = { connection: 'openConnectors' };

export const MISTAKES: readonly Mistake[] = [
	{
		label: 'wrong key, Insightly',
		form: typing('insightly', { apiKey: 'no-key-of-theirs' }),
		parameters: watching('insightly'),
		cause: /Insightly does not accept the credential \(HTTP 401\)/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'wrong password, iContact',
		form: typing('icontact', { password: 'no-password-of-theirs' }),
		parameters: watching('icontact'),
		cause: /iContact does not accept the credential \(HTTP 401\)/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'wrong key, Infusionsoft (Keap)',
		form: typing(
			'infusionsoftrest',
			{ apiKey: 'no-key-of-theirs' },
			'openConnectorsInfusionsoftRestApi',
		),
		parameters: watching('infusionsoftrest', { authentication: 'apiKey' }),
		cause: /Infusionsoft \(Keap\) does not accept the credential \(HTTP 401\)/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'wrong access token, Maximizer',
		form: typing('maximizer', { accessToken: 'no-token-of-theirs' }, 'openConnectorsMaximizerApi'),
		parameters: watching('maximizer', { authentication: 'accessToken' }),
		cause: /Maximizer does not accept the credential \(HTTP 401\)/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'wrong element token, SAP Open Connectors',
		form: typing('openConnectors', { elementToken: 'no-token-of-theirs' }),
		parameters: watching('insightly', PLATFORM),
		cause: /Open Connectors does not accept the credential \(HTTP 401\)/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'revoked login, Constant Contact',
		form: formFor('constantcontact'),
		parameters: watching('constantcontact'),
		happens: ({ constantcontact }) => constantcontact.oauth2.revoke(),
		cause: /Constant Contact does not accept the credential/,
		remedy: CONNECT,
		isSeenByTest: true,
	},
	{
		label: 'revoked login, Infusionsoft (Keap)',
		form: formFor('infusionsoftrest'),
		parameters: watching('infusionsoftrest'),
		happens: ({ infusionsoftrest }) => infusionsoftrest.oauth2.revoke(),
		cause: /Infusionsoft \(Keap\) does not accept the credential/,
		remedy: CONNECT,
		isSeenByTest: true,
	},
	{
		label: 'revoked login, Maximizer',
		form: formFor('maximizer'),
		parameters: watching('maximizer'),
		happens: ({ maximizer }) => maximizer.oauth2.revoke(),
		cause: /Maximizer does not accept the credential/,
		remedy: CONNECT,
		isSeenByTest: true,
	},
	{
		label: 'new client secret, Constant Contact',
		form: formFor('constantcontact'),
		parameters: watching('constantcontact'),
		happens: ({ constantcontact: { oauth2 } }) => {
			// Its server refuses the client in the words it has for a wrong secret.
			oauth2.behaviour.set({ clientAuthentication: 'body' });
			oauth2.expireAccessTokens();
		},
		cause: /Constant Contact does not accept the credential/,
		remedy: CONNECT,
		isSeenByTest: true,
	},
	{
		label: 'never connected, Constant Contact',
		form: (sandbox) => ({ ...providerForm(sandbox, 'constantcontact'), isOAuth2: false }),
		parameters: watching('constantcontact'),
		cause: /Constant Contact does not accept the credential/,
		remedy: CONNECT,
		isSeenByTest: true,
	},
	{
		label: 'ended access token, Maximizer',
		form: formFor('maximizer', 'openConnectorsMaximizerApi'),
		parameters: watching('maximizer', { authentication: 'accessToken' }),
		happens: ({ maximizer }) => maximizer.behaviour.set({ accessToken: 'expired' }),
		cause: /Maximizer does not accept the credential/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'deleted instance, SAP Open Connectors',
		form: formFor('openConnectors'),
		parameters: watching('insightly', PLATFORM),
		happens: ({ platform }) => platform.behaviour.set({ deleted: ['insightly'] }),
		cause: /Open Connectors does not accept the credential/,
		remedy: AGAIN,
		isSeenByTest: true,
	},
	{
		label: 'missing permission, Infusionsoft (Keap)',
		form: formFor('infusionsoftrest'),
		parameters: watching('infusionsoftrest'),
		happens: ({ infusionsoftrest }) =>
			infusionsoftrest.behaviour.set({ notPermitted: ['contacts'] }),
		cause: /contacts: Infusionsoft \(Keap\) forbids reading this \(HTTP 403\)/,
		remedy: /Give that user the right in Keap/,
		isSeenByTest: false,
	},
	{
		label: 'not in the plan, Insightly',
		form: formFor('insightly'),
		parameters: watching('insightly'),
		happens: ({ insightly }) => insightly.behaviour.set({ notInPlan: ['Contacts'] }),
		cause: /contacts: Insightly forbids reading this \(HTTP 403\)/,
		remedy: /\S/,
		isSeenByTest: false,
	},
	{
		label: 'instance switched off, SAP Open Connectors',
		form: (sandbox) => platformForm(sandbox, 'maximizer'),
		parameters: watching('maximizer', PLATFORM),
		happens: ({ platform }) => platform.behaviour.set({ disabled: ['maximizer'] }),
		cause: /contacts: .*Open Connectors forbids reading this \(HTTP 403\)/,
		remedy: /\S/,
		isSeenByTest: true,
	},
	{
		label: 'unknown pod, Insightly',
		form: typing('insightly', { baseUrl: 'http://api.na9.insightly.invalid' }),
		parameters: watching('insightly'),
		cause: /Insightly cannot be reached/,
		remedy: /Check the Base URL of the credential/,
		isSeenByTest: true,
		isTransient: true,
	},
	{
		label: 'nobody at the address, iContact',
		form: typing('icontact', { baseUrl: 'http://127.0.0.1:1/icp' }),
		parameters: watching('icontact'),
		cause: /iContact cannot be reached/,
		remedy: /Check the Base URL of the credential/,
		isSeenByTest: true,
		isTransient: true,
	},
	{
		label: 'wrong account id, iContact',
		form: typing('icontact', { accountId: '999999' }),
		parameters: watching('icontact'),
		cause: /Account ID: the credential names 999999, which is not one that its user may use/,
		remedy: /Enter one of these in the credential, or leave the Account ID blank: 413301/,
		isSeenByTest: true,
	},
	{
		label: 'wrong client folder id, iContact',
		form: typing('icontact', { clientFolderId: '999999' }),
		parameters: watching('icontact'),
		cause: /Client Folder ID: the credential names 999999, which is not one that its user may use/,
		remedy: /Enter one of these in the credential, or leave the Client Folder ID blank: 124601/,
		isSeenByTest: true,
	},
];

/** What n8n said of a mistake. */
export interface Complaint {
	readonly test: CredentialTest;
	/** At "Fetch Test Event". */
	readonly message: string;
	readonly description: string;
	readonly publication: PublicationStatus;
	/** What the executions of a published workflow say. */
	readonly execution: string;
}

/** What the "Test" button says of every credential type, rightly filled in and connected. */
export async function testRightCredentials(
	client: N8nClient,
): Promise<ReadonlyMap<string, CredentialTest>> {
	const sandbox = await startSandbox({ seed: 100 });
	try {
		const tests = new Map<string, CredentialTest>();
		for (const form of allForms(sandbox)) {
			const reference = await createCredential(client, form.type, form);
			tests.set(form.type, await client.testCredential(reference));
		}
		return tests;
	} finally {
		await sandbox.stop();
	}
}

/** Makes mistakes, and asks n8n for the test of the credential, for a test event, and to publish. */
export async function makeMistakes(
	client: N8nClient,
	mistakes = MISTAKES,
): Promise<ReadonlyMap<string, Complaint>> {
	const made: Made[] = [];
	try {
		// One after the other: n8n mixes up credential tests that run at once.
		for (const mistake of mistakes) made.push(await make(client, mistake));
		const complaints = new Map<string, Complaint>();
		const waiting = [...made];
		const publishAll = async () => {
			for (let one = waiting.shift(); one; one = waiting.shift()) {
				complaints.set(one.mistake.label, await publish(client, one));
			}
		};
		await Promise.all(Array.from({ length: PUBLISHED_AT_ONCE }, publishAll));
		return complaints;
	} finally {
		for (const { sandbox } of made) await sandbox.stop();
	}
}

/** A mistake that n8n has heard of. */
interface Made extends Pick<Complaint, 'test' | 'message' | 'description'> {
	readonly mistake: Mistake;
	readonly sandbox: Sandbox;
	readonly workflowId: string;
}

async function make(client: N8nClient, mistake: Mistake): Promise<Made> {
	const { label, parameters } = mistake;
	const sandbox = await startSandbox({ seed: 101 });
	const form = mistake.form(sandbox);
	const credential = await createCredential(client, label, form);
	mistake.happens?.(sandbox);
	const { id: workflowId } = await client.createWorkflow({
		name: label,
		parameters,
		credentials: { [form.type]: credential },
		pollTimes: pollTimesEvery(POLL_EVERY_S),
	});
	const test = await client.testCredential(credential);
	const { data } = await client.fetchTestEvent(workflowId, POLL_TRIGGER_NAME);
	const { message = '', description } = data?.resultData.error ?? {};
	return { mistake, sandbox, workflowId, test, message, description: description ?? '' };
}

async function publish(client: N8nClient, made: Made): Promise<Complaint> {
	const { mistake, workflowId, test, message, description } = made;
	const publication = await client.publish(workflowId);
	const execution = mistake.isTransient ? await firstError(client, workflowId) : '';
	await client.unpublish(workflowId);
	return { test, message, description, publication, execution };
}

/** What the first failed execution of a published workflow says. */
async function firstError(client: N8nClient, workflowId: string): Promise<string> {
	let told: string | undefined;
	await waitUntil(async () => {
		const executions = await client.executions(workflowId);
		const polls = executions.filter(({ mode }) => mode === 'trigger').map(toDelivery);
		told = polls.find(({ error }) => error !== undefined)?.error;
		return told !== undefined;
	}, TOLD_WITHIN_MS);
	return told ?? '';
}
