/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs where the package is published, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { releaseProblems } from './releaseProblems';

/** `tsx scripts/check-release.ts 0.2.0`: fails unless this checkout is what the tag says. */
const [tag = ''] = process.argv.slice(2);
const changelog = readFileSync(join(__dirname, '..', 'CHANGELOG.md'), 'utf8');
const problems = releaseProblems(tag, version, changelog);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
