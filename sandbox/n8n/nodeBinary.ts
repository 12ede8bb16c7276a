/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The Node that an n8n asks for. */
export interface NodeNeed {
	/** As an error names it. */
	readonly version: string;
	fits(major: number, minor: number): boolean;
	/** npm packages that hold nothing but such a Node and its headers; the newest of each platform. */
	readonly packages: Readonly<Record<string, NodePackage>>;
}

export interface NodePackage {
	readonly name: string;
	readonly version: string;
}

export interface NodeRuntime {
	/** Absolute path of the Node binary. */
	readonly binary: string;
	/** Folder whose `include/node` has the headers for compiling against it, when there is one. */
	readonly headers?: string;
}

/** The package to install for this platform, or undefined when npm has none. */
export function nodePackage({ packages }: NodeNeed): NodePackage | undefined {
	return packages[`${process.platform}-${process.arch}`];
}

/** The Node that runs us, when the n8n runs on it too. */
export function runningNode({ fits }: NodeNeed): NodeRuntime | undefined {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (!fits(major, minor)) return undefined;
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
