/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- writes files on the developer's machine, never inside n8n */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTORS } from '../nodes/OpenConnectors/connectors';
import { connectorsPage, withResources } from './connectorsPage';

/** Writes `docs/connectors.md`, and into the page of each connector what it watches, and how. */
const DOCS = join(__dirname, '..', 'docs');

function write(path: string, text: string): void {
	writeFileSync(path, text);
	process.stdout.write(`${path}\n`);
}

write(join(DOCS, 'connectors.md'), connectorsPage());
for (const definition of Object.values(CONNECTORS)) {
	const path = join(DOCS, 'connectors', `${definition.key}.md`);
	write(path, withResources(readFileSync(path, 'utf8'), definition));
}
