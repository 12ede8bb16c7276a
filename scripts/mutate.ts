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
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mutated, mutationsOf, sample, type Mutation } from './mutations';

/**
 * Changes conditions and constants of a room one by one, in a copy of the project, and runs the
 * tests: a change that no test notices survives. Prints a line for each and exits with 1 when too
 * many survive.
 */
const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		rooms: { type: 'string', default: 'engine,host' },
		allowed: { type: 'string', default: '2' },
	},
});

/** Not needed by the tests, or linked. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'peers']);
/** A change may make a loop endless: tests that do not end have noticed it. */
const LONGEST_RUN_MS = 15 * 60_000;

/** What is likeliest to notice comes first; then everything else. */
const STEPS: ReadonlyArray<readonly string[]> = [
	['--selectProjects=unit', '--', 'test/engine', 'test/host'],
	['--selectProjects=unit', '--', 'test/failures'],
	['--selectProjects=unit'],
	['--selectProjects=oracles'],
];

const say = (line: string) => process.stdout.write(`${line}\n`);

function run(
	root: string,
	step: readonly string[],
): { readonly ok: boolean; readonly output: string } {
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const { status, stderr } = spawnSync(process.execPath, [jest, '--bail', '--silent', ...step], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'ignore', 'pipe'],
		timeout: LONGEST_RUN_MS,
		maxBuffer: Infinity,
	});
	return { ok: status === 0, output: stderr };
}

/** @returns which step noticed, from 1; 0 where none did */
function noticedIn(root: string, mutation: Mutation): number {
	const path = join(root, mutation.path);
	const source = readFileSync(path, 'utf8');
	writeFileSync(path, mutated(source, mutation));
	const step = STEPS.findIndex((each) => !run(root, each).ok) + 1;
	writeFileSync(path, source);
	return step;
}

function filesOf(room: string): readonly string[] {
	const folder = join('nodes/OpenConnectors', room);
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.sort()
		.map((path) => join(folder, path));
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
		say('Running all tests once without a change');
		for (const step of STEPS) {
			const { ok, output } = run(root, step);
			if (!ok) throw new Error(`The tests fail without any change:\n${output.slice(-2_000)}`);
		}
		const survivors = mutations.filter((mutation, index) => {
			const { path, line, from, to } = mutation;
			const step = noticedIn(root, mutation);
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
