/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { N8nClient } from '../sandbox/n8n/client';
import { SetupError } from '../sandbox/n8n/explain';
import { ensureHost, type Host } from '../sandbox/n8n/install';
import { N8nInstance } from '../sandbox/n8n/instance';
import { buildAndPack, packageManifest } from '../sandbox/n8n/package';
import { findSubject } from '../sandbox/n8n/subjects';
import { createTrialCredential } from '../sandbox/n8n/trial';
import { connectorTrial } from '../sandbox/n8n/trialSubjects';
import { EVERY_MINUTE } from '../sandbox/n8n/workflow';
import { startSandbox } from '../sandbox/server';
import { sleep } from '../sandbox/timing';
import { table } from './report';

/**
 * What a poll costs n8n's main process: a real n8n with many workflows of this package that poll every minute and
 * find nothing, beside the same n8n before any of them is published. CPU and memory are what n8n's own
 * metrics say of its process.
 */

const SUBJECT = findSubject('insightly', 'provider');
const LISTS = ['contacts', 'leads', 'opportunities', 'accounts'];

/** Ways that an administrator may have n8n evaluate expressions. */
const SETTINGS: ReadonlyArray<readonly [name: string, settings: Readonly<Record<string, string>>]> =
	[
		['as it comes', {}],
		['`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true`', { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }],
		['`N8N_EXPRESSION_ENGINE=legacy`', { N8N_EXPRESSION_ENGINE: 'legacy' }],
	];

/** n8n has loaded all it needs, and its first collections of garbage are over. */
const SETTLE_MS = 20_000;
const MINUTE_MS = 60_000;

const report = (line: string) => process.stderr.write(`${line}\n`);

interface Options {
	readonly workflows: number;
	readonly minutes: number;
	readonly durable: boolean;
}

/** What n8n says of itself, at one time. */
interface Reading {
	readonly cpuS: number;
	readonly residentMb: number;
	readonly polls: number;
	/** Polls that failed, which cost something else. */
	readonly errors: number;
}

interface Cost {
	readonly polls: number;
	readonly cpuMs: number;
	readonly residentMb: number;
	/** Share of the samples of the profiler, but for those in which nothing ran, that lie in this package. */
	readonly ownShare: number;
}

async function readMetrics(url: string): Promise<Reading> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const sumOf = (name: string) =>
		[...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'gm'))].reduce(
			(sum, [, value]) => sum + Number(value),
			0,
		);
	return {
		cpuS: sumOf('n8n_process_cpu_seconds_total'),
		residentMb: sumOf('n8n_process_resident_memory_bytes') / 2 ** 20,
		polls: sumOf('n8n_poll_trigger_duration_seconds_count'),
		errors: sumOf('n8n_poll_trigger_errors_total'),
	};
}

/** CPU seconds a minute of an n8n that polls nothing, then what `minutes` of polling take beyond that. */
async function measure(
	host: Host,
	tarball: string,
	settings: Readonly<Record<string, string>>,
	{ workflows, minutes, durable }: Options,
): Promise<Cost> {
	const profiles = mkdtempSync(join(tmpdir(), 'open-connectors-profile-'));
	const sandbox = await startSandbox();
	sandbox.insightly.liftLimits();
	let instance: N8nInstance | undefined;
	try {
		instance = await N8nInstance.start({
			host,
			tarball,
			durable,
			settings: {
				...settings,
				N8N_METRICS: 'true',
				N8N_METRICS_INCLUDE_POLL_TRIGGER_METRICS: 'true',
			},
			nodeArguments: ['--cpu-prof', '--cpu-prof-interval=10000', `--cpu-prof-dir=${profiles}`],
		});
		const client = await N8nClient.setUp(instance.url);
		const subject = connectorTrial(SUBJECT, sandbox);
		const credential = await createTrialCredential(client, subject);
		await sleep(SETTLE_MS);
		const idle = await spent(instance.url, MINUTE_MS);
		for (let index = 0; index < workflows; index += 1) {
			const workflow = await client.createWorkflow({
				name: `Poll ${index + 1}`,
				parameters: { ...subject.trigger.parameters, resources: LISTS },
				credentials: { [subject.form.type]: credential },
				pollTimes: EVERY_MINUTE,
			});
			const { status, triggers } = await client.publish(workflow.id);
			if (status !== 'published')
				throw new SetupError(`Publishing failed: ${triggers[0]?.errorMessage ?? status}`);
		}
		// The first poll of each is behind it then.
		await sleep(MINUTE_MS + SETTLE_MS);
		const polling = await spent(instance.url, minutes * MINUTE_MS);
		await instance.stop();
		return {
			polls: polling.polls,
			cpuMs: (1_000 * (polling.cpuS - minutes * idle.cpuS)) / polling.polls,
			residentMb: polling.residentMb,
			ownShare: ownShare(profiles),
		};
	} finally {
		await instance?.dispose();
		await sandbox.stop();
		rmSync(profiles, { recursive: true, force: true });
	}
}

async function spent(url: string, ms: number): Promise<Reading> {
	const before = await readMetrics(url);
	await sleep(ms);
	const { cpuS, residentMb, polls, errors } = await readMetrics(url);
	if (errors > 0) throw new SetupError(`${errors} polls failed.`);
	return { cpuS: cpuS - before.cpuS, residentMb, polls: polls - before.polls, errors };
}

const Profile = z.object({
	nodes: z.array(
		z.object({
			id: z.number(),
			callFrame: z.object({ functionName: z.string(), url: z.string() }),
		}),
	),
	samples: z.array(z.number()),
});

function ownShare(folder: string): number {
	let busy = 0;
	let own = 0;
	for (const file of readdirSync(folder)) {
		const { nodes, samples } = Profile.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
		const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
		for (const sample of samples) {
			const { functionName = '', url = '' } = frames.get(sample) ?? {};
			if (functionName === '(idle)') continue;
			busy += 1;
			if (url.includes(`node_modules/${packageManifest().name}/`)) own += 1;
		}
	}
	return own / Math.max(1, busy);
}

async function main(): Promise<void> {
	const program = new Command()
		.name('npm run bench:n8n --')
		.description("Measures what polling costs a real n8n's main process.")
		.option('--workflows <number>', 'how many are published', Number, 50)
		.option('--minutes <number>', 'how long each way is measured', Number, 5)
		.option('--durable', "under n8n's durable engine", false)
		.option('--tarball <file>', 'another build of this package')
		.parse();
	const { tarball, ...options } = program.opts<Options & { readonly tarball?: string }>();
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-bench-'));
	try {
		const host = await ensureHost(report);
		const packed = tarball ? resolve(tarball) : await buildAndPack(folder, report);
		const rows: string[][] = [];
		for (const [name, settings] of SETTINGS) {
			report(`${name}: ${options.workflows} workflows, ${options.minutes} minutes …`);
			const {
				polls,
				cpuMs,
				residentMb,
				ownShare: own,
			} = await measure(host, packed, settings, options);
			rows.push([
				name,
				String(polls),
				`${Math.round(cpuMs)} ms`,
				String(Math.round(MINUTE_MS / cpuMs)),
				`${(100 * own).toFixed(1)} %`,
				`${Math.round(residentMb)} MB`,
			]);
		}
		const head = ["n8n's setting", 'polls', 'CPU a poll', 'polls a minute that fill a core'];
		process.stdout.write(`${table([...head, 'of that this package', 'memory'], rows)}\n`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
