/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { peerVersion } from './loadPeer';

/** Where and with what a run was made. */
export interface Machine {
	/** `yyyy-MM-dd` */
	readonly date: string;
	readonly processor: string;
	readonly cores: number;
	readonly memoryGb: number;
	readonly system: string;
	readonly node: string;
	/** Mean number of programs that ran or waited for a core in the minute before the start. */
	readonly loadBefore: number;
	/** By package. */
	readonly versions: ReadonlyArray<readonly [string, string]>;
}

const BYTES_PER_GB = 1_073_741_824;

export function machine(root: string, peersFolder: string): Machine {
	const [processor] = cpus();
	const own: { readonly name: string; readonly version: string } = JSON.parse(
		readFileSync(join(root, 'package.json'), 'utf8'),
	);
	return {
		date: new Date().toISOString().slice(0, 10),
		processor: processor?.model ?? 'unknown',
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / BYTES_PER_GB),
		system: `${type()} ${release()}`,
		node: process.version,
		loadBefore: loadavg()[0],
		versions: [
			[own.name, own.version],
			...['@activepieces/pieces-common', 'n8n-nodes-base'].map(
				(name) => [name, peerVersion(peersFolder, name)] as const,
			),
			['n8n-core', peerVersion(root, 'n8n-core')],
		],
	};
}
