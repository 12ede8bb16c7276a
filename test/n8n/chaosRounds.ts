/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { N8nClient } from '../../sandbox/n8n/client';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { Draw } from '../../sandbox/random';
import { type Caught, catchWrite } from './chaosDatabase';
import { compareReceived, createSubjects, type Received, type Subject } from './chaosSubject';
import { endTrouble, troublesFrom } from './chaosTrouble';
import { sleep, waitUntil } from './waiting';
import { POLL_EVERY_S } from './workflows';

/** When n8n is killed. */
const MOMENTS = [
	/** As soon as the state of a poll with items is saved; in memory, its execution is not yet. */
	'state saved',
	/** While something is wrong. */
	'in trouble',
	/** Up to 80 ms after a request was answered: while items are made, returned or saved. */
	'answered',
	/** As soon as an execution is saved and before it begins. */
	'execution saved',
	'any time',
	/** Any time, and once more before it is ready again. */
	'twice',
] as const;
type Moment = (typeof MOMENTS)[number];

/** Made in each world before the first scheduled poll. */
const EARLY_CHANGES = 10;
const MOST_AFTER_ANSWER_MS = 80;
/** A poll that is due, and a wait for it after what was wrong. */
const MOMENT_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 2;
/** About how long a start takes, so that a kill within it meets the first polls too. */
const STARTS_WITHIN_MS = 12_000;
/** The longest back-off of our node and of n8n's durable engine after what a round does to them. */
const DELIVERED_WITHIN_MS = 150_000;

export interface RoundOptions {
	readonly rounds: number;
	readonly seed: number;
	readonly report: (line: string) => void;
}

export interface Outcome {
	readonly kills: number;
	/** Kills after the state of a poll was saved and before the execution with its items was. */
	readonly batchesInDoubt: number;
	/** Scheduled polls between publishing and the first kill: none is meant. */
	readonly pollsDueBeforeFirstKill: number;
	/** Number of the last change made before the first scheduled poll, by workflow. */
	readonly lastEarlyChange: ReadonlyMap<string, number>;
	/** Requests that were refused, cut, or never answered. */
	readonly failedRequests: number;
	/** Answers that were cut behind their headers and a part of their body. */
	readonly answersCut: number;
	/** Those of them that were pages behind the first of a list. */
	readonly pagesCutBehindFirst: number;
	readonly received: readonly Received[];
}

/** Does everything to one n8n that may happen to it while records change, then waits until it has recovered. */
export async function runChaos(instance: N8nInstance, options: RoundOptions): Promise<Outcome> {
	const subjects: Subject[] = [];
	try {
		const client = await N8nClient.setUp(instance.url);
		subjects.push(...(await createSubjects(client, options.seed)));
		const beginning = await playBeginning(instance, client, subjects);
		for (const { activity } of subjects) activity.start();
		const batchesInDoubt = await playRounds(instance, subjects, options);
		await Promise.all(subjects.map(async ({ activity }) => await activity.stop()));
		const received = await waitForAll(instance, subjects);
		return {
			...beginning,
			kills: countKills(options.rounds),
			batchesInDoubt,
			failedRequests: subjects.reduce((sum, subject) => sum + failedRequests(subject), 0),
			answersCut: subjects.reduce((sum, { line }) => sum + line.answersCut, 0),
			pagesCutBehindFirst: subjects.reduce((sum, { line }) => sum + line.pagesCutBehindFirst, 0),
			received,
		};
	} finally {
		for (const subject of subjects) await subject.stop();
	}
}

/** Publishes, changes records before any scheduled poll, and kills: the silent first poll must have been kept. */
async function playBeginning(
	instance: N8nInstance,
	client: N8nClient,
	subjects: readonly Subject[],
): Promise<Pick<Outcome, 'pollsDueBeforeFirstKill' | 'lastEarlyChange'>> {
	const pollsDue = () => Math.floor(Date.now() / (POLL_EVERY_S * 1_000));
	await sleep(POLL_EVERY_S * 1_000 - (Date.now() % (POLL_EVERY_S * 1_000)) + 500);
	const before = pollsDue();
	for (const { workflow } of subjects) await client.publish(workflow.id);
	for (const { activity } of subjects) activity.step(EARLY_CHANGES);
	await instance.kill();
	const pollsDueBeforeFirstKill = pollsDue() - before;
	const lastEarlyChange = new Map(subjects.map(({ label, world }) => [label, world.mark()]));
	await resumeAtOnce(instance);
	return { pollsDueBeforeFirstKill, lastEarlyChange };
}

