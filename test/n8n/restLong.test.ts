/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { type Change, formatComparison } from '../../sandbox/server';
import { REST_KINDS } from './restKinds';
import { playRest, type Outcome } from './restLong';

const MINUTE_MS = 60_000;
/** How long the records change: `REST_MINUTES=10` of `npm run test:rest-long`; else nothing is run. */
const ACTIVITY_MS = Number(process.env.REST_MINUTES ?? 0) * MINUTE_MS;
const WITHIN_MS = 30 * MINUTE_MS + 2 * ACTIVITY_MS;

const LABELS = REST_KINDS.map(({ label }) => label);

const nameOf = ({ n, kind, resource, id }: Change): string => `${n}: ${kind} ${resource} ${id}`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const long = ACTIVITY_MS > 0 ? describe : describe.skip;

long.each([
	{ engine: 'in-memory', durable: false },
	{ engine: 'durable', durable: true },
])('any REST API for minutes, $engine engine', ({ engine, durable }) => {
	let folder: string;
	let instance: N8nInstance | undefined;
	let outcomes: ReadonlyMap<string, Outcome> = new Map();

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
		const host = await ensureHost(print);
		const tarball = await buildAndPack(folder, print);
		instance = await N8nInstance.start({ host, tarball, durable });
		outcomes = await playRest(instance, ACTIVITY_MS);
		for (const [label, { comparison, executions, refreshes, expiries }] of outcomes) {
			const login = expiries > 0 ? `, expiries ${expiries}, refreshes ${refreshes}` : '';
			print(
				`${engine}: ${label}: ${formatComparison(comparison)}, executions ${executions}${login}`,
			);
		}
	}, WITHIN_MS);

	afterAll(async () => {
		await instance?.dispose();
		rmSync(folder, { recursive: true, force: true });
	}, MINUTE_MS);

	it.each(LABELS)('every change arrives, with the right kind, and nothing else: %s', (label) => {
		const { comparison, perSecond = 0 } = outcomes.get(label) ?? {};
		expect(comparison?.missing.map(nameOf)).toEqual([]);
		expect(comparison?.wrongKind.map(({ change }) => nameOf(change))).toEqual([]);
		expect(comparison).toMatchObject({ unknown: [], sharedEventIds: [] });
		expect(comparison?.made).toBeGreaterThan((perSecond * ACTIVITY_MS) / 2_000);
	});

	// The in-memory engine repeats the batch before a restart: it cannot know whether n8n kept it.
	it.each(LABELS)('nothing arrives twice, or recognisably over the restart: %s', (label) => {
		const twice = outcomes.get(label)?.comparison.twice ?? [];
		if (durable) expect(twice).toEqual([]);
		for (const { times, recognisable } of twice)
			expect({ times, recognisable }).toEqual({ times: 2, recognisable: true });
	});

	it.each(LABELS)('no execution failed: %s', (label) => {
		expect(outcomes.get(label)?.errors).toEqual([]);
	});

	it('each login that ended was renewed', () => {
		const logins = [...outcomes.values()].filter(({ expiries }) => expiries > 0);
		expect(logins).toHaveLength(1);
		for (const { expiries, refreshes } of logins)
			expect(refreshes).toBeGreaterThanOrEqual(expiries);
	});

	it('n8n logs no uncaught error', () => {
		const log = readFileSync(instance?.logFile ?? '', 'utf8');
		expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
	});
});
