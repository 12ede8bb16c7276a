/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from './explain';
import { readManifest } from './lockfile';
import type { NodeRuntime } from './nodeBinary';
import { findNpm, npmEnvironment } from './npm';
import { type Report, runStep, tryStep } from './step';

const run = promisify(execFile);

/** A package that is not all JavaScript. */
export interface NativeModule {
	readonly name: string;
	/** What n8n needs it for. */
	readonly use: string;
	/** How long it usually takes to compile on two cores. */
	readonly usual: string;
}

/**
 * Makes sure that the parts of n8n that are no JavaScript load. `isolated-vm` brings its binaries along; the one of
 * `sqlite3` is downloaded from its own site, as its install script does.
 */
export async function ensureNativeModules(
	directory: string,
	node: NodeRuntime,
	modules: readonly NativeModule[],
	report: Report,
): Promise<void> {
	for (const native of modules) {
		const { name, use } = native;
		if (await loads(name, directory, node)) continue;
		if (await fetchBinary(native, directory, node, report)) continue;
		await compile(native, directory, node, report);
		if (await loads(name, directory, node)) continue;
		throw new SetupError(
			`${use} (${name}) was compiled but does not load. What to do: delete ${directory} and run the same command again.`,
		);
	}
}

/** The number that binaries are built for (`process.versions.modules`). */
export async function moduleVersion(node: NodeRuntime): Promise<string> {
	return (await run(node.binary, ['--print', 'process.versions.modules'])).stdout.trim();
}

async function loads(name: string, directory: string, node: NodeRuntime): Promise<boolean> {
	try {
		await run(node.binary, ['--eval', `require('${name}')`], { cwd: directory });
		return true;
	} catch {
		return false;
	}
}

/** Downloads a module's binary with the tool that the module itself would use, if it uses one. */
async function fetchBinary(
	{ name, use }: NativeModule,
	directory: string,
	node: NodeRuntime,
	report: Report,
): Promise<boolean> {
	const cwd = join(directory, 'node_modules', name);
	const tool = join(directory, 'node_modules', 'prebuild-install', 'bin.js');
	const [, options] =
		/^prebuild-install (.*?) \|\|/.exec(readManifest(cwd).scripts?.install ?? '') ?? [];
	if (options === undefined) return false;
	const code = await tryStep(
		{
			title: `Downloading ${use}`,
			usual: 'some seconds',
			command: node.binary,
			args: [tool, ...options.split(' ')],
			cwd,
			env: npmEnvironment(),
			logFile: join(directory, `fetch-${name}.log`),
		},
		report,
	);
	if (code === 0 && (await loads(name, directory, node))) return true;
	report('  no binary of it could be downloaded');
	return false;
}

async function compile(
	{ name, use, usual }: NativeModule,
	directory: string,
	node: NodeRuntime,
	report: Report,
): Promise<void> {
	await runStep(
		{
			title: `Compiling ${use}`,
			usual,
			command: node.binary,
			args: [findNpm(), 'rebuild', name, '--ignore-scripts=false', '--build-from-source'],
			cwd: directory,
			env: npmEnvironment({
				JOBS: 'max',
				PATH: `${dirname(node.binary)}${delimiter}${process.env.PATH ?? ''}`,
				...(node.headers ? { npm_config_nodedir: node.headers } : {}),
			}),
			logFile: join(directory, `compile-${name}.log`),
		},
		report,
	);
}
