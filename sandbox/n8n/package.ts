/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from './explain';
import { startGuarded } from './guarded';
import { withLock } from './lock';
import { readManifest } from './lockfile';
import { findNpm, npmEnvironment } from './npm';
import { CHECKOUT } from './paths';
import type { Report } from './step';

const run = promisify(execFile);

/** The package in this checkout. */
export const packageManifest = () => readManifest(CHECKOUT);

/** A script of npm may take this long to end when asked to. */
const STOP_GRACE_MS = 3_000;

async function npm(args: readonly string[], logFile: string): Promise<void> {
	const running = startGuarded({
		command: process.execPath,
		args: [findNpm(), ...args],
		cwd: CHECKOUT,
		env: npmEnvironment(),
		logFile,
		graceMs: STOP_GRACE_MS,
	});
	if ((await running.ended) === 0) return;
	const output = readFileSync(logFile, 'utf8').trimEnd();
	throw new SetupError(`"npm ${args.join(' ')}" failed:\n${output}`);
}

/**
 * Builds the package and packs it as for publishing. Takes turns with other runs in the same checkout, as each
 * build begins by removing `dist`. Where `OPEN_CONNECTORS_TARBALL` names one that was packed before, nothing is built.
 * @returns the path of the tarball.
 * @throws SetupError with the compiler's or npm's own words.
 */
export async function buildAndPack(directory: string, report: Report): Promise<string> {
	mkdirSync(directory, { recursive: true });
	const packed = process.env.OPEN_CONNECTORS_TARBALL;
	if (packed) return packed;
	const logFile = join(directory, 'build.log');
	const waiting = 'Another run is building the package; waiting for it …';
	await withLock(join(CHECKOUT, 'node_modules', '.build'), waiting, report, async () => {
		await npm(['run', 'build'], logFile);
		await npm(['pack', '--ignore-scripts', '--pack-destination', directory], logFile);
	});
	const tarball = readdirSync(directory).find((name) => name.endsWith('.tgz'));
	if (!tarball) throw new SetupError(`"npm pack" left no tarball in ${directory}.`);
	return join(directory, tarball);
}

/**
 * Unpacks a tarball of `npm pack` into `directory`, which then holds the package's files.
 * @throws SetupError when there is no `tar` (Windows has one since version 10).
 */
export async function unpack(tarball: string, directory: string): Promise<void> {
	mkdirSync(directory, { recursive: true });
	const args = ['-xzf', tarball, '-C', directory, '--strip-components=1'];
	await run('tar', args).catch((error: unknown) => {
		throw new SetupError(`Cannot unpack ${tarball}: ${String(error)}`);
	});
}
