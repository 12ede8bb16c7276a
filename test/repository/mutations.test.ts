import { mutated, mutationsOf, sample } from '../../scripts/mutations';

const SOURCE = `import { a } from './a';
const LIMIT = 5;
export function f(n: number, isOpen: boolean): boolean {
	if (isOpen) log(n);
	return !isOpen && n < LIMIT;
}
`;

const changed = mutationsOf('f.ts', SOURCE).map(({ line, from, to }) => [line, from, to]);

it('turns conditions round, makes named numbers zero, leaves calls out', () => {
	expect(changed).toEqual([
		[2, '5', '0'],
		[4, 'isOpen', 'true'],
		[4, 'isOpen', 'false'],
		[4, 'log(n);', ';'],
		[5, '&&', '||'],
		[5, '!isOpen', 'isOpen'],
		[5, '<', '<='],
	]);
});

it('replaces that text alone', () => {
	const [first] = mutationsOf('f.ts', SOURCE);
	expect(mutated(SOURCE, first)).toBe(SOURCE.replace('LIMIT = 5', 'LIMIT = 0'));
});

it('picks the same changes for the same seed, wherever they stand in the file', () => {
	const below = `\n\n${SOURCE}`;
	const picked = (source: string) =>
		sample(mutationsOf('f.ts', source), 3, 7).map(({ from, to }) => [from, to]);
	expect(picked(below)).toEqual(picked(SOURCE));
	expect(sample(mutationsOf('f.ts', SOURCE), 3, 8)).not.toEqual(
		sample(mutationsOf('f.ts', SOURCE), 3, 7),
	);
});
