import { contentProblems, type PackedFile } from '../../scripts/packageContents';

const NODE = 'dist/nodes/OpenConnectors/OpenConnectorsPollTrigger.node.js';

const files = (...paths: string[]): PackedFile[] => paths.map((path) => ({ path, bytes: 1_000 }));

const GOOD = files(
	'package.json',
	'README.md',
	'LICENSE',
	NODE,
	'dist/nodes/OpenConnectors/OpenConnectorsPollTrigger.node.json',
	'dist/nodes/OpenConnectors/dates/zone.js',
	'dist/credentials/OpenConnectorsApi.credentials.js',
	'dist/icons/insightly.dark.svg',
);

it('takes what n8n runs and shows', () => {
	expect(contentProblems(GOOD, [NODE])).toEqual([]);
});

it.each([
	'dist/nodes/OpenConnectors/dates/zone.js.map',
	'dist/nodes/OpenConnectors/dates/zone.d.ts',
	'dist/package.json',
	'dist/docs/node.png',
	'dist/test/dates/zone.test.js',
	'nodes/OpenConnectors/dates/zone.ts',
	'.env',
])('refuses %s', (path) => {
	expect(contentProblems([...GOOD, ...files(path)], [NODE])).toEqual([
		`${path} is nothing that n8n runs or shows.`,
	]);
});

it('misses an entry of the manifest', () => {
	const without = GOOD.filter(({ path }) => path !== NODE);
	expect(contentProblems(without, [NODE])).toEqual([
		`${NODE} is named in package.json and missing.`,
	]);
});

it('refuses a package that grew beyond its bound', () => {
	const grown = [...GOOD, { path: 'dist/nodes/big.js', bytes: 900_000 }];
	expect(contentProblems(grown, [NODE])).toEqual([
		'The files have 908000 bytes, more than the 900000 that are allowed.',
	]);
});
