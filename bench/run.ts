/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs on the developer's machine, never inside n8n */
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { SetupError } from '../sandbox/n8n/explain';
import type { BacklogResult, IdleResult } from './backlog';
import { compileFiles } from './compile';
import type { Judgement } from './correctness/judge';
import { ensurePeers } from './install';
import { machine } from './machine';
import { PEERS_VARIABLE } from './loadPeer';
import type { QuietResult } from './quiet';
import { toPage, type Measured } from './report';
import {
	CORRECTNESS,
	CORRECTNESS_ROWS,
	FULL,
	QUICK,
	REMEMBERED,
	SPEED_ROWS,
	THROUGH_N8N,
	THROUGH_N8N_FAR,
	type Extent,
} from './rows';
import type { SpeedResult } from './speed';
import type { ThroughN8nResult } from './throughN8n';

const run = promisify(execFile);
const root = resolve(__dirname, '..');
const PEERS = join(__dirname, 'peers');
const PAGE = join(root, 'docs', 'benchmark.md');
const MAX_OUTPUT_BYTES = 10_000_000;

interface RowOptions {
	readonly records: number;
	readonly rounds: number;
}

type Measure = <Result>(row: string) => Promise<Result>;

/** What runs in processes of its own, and what is loaded by name. */
const PROGRAMS = ['bench/row.ts', 'bench/insightlyServer.ts', 'bench/host.ts'];

/** Runs each row in a process of its own. */
function rowsOf(compiled: string, extent: Extent): Measure {
	const env = {
		...process.env,
		NODE_OPTIONS: undefined,
		TZ: 'UTC',
		[PEERS_VARIABLE]: PEERS,
	};
	return async <Result>(row: string): Promise<Result> => {
		const options = JSON.stringify(optionsOf(row, extent));
		const started = Date.now();
		const { stdout } = await run(
			process.execPath,
			['--expose-gc', join(compiled, 'bench', 'row.js'), row, options],
			{ env, maxBuffer: MAX_OUTPUT_BYTES },
		);
		console.error(`  ${row} (${Math.round((Date.now() - started) / 1_000)} s)`);
		return JSON.parse(stdout);
	};
}

/** How many records a row works on, and how often. */
function optionsOf(row: string, extent: Extent): RowOptions {
	if (row === 'quiet') return { records: REMEMBERED, rounds: extent.quietPolls };
	if (row === THROUGH_N8N || row === THROUGH_N8N_FAR)
		return { records: extent.throughRecords, rounds: extent.throughRounds };
	if (row.startsWith('backlog-')) return { records: extent.backlogRecords, rounds: 1 };
	return { records: extent.speedRecords, rounds: extent.speedRounds };
}

/** The run with the median peak, of several in processes of their own: a peak comes once a process. */
async function medianRun<Result extends { readonly peakMb: number }>(
	measure: Measure,
	row: string,
	runs: number,
): Promise<Result> {
	const results: Result[] = [];
	for (let run = 0; run < runs; run += 1) results.push(await measure<Result>(row));
	return results.sort((a, b) => a.peakMb - b.peakMb)[Math.floor(runs / 2)];
}

async function measureAll(measure: Measure, extent: Extent): Promise<Measured> {
	const speed: Record<string, SpeedResult> = {};
	for (const { row } of SPEED_ROWS) speed[row] = await measure<SpeedResult>(row);
	return {
		speed,
		quiet: await measure<QuietResult>('quiet'),
		throughN8n: await measure<ThroughN8nResult>(THROUGH_N8N),
		throughN8nFar: await measure<ThroughN8nResult>(THROUGH_N8N_FAR),
		idle: await medianRun<IdleResult>(measure, 'idle', extent.backlogRuns),
		backlogAscending: await medianRun<BacklogResult>(
			measure,
			'backlog-ascending',
			extent.backlogRuns,
		),
		backlogUnordered: await medianRun<BacklogResult>(
			measure,
			'backlog-unordered',
			extent.backlogRuns,
		),
		correctness: await judgeAll(measure),
	};
}

/** Nothing is timed here, so that two rows run at once. */
async function judgeAll(measure: Measure): Promise<Measured['correctness']> {
	const correctness: Record<string, readonly Judgement[]> = {};
	const waiting = CORRECTNESS_ROWS.map(({ row }) => row);
	const work = async () => {
		for (let row = waiting.shift(); row !== undefined; row = waiting.shift())
			correctness[row] = await measure<readonly Judgement[]>(`${CORRECTNESS}${row}`);
	};
	await Promise.all([work(), work()]);
	return correctness;
}

async function main(): Promise<void> {
	const program = new Command()
		.name('npm run bench --')
		.description('Measures the polling engine beside its peers and writes docs/benchmark.md.')
		.option('--quick', 'small lists, nothing is written: for use while developing')
		.option('--row <name>', 'one row alone, as JSON; nothing is written')
		.parse();
	const { quick, row } = program.opts<{ readonly quick?: boolean; readonly row?: string }>();
	const extent = quick ? QUICK : FULL;
	await ensurePeers(PEERS, (line) => console.error(line));
	const compiled = compileFiles(root, PROGRAMS);
	process.on('exit', () => rmSync(compiled, { recursive: true, force: true }));
	process.on('SIGINT', () => process.exit(130));
	const measure = rowsOf(compiled, extent);
	if (row !== undefined) {
		console.log(JSON.stringify(await measure(row), undefined, '\t'));
		return;
	}
	const described = machine(root, PEERS);
	const page = toPage(await measureAll(measure, extent), extent, described);
	const style = await resolveConfig(PAGE);
	const text = await format(page, { ...style, filepath: PAGE });
	console.log(text);
	if (!quick) writeFileSync(PAGE, text);
}

main().catch((error: unknown) => {
	console.error(error instanceof SetupError ? error.message : error);
	process.exitCode = 1;
});
