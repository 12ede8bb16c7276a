/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The programs that run in processes of their own, and what is loaded by name. */
const ENTRIES = ['row.ts', 'insightlyServer.ts', 'host.ts'];

/**
 * Compiles the rows, and the engine they import, with the project's own settings: what is measured
 * is what `tsc` makes of the sources, and not what a runner of TypeScript makes of them.
 *
 * @param root folder of the project
 * @returns the folder of the output, below the project's node_modules so that packages are found
 */
export function compileRows(root: string): string {
	const cache = join(root, 'node_modules', '.cache');
	mkdirSync(cache, { recursive: true });
	const outDir = mkdtempSync(join(cache, 'bench-'));
	const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	const program = ts.createProgram(
		ENTRIES.map((name) => join(root, 'bench', name)),
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
	if (emitSkipped) throw new Error('The rows cannot be compiled');
	return outDir;
}
