/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- asks git on the developer's machine, never inside n8n */
import { execFileSync } from 'node:child_process';
import { commitProblems } from './commitProblems';

/** `tsx scripts/check-commits.ts origin/main..HEAD`: fails when a commit of the range has no good message. */
const [range = 'origin/main..HEAD'] = process.argv.slice(2);
const log = execFileSync('git', ['log', '--no-merges', '-z', '--format=%h%n%B', range], {
	encoding: 'utf8',
});
const commits = log.split('\0').filter((entry) => entry !== '');
for (const commit of commits) {
	const [hash, ...lines] = commit.split('\n');
	for (const problem of commitProblems(lines.join('\n'))) {
		process.stderr.write(`${hash} ${lines[0]}\n  ${problem}\n`);
		process.exitCode = 1;
	}
}
process.stdout.write(`${commits.length} commit messages read.\n`);
