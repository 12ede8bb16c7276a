/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

export interface GuardedCommand {
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** Takes standard output and error; appended to. */
	readonly logFile: string;
	/** How long the program may take to end after it was asked to. */
	readonly graceMs: number;
	/** A folder that the guard removes when our own process dies without stopping the program. */
	readonly folderToRemove?: string;
}

export interface GuardedProcess {
	/** Resolves with the exit code once the program and everything it started are gone; never rejects. */
	readonly ended: Promise<number>;
	/** True until `ended` resolves. */
	isRunning(): boolean;
	/** Asks the program to end and waits for it; it is killed after its grace period. */
	stop(): Promise<number>;
	/** Kills the program and everything it started at once, as a power cut would. */
	kill(): Promise<number>;
}

const alive = new Set<GuardedProcess>();

const GROUP_GONE_WITHIN_MS = 5_000;
const GROUP_PROBE_MS = 20;

/** Kills a process group; says whether there was anybody left in it. */
function killGroup(pid: number): boolean {
	try {
		return process.kill(-pid, 'SIGKILL');
	} catch {
		return false;
	}
}

/** A killed process still writes what it was writing: waits until the whole group has disappeared. */
async function endGroup(pid: number): Promise<void> {
	const deadline = Date.now() + GROUP_GONE_WITHIN_MS;
	while (killGroup(pid) && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, GROUP_PROBE_MS));
	}
}

/**
 * Starts a program under guard (see guard.ts): whatever happens to our process, the program and all that it
 * started end. A command that cannot be started ends with code 127.
 */
export function startGuarded(options: GuardedCommand): GuardedProcess {
	const log = openSync(options.logFile, 'a');
	const guard = spawn(
		process.execPath,
		[
			'--require',
			require.resolve('tsx/cjs'),
			join(__dirname, 'guard.ts'),
			String(options.graceMs),
			options.folderToRemove ?? '',
			options.command,
			...options.args,
		],
		{
			cwd: options.cwd,
			env: options.env,
			stdio: ['pipe', log, log],
			detached: process.platform !== 'win32',
			windowsHide: true,
		},
	);
	closeSync(log);
	guard.stdin?.on('error', () => {});

	let running = true;
	const ended = new Promise<number>((resolve) => {
		guard.on('error', () => resolve(127));
		guard.on('exit', (code) => resolve(code ?? 1));
	}).then(async (code) => {
		if (guard.pid !== undefined && process.platform !== 'win32') await endGroup(guard.pid);
		running = false;
		return code;
	});

	const guarded: GuardedProcess = {
		ended,
		isRunning: () => running,
		stop: () => {
			if (running) guard.stdin?.end('stop\n');
			return ended;
		},
		kill: () => {
			if (running && guard.pid !== undefined) {
				if (process.platform === 'win32') guard.stdin?.end('stop\n');
				else killGroup(guard.pid);
			}
			return ended;
		},
	};
	alive.add(guarded);
	void ended.then(() => alive.delete(guarded));
	return guarded;
}

/** Kills everything that {@link startGuarded} started and that still runs; resolves when all of it is gone. */
export async function killAllGuarded(): Promise<void> {
	await Promise.all([...alive].map(async (guarded) => await guarded.kill()));
}
