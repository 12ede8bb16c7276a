/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- writes a file on the developer's machine, never inside n8n */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import published from '../test/configuration/real-configurations.json';
import { compatibilityPage } from './compatibilityPage';

/** Writes `docs/compatibility.md`: what becomes of each configuration that the vendor published. */
const PAGE = join(__dirname, '..', 'docs', 'compatibility.md');
writeFileSync(PAGE, compatibilityPage(published));
process.stdout.write(`${PAGE}\n`);
