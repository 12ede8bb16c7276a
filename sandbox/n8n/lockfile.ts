/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const LockFile = z.object({
	packages: z.record(
		z.object({
			version: z.string().optional(),
			integrity: z.string().optional(),
		}),
	),
});

function readPackages(path: string) {
	return LockFile.parse(JSON.parse(readFileSync(path, 'utf8'))).packages;
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
