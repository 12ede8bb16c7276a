/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- writes a file on the developer's machine, never inside n8n */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorsPage } from './connectorsPage';

/** Writes `docs/connectors.md`: what each connector watches, and how. */
const PAGE = join(__dirname, '..', 'docs', 'connectors.md');
writeFileSync(PAGE, connectorsPage());
process.stdout.write(`${PAGE}\n`);
