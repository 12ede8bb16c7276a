import { isGiven, type JsonObject } from './value';

/** Which keys an object may have, and how else they are written. */
export interface Vocabulary {
	readonly keys: readonly string[];
	/** Other spellings in lower case, and the key each means. */
	readonly aliases: Readonly<Record<string, string>>;
}

export interface SortedKeys {
	/** The given values by documented key. */
	readonly known: ReadonlyMap<string, unknown>;
	readonly unknown: ReadonlyArray<readonly [key: string, value: unknown]>;
	/** Keys that say the same as another one, differently; the other one counts. */
	readonly overruled: ReadonlyArray<readonly [key: string, by: string]>;
	/** Documented keys whose only values are null or blank. */
	readonly blank: readonly string[];
}

/** Sorts the keys of an object by what they mean. Values that are null or blank are not given. */
export function sortKeys(given: JsonObject, { keys, aliases }: Vocabulary): SortedKeys {
	const meant = new Map([
		...keys.map((key) => [key.toLowerCase(), key] as const),
		...Object.entries(aliases),
	]);
	const taken = new Map<string, string>();
	const unknown: Array<readonly [string, unknown]> = [];
	const overruled: Array<readonly [string, string]> = [];
	const blank = new Set<string>();
	for (const [key, value] of Object.entries(given)) {
		const meaning = meant.get(key.toLowerCase());
		if (meaning === undefined) unknown.push([key, value]);
		else if (!isGiven(value)) blank.add(meaning);
		else {
			const other = taken.get(meaning);
			const [loser, winner] = key === meaning && other !== undefined ? [other, key] : [key, other];
			if (winner === undefined || key === winner) taken.set(meaning, key);
			if (winner !== undefined && loser !== undefined && given[loser] !== given[winner])
				overruled.push([loser, winner]);
		}
	}
	const known = new Map([...taken].map(([meaning, key]) => [meaning, given[key]] as const));
	return { known, unknown, overruled, blank: [...blank].filter((key) => !known.has(key)) };
}

const LONGEST_KEY = 40;

/** Slips of which a word of so many letters is still recognised, where what it means is acted on. */
const FEW_SLIPS = (letters: number) => Math.min(2, letters / 3);
/** Where the word is refused in any case, and a guess helps. */
export const MANY_SLIPS = (letters: number) => (letters < 5 ? 1 : Math.max(2, letters / 3));

/**
 * The word that was probably meant by a misspelled one, letter case aside.
 *
 * @param most slips by the number of letters of the word that is meant
 */
export function nearestKey(
	key: string,
	keys: readonly string[],
	most: (letters: number) => number = FEW_SLIPS,
): string | undefined {
	if (key.length > LONGEST_KEY) return undefined;
	const near = keys
		.map((candidate) => ({ candidate, slips: slips(bare(key), bare(candidate)) }))
		.sort((a, b) => a.slips - b.slips)[0];
	return near.slips <= most(near.candidate.length) ? near.candidate : undefined;
}

/** Without what tells one way of joining words from another. */
function bare(key: string): string {
	return key.toLowerCase().replace(/[-_ .]/g, '');
}

/** How many letters have to be put in, left out, changed or swapped with their neighbour (Damerau and Levenshtein). */
function slips(from: string, to: string): number {
	let above: number[] = [];
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let at = 0; at < from.length; at += 1) {
		const next = [at + 1];
		for (let left = 0; left < to.length; left += 1) {
			const changed = row[left] + (from[at] === to[left] ? 0 : 1);
			const isSwapped =
				at > 0 && left > 0 && from[at] === to[left - 1] && from[at - 1] === to[left];
			const swapped = isSwapped ? above[left - 1] + 1 : Infinity;
			next.push(Math.min(changed, row[left + 1] + 1, next[left] + 1, swapped));
		}
		[above, row] = [row, next];
	}
	return row[to.length];
}
