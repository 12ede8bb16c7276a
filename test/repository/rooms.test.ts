/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The rooms of the house, and into which of them each may look. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	core: [],
	dates: ['core'],
	configuration: ['dates', 'core'],
	engine: ['core'],
	streams: ['configuration', 'dates', 'core'],
	detect: ['dates', 'core'],
	connectors: ['streams', 'configuration', 'core', 'dates'],
	host: ['connectors', 'detect', 'streams', 'engine', 'configuration', 'dates', 'core'],
};

const ROOT = 'nodes/OpenConnectors';

interface File {
	/** Below the root, such as `core/page.ts`. */
	readonly path: string;
	readonly imports: readonly string[];
}

const IMPORT = /\b(?:from |import\()'(\.[^']+)'/g;

function filesIn(root: string): readonly File[] {
	const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.ts'),
	);
	const known = new Set(paths);
	return paths.map((path) => ({
		path,
		imports: [...readFileSync(join(root, path), 'utf8').matchAll(IMPORT)].flatMap(([, target]) => {
			const below = relative(root, join(root, dirname(path), target));
			return [`${below}.ts`, join(below, 'index.ts')].filter((candidate) => known.has(candidate));
		}),
	}));
}

const roomOf = (path: string) => path.split('/')[0];

/** Imports that point up, or into a room that is none. */
function bentArrows(files: readonly File[]): readonly string[] {
	return files
		.filter(({ path }) => path.includes('/'))
		.flatMap(({ path, imports }) =>
			imports
				.filter((target) => roomOf(target) !== roomOf(path))
				.filter((target) => !MAY_IMPORT[roomOf(path)]?.includes(roomOf(target)))
				.map((target) => `${path} → ${target}`),
		);
}

/** Files that import themselves by way of others. */
function circles(files: readonly File[]): readonly string[] {
	const imports = new Map(files.map((file) => [file.path, file.imports]));
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (path: string, way: readonly string[]): void => {
		if (way.includes(path)) {
			found.push([...way.slice(way.indexOf(path)), path].join(' → '));
			return;
		}
		if (done.has(path)) return;
		for (const target of imports.get(path) ?? []) visit(target, [...way, path]);
		done.add(path);
	};
	for (const { path } of files) visit(path, []);
	return found;
}

const files = filesIn(ROOT);

it('knows every room', () => {
	const rooms = files.filter(({ path }) => path.includes('/')).map(({ path }) => roomOf(path));
	expect([...new Set(rooms)].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

it('imports down the house only', () => {
	expect(bentArrows(files)).toEqual([]);
});

it('has no files that import each other', () => {
	expect(circles(files)).toEqual([]);
});

it('finds an import that points up, and a circle', () => {
	const bent = [
		{ path: 'core/page.ts', imports: ['host/poll.ts'] },
		{ path: 'host/poll.ts', imports: ['core/page.ts'] },
	];
	expect(bentArrows(bent)).toEqual(['core/page.ts → host/poll.ts']);
	expect(circles(bent)).toEqual(['core/page.ts → host/poll.ts → core/page.ts']);
});
