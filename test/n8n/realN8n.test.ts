/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost, type Host } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { formatComparison } from '../../sandbox/server';
import { type Facts, play } from './scenario';
import { KINDS, OUTAGE_KIND } from './workflows';

const INSTALL_WITHIN_MS = 30 * 60_000;
const PLAY_WITHIN_MS = 5 * 60_000;
/** What the README promises of this test. */
const LEAST_RECEIVED = 200;
const LEAST_AROUND_RESTART = 20;

const PLAIN = KINDS.map(({ label }) => label);
const WATCHED = [...PLAIN, OUTAGE_KIND.label];

const print = (line: string) => process.stdout.write(`${line}\n`);

let folder: string;
let host: Host;
let tarball: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	host = await ensureHost(print);
	tarball = await buildAndPack(folder, print);
}, INSTALL_WITHIN_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
	{ engine: 'in-memory', durable: false },
	{ engine: 'durable', durable: true },
])('the packed package in a real n8n, $engine engine', ({ engine, durable }) => {
	let instance: N8nInstance;
	let facts: Facts;

	beforeAll(async () => {
		instance = await N8nInstance.start({ host, tarball, durable });
		facts = await play(instance);
		const { before, meanwhile, after } = facts.restart;
		print(`${engine}: changes: ${before}, then ${meanwhile} while n8n was down, then ${after}`);
		for (const [label, { comparison }] of facts.received) {
			print(`${engine}: ${label}: ${formatComparison(comparison)}`);
		}
		for (const [name, message] of Object.entries(facts.testErrors)) {
			print(`${engine}: ${name}, fetching a test event: ${message}`);
		}
		for (const [name, { triggers }] of Object.entries(facts.refusals)) {
			print(`${engine}: ${name}: ${triggers.map(({ errorMessage }) => errorMessage).join()}`);
		}
	}, PLAY_WITHIN_MS);

	afterAll(async () => {
		await instance?.dispose();
	}, PLAY_WITHIN_MS);

	it.each(['insightly', 'platform', 'other'] as const)(
		'the credential test passes with the right key: %s',
		(name) => {
			expect(facts.credentialTests[name].status).toBe('OK');
		},
	);

	it.each(['insightlyWrong', 'platformWrong'] as const)(
		'the credential test fails with a wrong key: %s',
		(name) => {
			expect(facts.credentialTests[name].status).toBe('Error');
		},
	);

	it('n8n publishes every workflow', () => {
		const statuses = [...facts.publications].map(([label, { status }]) => [label, status]);
		expect(statuses).toEqual(PLAIN.map((label) => [label, 'published']));
	});

	it.each(WATCHED)(
		'every change arrives, with the right kind, and nothing else, over a restart: %s',
		(label) => {
			expect(facts.received.get(label)?.comparison).toMatchObject({
				missing: [],
				wrongKind: [],
				unknown: [],
				sharedEventIds: [],
			});
		},
	);

	// The in-memory engine repeats the batch before a restart: it cannot know whether n8n kept it.
	it.each(WATCHED)('nothing arrives twice, or recognisably over the restart: %s', (label) => {
		const twice = facts.received.get(label)?.comparison.twice ?? [];
		if (durable) expect(twice).toEqual([]);
		for (const { times, recognisable } of twice)
			expect({ times, recognisable }).toEqual({ times: 2, recognisable: true });
	});

	it.each(['provider', 'openConnectors'])('at least 200 changes arrived: %s', (label) => {
		expect(facts.received.get(label)?.comparison.received).toBeGreaterThanOrEqual(LEAST_RECEIVED);
	});

	it('changes were made before n8n was stopped, while it was down and after it was back', () => {
		const { before, meanwhile, after } = facts.restart;
		expect(Math.min(before, meanwhile, after)).toBeGreaterThan(LEAST_AROUND_RESTART);
	});

	it('a login whose access token ended was renewed', () => {
		expect(facts.refreshes).toBeGreaterThan(0);
	});

	it.each(PLAIN)('no execution failed: %s', (label) => {
		expect(facts.received.get(label)?.errors).toEqual([]);
	});

	it('"Fetch Test Event" returns records and changes no state', () => {
		const { status, items, requests, stateBefore, stateAfter } = facts.manual;
		expect(status).toBe('success');
		expect(items).toBeGreaterThan(0);
		expect(requests).toBeGreaterThan(0);
		const [poller] = stateBefore.pollers;
		expect(stateBefore.pollers).toHaveLength(durable ? 1 : 0);
		expect(durable ? poller?.cursor : stateBefore.staticData).toContain('contacts');
		expect(stateAfter).toEqual(stateBefore);
	});

	it('a provider that answers 500 during publishing does not kill the trigger', () => {
		const { publication, failedRequests, recovered } = facts.outage;
		expect(publication.status).toBe('published');
		expect(failedRequests).toBeGreaterThanOrEqual(2);
		expect(recovered).toBe(true);
	});

	it.each([
		['wrongKey', /Insightly.*(key|credential)/i],
		['wrongToken', /Open Connectors.*(token|secret|credential)/i],
		['cutConfiguration', /not valid JSON/],
		['misspeltCondition', /updated_since/],
		['wrongFormat', /contacts\.datesConfiguration\.updatedDateFormat.*yyyy-QQ-dd/],
	] as const)('the editor at a test, and publishing, tell what is wrong: %s', (name, says) => {
		expect(facts.testErrors[name]).toMatch(says);
		const { status, triggers } = facts.refusals[name];
		expect(status).toBe('failed');
		expect(triggers.map(({ errorMessage }) => errorMessage)).toEqual([expect.stringMatching(says)]);
	});

	it('n8n logs no uncaught error', () => {
		const log = readFileSync(instance.logFile, 'utf8');
		expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
	});
});
