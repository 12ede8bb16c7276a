const { readdirSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

/**
 * `unit` runs everywhere in about two minutes; `sandbox` tests the stand-ins that it runs against; `long` plays at length
 * what `unit` plays a part of; `zod4` runs what reads configurations, positions and states once more with zod 4, as
 * n8n's module path decides which zod there is;
 * `n8n` needs the real n8n, which it installs into a cache, and `browser` a Chromium beside it; `soak` plays for many minutes what `unit` plays for seconds.
 */
const shared = {
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	testEnvironment: '<rootDir>/test/environment.js',
	runtime: '<rootDir>/test/runtime.js',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/peers/'],
	globals: { IS_LONG_RUN: true },
};

/** What `unit` does not play at all: the conformance tests play each connector in short. */
const ONLY_LONG = '**/test/connectors/*{Oracle,Zones}.test.ts';

/** Test files of which the short run plays a part: they, or what they share with others, ask `test/length.ts`. */
function playedInPart() {
	const root = join(__dirname, 'test');
	const files = readdirSync(root, { recursive: true }).filter((file) => file.endsWith('.ts'));
	const using = (names) => {
		const importing = new RegExp(`from '[./]+(?:${names.join('|')})'`);
		return files.filter((file) => importing.test(readFileSync(join(root, file), 'utf8')));
	};
	const isTest = (file) => file.endsWith('.test.ts');
	const helpers = using(['length']).filter((file) => !isTest(file));
	const names = ['length', ...helpers.map((file) => basename(file, '.ts'))];
	return using(names)
		.filter(isTest)
		.map((file) => `<rootDir>/test/${file}`);
}

module.exports = {
	// Jest leaves a core idle otherwise, which on two cores is half of them.
	maxWorkers: '100%',
	// For tests that wait for something that never comes: a busy machine must not fail any. A project cannot say it.
	testTimeout: 120_000,
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.ts', `!${ONLY_LONG}`],
			testPathIgnorePatterns: [
				'/node_modules/',
				'<rootDir>/test/n8n/',
				'<rootDir>/test/browser/',
				'<rootDir>/test/sandbox/',
				'<rootDir>/test/soak/',
			],
			globals: { IS_LONG_RUN: false },
		},
		{ ...shared, displayName: 'sandbox', testMatch: ['<rootDir>/test/sandbox/**/*.test.ts'] },
		{
			...shared,
			displayName: 'long',
			testMatch: [ONLY_LONG, ...playedInPart()],
		},
		{
			...shared,
			displayName: 'zod4',
			resolver: '<rootDir>/test/zod4.resolver.js',
			globals: { ...shared.globals, ZOD_MAJOR: 4 },
			testMatch: [
				'<rootDir>/test/configuration/**/*.test.ts',
				// Reads texts without zod, for seconds.
				'!**/test/configuration/whereClause.test.ts',
				'<rootDir>/test/host/state.test.ts',
				'<rootDir>/test/engine/{places,recovery,scan,snapshot}.test.ts',
				'<rootDir>/test/connectors/maximizerOctopus.test.ts',
			],
		},
		{ ...shared, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.ts'] },
		{ ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] },
		{ ...shared, displayName: 'soak', testMatch: ['<rootDir>/test/soak/**/*.test.ts'] },
	],
};
