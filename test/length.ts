import { ENGINES, type EngineName } from './harness/engines';

/** Of the project, by jest.config.js: `npm test` plays a part of what `npm run test:long` does. */
declare const IS_LONG_RUN: boolean;

/**
 * Rows of a table of tests: every `step`-th from `first` on in the short run, every `longStep`-th in the
 * long one.
 */
export function rows<T>(all: readonly T[], step: number, first = 0, longStep = 1): readonly T[] {
	const taken = upTo(step, longStep);
	return all.filter((_row, place) => place % taken === first % taken);
}

/** How many of something are played in the short run, and in the long one. */
export function upTo(short: number, long: number): number {
	return IS_LONG_RUN ? long : short;
}

/**
 * `it` of tests that are declared for several things in a row, for the one at this place: of so many tests, and rows
 * of tables, the short run plays one; the long run plays all.
 */
export function itInTurn(place: number, of: number) {
	let declared = place;
	const isPlayed = () => IS_LONG_RUN || (declared += 1) % of === 0;
	const one = (name: string, play: () => Promise<void>, timeoutMs?: number) => {
		if (isPlayed()) it(name, play, timeoutMs);
	};
	const each = (table: readonly unknown[]) => (name: string, play: () => Promise<void>) => {
		const played = table.filter(isPlayed);
		if (played.length > 0) it.each(played)(name, play);
	};
	return Object.assign(one, { each: each as jest.Each });
}

/** The same for tests that are declared under each engine: the short run plays each under one, by turns. */
export const itUnder = (engine: EngineName) => itInTurn(ENGINES.indexOf(engine), ENGINES.length);

/** `it` of a test that takes seconds for something rare: the long run alone plays it. */
export const itAtLength = itInTurn(0, Infinity);
