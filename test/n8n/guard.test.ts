/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GuardedProcess, startGuarded } from '../../sandbox/n8n/guarded';
import { waitUntil } from './waiting';

const GRACE_MS = 1_000;
const WITHIN_MS = 30_000;

/** Starts a child of its own, writes both process ids to `pids`, and runs on for ever; deaf to SIGTERM if told so. */
const program = (deaf: boolean) => `
	const { spawn } = require('node:child_process');
	const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	${deaf ? "process.on('SIGTERM', () => {});" : ''}
	require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid);
	setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe('a guarded program', () => {
	let folder: string;
	let guarded: GuardedProcess | undefined;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'open-connectors-guard-'));
	});

	afterEach(async () => {
		await guarded?.kill();
		guarded = undefined;
		rmSync(folder, { recursive: true, force: true });
	});

	const start = (source: string) =>
		startGuarded({
			command: process.execPath,
			args: ['--eval', source],
			cwd: folder,
			env: process.env,
			logFile: join(folder, 'log'),
			graceMs: GRACE_MS,
		});

	const startedPids = async (): Promise<number[]> => {
		const file = join(folder, 'pids');
		const isWritten = async () => await Promise.resolve(existsSync(file));
		expect(await waitUntil(isWritten, WITHIN_MS)).toBe(true);
		return readFileSync(file, 'utf8').split(' ').map(Number);
	};

	const allGone = (pids: readonly number[]) => async () =>
		await Promise.resolve(!pids.some(isAlive));

	it.each(['stop', 'kill'] as const)(
		'takes its children with it on %s',
		async (how) => {
			guarded = start(program(false));
			const pids = await startedPids();
			expect(pids.every(isAlive)).toBe(true);
			await guarded[how]();
			expect(await waitUntil(allGone(pids), WITHIN_MS)).toBe(true);
		},
		WITHIN_MS,
	);

	it(
		'is killed when it does not end by itself',
		async () => {
			guarded = start(program(true));
			const pids = await startedPids();
			await guarded.stop();
			expect(await waitUntil(allGone(pids), WITHIN_MS)).toBe(true);
		},
		WITHIN_MS,
	);

	it(
		'passes on its exit code and its output',
		async () => {
			guarded = start("console.log('hello'); process.exit(3)");
			expect(await guarded.ended).toBe(3);
			expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('hello\n');
		},
		WITHIN_MS,
	);

	it(
		'ends when whoever started it is killed with SIGKILL, and its folder is removed',
		async () => {
			const toRemove = join(folder, 'user folder');
			mkdirSync(toRemove);
			const options = {
				command: process.execPath,
				args: ['--eval', program(true)],
				cwd: folder,
				env: {},
				logFile: join(folder, 'log'),
				graceMs: GRACE_MS,
				folderToRemove: toRemove,
			};
			const module = JSON.stringify(require.resolve('../../sandbox/n8n/guarded'));
			const owner = spawn(
				process.execPath,
				[
					'--require',
					require.resolve('tsx/cjs'),
					'--eval',
					`require(${module}).startGuarded(${JSON.stringify(options)})`,
				],
				{ stdio: 'ignore' },
			);
			const pids = await startedPids();
			owner.kill('SIGKILL');
			expect(await waitUntil(allGone(pids), WITHIN_MS)).toBe(true);
			const isRemoved = async () => await Promise.resolve(!existsSync(toRemove));
			expect(await waitUntil(isRemoved, WITHIN_MS)).toBe(true);
		},
		WITHIN_MS,
	);
});
