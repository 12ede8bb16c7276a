import { attempt } from '../../nodes/OpenConnectors/configuration/attempt';
import { PART_KEYS, SETTINGS_KEYS } from '../../nodes/OpenConnectors/configuration/settingsSchema';
import { DATE_ALIASES, RESOURCE_ALIASES } from '../../nodes/OpenConnectors/configuration/schema';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { rows } from '../length';
import configurations from './restConfigurations.json';

/** The message of a configuration that is refused; undefined for one that is read. */
function refusalOf(source: unknown): string | undefined {
	const { error } = attempt(() => parsePollerConfiguration(source, 'whole'));
	if (error === undefined) return undefined;
	expect(error).toBeInstanceOf(ConfigurationError);
	return error instanceof Error ? error.message : '';
}

const ALL = rows(Object.entries(configurations), 4);

/** A key with a letter, of long ones each third, left out, doubled, changed or swapped with its neighbour. */
function misspelt(key: string): readonly string[] {
	const letters = [...key].map((_, at) => at).filter((at) => key.length < 9 || at % 3 === 1);
	return letters.flatMap((at) => [
		key.slice(0, at) + key.slice(at + 1),
		key.slice(0, at) + key[at] + key.slice(at),
		`${key.slice(0, at)}q${key.slice(at + 1)}`,
		key.slice(0, at) + (key[at + 1] ?? '') + key[at] + key.slice(at + 2),
	]);
}

const NEVER_MEANT = ['xPath', 'in'];
const LEVELS: ReadonlyArray<readonly [level: string, keys: readonly string[]]> = [
	['', SETTINGS_KEYS],
	...Object.entries(PART_KEYS),
];
const KNOWN = new Set([
	...LEVELS.flatMap(([, keys]) => keys.map((key) => key.toLowerCase())),
	...Object.keys({ ...DATE_ALIASES, ...RESOURCE_ALIASES }),
]);

describe.each(LEVELS)('a misspelt key in "%s"', (level, keys) => {
	const wrong = keys
		.filter((key) => !NEVER_MEANT.includes(key))
		.flatMap((key) => misspelt(key).map((slip) => [key, slip] as const))
		.filter(([, slip]) => slip !== '' && !KNOWN.has(slip.toLowerCase()));

	it('is refused, and the key that was meant is named', () => {
		const unnamed = wrong.filter(([key, slip]) => {
			const part = { type: 'cursor', [slip]: 1 };
			const inside =
				level === 'errors' ? [{ [slip]: 1 }] : level === 'paging' ? part : { [slip]: 1 };
			const things = level === '' ? { url: '/a', [slip]: 1 } : { url: '/a', [level]: inside };
			const message = refusalOf({ things }) ?? '';
			return (
				!message.includes(`"${slip}" is not known: did you mean`) || !message.includes(`"${key}"`)
			);
		});
		expect(wrong.length).toBeGreaterThan(4);
		expect(unnamed).toEqual([]);
	});
});

interface Mutation {
	readonly kind: 'dropped' | 'misspelt' | 'wrong';
	readonly path: readonly string[];
	readonly source: unknown;
}

/** Values of every kind that no key of these configurations takes. */
const WRONG: readonly unknown[] = [[], [[]], { a: 1 }, Number.NaN];
/** What belongs to the API and not to the language. */
const FREE = new Set(['body', 'headers', 'values', 'equals']);

function mutationsOf(resources: object): readonly Mutation[] {
	return pathsIn(resources, 1).flatMap((path): readonly Mutation[] => {
		const key = path[path.length - 1];
		const isFree = path.some((step) => FREE.has(step));
		const isEntry = /^\d+$/.test(key);
		const takesList = isEntry || key === 'errors';
		const wrong = isFree ? [] : WRONG.filter((value) => !takesList || !Array.isArray(value));
		return [
			{ kind: 'dropped', path, source: changedAt(resources, path, () => []) },
			...(isFree || isEntry
				? []
				: [
						{
							kind: 'misspelt' as const,
							path,
							source: changedAt(resources, path, ([name, value]) => [
								[`${name.slice(0, -1)}q`, value],
							]),
						},
					]),
			...wrong.map((value) => ({
				kind: 'wrong' as const,
				path,
				source: changedAt(resources, path, ([name]) => [[name, value]]),
			})),
		];
	});
}

type Field = readonly [name: string, value: unknown];

/** The paths of all values that lie deeper than so many levels. */
function pathsIn(value: unknown, depth: number): ReadonlyArray<readonly string[]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => [
		...(depth > 0 ? [] : [[key]]),
		...pathsIn(part, depth - 1).map((path) => [key, ...path]),
	]);
}

function changedAt(
	whole: unknown,
	[step, ...rest]: readonly string[],
	change: (field: Field) => readonly Field[],
): unknown {
	const fields = Object.entries(Object(whole)).flatMap((field): readonly Field[] => {
		if (field[0] !== step) return [field];
		return rest.length === 0 ? change(field) : [[step, changedAt(field[1], rest, change)]];
	});
	return Array.isArray(whole) ? fields.map(([, value]) => value) : Object.fromEntries(fields);
}

describe.each(ALL)('a change of the configuration of %s', (_name, resources) => {
	const changed = mutationsOf(resources);

	it('is read or refused, and nothing else happens', () => {
		expect(changed.length).toBeGreaterThan(20);
		for (const { source } of changed) expect(typeof refusalOf(source)).toMatch(/string|undefined/);
	});

	it('is refused where a key is misspelt or has a value of another kind', () => {
		const accepted = changed.filter(({ kind, source }) => kind !== 'dropped' && !refusalOf(source));
		expect(accepted.map(({ kind, path }) => `${kind} ${path.join('.')}`)).toEqual([]);
	});

	it('is named by its path where it is refused', () => {
		const [name] = Object.keys(resources);
		for (const { source, kind } of changed) {
			if (kind === 'misspelt')
				expect(refusalOf(source)).toMatch(new RegExp(`^${name}\\.[\\w.]+: .*did you mean`));
		}
	});
});
