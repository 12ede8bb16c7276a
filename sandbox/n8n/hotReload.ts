/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { N8nInstance } from './instance';
import { packageManifest } from './package';
import { startWatchBuild, type WatchBuild } from './watchBuild';

const LOOK_EVERY_MS = 250;

/**
 * Compiles into an n8n that was started with `hotReload`, and reports what is built and what n8n loads.
 * @param sources the checkout, or a copy of it.
 */
export function startHotReload(
	instance: N8nInstance,
	sources: string,
	report: (line: string) => void,
): WatchBuild {
	let isWatching = false;
	const build = startWatchBuild({
		sources,
		directory: `${instance.packageFolder}/dist`,
		onBuilt: ({ complaints, written }) => {
			for (const complaint of complaints) report(complaint);
			if (written.length > 0) report(`Built ${written.join(', ')}`);
			if (!isWatching) report('Watching the sources of the package');
			isWatching = true;
		},
	});
	const { name } = packageManifest();
	const stopFollowing = followLog(instance.logFile, (line) => {
		if (line.includes(`Hot reload triggered for ${name}`)) report('n8n loads the package anew');
		if (line.includes(`Hot reload failed for ${name}`)) report(`ERROR ${line}`);
	});
	return {
		stop: async () => {
			stopFollowing();
			await build.stop();
		},
	};
}

/**
 * Reads what is appended to a file from now on, line by line.
 * @returns what ends the reading.
 */
function followLog(path: string, onLine: (line: string) => void): () => void {
	const file = openSync(path, 'r');
	let position = fstatSync(file).size;
	let rest = '';
	const timer = setInterval(() => {
		const buffer = Buffer.alloc(fstatSync(file).size - position);
		const count = readSync(file, buffer, 0, buffer.length, position);
		position += count;
		const lines = (rest + buffer.toString('utf8', 0, count)).split('\n');
		rest = lines.pop() ?? '';
		lines.forEach(onLine);
	}, LOOK_EVERY_MS);
	timer.unref();
	return () => {
		clearInterval(timer);
		closeSync(file);
	};
}
