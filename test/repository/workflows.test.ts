/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the workflows of the repository */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '.github', 'workflows');

/** A tag can be moved to other code, a commit cannot; the comment tells people and bots which version it is. */
const PINNED = /^\s*(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** @returns the lines of a workflow that take an action by anything but a commit */
function unpinned(workflow: string): string[] {
	return workflow.split(/\r?\n/).filter((line) => /\buses:/.test(line) && !PINNED.test(line));
}

it('takes a commit with its version and nothing else', () => {
	const commit = 'a'.repeat(40);
	expect(unpinned(`      - uses: actions/checkout@${commit} # v6.0.2`)).toEqual([]);
	const wrong = [
		'      - uses: actions/checkout@v6',
		`      - uses: actions/checkout@${commit}`,
		`        uses: actions/checkout@${commit.slice(1)} # v6.0.2`,
	];
	expect(unpinned(wrong.join('\n'))).toEqual(wrong);
});

it.each(readdirSync(FOLDER))('%s pins its actions', (name) => {
	const workflow = readFileSync(join(FOLDER, name), 'utf8');
	expect(workflow).toContain('uses: ');
	expect(unpinned(workflow)).toEqual([]);
});
