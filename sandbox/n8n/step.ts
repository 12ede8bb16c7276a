/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { readFileSync, rmSync, statfsSync } from 'node:fs';
import { explainFailure } from './explain';
import { startGuarded } from './guarded';

/** Takes one line of progress. */
export type Report = (line: string) => void;

const PROGRESS_EVERY_MS = 10_000;
const STOP_GRACE_MS = 3_000;
const BYTES_PER_MB = 1_000_000;

export interface Step {
	/** What is done and why, for the reader. */
	readonly title: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** Rewritten by this step. */
	readonly logFile: string;
	/** About how much the step writes, in MB; without it only the time is shown. */
	readonly expectedMb?: number;
}

function freeBytes(directory: string): number {
	const { bavail, bsize } = statfsSync(directory);
	return bavail * bsize;
}

/**
 * Runs one step of an installation and reports every ten seconds how far it is. The size is what the disk lost
 * since the start, so it is only about right: walking the hundred thousand files would cost more than it tells.
 * @throws SetupError with cause and remedy when the command fails.
 */
export async function runStep(step: Step, report: Report): Promise<void> {
	const started = Date.now();
	const freeAtStart = freeBytes(step.cwd);
	report(step.expectedMb ? `${step.title} (about ${step.expectedMb} MB) …` : `${step.title} …`);

	rmSync(step.logFile, { force: true });
	const running = startGuarded({ ...step, graceMs: STOP_GRACE_MS });
	const timer = setInterval(() => {
		const seconds = Math.round((Date.now() - started) / 1000);
		const written = Math.max(0, Math.round((freeAtStart - freeBytes(step.cwd)) / BYTES_PER_MB));
		const size = step.expectedMb ? `, about ${written} of ${step.expectedMb} MB` : '';
		report(`  … ${seconds} s${size}`);
	}, PROGRESS_EVERY_MS);
	const code = await running.ended.finally(() => clearInterval(timer));

	if (code !== 0) {
		throw explainFailure(step.title, readFileSync(step.logFile, 'utf8'), step.logFile);
	}
	report(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
}
