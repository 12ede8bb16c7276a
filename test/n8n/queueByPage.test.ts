/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { N8nClient } from '../../sandbox/n8n/client';
import { type GuardedProcess, startGuarded } from '../../sandbox/n8n/guarded';
import { ensureHost } from '../../sandbox/n8n/install';
import { SILENCE } from '../../sandbox/n8n/instance';
import { buildAndPack, packageManifest } from '../../sandbox/n8n/package';
import { findPorts } from '../../sandbox/n8n/ports';
import { NpmRegistry } from './npmRegistry';
import { findPrograms, Service } from './queueServices';
import { isReady, sleep, waitUntil } from './waiting';
import { activityOf, compareReceived, type Received, type Watch } from './watch';
import { createWatch, KINDS, POLL_EVERY_S } from './workflows';

/* Queue mode by the commands of docs/operation.md, each as it stands there. */

const run = promisify(execFile);
const INSTALL_WITHIN_MS = 30 * 60_000;
const PLAY_WITHIN_MS = 10 * 60_000;
const READY_WITHIN_MS = 180_000;
const DELIVERED_WITHIN_MS = 90_000;
const STOP_GRACE_MS = 15_000;
const CHANGES = 5;

const [, SECTION = ''] =
	/### Queue mode step by step\n([^]*?)\n### /.exec(readFileSync('docs/operation.md', 'utf8')) ??
	[];
const BLOCKS = [...SECTION.matchAll(/^ {3}```sh\n([^]*?)^ {3}```/gm)].map(([, block]) =>
	block.replace(/^ {3}/gm, ''),
);

const print = (line: string) => process.stdout.write(`${line}\n`);

const programs = findPrograms();
if (!programs)
	print('Skipped: queue mode needs Postgres and Redis: apt-get install postgresql redis-server');
const withPrograms = programs ? describe : describe.skip;

withPrograms('queue mode by docs/operation.md', () => {
	let folder: string;
	const services: Service[] = [];
	const processes: GuardedProcess[] = [];
	const watches: Watch[] = [];
	let registry: NpmRegistry;
	let received: Received;
	let published: string;

	const home = (...path: readonly string[]) => join(folder, 'home', ...path);
	const logOf = (name: string) => readFileSync(join(folder, `${name}.log`), 'utf8');

	/** Stands for a command of the page that is somewhere else here. */
	const stand = (name: string, script: string) =>
		writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

	const start = (name: string, block: string, env: NodeJS.ProcessEnv) => {
		const started = startGuarded({
			command: 'sh',
			args: ['-e', '-c', block],
			cwd: home(),
			env,
			logFile: join(folder, `${name}.log`),
			graceMs: STOP_GRACE_MS,
			folderToRemove: folder,
		});
		processes.push(started);
	};

	beforeAll(async () => {
		if (!programs) return;
		folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
		mkdirSync(join(folder, 'bin'));
		mkdirSync(home());
		const { node, n8n } = await ensureHost(print);
		registry = await NpmRegistry.start(folder);
		registry.publish(packageManifest(), await buildAndPack(folder, print), 'latest');
		const postgres = await Service.postgres(programs);
		services.push(postgres);
		const redis = await Service.redis(programs);
		services.push(redis);
		stand('n8n', `exec '${node.binary}' '${n8n}' "$@"`);
		// Whoever reaches the server is let in here, whatever their user of this machine.
		stand('runuser', '[ "$1 $2 $3" = "-u postgres --" ] && shift 3 && exec "$@"');

		const [port, brokerPort, workerBrokerPort] = await findPorts(0, 0, 0);
		const env = {
			...SILENCE,
			PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
			HOME: home(),
			PGHOST: '127.0.0.1',
			PGPORT: String(postgres.port),
			PGUSER: 'postgres',
			DB_POSTGRESDB_PORT: String(postgres.port),
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_SECURE_COOKIE: 'false',
		};
		const [, database, pack, settings, main, worker] = BLOCKS;
		for (const block of [database, pack, settings])
			await run('sh', ['-e', '-c', block], { cwd: home(), env: { ...env, ...registry.settings } });
		start('main', main, env);
		const url = `http://127.0.0.1:${port}`;
		if (!(await waitUntil(async () => await isReady(url), READY_WITHIN_MS)))
			throw new Error(logOf('main'));
		start('worker', worker.replace('5680', String(workerBrokerPort)), env);

		const client = await N8nClient.setUp(url);
		const watch = await createWatch(client, KINDS[0], 1);
		watches.push(watch);
		({ status: published } = await client.publish(watch.workflow.id));
		activityOf(watch).step(CHANGES);
		await waitUntil(async () => {
			received = await compareReceived(client, watch);
			return received.comparison.missing.length === 0;
		}, DELIVERED_WITHIN_MS);
		// One more poll: what comes twice comes now.
		await sleep((POLL_EVERY_S + 2) * 1_000);
		received = await compareReceived(client, watch);
	}, INSTALL_WITHIN_MS + PLAY_WITHIN_MS);

	afterAll(
		async () => {
			for (const process of processes) await process.stop();
			for (const { sandbox } of watches) await sandbox.stop();
			await registry?.stop();
			for (const service of services) await service.dispose();
			if (folder) rmSync(folder, { recursive: true, force: true });
		},
		2 * STOP_GRACE_MS + READY_WITHIN_MS,
	);

	it('installs what the tests of queue mode need, from Debian', () => {
		expect(BLOCKS[0]).toBe('apt-get install -y postgresql redis-server\n');
		expect(BLOCKS).toHaveLength(6);
	});

	it('the package is fetched from the registry into the folder of n8n', () => {
		const path = home('.n8n', 'nodes', 'node_modules', packageManifest().name, 'package.json');
		expect(existsSync(path)).toBe(true);
		expect(registry.requests.some((request) => request.endsWith('.tgz'))).toBe(true);
	});

	it('a workflow is published and receives every change once', () => {
		expect(published).toBe('published');
		const { comparison, errors } = received;
		expect(comparison).toMatchObject({ made: CHANGES, received: CHANGES });
		expect(comparison).toMatchObject({ missing: [], twice: [], wrongKind: [], unknown: [] });
		expect(errors).toEqual([]);
	});

	it('the worker runs the executions, as the page says', () => {
		const [, says] = /the worker's output says `([^`]+)`/.exec(SECTION) ?? [];
		expect(says).toBeDefined();
		expect(logOf('worker')).toContain(says);
		expect(logOf('main')).not.toContain(says);
	});
});
