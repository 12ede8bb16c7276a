import {
	type CredentialTest,
	N8nClient,
	type PublicationStatus,
	type Workflow,
} from '../../sandbox/n8n/client';
import { readPollerStates, readStaticData } from '../../sandbox/n8n/database';
import { type Execution, itemsOf } from '../../sandbox/n8n/executions';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { POLL_TRIGGER_NAME, RECEIVER_NAME } from '../../sandbox/n8n/workflow';
import type { Sandbox } from '../../sandbox/server';
import { sleep, waitUntil } from './waiting';
import { activityOf, compareReceived, isUpToDate, type Received, type Watch } from './watch';
import {
	createCredentials,
	createRefused,
	createWatch,
	type Credentials,
	KINDS,
	OUTAGE_KIND,
	POLL_EVERY_S,
} from './workflows';

/** Changes that every run makes at least in either connection; half of them before n8n is stopped. */
const CHANGES = 240;
/** Time for a poll that is due, the durable scheduler's own pace and the execution. */
const DELIVERED_WITHIN_MS = 60_000;

/** What n8n keeps of a workflow's polling, as the text that lies in its database. */
export interface State {
	readonly staticData: string | null;
	readonly pollers: Awaited<ReturnType<typeof readPollerStates>>;
}

/** What one engine showed from beginning to end. */
export interface Facts {
	readonly credentialTests: Readonly<Record<keyof Credentials, CredentialTest>>;
	readonly publications: ReadonlyMap<string, PublicationStatus>;
	readonly refusals: Readonly<
		Record<keyof Awaited<ReturnType<typeof createRefused>>, PublicationStatus>
	>;
	/** What "Fetch Test Event" says of the same workflows. */
	readonly testErrors: Readonly<Record<keyof Awaited<ReturnType<typeof createRefused>>, string>>;
	readonly received: ReadonlyMap<string, Received>;
	/** How often n8n renewed the login of an account that is polled by OAuth2. */
	readonly refreshes: number;
	/** Changes in either connection before n8n was stopped, while it was down, and after it was back. */
	readonly restart: { readonly before: number; readonly meanwhile: number; readonly after: number };
	readonly outage: {
		readonly publication: PublicationStatus;
		/** Requests answered with 500 from publishing until the end of the outage. */
		readonly failedRequests: number;
		/** Whether its changes arrived before anything was restarted or published again. */
		readonly recovered: boolean;
	};
	readonly manual: {
		readonly status: string;
		readonly items: number;
		readonly requests: number;
		readonly stateBefore: State;
		readonly stateAfter: State;
	};
}

/** Plays everything that users do and that happens to them, once, in one n8n; see the test for what must hold. */
export async function play(instance: N8nInstance): Promise<Facts> {
	const sandboxes: Sandbox[] = [];
	try {
		return await playWith(instance, sandboxes);
	} finally {
		for (const sandbox of sandboxes) await sandbox.stop();
	}
}

async function playWith(instance: N8nInstance, sandboxes: Sandbox[]): Promise<Facts> {
	const client = await N8nClient.setUp(instance.url);
	const watches: Watch[] = [];
	for (const [index, kind] of [...KINDS, OUTAGE_KIND].entries()) {
		const watch = await createWatch(client, kind, index + 1);
		watches.push(watch);
		sandboxes.push(watch.sandbox);
	}
	const outageWatch = watches[watches.length - 1];
	const plain = watches.slice(0, -1);
	const [first] = watches;
	const credentials = await createCredentials(client, first.sandbox);
	const credentialTests = await testAll(client, credentials);

	const publications = new Map<string, PublicationStatus>();
	const activities = plain.map(activityOf);
	for (const [index, { label, workflow }] of plain.entries()) {
		publications.set(label, await client.publish(workflow.id));
		activities[index].start();
	}
	const [outage, { refusals, testErrors }] = await Promise.all([
		playOutage(client, outageWatch),
		createRefused(client, credentials).then(async (workflows) => ({
			testErrors: await fetchErrors(client, workflows),
			refusals: await refuse(client, workflows),
		})),
	]);

	const logins = sandboxes.map(({ constantcontact }) => constantcontact);
	const made = () => Math.min(...watches.slice(0, 2).map(changesOf));
	await waitForChanges(made, CHANGES / 4);
	for (const { oauth2 } of logins) oauth2.expireAccessTokens();
	await waitForChanges(made, CHANGES / 2);
	const before = made();
	await instance.stop();
	await sleep(2_000);
	await instance.resume();
	const meanwhile = made() - before;
	await waitForChanges(made, Math.max(CHANGES, made() + CHANGES / 4));
	await Promise.all(activities.map(async (activity) => await activity.stop()));
	const restart = { before, meanwhile, after: made() - before - meanwhile };

	await waitUntil(async () => {
		const ready = await Promise.all(watches.map(async (watch) => await isUpToDate(client, watch)));
		return ready.every(Boolean);
	}, DELIVERED_WITHIN_MS);
	// One more poll: what comes twice comes now.
	await sleep((POLL_EVERY_S + 2) * 1_000);
	const received = new Map<string, Received>();
	for (const watch of watches) received.set(watch.label, await compareReceived(client, watch));

	const manual = await playManual(instance, client, first);
	const refreshes = Math.max(...logins.map(({ oauth2 }) => oauth2.refreshes));
	return {
		credentialTests,
		publications,
		refreshes,
		refusals,
		testErrors,
		received,
		restart,
		outage,
		manual,
	};
}

