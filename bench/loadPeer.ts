/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Set by the parent process: the folder whose node_modules hold the peers. */
export const PEERS_VARIABLE = 'OPEN_CONNECTORS_BENCH_PEERS';

/** Loads a package that only the benchmark has. */
export function loadPeer<Module>(name: string): Module {
	return createRequire(join(folder(), 'package.json'))(name);
}

/** Version of a package that only the benchmark has. */
export function peerVersion(peersFolder: string, name: string): string {
	const path = join(peersFolder, 'node_modules', name, 'package.json');
	if (!existsSync(path)) return 'not installed';
	const { version }: { readonly version: string } = JSON.parse(readFileSync(path, 'utf8'));
	return version;
}

function folder(): string {
	const path = process.env[PEERS_VARIABLE];
	if (path === undefined) throw new Error(`${PEERS_VARIABLE} is not set`);
	return path;
}
