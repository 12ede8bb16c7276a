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
