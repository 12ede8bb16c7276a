/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { N8nClient } from '../../sandbox/n8n/client';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { REST_KINDS } from './restKinds';
import { sleep, waitUntil } from './waiting';
import { activityOf, compareReceived, type Received, type Watch } from './watch';
import { createWatch, POLL_EVERY_S } from './workflows';

/** Changes a second of each API. */
const PER_SECOND = 2;
/** An access token ends so often. */
const LOGIN_ENDS_EVERY_MS = 45_000;
const DOWN_MS = 5_000;
const DELIVERED_WITHIN_MS = 90_000;

/** What the workflow of one API received, and what there was to receive. */
export interface Outcome extends Received {
	readonly perSecond: number;
	readonly executions: number;
	/** How often the access token was ended, and how often n8n fetched another. */
	readonly expiries: number;
	readonly refreshes: number;
}

/** Has the records of all REST APIs change for some time, with a restart of n8n in the middle of it. */
export async function playRest(
	instance: N8nInstance,
	activityMs: number,
): Promise<ReadonlyMap<string, Outcome>> {
	const client = await N8nClient.setUp(instance.url);
	const watches: Watch[] = [];
	try {
		for (const [index, kind] of REST_KINDS.entries())
			watches.push(await createWatch(client, kind, 100 + index));
		for (const { workflow } of watches) await client.publish(workflow.id);
		const login = startEnding(watches);
		const activities = watches.map((watch) => activityOf({ ...watch, perSecond: PER_SECOND }));
		for (const activity of activities) activity.start();
		await sleep(activityMs / 2);
		await instance.stop();
		await sleep(DOWN_MS);
		await instance.resume();
		await sleep(activityMs / 2);
		for (const activity of activities) await activity.stop();
		const expiries = login.stop();

		for (const watch of watches)
			await waitUntil(async () => await isAllThere(client, watch), DELIVERED_WITHIN_MS);
		// One more poll: what comes twice comes now.
		await sleep((POLL_EVERY_S + 2) * 1_000);
		const outcomes = new Map<string, Outcome>();
		for (const watch of watches)
			outcomes.set(watch.label, await toOutcome(client, watch, expiries));
		return outcomes;
	} finally {
		for (const { sandbox } of watches) await sandbox.stop();
	}
}

/** Whatever came twice: in memory, n8n repeats the batch before a restart. */
async function isAllThere(client: N8nClient, watch: Watch): Promise<boolean> {
	return (await compareReceived(client, watch)).comparison.missing.length === 0;
}

async function toOutcome(client: N8nClient, watch: Watch, expiries: number): Promise<Outcome> {
	const { refreshes } = watch.sandbox.constantcontact.oauth2;
	return {
		...(await compareReceived(client, watch)),
		perSecond: PER_SECOND,
		executions: await client.countExecutions(watch.workflow.id, 'success'),
		expiries: refreshes > 0 ? expiries : 0,
		refreshes,
	};
}

/** Ends every access token now and then. `stop` says how often that was. */
function startEnding(watches: readonly Watch[]) {
	let count = 0;
	const timer = setInterval(() => {
		count += 1;
		for (const { sandbox } of watches) sandbox.constantcontact.oauth2.expireAccessTokens();
	}, LOGIN_ENDS_EVERY_MS);
	return {
		stop: () => {
			clearInterval(timer);
			return count;
		},
	};
}
