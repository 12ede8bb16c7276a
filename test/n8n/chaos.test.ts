/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { type Change, formatComparison } from '../../sandbox/server';
import { type Outcome, runChaos } from './chaosRounds';
import type { Received } from './chaosSubject';
import { keep, LOGGED } from './kept';

const INSTALL_WITHIN_MS = 30 * 60_000;
const ROUND_WITHIN_MS = 2 * 60_000;
const AROUND_ROUNDS_MS = 8 * 60_000;

/** Three rounds in every run; more by `CHAOS_ROUNDS=20`, other ones by `CHAOS_SEED=2`. */
const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 3);
const SEED = Number(process.env.CHAOS_SEED ?? 1);

const ENGINES = [
	{ engine: 'in-memory', durable: false, seed: SEED },
	{ engine: 'durable', durable: true, seed: SEED + 100 },
] as const;

const nameOf = ({ n, kind, resource, id }: Change): string => `${n}: ${kind} ${resource} ${id}`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const isComplete = ({ lost, comparison: { wrongKind, unknown } }: Received): boolean =>
	lost.length + wrongKind.length + unknown.length === 0;

let folder: string;
const instances = new Map<string, N8nInstance>();
const outcomes = new Map<string, Outcome>();

const outcomeOf = (engine: string): Outcome => {
	const outcome = outcomes.get(engine);
	if (!outcome) throw new Error(`The ${engine} engine was not played to the end.`);
	return outcome;
};

beforeAll(
	async () => {
		folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
		const host = await ensureHost(print);
		const tarball = await buildAndPack(folder, print);
		const play = async ({ engine, durable, seed }: (typeof ENGINES)[number]) => {
			const instance = await N8nInstance.start({ host, tarball, durable, settings: LOGGED });
			instances.set(engine, instance);
			const report = (line: string) => print(`${engine}: ${line}`);
			const outcome = await runChaos(instance, { rounds: ROUNDS, seed, report });
			outcomes.set(engine, outcome);
			const { kills, batchesInDoubt, failedRequests, answersCut, pagesCutBehindFirst } = outcome;
			report(`${kills} kills, ${batchesInDoubt} of them between a state and its execution`);
			report(
				`${failedRequests} failed requests, ${answersCut} of them answers cut in mid-body, ` +
					`${pagesCutBehindFirst} of these behind the first page`,
			);
			for (const { label, comparison, lost, replaced, repeated, statuses } of outcome.received) {
				const ends = Object.entries(statuses).map(([status, count]) => `${status} ${count}`);
				report(`${label}: ${formatComparison(comparison)}, repeated ${repeated}`);
				report(`${label}: lost ${lost.length}, replaced before a poll that ended ${replaced}`);
				report(`${label}: executions: ${ends.join(', ')}`);
			}
			if (outcome.received.some((received) => !isComplete(received)))
				report(`its log and its database are kept in ${keep(instance)}`);
		};
		await Promise.all(ENGINES.map(play));
	},
	INSTALL_WITHIN_MS + AROUND_ROUNDS_MS + ROUNDS * ROUND_WITHIN_MS,
);

afterAll(async () => {
	for (const instance of instances.values()) await instance.dispose();
	rmSync(folder, { recursive: true, force: true });
}, AROUND_ROUNDS_MS);

describe.each(ENGINES)(
	'$engine engine, killed and cut off over and over',
	({ engine, durable }) => {
		it('every change arrives, with the right kind, and nothing else', () => {
			for (const { label, lost, comparison } of outcomeOf(engine).received) {
				const { wrongKind, unknown, sharedEventIds } = comparison;
				expect({
					label,
					lost: lost.map(nameOf),
					wrongKind: wrongKind.map(({ change }) => nameOf(change)),
					unknown: unknown.length,
					sharedEventIds,
				}).toEqual({
					label,
					lost: [],
					wrongKind: [],
					unknown: 0,
					sharedEventIds: [],
				});
			}
		});

		it(
			durable
				? 'no change arrives twice'
				: 'what arrives twice has the same event id, the same kind and the same record',
			() => {
				for (const { comparison, unrecognisable } of outcomeOf(engine).received) {
					expect(unrecognisable).toEqual([]);
					if (durable) expect(comparison.twice.map(({ change }) => nameOf(change))).toEqual([]);
				}
			},
		);

		it('changes between publishing and the first scheduled poll arrive, with a kill between them', () => {
			const { pollsDueBeforeFirstKill, lastEarlyChange, received } = outcomeOf(engine);
			expect(pollsDueBeforeFirstKill).toBe(0);
			for (const { label, lost } of received) {
				const last = lastEarlyChange.get(label) ?? 0;
				expect(last).toBeGreaterThan(0);
				expect(lost.filter(({ n }) => n <= last).map(nameOf)).toEqual([]);
			}
		});

		it('requests failed, n8n was killed, and executions were started all the same', () => {
			const { kills, failedRequests, received } = outcomeOf(engine);
			expect(kills).toBeGreaterThan(ROUNDS);
			expect(failedRequests).toBeGreaterThan(0);
			for (const { comparison } of received) expect(comparison.received).toBeGreaterThan(ROUNDS);
		});

		it('few changes were replaced before a poll that ended could see them', () => {
			for (const { comparison, replaced } of outcomeOf(engine).received)
				expect(replaced).toBeLessThan(comparison.made / 20);
		});

		it('answers were cut in the middle of their bodies', () => {
			expect(outcomeOf(engine).answersCut).toBeGreaterThan(0);
		});

		it('n8n logs no uncaught error', () => {
			const log = readFileSync(instances.get(engine)?.logFile ?? '', 'utf8');
			expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
		});
	},
);
