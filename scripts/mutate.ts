/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs on the developer's machine, never inside n8n */
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { mutated, mutationsOf, sample, type Mutation } from './mutations';

/**
 * Changes conditions and constants of rooms one by one, in a copy of the project, and runs the tests
 * that may notice: a change that none does survives. Prints a line for each and exits with 1 when too
 * many survive.
 */
const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		rooms: { type: 'string', default: 'engine,host' },
		/** Only files whose path holds this text. */
		only: { type: 'string', default: '' },
		allowed: { type: 'string', default: '2' },
	},
});

/** Not needed by the tests, or linked. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'peers']);
/** A change may make a loop endless: tests that take so many times as long have noticed it. */
const MOST_TIMES_AS_LONG = 3;
const LEAST_RUN_MS = 60_000;

/** Tests that play all rooms together. */
const TOGETHER = ['test/failures/', 'test/conformance/delivery'];

/**
 * The file's own tests come first, then those of its room, then those that play everything together, then
 * all of them at length.
 */
const STEPS: ReadonlyArray<(paths: readonly string[]) => readonly string[]> = [
	(paths) => ['--selectProjects=unit', '--passWithNoTests', '--', ...paths.map(sameNamed)],
	(paths) => ['--selectProjects=unit', '--', ...ownTestsOf(paths)],
	() => ['--selectProjects=unit', '--', ...TOGETHER],
	(paths) => ['--selectProjects=long', '--', ...ownTestsOf(paths), ...TOGETHER],
];

const ROOMS = 'nodes/OpenConnectors';
const sameNamed = (path: string): string =>
	`test/${relative(ROOMS, path).replace(/\.ts$/, '.test.ts')}`;
const roomOf = (path: string): string => relative(ROOMS, path).split(sep)[0];
const ownTestsOf = (paths: readonly string[]): readonly string[] => [
	...new Set(paths.map((path) => `test/${roomOf(path)}/`)),
];

const say = (line: string) => process.stdout.write(`${line}\n`);

function run(root: string, tests: readonly string[], timeout?: number) {
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const options = ['--bail', '--silent', '--runInBand'];
	const { status, stderr } = spawnSync(process.execPath, [jest, ...options, ...tests], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
		timeout,
		maxBuffer: Infinity,
	});
	return { ok: status === 0, output: stderr };
}

/** Runs all steps without a change. @returns how long each may take with one, ms */
function limitsOf(root: string, paths: readonly string[]): readonly number[] {
	return STEPS.map((testsOf) => {
		const startedAt = Date.now();
		const { ok, output } = run(root, testsOf(paths));
		if (!ok) throw new Error(`The tests fail without any change:\n${output.slice(-2_000)}`);
		return Math.max(LEAST_RUN_MS, MOST_TIMES_AS_LONG * (Date.now() - startedAt));
	});
}

/** @returns which step noticed, from 1; 0 where none did */
function noticedIn(root: string, mutation: Mutation, limits: readonly number[]): number {
	const path = join(root, mutation.path);
	const source = readFileSync(path, 'utf8');
	writeFileSync(path, mutated(source, mutation));
	const notices = (testsOf: (typeof STEPS)[number], at: number) =>
		!run(root, testsOf([mutation.path]), limits[at]).ok;
	const step = STEPS.findIndex(notices) + 1;
	writeFileSync(path, source);
	return step;
}

function filesOf(room: string): readonly string[] {
	const folder = join(ROOMS, room);
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((path) => join(folder, path))
		.filter((path) => path.endsWith('.ts') && path.includes(values.only))
		.sort();
}

function main(): void {
	const rooms = values.rooms.split(',');
	const share = Math.ceil(Number(values.count) / rooms.length);
	const mutations = rooms.flatMap((room) => {
		const all = filesOf(room).flatMap((path) => mutationsOf(path, readFileSync(path, 'utf8')));
		return sample(all, share, Number(values.seed));
	});
	const root = mkdtempSync(join(tmpdir(), 'mutations-'));
	try {
		cpSync('.', root, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
		symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
		say('Running the tests without a change');
		const limits = limitsOf(root, rooms.flatMap(filesOf));
		const survivors = mutations.filter((mutation, index) => {
			const { path, line, from, to } = mutation;
			const step = noticedIn(root, mutation, limits);
			const outcome = step === 0 ? 'SURVIVED' : `noticed in step ${step}`;
			const change = `${path}:${line}: ${from} → ${to}`.replace(/\s+/g, ' ');
			say(`${index + 1}/${mutations.length} ${outcome}: ${change}`);
			return step === 0;
		});
		say(`${survivors.length} of ${mutations.length} changes were noticed by no test`);
		if (survivors.length > Number(values.allowed)) process.exitCode = 1;
	} finally {
		rmSync(root, { recursive: true, force: true });
	}
}

main();
