/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compares a file of the repository, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorsPage } from '../../scripts/connectorsPage';

it('docs/connectors.md is what `npm run docs:connectors` writes', () => {
	const page = join(__dirname, '..', '..', 'docs', 'connectors.md');
	expect(readFileSync(page, 'utf8')).toBe(connectorsPage());
});
