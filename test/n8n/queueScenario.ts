import { N8nClient, type Workflow } from '../../sandbox/n8n/client';
import { toReceivedChange } from '../../sandbox/n8n/feed';
import { formOf } from '../../sandbox/n8n/forms';
import { createCredential } from '../../sandbox/n8n/login';
import {
	findSubject,
	parametersOf,
	resourcesOf,
	sourceOf,
	type Subject,
	toWorld,
	worldOf,
} from '../../sandbox/n8n/subjects';
import { EVERY_MINUTE } from '../../sandbox/n8n/workflow';
import {
	Activity,
	type Comparison,
	compareWithOracle,
	type Sandbox,
	startSandbox,
} from '../../sandbox/server';
import type { StoredExecution } from './chaosDatabase';
import { findRepeated, type Repeated } from './chaosSubject';
import type { QueueHost, Supervised } from './queueHost';
import { type Load, type LoadSample, readSample, sumLoad } from './queueLoad';
import { isReady, sleep, waitUntil } from './waiting';

/** Accounts that the workflows share, each with the limits that its provider documents. */
const ACCOUNTS = [
	findSubject('insightly', 'provider'),
	findSubject('constantcontact', 'provider'),
	findSubject('infusionsoftrest', 'provider'),
	findSubject('freshdesk', 'provider'),
	findSubject('insightly', 'provider'),
];

/** Changes a second in each account. */
const PER_SECOND = 0.3;
/**
 * Longer than any time without a poll: a restart of the main process, after which n8n registers about one trigger
 * a second, and then a minute.
 */
const REST_MS = 300_000;
const PUBLISHED_AT_ONCE = 10;
const PUBLISHED_WITHIN_MS = 300_000;
const SAMPLE_EVERY_MS = 5_000;
const REDIS_AWAY_MS = 25_000;
const STARTED_WITHIN_MS = 180_000;
const DELIVERED_WITHIN_MS = 420_000;
const MINUTE_MS = 60_000;
/** Executions that are retried at the end, to show that it can be done. */
const RETRIED_AT_MOST = 20;

/** n8n's words for executions that ended and that it offers to run again. */
const CAN_BE_RETRIED = ['crashed', 'error', 'canceled'];

interface Account {
	readonly subject: Subject;
	readonly sandbox: Sandbox;
	readonly activities: readonly Activity[];
}

interface Watch {
	readonly label: string;
	readonly account: Account;
	readonly workflow: Workflow;
}

/** What one workflow received. */
export interface Received extends Repeated {
	readonly label: string;
	readonly comparison: Comparison;
	/** Executions with events by n8n's word for how they ended. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Events in executions that did not succeed and that n8n does not offer to retry. */
	readonly outOfReach: number;
}

/** What was written and computed from one moment to another. */
export interface Cost extends Load {
	/** Rows inserted, updated and deleted, by table. */
	readonly writes: ReadonlyMap<string, number>;
}

export interface Outcome {
	readonly received: readonly Received[];
	/** Before anything went wrong, and in all. */
	readonly calm: Cost;
	readonly all: Cost;
	/** Requests, and those that were refused with 429, by account. */
	readonly requests: ReadonlyMap<string, { readonly made: number; readonly refused: number }>;
	/** How executions ended that were retried: n8n's words. */
	readonly retried: readonly string[];
	/** What was done to the processes. */
	readonly troubles: readonly string[];
}

export interface ScenarioOptions {
	readonly activityMs: number;
	readonly workflows: number;
	readonly report: (line: string) => void;
}

/** Lets workflows poll for so long while processes are killed, ended and started, then compares. */
export async function playQueue(queue: QueueHost, options: ScenarioOptions): Promise<Outcome> {
	const accounts: Account[] = [];
	try {
		for (const [index, subject] of ACCOUNTS.entries())
			accounts.push(await openAccount(subject, index + 1));
		return await play(queue, accounts, options);
	} finally {
		for (const { sandbox, activities } of accounts) {
			for (const activity of activities) await activity.stop();
			await sandbox.stop();
		}
	}
}

