/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- asks git for the files of the repository */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holdsConflict, leftoversAmong } from './leftovers';

const ROOT = join(__dirname, '..', '..');

function gitFiles(...options: string[]): string[] {
	const out = execFileSync('git', ['ls-files', '-z', ...options], { cwd: ROOT, encoding: 'utf8' });
	return out.split('\0').filter((path) => path !== '');
}

describe('the check', () => {
	it.each([
		'nodes/OpenConnectors/streams/definition.ts.orig',
		'nodes/parse.ts.rej',
		'README.md.bak',
		'README.md~',
		'npm-debug.log',
		'core.tmp',
		'test/.parse.test.ts.swp',
		'.vscode/settings.json',
		'nodes/.DS_Store',
		'n8n-nodes-open-connectors-0.1.0.tgz',
	])('refuses %s', (path) => {
		expect(leftoversAmong(['README.md', path])).toEqual([path]);
	});

	it('lets sources pass', () => {
		const sources = [
			'.github/workflows/ci.yml',
			'.npmrc',
			'docs/node.png',
			'nodes/log.ts',
			'LICENSE',
		];
		expect(leftoversAmong(sources)).toEqual([]);
	});

	it('knows an unfinished merge from a heading', () => {
		const [ours, base, theirs] = ['<', '|', '>'].map((sign) => sign.repeat(7));
		expect(holdsConflict(`a\n${ours} HEAD\nb\n=======\nc\n${theirs} main\n`)).toBe(true);
		expect(holdsConflict(`a\r\n${base}\r\nb`)).toBe(true);
		expect(holdsConflict('Title\n=======\n| a |\n')).toBe(false);
	});
});

// A source archive has no history to ask.
const inGit = existsSync(join(ROOT, '.git')) ? describe : describe.skip;

inGit('the repository (skipped where it is no git checkout)', () => {
	const files = gitFiles().filter((path) => existsSync(join(ROOT, path)));

	it('holds no leftovers', () => {
		expect(files).toContain('package.json');
		expect(leftoversAmong(files)).toEqual([]);
	});

	it('holds nothing that .gitignore hides', () => {
		expect(gitFiles('--cached', '--ignored', '--exclude-standard')).toEqual([]);
	});

	it('holds no unfinished merge', () => {
		const unfinished = files.filter((path) =>
			holdsConflict(readFileSync(join(ROOT, path), 'utf8')),
		);
		expect(unfinished).toEqual([]);
	});
});
