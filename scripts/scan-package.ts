/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../sandbox/n8n/explain';
import { buildAndPack, packageManifest, unpack } from '../sandbox/n8n/package';
import { CHECKOUT } from '../sandbox/n8n/paths';

/** What n8n's scanner lints in a published tarball (`analyzePackageByName` in scanner.mjs). */
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

interface Leg {
	readonly name: string;
	readonly directory: string;
	readonly patterns: readonly string[];
	/** A file that must be among those scanned: a scan of nothing passes, and would tell nothing. */
	readonly witness: string;
}

const report = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Runs the scanner that n8n runs on every community package, on the sources and on the packed tarball, without
 * the parts that need the published package (provenance, download).
 */
async function main(): Promise<void> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
		'@n8n/scan-community-package/scanner/scanner.mjs'
	);
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-scan-'));
	try {
		const unpacked = join(folder, 'package');
		await unpack(await buildAndPack(folder, report), unpacked);
		const legs: readonly Leg[] = [
			{
				name: 'sources',
				directory: CHECKOUT,
				patterns: SOURCE_FILE_PATTERNS,
				witness: 'nodes/OpenConnectors/OpenConnectorsPollTrigger.node.ts',
			},
			{
				name: 'tarball',
				directory: unpacked,
				patterns: TARBALL_PATTERNS,
				witness: 'dist/nodes/OpenConnectors/OpenConnectorsPollTrigger.node.js',
			},
		];
		const { name, version } = packageManifest();
		for (const { name: leg, directory, patterns, witness } of legs) {
			if (!existsSync(join(directory, witness))) {
				throw new SetupError(`The ${leg} of ${name} hold no ${witness}.`);
			}
			const result = await analyzePackage(directory, patterns);
			const verdict = result.passed ? 'passed' : `failed: ${result.message ?? ''}`;
			report(`${name}@${version} ${leg}: ${verdict}${result.details ? `\n${result.details}` : ''}`);
			if (!result.passed) process.exitCode = 1;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