async function playRounds(
	instance: N8nInstance,
	subjects: readonly Subject[],
	{ rounds, seed, report }: RoundOptions,
): Promise<number> {
	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	let batchesInDoubt = 0;
	const draw = new Draw(seed);
	const troubles = troublesFrom(seed);
	for (let round = 0; round < rounds; round++) {
		const moment = MOMENTS[round % MOMENTS.length];
		const trouble = troubles.next().value;
		await sleep(draw.int(0, 5_000));
		const before = subjects.map((subject) => trouble.met?.(subject) ?? 0);
		for (const subject of subjects) await trouble.begin(subject);
		await sleep(draw.int(6_000, 10_000));
		const isMet = () =>
			subjects.every((subject, index) => (trouble.met?.(subject) ?? Infinity) > before[index]);
		await waitUntil(async () => await Promise.resolve(isMet()), MOMENT_WITHIN_MS);
		if (moment === 'in trouble') await instance.kill();
		for (const subject of subjects) await endTrouble(subject);
		const caught =
			moment === 'in trouble' ? undefined : await killAt(instance, subjects, moment, draw);
		if (moment === 'state saved' && caught === 'without execution') batchesInDoubt += 1;
		const told = caught ? `${moment}, ${caught}` : moment;
		report(`${seconds()} s: round ${round + 1} of ${rounds}: ${trouble.name}; killed: ${told}`);
		await sleep(draw.int(0, 4_000));
		if (moment === 'twice') await killWhileStarting(instance, draw);
		await resumeAtOnce(instance);
		// Every other time trouble begins anew before all of this is overcome.
		if (round + 1 < rounds && draw.chance(0.5)) await waitForAnswer(subjects);
	}
	return batchesInDoubt;
}

/**
 * Kills n8n at the moment, or without it when it does not come.
 * @returns what was seen of it, where there is something to see
 */
async function killAt(
	instance: N8nInstance,
	subjects: readonly Subject[],
	moment: Moment,
	draw: Draw,
): Promise<Caught | undefined> {
	const kill = async () => await instance.kill();
	switch (moment) {
		case 'state saved':
		case 'execution saved': {
			const write = moment === 'state saved' ? 'state' : 'execution';
			const caught = await catchWrite(instance, write, MOMENT_WITHIN_MS, kill);
			await kill();
			return caught;
		}
		case 'answered': {
			const isAnswered = await waitForAnswer(subjects);
			await sleep(draw.int(0, MOST_AFTER_ANSWER_MS));
			await kill();
			return isAnswered ? undefined : 'not met';
		}
		default:
			await sleep(draw.int(0, POLL_EVERY_S * 1_000));
			await kill();
			return undefined;
	}
}

async function killWhileStarting(instance: N8nInstance, draw: Draw): Promise<void> {
	const started = resumeAtOnce(instance).catch(() => {});
	await sleep(draw.int(0, STARTS_WITHIN_MS));
	await instance.kill();
	await started;
}

/** Waits for the last resource of a poll to be answered. */
async function waitForAnswer(subjects: readonly Subject[]): Promise<boolean> {
	const deadline = Date.now() + MOMENT_WITHIN_MS;
	const answered = () =>
		subjects.reduce(
			(sum, { source, resources }) =>
				sum +
				source.requests.filter(
					({ status, url }) =>
						status === 200 && url.toLowerCase().includes(`/${resources[resources.length - 1]}`),
				).length,
			0,
		);
	const before = answered();
	while (answered() === before) {
		if (Date.now() > deadline) return false;
		await sleep(LOOK_EVERY_MS);
	}
	return true;
}

/**
 * Starts n8n after a kill without the ten seconds that it pauses when it finds that its last run crashed.
 * n8n 2.41 ends while it recovers an execution that was saved and had not begun when it was killed
 * (`startedAt` of null in its insights), and leaves that execution alone at the next start, which
 * whatever supervises it makes.
 */
async function resumeAtOnce(instance: N8nInstance): Promise<void> {
	const start = async () => {
		rmSync(join(instance.userFolder, '.n8n', 'crash.journal'), { force: true });
		await instance.resume();
	};
	await start().catch(async (error: unknown) => {
		if (!/ended while starting[^]*ExecutionRecoveryService/.test(String(error))) throw error;
		await start();
	});
}

/** One after publishing, one in every round, and the second one of {@link MOMENTS}' last. */
function countKills(rounds: number): number {
	return 1 + rounds + Math.floor(rounds / MOMENTS.length);
}

function failedRequests({ source, line }: Subject): number {
	return line.answersCut + source.requests.filter(({ status }) => status !== 200).length;
}

async function waitForAll(
	instance: N8nInstance,
	subjects: readonly Subject[],
): Promise<Received[]> {
	const compareAll = async () =>
		await Promise.all(subjects.map(async (subject) => await compareReceived(instance, subject)));
	await waitUntil(
		async () => (await compareAll()).every(({ lost }) => lost.length === 0),
		DELIVERED_WITHIN_MS,
	);
	// One more poll: what comes twice comes now.
	await sleep((POLL_EVERY_S + 4) * 1_000);
	return await compareAll();
}
