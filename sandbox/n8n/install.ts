/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './explain';
import { withLock } from './lock';
import { ensureNativeModules, moduleVersion } from './native';
import { countInstalled, findDepartures, lockedVersion, readManifest } from './lockfile';
import { N8N_2, type N8nLine } from './lines';
import {
	installedNode,
	nodePackage,
	runningNode,
	type NodeNeed,
	type NodeRuntime,
} from './nodeBinary';
import { findNpm, npmEnvironment } from './npm';
import { cacheDirectory } from './paths';
import { type Report, runStep } from './step';

/** A ready n8n installation. */
export interface Host {
	/** The Node that n8n runs on. */
	readonly node: NodeRuntime;
	/** Folder whose node_modules hold n8n. */
	readonly directory: string;
	/** n8n's own JavaScript entry, to be run by `node.binary`. */
	readonly n8n: string;
	/** What this n8n has to be told beside what every n8n is told. */
	readonly environment: Readonly<Record<string, string>>;
}

/** What is copied from the manifest: what to install, the lock that names every package, and how npm does it. */
const MANIFEST_FILES = ['package.json', 'package-lock.json', '.npmrc'];

/** Quick answers when offline: npm's own pauses would keep the reader waiting for more than a minute. */
const FETCH_RETRY = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
const NPM_QUIET = ['--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * Makes sure of an n8n to run in. Everything is kept in the cache folder, in a directory named after the lock
 * file and the platform; finished steps are marked there, so that an interrupted installation goes on where it
 * stopped. Two runs at once take turns.
 * @throws SetupError with cause and remedy.
 */
export async function ensureHost(report: Report, line: N8nLine = N8N_2): Promise<Host> {
	return await inHostDirectory(line, report, async (directory) => {
		const node = await ensureNode(directory, line.node, report);
		await ensureN8n(directory, line, node, report);
		const native = `native-${await moduleVersion(node)}`;
		if (!isDone(directory, native)) {
			await ensureNativeModules(directory, node, line.nativeModules, report);
			markDone(directory, native);
		}
		const n8n = join(directory, 'node_modules', 'n8n', 'bin', 'n8n');
		return { node, directory, n8n, environment: line.environment };
	});
}

/**
 * Makes sure of a Node that is new enough for n8n, and of nothing else.
 * @throws SetupError with cause and remedy.
 */
export async function ensureNodeRuntime(report: Report): Promise<NodeRuntime> {
	return await inHostDirectory(
		N8N_2,
		report,
		async (directory) => await ensureNode(directory, N8N_2.node, report),
	);
}

async function inHostDirectory<Result>(
	{ manifest }: N8nLine,
	report: Report,
	work: (directory: string) => Promise<Result>,
): Promise<Result> {
	const lockText = readFileSync(join(manifest, 'package-lock.json'));
	const hash = createHash('sha256').update(lockText).digest('hex').slice(0, 12);
	const directory = join(cacheDirectory(), `n8n-${process.platform}-${process.arch}-${hash}`);
	mkdirSync(directory, { recursive: true });
	const waiting = 'Another run installs or checks n8n; waiting for it …';
	return await withLock(directory, waiting, report, async () => await work(directory));
}

function isDone(directory: string, step: string): boolean {
	return existsSync(join(directory, `.done-${step}`));
}

function markDone(directory: string, step: string): void {
	writeFileSync(join(directory, `.done-${step}`), new Date().toISOString());
}

async function ensureNode(directory: string, need: NodeNeed, report: Report): Promise<NodeRuntime> {
	const running = runningNode(need);
	if (running) return running;

	const source = nodePackage(need);
	if (!source) {
		throw new SetupError(
			`n8n needs Node ${need.version}, and npm offers none for ${process.platform}-${process.arch}. What to do: install Node ${need.version} and run the same command with it.`,
		);
	}
	const home = join(directory, `node-${source.version}`);
	if (!isDone(directory, `node-${source.version}`)) {
		rmSync(home, { recursive: true, force: true });
		mkdirSync(home, { recursive: true });
		writeFileSync(join(home, 'package.json'), '{ "private": true }');
		await runStep(
			{
				title: `Installing Node ${source.version}, 190 MB, which n8n needs (this is ${process.version})`,
				usual: 'half a minute',
				command: process.execPath,
				args: [
					findNpm(),
					'install',
					`${source.name}@${source.version}`,
					'--ignore-scripts',
					...FETCH_RETRY,
					...NPM_QUIET,
				],
				cwd: home,
				env: npmEnvironment(),
				logFile: join(directory, 'install-node.log'),
			},
			report,
		);
		markDone(directory, `node-${source.version}`);
	}
	return installedNode(home, source.name);
}

async function ensureN8n(
	directory: string,
	{ manifest, size, usual }: N8nLine,
	node: NodeRuntime,
	report: Report,
): Promise<void> {
	if (isDone(directory, 'n8n')) return;
	const wanted = lockedVersion(manifest, 'n8n') ?? '';
	for (const file of MANIFEST_FILES) copyFileSync(join(manifest, file), join(directory, file));
	await runStep(
		{
			title: `Installing n8n ${wanted}, ${size}, the first time only`,
			usual,
			command: node.binary,
			// What an interrupted run has downloaded lies in npm's own cache and is not downloaded again.
			args: [findNpm(), 'ci', '--prefer-offline', ...FETCH_RETRY],
			cwd: directory,
			env: npmEnvironment(),
			logFile: join(directory, 'install-n8n.log'),
			progress: countInstalled(manifest, directory),
		},
		report,
	);
	const departures = findDepartures(manifest, directory);
	if (departures.length > 0) {
		report(
			`  Note: ${departures.length} packages are not the locked ones (such as ${departures[0]}); going on.`,
		);
	}
	const found = readManifest(join(directory, 'node_modules', 'n8n')).version;
	if (found !== wanted) {
		throw new SetupError(
			`npm installed n8n ${found} instead of ${wanted}. What to do: delete ${directory} and run the same command again.`,
		);
	}
	markDone(directory, 'n8n');
}
