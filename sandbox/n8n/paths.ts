/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The checkout that this file belongs to. */
export const CHECKOUT = resolve(__dirname, '..', '..');

/**
 * Where n8n and its Node are kept between runs, outside the checkout: `OPEN_CONNECTORS_CACHE` when set, else
 * the platform's usual cache folder.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
	if (env.OPEN_CONNECTORS_CACHE) return resolve(env.OPEN_CONNECTORS_CACHE);
	return join(platformCache(env), 'n8n-nodes-open-connectors');
}

function platformCache(env: NodeJS.ProcessEnv): string {
	if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
	if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
	return env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
