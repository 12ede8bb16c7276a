/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a copy of the vendor's specification, where there is one beside the repository */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { insightly } from '../../nodes/OpenConnectors/connectors/insightly';

/** Not part of the repository: the vendor's paths are lines `#   /Contacts/Search:` of it. */
const SPECIFICATION = resolve(
	__dirname,
	'../../../shared/specs/insightly/insightly-v3.1.openapi.yaml',
);

const present = existsSync(SPECIFICATION);
const lines = present ? readFileSync(SPECIFICATION, 'utf8').split(/\r?\n/) : [];

/** The lines of a path, down to the next one. */
function sectionOf(path: string): readonly string[] {
	const start = lines.findIndex((line) => /^#?\s+\//.test(line) && line.includes(` ${path}:`));
	if (start < 0) return [];
	const length = lines.slice(start + 1).findIndex((line) => /^#?\s{1,3}\//.test(line));
	return lines.slice(start, length < 0 ? undefined : start + 1 + length);
}

const title = present
	? 'the specification of Insightly'
	: 'the specification of Insightly (skipped: no copy of insightly-v3.1.openapi.yaml beside the repository)';

(present ? describe : describe.skip)(title, () => {
	it.each(insightly.resources.map(({ name, path }) => [name, path]))(
		'has the path of %s, %s, with the parameters that are sent',
		(_name, path) => {
			const section = sectionOf(path).join('\n');
			for (const parameter of [
				'updated_after_utc',
				'field_name',
				'field_value',
				'skip',
				'top',
				'count_total',
			])
				expect(section).toMatch(new RegExp(`name: "?${parameter}"?\\b`));
		},
	);

	it('has no path that is not there', () => {
		expect(sectionOf('/Nothing/Search')).toEqual([]);
	});
});
