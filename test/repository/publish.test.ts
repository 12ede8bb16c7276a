/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows of the repository */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { name, scripts, version } from '../../package.json';
import { distTagOf, releaseProblems } from '../../scripts/releaseProblems';

const ROOT = join(__dirname, '..', '..');

const Permissions = z.record(z.string(), z.string());
const Step = z.object({
	run: z.string().optional(),
	uses: z.string().optional(),
	env: z.record(z.string(), z.string()).optional(),
});
const Job = z.object({
	needs: z.string().optional(),
	environment: z.string().optional(),
	permissions: Permissions.optional(),
	steps: z.array(Step),
});
const Workflow = z.object({
	on: z.unknown(),
	permissions: Permissions,
	jobs: z.object({ checks: Job, publish: Job }).strict(),
});

const text = readFileSync(join(ROOT, '.github', 'workflows', 'publish.yml'), 'utf8');
const { on, permissions, jobs } = Workflow.parse(parse(text));
const { checks, publish } = jobs;

const runs = ({ steps }: z.infer<typeof Job>) => steps.flatMap(({ run }) => run ?? []);
const release = publish.steps.find(({ run }) => run === 'npm run release');

it('version tags alone start it', () => {
	expect(on).toEqual({ push: { tags: ['[0-9]+.[0-9]+.[0-9]+*'] } });
});

it('only publishing may ask GitHub for a signature, and nothing may write', () => {
	expect(permissions).toEqual({ contents: 'read' });
	expect(checks.permissions).toBeUndefined();
	expect(publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
	expect(publish.environment).toBe('npm');
});

it('nothing is published before tag, tests, types, scanner and rehearsal are right', () => {
	expect(publish.needs).toBe('checks');
	expect(runs(checks)).toEqual([
		'npm ci',
		'npx tsx scripts/check-release.ts "$TAG"',
		'npm test',
		'npm run typecheck',
		'npm run scan',
		'npm run release:rehearse',
	]);
});

it('n8n-node publishes last, with provenance', () => {
	expect(scripts.release).toBe('n8n-node release');
	expect(publish.steps.at(-1)).toBe(release);
	expect(release?.env?.NPM_CONFIG_PROVENANCE).toBe('true');
});

it('a prerelease goes to the tag "next"', () => {
	expect(release?.env?.NPM_CONFIG_TAG).toBe(
		"${{ contains(github.ref_name, '-') && 'next' || 'latest' }}",
	);
});

it('no secret but the token of the first version is used', () => {
	const secrets = [...text.matchAll(/\bsecrets\.(\w+)/g)].map(([, name]) => name);
	expect(secrets).toEqual(['NPM_TOKEN']);
});

it('this version can be tagged', () => {
	const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
	expect(releaseProblems(version, version, changelog)).toEqual([]);
});

it('the README installs the kind of version that this is', () => {
	const [, entered] =
		/^2\. Enter `([^`]+)`/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
	expect(entered).toBe(distTagOf(version) === 'next' ? `${name}@next` : name);
});
