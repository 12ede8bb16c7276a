import type { Verdict } from './ledger';
import type { HostWorldChoice } from './plan';
import { playHostWorld } from './world';

export const PROMISES = ['lost', 'twice', 'invented', 'misjudged', 'misnamed'] as const;
export type HostPromise = (typeof PROMISES)[number];

/** What worlds came to, with the number of each that broke a promise. */
export interface Played {
	readonly broken: ReadonlyArray<Partial<Verdict>>;
	readonly told: number;
	readonly repeated: number;
	readonly largestState: number;
}

export async function playHostWorlds(
	from: number,
	to: number,
	choice: HostWorldChoice = {},
): Promise<Played> {
	const broken: Array<Partial<Verdict>> = [];
	let [told, repeated, largestState] = [0, 0, 0];
	for (let seed = from; seed <= to; seed += 1) {
		const verdict = await playHostWorld(seed, choice);
		const kinds = PROMISES.filter((what) => verdict[what].length > 0);
		if (kinds.length > 0)
			broken.push({ seed, ...Object.fromEntries(kinds.map((what) => [what, verdict[what]])) });
		told += verdict.told;
		repeated += verdict.repeated;
		largestState = Math.max(largestState, verdict.largestState);
	}
	return { broken, told, repeated, largestState };
}
