/**
 * `unit` runs everywhere in seconds; `n8n` needs the real n8n, which it installs into a cache;
 * `soak` plays for many minutes what `unit` plays for seconds.
 */
const shared = {
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
	testEnvironment: 'node',
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/peers/'],
};

module.exports = {
	// Jest leaves a core idle otherwise, which on two cores is half of them.
	maxWorkers: '100%',
	projects: [
		{
			...shared,
			displayName: 'unit',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/', '<rootDir>/test/soak/'],
		},
		{ ...shared, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.ts'] },
		{ ...shared, displayName: 'soak', testMatch: ['<rootDir>/test/soak/**/*.test.ts'] },
	],
};
