/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { existsSync, readFileSync } from 'node:fs';

const text = readFileSync('CONTRIBUTING.md', 'utf8');

it('names files that are there', () => {
	const rows = [...text.matchAll(/^\| [^|]+\?\s+\| `([^`]+)`/gm)].map(([, path]) => path);
	expect(rows.length).toBeGreaterThan(9);
	expect(rows.filter((path) => !existsSync(`nodes/OpenConnectors/${path}`))).toEqual([]);
});

it('is a guarantee whose sentences name tests that are there', () => {
	const guarantee = readFileSync('docs/guarantee.md', 'utf8');
	const paths = [...guarantee.matchAll(/`(test\/[\w./]+)`/g)].map(([, path]) => path);
	expect(paths.length).toBeGreaterThan(15);
	expect(paths.filter((path) => !existsSync(path))).toEqual([]);
});
