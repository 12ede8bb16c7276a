/**
 * `unit` runs everywhere in two minutes; `sandbox` tests the stand-ins that it runs against; `long` plays at length
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
			testMatch: [
				ONLY_LONG,
				'<rootDir>/test/configuration/{mutations,whereClause}.test.ts',
				'<rootDir>/test/conformance/*.test.ts',
				'<rootDir>/test/connectors/{*Golden,icontact,maximizer,maximizerOpenPoints}.test.ts',
				'<rootDir>/test/engine/{controls,worlds}.test.ts',
				'<rootDir>/test/failures/*.test.ts',
				'<rootDir>/test/host/{heartbeat,hostWorlds*,instance,instanceConfiguration,pathFields,poll,quietLists,rest,restSecrets}.test.ts',
				'<rootDir>/test/properties/{longTexts,text}.test.ts',
				'<rootDir>/test/recipes/mutations.test.ts',
				'<rootDir>/test/streams/rest/*Worlds.test.ts',
				'<rootDir>/test/wire/{bounds,controls,endless,redirects}.test.ts',
			],
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