function changesOf({ world }: Watch): number {
	return world.mark() - world.baseline;
}

async function testAll(client: N8nClient, credentials: Credentials) {
	return {
		insightly: await client.testCredential(credentials.insightly),
		insightlyWrong: await client.testCredential(credentials.insightlyWrong),
		platform: await client.testCredential(credentials.platform),
		platformWrong: await client.testCredential(credentials.platformWrong),
		other: await client.testCredential(credentials.other),
	};
}

async function waitForChanges(made: () => number, count: number): Promise<void> {
	await waitUntil(async () => await Promise.resolve(made() >= count), DELIVERED_WITHIN_MS);
}

async function refuse(
	client: N8nClient,
	{
		wrongKey,
		wrongToken,
		cutConfiguration,
		misspeltCondition,
		wrongFormat,
	}: Awaited<ReturnType<typeof createRefused>>,
) {
	const publish = async ({ id }: Workflow) => await client.publish(id);
	const [key, token, cut, misspelt, format] = await Promise.all(
		[wrongKey, wrongToken, cutConfiguration, misspeltCondition, wrongFormat].map(publish),
	);
	return {
		wrongKey: key,
		wrongToken: token,
		cutConfiguration: cut,
		misspeltCondition: misspelt,
		wrongFormat: format,
	};
}

/** Presses "Fetch Test Event" on workflows that cannot work, one after the other. */
async function fetchErrors(
	client: N8nClient,
	workflows: Awaited<ReturnType<typeof createRefused>>,
): Promise<Facts['testErrors']> {
	const errorOf = async ({ id }: Workflow) => {
		const { data } = await client.fetchTestEvent(id, POLL_TRIGGER_NAME);
		return data?.resultData.error?.message ?? '';
	};
	return {
		wrongKey: await errorOf(workflows.wrongKey),
		wrongToken: await errorOf(workflows.wrongToken),
		cutConfiguration: await errorOf(workflows.cutConfiguration),
		misspeltCondition: await errorOf(workflows.misspeltCondition),
		wrongFormat: await errorOf(workflows.wrongFormat),
	};
}

/** Publishes while the provider fails, lets a poll or two fail, changes records meanwhile, and ends the outage. */
async function playOutage(client: N8nClient, watch: Watch): Promise<Facts['outage']> {
	const { insightly } = watch.sandbox;
	insightly.faults.set({ fail: { status: 500 } });
	const publication = await client.publish(watch.workflow.id);
	const projects = activityOf(watch);
	projects.step(5);
	await sleep(POLL_EVERY_S * 1_500);
	const failedRequests = insightly.requests.filter(({ status }) => status === 500).length;
	insightly.faults.clear();
	projects.step(5);
	const recovered = await waitUntil(
		async () => await isUpToDate(client, watch),
		DELIVERED_WITHIN_MS,
	);
	projects.step(5);
	return { publication, failedRequests, recovered };
}

/** Presses "Fetch Test Event" on a workflow that is not polled meanwhile. */
async function playManual(
	instance: N8nInstance,
	client: N8nClient,
	{ sandbox, workflow }: Watch,
): Promise<Facts['manual']> {
	await client.unpublish(workflow.id);
	const readState = async (): Promise<State> => ({
		staticData: await readStaticData(instance, workflow.id),
		pollers: await readPollerStates(instance, workflow.id),
	});
	const stateBefore = await readState();
	const { requests } = sandbox.insightly;
	const before = requests.length;
	const execution: Execution = await client.fetchTestEvent(workflow.id, POLL_TRIGGER_NAME);
	return {
		status: execution.status,
		items: itemsOf(execution, RECEIVER_NAME).length,
		requests: requests.length - before,
		stateBefore,
		stateAfter: await readState(),
	};
}
