/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tells what is skipped, never inside n8n */
import { stdout } from 'node:process';
import { contentsOf, hasCopies, SPECIFICATIONS } from '../../scripts/specificationSources';

/** A test that a table holds what the specification says, where there is a copy of that. */
export function expectTableOf(name: keyof typeof SPECIFICATIONS, table: object): void {
	const specification = SPECIFICATIONS[name];
	const title = `the table of ${name} is what \`npm run docs:specifications\` writes`;
	const copies = specification.sources.map(({ copy }) => copy).join(' and ');
	const missing = hasCopies(specification) ? undefined : `there is no copy of ${copies}`;
	const run = missing === undefined ? it : it.skip;
	run(titleOf(title, missing), () => {
		expect(table).toEqual(contentsOf(specification));
	});
}

/**
 * `describe` for tests that read a specification whose vendor does not let it be kept in the repository.
 * `missing`: what is not there, as "there is no copy of …"; the tests are skipped then, and a line says so.
 */
export function describeUnlessMissing(
	title: string,
	missing: string | undefined,
	body: () => void,
): void {
	const run = missing === undefined ? describe : describe.skip;
	run(titleOf(title, missing), body);
}

function titleOf(title: string, missing: string | undefined): string {
	if (missing === undefined) return title;
	const message = `${title} (skipped: ${missing} beside the repository)`;
	stdout.write(`${message}\n`);
	return message;
}
