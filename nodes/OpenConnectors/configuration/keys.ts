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
	for (const [key, value] of Object.entries(given)) {
		const meaning = meant.get(key.toLowerCase());
		if (meaning === undefined) unknown.push([key, value]);
		else if (isGiven(value)) {
			const other = taken.get(meaning);
			const [loser, winner] = key === meaning && other !== undefined ? [other, key] : [key, other];
			if (winner === undefined || key === winner) taken.set(meaning, key);
			if (winner !== undefined && loser !== undefined && given[loser] !== given[winner])
				overruled.push([loser, winner]);
		}
	}
	const known = new Map([...taken].map(([meaning, key]) => [meaning, given[key]] as const));
	return { known, unknown, overruled };
}

const LONGEST_KEY = 40;
const MOST_SLIPS = 2;

/** The key that was probably meant by a misspelled one. */
export function nearestKey(key: string, keys: readonly string[]): string | undefined {
	if (key.length > LONGEST_KEY) return undefined;
	const near = keys
		.map((candidate) => ({ candidate, slips: slips(key.toLowerCase(), candidate.toLowerCase()) }))
		.sort((a, b) => a.slips - b.slips)[0];
	return near.slips <= Math.min(MOST_SLIPS, near.candidate.length / 3) ? near.candidate : undefined;
}

/** How many letters have to be put in, left out or changed (Levenshtein). */
function slips(from: string, to: string): number {
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let above = 0; above < from.length; above += 1) {
		const next = [above + 1];
		for (let left = 0; left < to.length; left += 1) {
			const changed = row[left] + (from[above] === to[left] ? 0 : 1);
			next.push(Math.min(changed, row[left + 1] + 1, next[left] + 1));
		}
		row = next;
	}
	return row[to.length];
}
