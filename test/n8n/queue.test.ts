/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost } from '../../sandbox/n8n/install';
import { buildAndPack } from '../../sandbox/n8n/package';
import { type Change, type Comparison, formatComparison } from '../../sandbox/server';
import { QueueHost } from './queueHost';
import { type Cost, type Outcome, playQueue } from './queueScenario';
import { findPrograms } from './queueServices';

const MINUTE_MS = 60_000;
/** How long the records change: `QUEUE_MINUTES=10` of `npm run test:queue`; else nothing is run. */
const ACTIVITY_MS = Number(process.env.QUEUE_MINUTES ?? 0) * MINUTE_MS;
const WORKFLOWS = Number(process.env.QUEUE_WORKFLOWS ?? 50);
/** Installing n8n, publishing, waiting for what is missing. */
const AROUND_MS = 60 * MINUTE_MS;

const SETTINGS = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_METRICS: 'true',
	N8N_METRICS_INCLUDE_POLL_TRIGGER_METRICS: 'true',
};

/**
 * A process does not know what one that was killed had asked in the same second, and on a busy machine requests
 * catch up with each other on their way.
 */
const REFUSED_AT_MOST = { some: 5, share: 0.1 };

const TABLES = ['workflow_entity', 'poller_state', 'execution_entity', 'execution_data'];

const nameOf = ({ n, kind, resource, id }: Change): string => `${n}: ${kind} ${resource} ${id}`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const programs = findPrograms();
if (ACTIVITY_MS > 0 && !programs)
	print('Skipped: queue mode needs Postgres and Redis: apt-get install postgresql redis-server');

const long = ACTIVITY_MS > 0 && programs ? describe : describe.skip;

const sumOf = (comparisons: readonly Comparison[]): string =>
	formatComparison({
		made: comparisons.reduce((sum, { made }) => sum + made, 0),
		received: comparisons.reduce((sum, { received }) => sum + received, 0),
		superseded: comparisons.reduce((sum, { superseded }) => sum + superseded, 0),
		missing: comparisons.flatMap(({ missing }) => missing),
		twice: comparisons.flatMap(({ twice }) => twice),
		wrongKind: comparisons.flatMap(({ wrongKind }) => wrongKind),
		unknown: comparisons.flatMap(({ unknown }) => unknown),
		sharedEventIds: comparisons.flatMap(({ sharedEventIds }) => sharedEventIds),
	});

function formatCost({ cpuSeconds, polls, peakBytes, writes }: Cost): string {
	const written = TABLES.map(
		(table) => `${table} ${((writes.get(table) ?? 0) / polls).toFixed(2)}`,
	);
	return [
		`${polls} polls`,
		`CPU of the main process ${Math.round((cpuSeconds / polls) * 1_000)} ms a poll`,
		`memory of the main process ${Math.round(peakBytes / 1_000_000)} MB at most`,
		`rows written a poll: ${written.join(', ')}`,
	].join(', ');
}

function formatOutcome({ received, calm, all, requests, retried }: Outcome): readonly string[] {
	const statuses = new Map<string, number>();
	for (const workflow of received)
		for (const [status, count] of Object.entries(workflow.statuses))
			statuses.set(status, (statuses.get(status) ?? 0) + count);
	const repeated = received.reduce((sum, workflow) => sum + workflow.repeated, 0);
	return [
		`${sumOf(received.map(({ comparison }) => comparison))}, repeated ${repeated}`,
		`executions: ${[...statuses].map(([status, count]) => `${status} ${count}`).join(', ')}`,
		`retried: ${retried.length}, of these with success ${retried.filter((one) => one === 'success').length}`,
		`before anything happened: ${formatCost(calm)}`,
		`in all: ${formatCost(all)}`,
		...[...requests].map(
			([label, { made, refused }]) => `${label}: ${made} requests, ${refused} refused with 429`,
		),
	];
}

long.each([
	{ engine: 'in-memory', durable: false },
	{ engine: 'durable', durable: true },
])('queue mode, $engine engine, processes killed and replaced', ({ engine, durable }) => {
	let folder: string;
	let queue: QueueHost | undefined;
	let played: Outcome | undefined;

	const outcome = (): Outcome => {
		if (played) return played;
		throw new Error(`The ${engine} engine was not played to the end.`);
	};

	beforeAll(
		async () => {
			if (!programs) return;
			const report = (line: string) => print(`${engine}: ${line}`);
			folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
			const host = await ensureHost(print);
			const tarball = await buildAndPack(folder, print);
			queue = await QueueHost.start({ host, tarball, durable, programs, settings: SETTINGS });
			played = await playQueue(queue, { activityMs: ACTIVITY_MS, workflows: WORKFLOWS, report });
			formatOutcome(played).forEach(report);
		},
		AROUND_MS + 2 * ACTIVITY_MS,
	);

	afterAll(async () => {
		await queue?.dispose();
		rmSync(folder, { recursive: true, force: true });
	}, 2 * MINUTE_MS);

	it('every change is in an execution, with the right kind, and nothing else is', () => {
		for (const { label, comparison } of outcome().received) {
			const { superseded, missing, wrongKind, unknown, sharedEventIds } = comparison;
			expect({
				label,
				superseded,
				missing: missing.map(nameOf),
				wrongKind: wrongKind.map(({ change }) => nameOf(change)),
				unknown: unknown.length,
				sharedEventIds,
			}).toEqual({
				label,
				superseded: 0,
				missing: [],
				wrongKind: [],
				unknown: 0,
				sharedEventIds: [],
			});
			expect(comparison.made).toBeGreaterThan(0);
		}
	});

	it('every execution succeeded or can be retried, and a retry delivers', () => {
		const { received, retried } = outcome();
		for (const { label, outOfReach } of received)
			expect({ label, outOfReach }).toEqual({ label, outOfReach: 0 });
		expect(retried.filter((status) => status !== 'success')).toEqual([]);
	});

	it(
		durable ? 'nothing comes twice' : 'what comes twice has the same event id, kind and record',
		() => {
			for (const { label, comparison, unrecognisable } of outcome().received) {
				expect({ label, unrecognisable }).toEqual({ label, unrecognisable: [] });
				if (durable) expect(comparison.twice.map(({ change }) => nameOf(change))).toEqual([]);
			}
		},
	);

	it('everything that is to happen to the processes happened', () => {
		expect(outcome().troubles).toHaveLength(6);
	});

	it('n8n logs no uncaught error', () => {
		expect(queue?.log).not.toMatch(
			/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i,
		);
	});

	it('providers refuse few requests', () => {
		for (const [label, { made, refused }] of outcome().requests) {
			expect(made).toBeGreaterThan(0);
			const isFew = refused <= REFUSED_AT_MOST.some + made * REFUSED_AT_MOST.share;
			expect({ label, refused, isFew }).toEqual({ label, refused, isFew: true });
		}
	});
});