async function openAccount(subject: Subject, seed: number): Promise<Account> {
	const sandbox = await startSandbox({ seed });
	const activities = subject.works.map(
		(work) =>
			new Activity(worldOf(subject, sandbox), {
				...work,
				seed,
				restMs: REST_MS,
				perSecond: PER_SECOND / subject.works.length,
			}),
	);
	return { subject, sandbox, activities };
}

async function play(
	queue: QueueHost,
	accounts: readonly Account[],
	{ activityMs, workflows, report }: ScenarioOptions,
): Promise<Outcome> {
	const main = await queue.startMain();
	const [worker] = await queue.startWorkers();
	const client = await N8nClient.setUp(main.url);
	const watches = await createWatches(client, accounts, workflows);
	report(`${watches.length} workflows made`);
	await publish(client, watches);
	report('published');

	const load = new LoadWatch(main);
	const before = await queue.database.writes();
	for (const { activities } of accounts) for (const activity of activities) activity.start();
	await sleep(activityMs / 5);
	const calm = { ...load.sum(), writes: await writesSince(queue, before) };
	const troubles = await trouble({ queue, main, worker, load, restMs: activityMs * 0.8, report });
	for (const { activities } of accounts)
		await Promise.all(activities.map(async (activity) => await activity.stop()));
	report('changes are over');

	const compareAll = async () => {
		const executions = await queue.database.executions();
		return watches.map((watch) => compare(watch, executions.get(watch.workflow.id) ?? []));
	};
	await waitUntil(async () => {
		const received = await compareAll();
		const missing = received.map(({ comparison }) => comparison.missing.length);
		const unfinished = received.some(({ statuses }) => statuses.new || statuses.running);
		return missing.every((count) => count === 0) && !unfinished;
	}, DELIVERED_WITHIN_MS);
	// One more poll: what comes twice comes now.
	await sleep(MINUTE_MS + 10_000);
	load.stop();
	const received = await compareAll();
	const all = { ...load.sum(), writes: await writesSince(queue, before) };
	return {
		received,
		calm,
		all,
		requests: new Map(accounts.map((account, index) => requestsOf(account, index))),
		retried: await retryAll(client, queue),
		troubles,
	};
}

async function createWatches(
	client: N8nClient,
	accounts: readonly Account[],
	count: number,
): Promise<readonly Watch[]> {
	const credentials = [];
	for (const [index, { subject, sandbox }] of accounts.entries()) {
		const form = formOf(subject, sandbox);
		const name = `${subject.label} ${index + 1}`;
		credentials.push({ [form.type]: await createCredential(client, name, form) });
	}
	const watches: Watch[] = [];
	for (let index = 0; index < count; index += 1) {
		const place = index % accounts.length;
		const account = accounts[place];
		const label = `${index + 1}: ${account.subject.label} ${place + 1}`;
		const workflow = await client.createWorkflow({
			name: label,
			parameters: parametersOf(account.subject),
			credentials: credentials[place],
			pollTimes: EVERY_MINUTE,
		});
		watches.push({ label, account, workflow });
	}
	return watches;
}

async function publish(client: N8nClient, watches: readonly Watch[]): Promise<void> {
	for (let first = 0; first < watches.length; first += PUBLISHED_AT_ONCE) {
		const some = watches.slice(first, first + PUBLISHED_AT_ONCE);
		await Promise.all(some.map(async ({ workflow }) => await client.publish(workflow.id)));
	}
	const isPublished = async ({ workflow }: Watch) =>
		(await client.publicationStatus(workflow.id)).status === 'published';
	for (const watch of watches) {
		// A busy machine takes its time for the first poll of so many.
		if (await waitUntil(async () => await isPublished(watch), PUBLISHED_WITHIN_MS)) continue;
		const { status, triggers } = await client.publicationStatus(watch.workflow.id);
		throw new Error(`${watch.label} is ${status}: ${triggers[0]?.errorMessage}`);
	}
}

interface Stage {
	readonly queue: QueueHost;
	readonly main: Supervised;
	readonly worker: Supervised;
	readonly load: LoadWatch;
	readonly restMs: number;
	readonly report: (line: string) => void;
}

