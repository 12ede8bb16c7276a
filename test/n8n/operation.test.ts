/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { randomUUID } from 'crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { z } from 'zod';
import { N8nClient } from '../../sandbox/n8n/client';
import { query } from '../../sandbox/n8n/database';
import { providerForm } from '../../sandbox/n8n/forms';
import { ensureHost, type Host } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { createCredential } from '../../sandbox/n8n/login';
import { buildAndPack } from '../../sandbox/n8n/package';
import { pollTimesEvery } from '../../sandbox/n8n/workflow';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { waitUntil } from './waiting';

/* What docs/operation.md says of n8n. */

const PAGE = readFileSync('docs/operation.md', 'utf8');
const INSTALL_WITHIN_MS = 30 * 60_000;
const PLAY_WITHIN_MS = 5 * 60_000;
const DONE_WITHIN_MS = 90_000;
const NAME = 'Waits';
const TRIGGER = {
	name: 'Insightly Poll Trigger',
	type: 'n8n-nodes-open-connectors.insightlyPollTrigger',
};
const RESOURCES = ['contacts', 'leads'];
/** Below 65 seconds n8n waits within the execution. */
const WAIT_S = 40;

const print = (line: string) => process.stdout.write(`${line}\n`);
const Row = z.record(z.unknown());

/** The queries of the page that SQLite can run, by the columns and tables that they name. */
const QUERIES = [...PAGE.matchAll(/^ *```sql\n([^]*?)^ *```/gm)]
	.map(([, sql]) => sql)
	.filter((sql) => !sql.startsWith('-- Postgres'));

function queryOf(words: string): string {
	const [found, ...others] = QUERIES.filter((sql) => sql.includes(words));
	if (found === undefined || others.length > 0) throw new Error(`Not one query with ${words}.`);
	return found;
}

let folder: string;
let host: Host;
let instance: N8nInstance;
let client: N8nClient;
let sandbox: Sandbox;
let metrics: string;
let readInStaticData: Array<Record<string, unknown>>;
/** Ids of crashed executions, as the page asks for them: after the kill, and after the retry. */
let crashed: unknown[];
let crashedAfterRetry: unknown[];
let retried: unknown[];

const ask = async (words: string) => await query(instance, queryOf(words), [], Row);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	host = await ensureHost(print);
	const tarball = await buildAndPack(folder, print);
	sandbox = await startSandbox();
	const settings = {
		N8N_METRICS: 'true',
		N8N_METRICS_INCLUDE_POLL_TRIGGER_METRICS: 'true',
		N8N_METRICS_INCLUDE_SCHEDULER_METRICS: 'true',
	};
	instance = await N8nInstance.start({ host, tarball, durable: true, settings });
	client = await N8nClient.setUp(instance.url);
}, INSTALL_WITHIN_MS);

beforeAll(async () => {
	const form = providerForm(sandbox, 'insightly');
	const credential = await createCredential(client, 'Insightly', form);
	const wrong = { ...form, data: { ...form.data, apiKey: 'no-key-of-theirs' } };
	const wrongCredential = await createCredential(client, 'Wrong', wrong);
	const workflow = await client.importWorkflow(waiting({ [form.type]: credential }));
	const refused = await client.createWorkflow({
		name: 'Refused',
		trigger: TRIGGER,
		parameters: { resources: RESOURCES },
		credentials: { [form.type]: wrongCredential },
		pollTimes: pollTimesEvery(10),
	});
	expect((await client.publish(workflow.id)).status).toBe('published');
	expect((await client.publish(refused.id)).status).toBe('failed');
	// Where the in-memory engine keeps all of it, the durable one keeps the state of the publishing.
	readInStaticData = await ask('"staticData"');

	sandbox.insightly.world.create('contacts');
	const running = async () =>
		await query(
			instance,
			`SELECT "id" FROM "execution_entity" WHERE "status" = 'running'`,
			[],
			Row,
		);
	expect(await waitUntil(async () => (await running()).length > 0, DONE_WITHIN_MS)).toBe(true);
	metrics = await (await fetch(`${instance.url}/metrics`)).text();
	await instance.kill();
	await instance.resume();
	const isMarked = async () => (await ask(`e."status" = 'crashed'`)).length > 0;
	await waitUntil(isMarked, DONE_WITHIN_MS);
	crashed = await ask(`e."status" = 'crashed'`);
	for (const { id } of await ask(`e."status" = 'crashed'`)) await client.retry(String(id));
	crashedAfterRetry = await ask(`e."status" = 'crashed'`);
	const executions = await client.executions(workflow.id);
	retried = executions.filter(({ mode }) => mode === 'retry').map(({ status }) => status);
}, PLAY_WITHIN_MS);

