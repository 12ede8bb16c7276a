/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * Compiles programs, and what they import, with the project's own settings: what is measured is
 * what `tsc` makes of the sources. A runner that reads TypeScript turns every imported name into a
 * getter, which costs twice the time of the rest.
 *
 * @param root folder of the project
 * @param entries paths below it
 * @returns the folder of the output, below the project's node_modules so that packages are found
 */
export function compileFiles(root: string, entries: readonly string[]): string {
	const cache = join(root, 'node_modules', '.cache');
	mkdirSync(cache, { recursive: true });
	const outDir = mkdtempSync(join(cache, 'bench-'));
	const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	const program = ts.createProgram(
		entries.map((path) => join(root, path)),
		{
			...options,
			rootDir: root,
			outDir,
			sourceMap: false,
			declaration: false,
			noEmit: false,
		},
	);
	const { emitSkipped } = program.emit();
	if (emitSkipped) throw new Error(`${entries.join(', ')} cannot be compiled`);
	return outDir;
}
