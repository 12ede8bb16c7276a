/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { execFileSync } from 'node:child_process';

const LOOK_EVERY_MS = 500;
/** npm, its shell, tsx, us: deeper than that nobody of ours stands. */
const MOST_LEVELS = 4;

interface Ancestor {
	readonly pid: number;
	readonly parent: number;
	readonly command: string;
}

function look(pid: number): Ancestor | undefined {
	try {
		const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
		const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(line) ?? [];
		return parent ? { pid, parent: Number(parent), command: command ?? '' } : undefined;
	} catch {
		return undefined;
	}
}

function isNpm({ command }: Ancestor): boolean {
	return /(^|[\\/])npm(-cli\.js)?(\s|$)/.test(command);
}

/** Our parent and the processes above it, up to the npm that runs us; only the parent when no npm does. */
function findAncestors(): number[] {
	const chain: number[] = [];
	for (let pid = process.ppid; chain.length < MOST_LEVELS; ) {
		const ancestor = look(pid);
		if (!ancestor) break;
		chain.push(pid);
		if (isNpm(ancestor)) return chain;
		pid = ancestor.parent;
	}
	return [process.ppid];
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
 * Calls `leave` once when one of the processes that stand between us and the person who typed `npm start` is gone:
 * a signal for npm alone never reaches us, because the shell between us does not pass it on.
 */
export function whenOrphaned(leave: () => void): void {
	const ancestors = process.platform === 'win32' ? [process.ppid] : findAncestors();
	const timer = setInterval(() => {
		if (ancestors.every(isAlive)) return;
		clearInterval(timer);
		leave();
	}, LOOK_EVERY_MS);
	timer.unref();
}
