/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGES = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
	...['bench/README.md', 'examples/README.md', 'sandbox/README.md'],
	...readdirSync('docs', { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.md'))
		.map((path) => join('docs', path)),
];

const textOf = (page: string) => readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replace(/\s/g, '-');

const anchorsOf = (page: string) =>
	[...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));

describe.each(PAGES)('%s', (page) => {
	it('links to pages and headings that are there', () => {
		const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
		const dead = links
			.filter((link) => !/^[a-z]+:/.test(link))
			.filter((link) => {
				const [path, anchor] = link.split('#');
				const target = path === '' ? page : join(dirname(page), path);
				if (!existsSync(target)) return true;
				return anchor !== undefined && !anchorsOf(target).includes(anchor);
			});
		expect(dead).toEqual([]);
	});

	it('names commands that are there', () => {
		const { scripts }: { scripts: Record<string, string> } = JSON.parse(
			readFileSync('package.json', 'utf8'),
		);
		const named = [...readFileSync(page, 'utf8').matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)];
		expect(named.map(([, name]) => name).filter((name) => !(name in scripts))).toEqual([]);
	});
});
