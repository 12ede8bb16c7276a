/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consola } from 'consola';
import { DateTime } from 'luxon';
import { whenOrphaned } from './n8n/ancestors';
import { N8nClient } from './n8n/client';
import { expectedBy, followEvents } from './n8n/console';
import { formatCredentialValues, readCredentialValues } from './n8n/credentialValues';
import { SetupError } from './n8n/explain';
import { killAllGuarded } from './n8n/guarded';
import { startHotReload } from './n8n/hotReload';
import { ensureHost } from './n8n/install';
import { N8nInstance } from './n8n/instance';
import { readStartOptions } from './n8n/options';
import { buildAndPack } from './n8n/package';
import { CHECKOUT } from './n8n/paths';
import { findSubject, resourcesOf } from './n8n/subjects';
import { createTrial, publishTrial, type Trial } from './n8n/trial';
import { connectorTrial, restTrial, type TrialSubject } from './n8n/trialSubjects';
import { Activity, type Sandbox, startSandbox } from './server';

/** A record is left alone for so many polls. */
const REST_POLLS = 1.5;

const options = readStartOptions(process.argv);

/** Removed or stopped on the way out, whichever way that is. */
const workFolder = mkdtempSync(join(tmpdir(), 'open-connectors-try-'));
let sandbox: Sandbox | undefined;
let instance: N8nInstance | undefined;
let leaving = false;

async function leave(exitCode: number): Promise<void> {
	if (leaving) return;
	leaving = true;
	await instance?.dispose();
	await killAllGuarded();
	await sandbox?.stop();
	rmSync(workFolder, { recursive: true, force: true });
	process.exit(exitCode);
}

/** Changes the records of a subject from now on. */
function change({ works, world }: TrialSubject, rate: number, pollEvery: number): void {
	for (const [index, work] of works.entries()) {
		new Activity(world, {
			...work,
			seed: 1 + index,
			perSecond: rate / works.length,
			// Each change stays to be seen by a poll.
			restMs: pollEvery * REST_POLLS * 1_000,
			restSeeded: false,
		}).start();
	}
}

async function main(): Promise<void> {
	const report = (line: string) => consola.log(line);
	const host = await ensureHost(report);

	consola.start('Building and packing n8n-nodes-open-connectors …');
	const tarball = await buildAndPack(workFolder, report);

	sandbox = await startSandbox({ secrets: 'private' });
	consola.success(
		`The stand-ins of the providers and SAP Open Connectors listen at ${sandbox.url}`,
	);

	const { durable, port, watch } = options;
	consola.start(`Starting n8n (${durable ? 'durable' : 'in-memory'} engine), about 15 s …`);
	instance = await N8nInstance.start({
		host,
		tarball,
		durable,
		port,
		hotReload: watch,
		workFolder,
	});
	const { connector, connection, pollEvery, rate } = options;
	const client = await N8nClient.setUp(instance.url);
	const subjects = [
		connectorTrial(findSubject(connector, connection), sandbox),
		restTrial(sandbox),
	];
	const trials: Trial[] = [];
	for (const subject of subjects) {
		const trial = await createTrial(client, subject, { sandboxUrl: sandbox.url, pollEvery });
		consola.success(`Credential "${trial.credential.name}" passes its test`);
		await publishTrial(trial);
		consola.success(`Workflow "${subject.name} changes" is published`);
		change(subject, rate, pollEvery);
		trials.push(trial);
	}
	consola.log(
		'\nTo make a credential of your own in the editor, enter (the rest may stay as it is):',
	);
	consola.log(formatCredentialValues(readCredentialValues(sandbox)));
	const { email, password } = client.owner;
	const [trial] = trials;
	const firstEvents = DateTime.fromMillis(expectedBy(trial, Date.now())).toFormat('HH:mm:ss');
	const resources = subjects.flatMap(resourcesOf).join(', ');
	const { url } = instance;
	consola.box(
		[
			...trials.map(
				({ subject, workflow }) => `Editor    ${url}/workflow/${workflow.id} (${subject.name})`,
			),
			`Login     ${email} / ${password}`,
			`Changes   ${rate} a second in each workflow: ${resources}`,
			`Polls     every ${pollEvery} s; the first events are below by ${firstEvents}`,
			'Stop      Ctrl-C',
		].join('\n'),
	);

	if (watch) startHotReload(instance, CHECKOUT, report);

	const ended = instance.ended().then(() => {
		if (!leaving)
			throw new SetupError(`n8n ended by itself; see ${instance?.logFile ?? 'its log'}`);
	});
	const print = (line: string) => {
		if (!leaving) process.stdout.write(`${line}\n`);
	};
	await Promise.race([ended, ...trials.map(async (one) => await followEvents(one, print))]);
}

function stop(): void {
	if (!leaving) consola.info('Stopping the sandbox, n8n and everything they started …');
	void leave(instance ? 0 : 130);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
whenOrphaned(stop);
main().catch((error: unknown) => {
	if (leaving) return;
	consola.error(error instanceof SetupError ? error.message : error);
	void leave(1);
});
