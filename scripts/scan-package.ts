/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../sandbox/n8n/explain';
import { buildAndPack, packageManifest, unpack } from '../sandbox/n8n/package';
import { CHECKOUT } from '../sandbox/n8n/paths';
import { contentProblems, type PackedFile } from './packageContents';

/** What n8n's scanner lints in a published tarball (`analyzePackageByName` in scanner.mjs). */
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

interface Leg {
	readonly name: string;
	readonly directory: string;
	readonly patterns: readonly string[];
	/** A file that must be among those scanned: a scan of nothing passes, and would tell nothing. */
	readonly witness: string;
}

const Entries = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

const report = (line: string) => process.stdout.write(`${line}\n`);

function filesIn(directory: string): PackedFile[] {
	return readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name))
		.map((file) => ({
			path: relative(directory, file).split(sep).join('/'),
			bytes: statSync(file).size,
		}));
}

/** Checks that an unpacked package holds what runs and nothing else. */
function checkContents(unpacked: string): void {
	const files = filesIn(unpacked);
	const manifest = readFileSync(join(unpacked, 'package.json'), 'utf8');
	const { nodes, credentials } = Entries.parse(JSON.parse(manifest)).n8n;
	const problems = contentProblems(files, [...nodes, ...credentials]);
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	report(`Packed: ${files.length} files, ${bytes} bytes.`);
	for (const problem of problems) report(problem);
	if (problems.length > 0) process.exitCode = 1;
}

/**
 * Runs the scanner that n8n runs on every community package, on the sources and on the packed tarball, without
 * the parts that need the published package (provenance, download), and checks what the tarball holds.
 */
async function main(): Promise<void> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
		'@n8n/scan-community-package/scanner/scanner.mjs'
	);
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-scan-'));
	try {
		const unpacked = join(folder, 'package');
		await unpack(await buildAndPack(folder, report), unpacked);
		checkContents(unpacked);
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
