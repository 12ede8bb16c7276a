/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SetupError } from './explain';

/**
 * The npm that runs us (`npm start` tells it), else the one that belongs to our Node.
 * @returns the path of npm's JavaScript entry, to be run by whichever Node is wanted.
 */
export function findNpm(): string {
	const prefix = dirname(process.execPath);
	const candidates = [
		process.env.npm_execpath,
		join(prefix, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(prefix, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const found = candidates.find(
		(path) => path && basename(path) === 'npm-cli.js' && existsSync(path),
	);
	if (!found) {
		throw new SetupError(
			`No npm was found beside ${process.execPath}. What to do: start this through npm ("npm start", "npm run …").`,
		);
	}
	return found;
}

/**
 * Our environment without what npm tells the scripts it runs: the project's own settings (such as its
 * `ignore-scripts`) must not leak into the npm that we start, while the user's own (registry, proxy) stay.
 */
export function npmEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const leaks =
		/^npm_(package|lifecycle|command|node|execpath|config_(ignore_scripts|local_prefix|prefix|nodedir|omit|include|workspaces?|dry_run|json|global))/i;
	const own = Object.entries(process.env).filter(([name]) => !leaks.test(name));
	return { ...Object.fromEntries(own), NODE_OPTIONS: undefined, ...extra };
}
