/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { readFileSync, rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { explainFailure } from './explain';
import { startGuarded } from './guarded';

/** Takes one line of progress. */
export type Report = (line: string) => void;

const PROGRESS_EVERY_MS = 10_000;
const STOP_GRACE_MS = 3_000;

/**
 * What stands in the step's own folder, and what will stand there in the end. npm unpacks nothing before it has
 * asked the registry about every package.
 */
export interface Progress {
	readonly done: number;
	readonly total: number;
	/** What is counted, in the plural. */
	readonly unit: string;
}

export interface Step {
	/** What is done and why, for the reader. */
	readonly title: string;
	/** How long it usually takes, as measured. */
	readonly usual: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** Rewritten by this step. */
	readonly logFile: string;
	/** Looked at every ten seconds; without it only the time is shown. */
	readonly progress?: () => Progress;
}

/**
 * One line of progress.
 * @param seconds since the step began.
 */
export function formatProgress(seconds: number, progress?: Progress): string {
	if (!progress) return `  … ${seconds} s`;
	const { done, total, unit } = progress;
	if (done === 0) return `  … ${seconds} s, asking the registry about ${total} ${unit}`;
	return `  … ${seconds} s, ${done} of ${total} ${unit}`;
}

/**
 * Runs one step of an installation and reports every ten seconds how far it is.
 * @throws SetupError with cause and remedy when the command fails.
 */
export async function runStep(step: Step, report: Report): Promise<void> {
	const code = await tryStep(step, report);
	if (code !== 0) {
		throw explainFailure(step.title, readFileSync(step.logFile, 'utf8'), step.logFile);
	}
}

/**
 * Runs a step that may fail.
 * @returns the exit code of its command.
 */
export async function tryStep(step: Step, report: Report): Promise<number> {
	const started = performance.now();
	const seconds = () => Math.round((performance.now() - started) / 1000);
	report(`${step.title} (usually ${step.usual}) …`);

	rmSync(step.logFile, { force: true });
	const running = startGuarded({ ...step, graceMs: STOP_GRACE_MS });
	const timer = setInterval(
		() => report(formatProgress(seconds(), step.progress?.())),
		PROGRESS_EVERY_MS,
	);
	const code = await running.ended.finally(() => clearInterval(timer));
	if (code === 0) report(`  done in ${seconds()} s`);
	return code;
}
