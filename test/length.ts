/** Of the project, by jest.config.js: `npm test` plays a part of what `npm run test:oracles` does. */
declare const IS_LONG_RUN: boolean;

/** Rows of a table of tests: all in the long run, every `step`-th from `first` on in the short one. */
export const rows = <T>(all: readonly T[], step: number, first = 0): readonly T[] =>
	IS_LONG_RUN ? all : all.filter((_row, place) => place % step === first % step);