/** Six things that happen to those who run n8n, one after the other. */
async function trouble({ queue, main, worker, load, restMs, report }: Stage) {
	const startedAt = Date.now();
	const happened: string[] = [];
	let second: Supervised | undefined;
	const troubles: ReadonlyArray<readonly [string, () => Promise<void>]> = [
		['the main process is killed', async () => await main.kill()],
		['a worker is killed', async () => await worker.kill()],
		[
			'the main process is ended and started',
			async () => {
				await main.stop();
				await main.start();
			},
		],
		[
			'Redis is killed, and away for 25 s',
			async () => {
				await queue.redis.kill();
				await sleep(REDIS_AWAY_MS);
				await queue.redis.start();
			},
		],
		[
			'another main process takes the place of the first one',
			async () => {
				await main.stop();
				second = await queue.startMain();
				load.watch(second);
			},
		],
		[
			'it is killed, and the first one comes back',
			async () => {
				await second?.killForGood();
				await main.start();
				load.watch(main);
			},
		],
	];
	for (const [index, [name, happen]] of troubles.entries()) {
		report(`${Math.round((Date.now() - startedAt) / 1000)} s: ${name}`);
		await happen();
		happened.push(name);
		const next = startedAt + ((index + 1) * restMs) / troubles.length;
		await sleep(Math.max(0, next - Date.now()));
	}
	await waitUntil(async () => await isReady(main.url), STARTED_WITHIN_MS);
	return happened;
}

/** Looks every five seconds at what the main process has used so far. */
class LoadWatch {
	private readonly samples: LoadSample[] = [];
	private isStopped = false;

	constructor(private main: Supervised) {
		void this.work();
	}

	/** From now on at another process. */
	watch(main: Supervised): void {
		this.main = main;
	}

	stop(): void {
		this.isStopped = true;
	}

	sum(): Load {
		return sumLoad(this.samples);
	}

	private async work(): Promise<void> {
		while (!this.isStopped) {
			const text = await fetch(`${this.main.url}/metrics`).then(
				async (answer) => await answer.text(),
				() => '',
			);
			const sample = readSample(text);
			if (sample) this.samples.push(sample);
			await sleep(SAMPLE_EVERY_MS);
		}
	}
}

async function writesSince(
	{ database }: QueueHost,
	before: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
	// Postgres counts with a second's delay.
	await sleep(2_000);
	const now = await database.writes();
	return new Map([...now].map(([table, writes]) => [table, writes - (before.get(table) ?? 0)]));
}

/** Every execution that reached the database counts, also those that were interrupted: they can be retried. */
function compare(
	{ label, account: { subject, sandbox } }: Watch,
	executions: readonly StoredExecution[],
): Received {
	const events = executions.flatMap((execution) => execution.events);
	const statuses: Record<string, number> = {};
	let outOfReach = 0;
	for (const { status, events: carried } of executions) {
		if (carried.length === 0) continue;
		statuses[status] = (statuses[status] ?? 0) + 1;
		if (status !== 'success' && !CAN_BE_RETRIED.includes(status)) outOfReach += carried.length;
	}
	const received = events.map((event) => toWorld(subject.connector, toReceivedChange(event)));
	const scope = { resources: resourcesOf(subject), deletions: subject.deletions };
	return {
		label,
		comparison: compareWithOracle(worldOf(subject, sandbox), received, scope),
		statuses,
		outOfReach,
		...findRepeated(events),
	};
}

function requestsOf({ subject, sandbox }: Account, index: number) {
	const { requests } = sourceOf(sandbox, subject);
	const refused = requests.filter(({ status }) => status === 429).length;
	return [`${subject.label} ${index + 1}`, { made: requests.length, refused }] as const;
}

/** Retries what crashed, by n8n's API. */
async function retryAll(client: N8nClient, queue: QueueHost): Promise<readonly string[]> {
	const crashed = [...(await queue.database.executions()).values()]
		.flat()
		.filter(({ status, events }) => CAN_BE_RETRIED.includes(status) && events.length > 0)
		.slice(0, RETRIED_AT_MOST);
	for (const { id } of crashed) await client.retry(id);
	const isDone = async () => {
		const statuses = await queue.database.retries();
		return statuses.length >= crashed.length && statuses.every((one) => one === 'success');
	};
	await waitUntil(isDone, MINUTE_MS);
	return await queue.database.retries();
}
