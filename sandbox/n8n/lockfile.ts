/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Progress } from './step';

const Entry = z.object({
	version: z.string().optional(),
	integrity: z.string().optional(),
	os: z.array(z.string()).optional(),
	cpu: z.array(z.string()).optional(),
	libc: z.array(z.string()).optional(),
});

const LockFile = z.object({ packages: z.record(z.string(), Entry) });

const Manifest = z.object({
	name: z.string(),
	version: z.string(),
	scripts: z.record(z.string(), z.string()).optional(),
});

/** Name, version and scripts of the package that stands in a folder. */
export function readManifest(directory: string): z.infer<typeof Manifest> {
	return Manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
}

function readPackages(path: string) {
	return LockFile.parse(JSON.parse(readFileSync(path, 'utf8'))).packages;
}

/** npm's own way of naming platforms: one of the words, or none of the negated ones. */
function allows(words: readonly string[] | undefined, mine: string): boolean {
	if (!words) return true;
	const forbidden = words.filter((word) => word.startsWith('!'));
	return words.includes(mine) || (forbidden.length > 0 && !forbidden.includes(`!${mine}`));
}

/**
 * Counts the packages of a lock file that stand in an installation of it, and those that will: all but the ones
 * meant for another platform. A package counts once its package.json is written.
 */
export function countInstalled(manifest: string, installation: string): () => Progress {
	const paths = Object.entries(readPackages(join(manifest, 'package-lock.json')))
		.filter(([path, { os, cpu, libc }]) => {
			const isForeign = !allows(os, process.platform) || !allows(cpu, process.arch);
			return path !== '' && !isForeign && !libc?.includes('musl');
		})
		.map(([path]) => join(installation, path, 'package.json'));
	return () => ({
		done: paths.filter((path) => existsSync(path)).length,
		total: paths.length,
		unit: 'packages',
	});
}

/**
 * Compares what npm says it installed (`node_modules/.package-lock.json`) with the lock file it was given.
 * A package that is only in the lock is fine: it is optional and meant for another platform.
 * @returns one line per package that is not the locked one; empty when all are.
 */
export function findDepartures(manifest: string, installation: string): string[] {
	const locked = readPackages(join(manifest, 'package-lock.json'));
	const installed = readPackages(join(installation, 'node_modules', '.package-lock.json'));
	return Object.entries(installed).flatMap(([path, found]) => {
		const wanted = locked[path];
		if (!wanted) return [`${path}@${found.version ?? '?'} is not in the lock file`];
		if (wanted.version !== found.version || wanted.integrity !== found.integrity) {
			return [`${path}@${found.version ?? '?'} instead of ${wanted.version ?? '?'}`];
		}
		return [];
	});
}

/** The version of a package that a lock file names at the top of `node_modules`. */
export function lockedVersion(manifest: string, name: string): string | undefined {
	return readPackages(join(manifest, 'package-lock.json'))[`node_modules/${name}`]?.version;
}
