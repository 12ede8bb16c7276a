import { N8nClient, type PublicationStatus, type Workflow } from '../../sandbox/n8n/client';
import { toDelivery, toReceivedChange } from '../../sandbox/n8n/feed';
import { formOf } from '../../sandbox/n8n/forms';
import { createCredential } from '../../sandbox/n8n/login';
import {
	isLogin,
	parametersOf,
	resourcesOf,
	sourceOf,
	type Subject,
	SUBJECTS,
	toWorld,
	worldOf,
} from '../../sandbox/n8n/subjects';
import { pollTimesEvery } from '../../sandbox/n8n/workflow';
import {
	Activity,
	type Comparison,
	compareWithOracle,
	isExact,
	type Sandbox,
	startSandbox,
} from '../../sandbox/server';
import { Trouble } from './providersTrouble';
import { sleep, waitUntil } from './waiting';

/** Seconds between polls. */
const POLL_EVERY_S = 10;
/** Changes a second in the world of one workflow, beside bursts. */
const PER_SECOND = 0.5;
const BURST = { share: 0.004, size: 8 };
/**
 * How long a record is left alone: longer than trouble and the wait that follows it, so that no change is
 * overtaken by the next one. Seeded records rest too, so that in the beginning all changes are new records.
 */
const REST_MS = { shareOfActivity: 1 / 3, most: 150_000 };
/** The longest trouble, as a share of the rest. */
const TROUBLE_SHARE = 1 / 4;
const QUIET_WITHIN_MS = 120_000;

/** One workflow with a world of its own. */
interface Stage {
	readonly subject: Subject;
	readonly sandbox: Sandbox;
	readonly workflow: Workflow;
}

/** What became of one workflow. */
export interface Outcome {
	readonly subject: Subject;
	readonly publication: PublicationStatus;
	readonly comparison: Comparison;
	/** How many of each kind were received, as `created 3, updated 2, deleted 1`. */
	readonly kinds: string;
	readonly polls: number;
	readonly errors: readonly string[];
	readonly troubles: number;
	/** How often the access tokens ended, and how often n8n fetched new ones. */
	readonly expiries: number;
	readonly refreshes: number;
}

/** Lets ten workflows poll for so long while everything around them goes wrong, then compares. */
export async function runProviders(
	client: N8nClient,
	activityMs: number,
	meanwhile: () => Promise<void>,
): Promise<readonly Outcome[]> {
	const stages: Stage[] = [];
	try {
		for (const [index, subject] of SUBJECTS.entries()) {
			stages.push(await setUp(client, subject, index + 1));
		}
		return await play(client, stages, activityMs, meanwhile);
	} finally {
		for (const { sandbox } of stages) await sandbox.stop();
	}
}

async function setUp(client: N8nClient, subject: Subject, seed: number): Promise<Stage> {
	const sandbox = await startSandbox({ seed });
	sandbox[subject.connector].liftLimits();
	const form = formOf(subject, sandbox);
	const credential = await createCredential(client, subject.label, form);
	const workflow = await client.createWorkflow({
		name: subject.label,
		parameters: parametersOf(subject),
		credentials: { [form.type]: credential },
		pollTimes: pollTimesEvery(POLL_EVERY_S),
	});
	return { subject, sandbox, workflow };
}

async function play(
	client: N8nClient,
	stages: readonly Stage[],
	activityMs: number,
	meanwhile: () => Promise<void>,
): Promise<readonly Outcome[]> {
	const publications: PublicationStatus[] = [];
	const activities: Activity[] = [];
	const troubles: Trouble[] = [];
	const restMs = Math.min(REST_MS.most, activityMs * REST_MS.shareOfActivity);
	for (const [index, { subject, sandbox, workflow }] of stages.entries()) {
		publications.push(await client.publish(workflow.id));
		for (const work of subject.works) {
			activities.push(
				new Activity(worldOf(subject, sandbox), {
					...work,
					seed: index + 1,
					restMs,
					perSecond: PER_SECOND / subject.works.length,
					burst: BURST,
				}),
			);
		}
		troubles.push(
			new Trouble(sourceOf(sandbox, subject).faults, index + 1, restMs * TROUBLE_SHARE),
		);
	}
	for (const activity of activities) activity.start();

	const expiries = Math.max(2, Math.round(activityMs / 240_000));
	const besides = meanwhile();
	for (let done = 0; done < expiries; done += 1) {
		await sleep(activityMs / (expiries + 1));
		for (const { subject, sandbox } of stages)
			sourceOf(sandbox, subject).oauth2?.expireAccessTokens();
	}
	await sleep(activityMs / (expiries + 1));
	await Promise.all(activities.map(async (activity) => await activity.stop()));
	await Promise.all(troubles.map(async (trouble) => await trouble.stop()));
	await besides;

	await waitUntil(async () => {
		for (const stage of stages) {
			if (!isDone(stage, (await compare(client, stage)).comparison)) return false;
		}
		return true;
	}, QUIET_WITHIN_MS);
	// One more poll: what comes twice comes now.
	await sleep((POLL_EVERY_S + 2) * 1_000);

	const outcomes: Outcome[] = [];
	for (const [index, stage] of stages.entries()) {
		outcomes.push({
			subject: stage.subject,
			publication: publications[index],
			...(await compare(client, stage)),
			troubles: troubles[index].times,
			expiries: isLogin(stage.subject) ? expiries : 0,
			refreshes: sourceOf(stage.sandbox, stage.subject).oauth2?.refreshes ?? 0,
		});
	}
	return outcomes;
}

/** Everything arrived; kinds are no matter where they are all the same. */
function isDone({ subject }: Stage, comparison: Comparison): boolean {
	return isExact(subject.anyKindAs ? { ...comparison, wrongKind: [] } : comparison);
}

async function compare(client: N8nClient, { subject, sandbox, workflow }: Stage) {
	const executions = await client.executions(workflow.id);
	const deliveries = executions.filter(({ mode }) => mode === 'trigger').map(toDelivery);
	const received = deliveries
		.flatMap(({ events }) => events)
		.map((event) => toWorld(subject.connector, toReceivedChange(event)));
	return {
		comparison: compareWithOracle(worldOf(subject, sandbox), received, {
			resources: resourcesOf(subject),
			deletions: subject.deletions,
		}),
		kinds: ['CREATED', 'UPDATED', 'DELETED']
			.map((kind) => [kind.toLowerCase(), received.filter((event) => event.kind === kind).length])
			.map(([kind, count]) => `${kind} ${count}`)
			.join(', '),
		polls: deliveries.length,
		errors: deliveries.flatMap(({ error }) => (error ? [error] : [])),
	};
}