afterAll(async () => {
	await instance?.dispose();
	await sandbox?.stop();
	rmSync(folder, { recursive: true, force: true });
}, DONE_WITHIN_MS);

/** A workflow that is not done at once with what its trigger sends. */
function waiting(credentials: object) {
	const node = { id: randomUUID(), typeVersion: 1, position: [0, 0] };
	return {
		name: NAME,
		nodes: [
			{
				...node,
				...TRIGGER,
				parameters: { pollTimes: pollTimesEvery(10), resources: RESOURCES },
				credentials,
			},
			{
				...node,
				id: randomUUID(),
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				parameters: { amount: WAIT_S, unit: 'seconds' },
			},
		],
		connections: { [TRIGGER.name]: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** How long ago a time of SQLite's was, ms. */
function ageOf(time: unknown): number {
	return Date.now() - Date.parse(`${String(time).replace(' ', 'T')}Z`);
}

it('an execution that is killed is found, and retrying it delivers', () => {
	expect(crashed).toEqual([expect.objectContaining({ name: NAME })]);
	expect(retried).toEqual(['success']);
	expect(crashedAfterRetry).toEqual([]);
});

it('a trigger that n8n gave up is found', async () => {
	expect(await ask(`t."status" = 'failed'`)).toEqual([
		expect.objectContaining({
			name: 'Refused',
			errorMessage: expect.stringMatching(/does not accept the credential/),
		}),
	]);
});

it('when a workflow was last polled is found', async () => {
	const rows = await ask('"scheduled_task"');
	expect(rows.map(({ name }) => name)).toEqual([NAME]);
	expect(ageOf(rows[0].lastPolled)).toBeLessThan(60_000);
});

it('how far each list was read is found where either engine keeps it', async () => {
	for (const rows of [readInStaticData, await ask('"poller_state"')]) {
		const ofIt = rows.filter(({ name }) => name === NAME);
		expect(ofIt.map(({ resource }) => resource).sort()).toEqual(RESOURCES);
		for (const { readAt } of ofIt) expect(ageOf(readAt)).toBeLessThan(PLAY_WITHIN_MS);
	}
});

it('every query of the page is run here', () => {
	expect(QUERIES).toHaveLength(5);
});

it('n8n has the metrics that the page names', () => {
	const named = [...PAGE.matchAll(/\bn8n_\w+/g)].map(([name]) => name);
	expect(named.length).toBeGreaterThan(5);
	expect(named.filter((name) => !metrics.includes(`# HELP ${name} `))).toEqual([]);
});

it('n8n has the settings that the page names', () => {
	const modules = host.n8n.slice(0, host.n8n.lastIndexOf(`${sep}n8n${sep}`));
	const folders = [
		'@n8n/config/dist',
		'n8n/dist/modules/community-packages',
		'n8n-core/dist/instance-settings',
	];
	const code = folders
		.flatMap((path) =>
			readdirSync(join(modules, path), { recursive: true, encoding: 'utf8' }).map((file) =>
				join(modules, path, file),
			),
		)
		.filter((file) => file.endsWith('.js'))
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const named = [...PAGE.matchAll(/(?<![$\w])(?:N8N|EXECUTIONS|GENERIC)_\w+/g)].map(
		([name]) => name,
	);
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((name) => !code.includes(name))).toEqual([]);
});
