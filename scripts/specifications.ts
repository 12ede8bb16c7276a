/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- writes files on the developer's machine, never inside n8n */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { contentsOf, hasCopies, SPECIFICATIONS } from './specificationSources';

/** Writes `test/connectors/specifications/*.json`: what the tests need of the vendors' specifications. */
async function writeTables(): Promise<void> {
	for (const [name, specification] of Object.entries(SPECIFICATIONS)) {
		const file = join(__dirname, '..', 'test', 'connectors', 'specifications', `${name}.json`);
		if (!hasCopies(specification)) {
			const copies = specification.sources.map(({ copy }) => copy).join(' and ');
			process.stdout.write(`${file} stays as it is: there is no copy of ${copies}.\n`);
			continue;
		}
		const options = { ...(await resolveConfig(file)), filepath: file };
		writeFileSync(file, await format(JSON.stringify(contentsOf(specification)), options));
		process.stdout.write(`${file}\n`);
	}
}

void writeTables();
