/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import ts from 'typescript';
import { z } from 'zod';

/** The compiler's complaints of one build, and the files it wrote, by their path in the directory. */
const Build = z.object({ complaints: z.array(z.string()), written: z.array(z.string()) });
export type Build = z.infer<typeof Build>;

const Folders = z.object({ sources: z.string(), directory: z.string() });
type Folders = z.infer<typeof Folders>;

export interface WatchBuild {
	stop(): Promise<void>;
}

export interface WatchBuildOptions {
	/** The folder of the tsconfig.json to build by. */
	readonly sources: string;
	/** Takes the compiled files. */
	readonly directory: string;
	/** Called after the first build too. */
	readonly onBuilt: (build: Build) => void;
}

/** Compiles whenever a source changes, and blocks the thread while it does. */
function compileOnChange(
	{ sources, directory }: Folders,
	onBuilt: WatchBuildOptions['onBuilt'],
): void {
	const format: ts.FormatDiagnosticsHost = {
		getCanonicalFileName: (path) => path,
		getCurrentDirectory: () => sources,
		getNewLine: () => '\n',
	};
	let written: string[] = [];
	let complaints: string[] = [];
	const system: ts.System = {
		...ts.sys,
		writeFile: (path, content, mark) => {
			if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
			ts.sys.writeFile(path, content, mark);
			written.push(relative(directory, path));
		},
	};
	const host = ts.createWatchCompilerHost(
		join(sources, 'tsconfig.json'),
		{ outDir: directory },
		system,
		ts.createEmitAndSemanticDiagnosticsBuilderProgram,
		(complaint) => complaints.push(ts.formatDiagnostic(complaint, format).trimEnd()),
		() => {},
	);
	const { afterProgramCreate } = host;
	host.afterProgramCreate = (program) => {
		written = [];
		complaints = [];
		afterProgramCreate?.(program);
		onBuilt({ complaints, written });
	};
	ts.createWatchProgram(host);
}

/**
 * Compiles the package whenever a source changes, in a thread of its own: the stand-ins go on answering, and
 * nothing is left behind when this process ends. A file whose content stays is not written, so that whoever
 * watches the directory sees true changes only.
 */
export function startWatchBuild({ sources, directory, onBuilt }: WatchBuildOptions): WatchBuild {
	const worker = new Worker(__filename, {
		workerData: { sources, directory } satisfies Folders,
		execArgv: ['--require', require.resolve('tsx/cjs')],
	});
	worker.on('message', (build) => onBuilt(Build.parse(build)));
	worker.on('error', (error) => onBuilt({ complaints: [String(error)], written: [] }));
	return {
		stop: async () => {
			await worker.terminate();
		},
	};
}

if (!isMainThread && parentPort) {
	const { postMessage } = parentPort;
	compileOnChange(Folders.parse(workerData), postMessage.bind(parentPort));
}
