/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs where the package is published, never inside n8n */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNpm, npmEnvironment } from '../sandbox/n8n/npm';
import { buildAndPack } from '../sandbox/n8n/package';
import { version } from '../package.json';
import { distTagOf, releaseProblems } from './releaseProblems';

/** Nobody listens there: whatever goes wrong, nothing is published. */
const REGISTRY = '127.0.0.1:9';

/** Given with the permission `id-token: write` of `.github/workflows/publish.yml` alone. */
const SIGNING = /^ACTIONS_ID_TOKEN_/;

/** npm's last words where it has everything but GitHub's signature. */
const UNSIGNED = 'requires "write" access to the "id-token" permission';

const report = (line: string) => process.stdout.write(`${line}\n`);

/** Publishes a tarball as the workflow does, to nowhere. @returns all that npm says */
function publish(tarball: string, tag: string): string {
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			findNpm(),
			'publish',
			tarball,
			`--registry=http://${REGISTRY}`,
			`--//${REGISTRY}/:_authToken=none`,
			'--ignore-scripts',
			// Whatever this runs under: what npm says is what counts.
			'--loglevel=notice',
		],
		{
			encoding: 'utf8',
			env: {
				...Object.fromEntries(
					Object.entries(npmEnvironment()).filter(([name]) => !SIGNING.test(name)),
				),
				GITHUB_ACTIONS: 'true',
				NPM_CONFIG_PROVENANCE: 'true',
				NPM_CONFIG_TAG: tag,
			},
		},
	);
	return `${stdout}${stderr}`;
}

/**
 * Does what `.github/workflows/publish.yml` does with the version of package.json, up to the signature of its
 * provenance, which npm asks of GitHub for that workflow alone.
 */
async function main(): Promise<readonly string[]> {
	const changelog = readFileSync(join(__dirname, '..', 'CHANGELOG.md'), 'utf8');
	const problems = releaseProblems(version, version, changelog);
	if (problems.length > 0) return problems;
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-release-'));
	try {
		const tarball = await buildAndPack(folder, report);
		const tag = distTagOf(version);
		const words = publish(tarball, tag);
		const reached = [`with tag ${tag} `, UNSIGNED].filter((end) => !words.includes(end));
		if (reached.length > 0) return [words, `npm never said: ${reached.join(', ')}`];
		report(`${version} would be published with the tag ${tag}.`);
		report(
			'What is missing: the signature of its provenance, which GitHub gives publish.yml alone.',
		);
		return [];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().then(
	(problems) => {
		for (const problem of problems) process.stderr.write(`${problem}\n`);
		if (problems.length > 0) process.exitCode = 1;
	},
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	},
);
