import { ConfigurationError } from '../../configuration/types';
import type { ResourceSettings } from '../../configuration/language';

export type Values = Readonly<Record<string, string>>;

/** Each costs a request a poll. */
const MOST_LISTS = 100;

/**
 * The values for which a resource is read, one list for each; of several path variables every
 * combination. One list without values where there are none.
 *
 * @throws ConfigurationError for more than are read
 */
export function valuesOf(name: string, values: ResourceSettings['values'] = {}): readonly Values[] {
	const entries = Object.entries(values);
	const count = entries.reduce((product, [, list]) => product * new Set(list).size, 1);
	if (count > MOST_LISTS) {
		throw new ConfigurationError(
			`${name}.values`,
			`means ${count} lists, and one resource reads ${MOST_LISTS} at most. Split them over several resources.`,
		);
	}
	return entries.reduce<readonly Values[]>(
		(lists, [variable, list]) =>
			lists.flatMap((known) =>
				[...new Set(list)].map((value) => ({ ...known, [variable]: String(value) })),
			),
		[{}],
	);
}

/** How the list of some values is called in states: `issues (repo=a)`. */
export function nameWith(name: string, values: Values): string {
	const texts = Object.entries(values).map(([variable, value]) => `${variable}=${value}`);
	return texts.length === 0 ? name : `${name} (${texts.join(', ')})`;
}
