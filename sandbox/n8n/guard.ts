/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

/**
 * Stands between us and a long-running program so that it cannot outlive us, not even when we are
 * killed with SIGKILL. Runs in a process group of its own; its standard input is a pipe that only our
 * process holds open. When that pipe closes, the program is asked to end, and what is left of it after
 * the grace period is killed. A word on the pipe before it closes means that we are alive and asked;
 * without one we are gone, and the guard also removes the folder that we would have removed.
 *
 * Arguments: grace period in ms, folder to remove when we are gone ('' for none), command, its arguments.
 * Exit code: the program's own; 1 when a signal ended it; 127 when it could not be started.
 */
const [graceMs, folderToRemove, command, ...args] = process.argv.slice(2);

let weAreAlive = true;
let asked = false;
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });

function endTree(signal: 'SIGTERM' | 'SIGKILL'): void {
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
	} else {
		process.kill(-process.pid, signal);
	}
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

process.stdin.on('error', () => {});
process.stdin.on('data', () => {
	asked = true;
});
process.stdin.on('close', () => {
	weAreAlive = asked;
	if (process.platform === 'win32') endTree('SIGKILL');
	else child.kill('SIGTERM');
	setTimeout(() => child.kill('SIGKILL'), Number(graceMs));
});

child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code) => {
	endTree('SIGTERM');
	if (!weAreAlive) {
		if (folderToRemove) rmSync(folderToRemove, { recursive: true, force: true, maxRetries: 5 });
		endTree('SIGKILL');
	}
	process.exit(code ?? 1);
});
