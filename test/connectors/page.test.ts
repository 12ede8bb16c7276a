/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compares files of the repository, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { connectorsPage, withResources } from '../../scripts/connectorsPage';

const DOCS = join(__dirname, '..', '..', 'docs');

it('docs/connectors.md is what `npm run docs:connectors` writes', () => {
	expect(readFileSync(join(DOCS, 'connectors.md'), 'utf8')).toBe(connectorsPage());
});

it.each(Object.values(CONNECTORS))(
	'the page of $displayName has what `npm run docs:connectors` writes',
	(definition) => {
		const page = readFileSync(join(DOCS, 'connectors', `${definition.key}.md`), 'utf8');
		expect(withResources(page, definition)).toBe(page);
	},
);
