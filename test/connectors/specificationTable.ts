import { contentsOf, hasCopies, SPECIFICATIONS } from '../../scripts/specificationSources';

/** A test that a table holds what the specification says, where there is a copy of that. */
export function expectTableOf(name: keyof typeof SPECIFICATIONS, table: object): void {
	const specification = SPECIFICATIONS[name];
	const copies = specification.sources.map(({ copy }) => copy).join(' and ');
	const title = `the table of ${name} is what \`npm run docs:specifications\` writes`;
	if (hasCopies(specification))
		it(title, () => {
			expect(table).toEqual(contentsOf(specification));
		});
	else it.skip(`${title} (skipped: no copy of ${copies} beside the repository)`, () => {});
}
