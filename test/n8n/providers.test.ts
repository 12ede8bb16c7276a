/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CredentialTest, N8nClient } from '../../sandbox/n8n/client';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { formatComparison } from '../../sandbox/server';
import { type Complaint, makeMistakes, MISTAKES, testRightCredentials } from './providersMistakes';
import { type Outcome, runProviders } from './providersScenario';
import { isLogin, SUBJECTS } from '../../sandbox/n8n/subjects';

const MINUTE_MS = 60_000;
/** How long the providers' records change: `PROVIDERS_MINUTES`, 30 for the long form. */
const ACTIVITY_MS = Number(process.env.PROVIDERS_MINUTES ?? 2.5) * MINUTE_MS;
const WITHIN_MS = 30 * MINUTE_MS + 2 * ACTIVITY_MS;

const print = (line: string) => process.stdout.write(`${line}\n`);
const LABELS = SUBJECTS.map(({ label }) => label);

let folder: string;
let instance: N8nInstance | undefined;
let outcomes: ReadonlyMap<string, Outcome> = new Map();
let rightTests: ReadonlyMap<string, CredentialTest> = new Map();
let complaints: ReadonlyMap<string, Complaint> = new Map();

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	const host = await ensureHost(print);
	const tarball = await buildAndPack(folder, print);
	const { url } = (instance = await N8nInstance.start({ host, tarball, durable: true }));
	const client = await N8nClient.setUp(url);
	const played = await runProviders(client, ACTIVITY_MS, async () => {
		rightTests = await testRightCredentials(client);
		complaints = await makeMistakes(client);
	});
	outcomes = new Map(played.map((outcome) => [outcome.subject.label, outcome]));
	for (const outcome of played) print(toLine(outcome));
	for (const [name, { status, message }] of rightTests) print(`${name}: ${status}: ${message}`);
	for (const [label, complaint] of complaints) print(toText(label, complaint));
}, WITHIN_MS);

afterAll(async () => {
	await instance?.dispose();
	rmSync(folder, { recursive: true, force: true });
}, MINUTE_MS);

function toLine({ subject, comparison, ...figures }: Outcome): string {
	const { kinds, polls, errors, troubles, expiries, refreshes } = figures;
	return (
		`${subject.label}: ${formatComparison(comparison)}; ${kinds}; executions ${polls}, ` +
		`errors ${errors.length} in ${troubles} times of trouble, expiries ${expiries}, refreshes ${refreshes}`
	);
}

function toText(label: string, complaint: Complaint): string {
	const { test, message, description, publication, execution } = complaint;
	const told = publication.triggers.map(({ errorMessage }) => errorMessage).join();
	return [
		`${label}:`,
		`  credential test: ${test.status}: ${test.message}`,
		`  fetch test event: ${message} | ${description}`,
		`  publish: ${publication.status}: ${told}`,
		...(execution ? [`  execution: ${execution}`] : []),
	].join('\n');
}

describe('every connector by both connections, durable engine', () => {
	it.each(LABELS)('n8n publishes it: %s', (label) => {
		expect(outcomes.get(label)?.publication.status).toBe('published');
	});

	it.each(LABELS)('nothing is lost, nothing comes twice, nothing else comes: %s', (label) => {
		expect(outcomes.get(label)?.comparison).toMatchObject({
			missing: [],
			twice: [],
			unknown: [],
			sharedEventIds: [],
			superseded: 0,
		});
		expect(outcomes.get(label)?.comparison.made).toBeGreaterThan(20);
	});

	it.each(SUBJECTS)('the kinds are right: $label', ({ label, anyKindAs, deletions, works }) => {
		const outcome = outcomes.get(label);
		const wrong = outcome?.comparison.wrongKind ?? [];
		expect(wrong.filter(({ received }) => received.kind !== anyKindAs)).toEqual([]);
		const told = outcome?.kinds ?? '';
		if (deletions) expect(told).toMatch(/deleted [1-9]/);
		if (!anyKindAs && works.some(({ createShare }) => createShare < 1)) {
			expect(told).toMatch(/created [1-9].*updated [1-9]/);
		}
	});

	it.each(LABELS)('there was trouble, and n8n told of nothing else: %s', (label) => {
		expect(outcomes.get(label)?.troubles).toBeGreaterThan(0);
		for (const error of outcomes.get(label)?.errors ?? []) {
			expect(error).toMatch(/could not answer|too many requests|cannot be reached/);
		}
	});

	it.each(SUBJECTS.filter(isLogin))(
		'the access token ended and n8n fetched a new one: $label',
		({ label }) => {
			const { expiries = 0, refreshes = 0 } = outcomes.get(label) ?? {};
			expect(refreshes).toBeGreaterThanOrEqual(expiries);
			expect(expiries).toBeGreaterThanOrEqual(2);
		},
	);

	it('n8n logs no uncaught error', () => {
		const log = instance ? readFileSync(instance.logFile, 'utf8') : '';
		expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
	});
});

describe('credentials in the editor', () => {
	it.each(CREDENTIAL_TYPES.map(({ name }) => name))(
		'the test passes with the right values: %s',
		(name) => {
			expect(rightTests.get(name)?.status).toBe('OK');
		},
	);

	it.each(MISTAKES)('the test tells: $label', ({ label, isSeenByTest }) => {
		const test = complaints.get(label)?.test;
		expect(test?.status).toBe(isSeenByTest ? 'Error' : 'OK');
		expect(test?.message).not.toBe('');
	});

	it.each(MISTAKES)('n8n names cause and remedy: $label', ({ label, cause, remedy }) => {
		const complaint = complaints.get(label);
		expect(complaint?.message).toMatch(cause);
		expect(`${complaint?.message} ${complaint?.description}`).toMatch(remedy);
	});

	it.each(MISTAKES)('publishing tells: $label', ({ label, cause, remedy, isTransient }) => {
		const { publication, execution } = complaints.get(label) ?? {};
		const errors = publication?.triggers.map(({ errorMessage }) => errorMessage) ?? [];
		expect(publication?.status).toBe(isTransient ? 'published' : 'failed');
		if (isTransient) expect(execution).toMatch(cause);
		else {
			expect(errors).toEqual([expect.stringMatching(cause)]);
			expect(errors).toEqual([expect.stringMatching(remedy)]);
		}
	});
});
