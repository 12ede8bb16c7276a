/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { N8nClient } from '../../sandbox/n8n/client';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { DuelServer } from './server';
import { type Score, TaskWorld } from './tasks';
import { CONTESTANTS, CREDENTIAL_TYPE, POLL_EVERY_S } from './workflows';

/*
 * One list of 25,000 records in a real n8n, polled by workflows that people build themselves and by
 * ours, through a day's trouble in six minutes. Prints what each delivered; `--write` puts the table
 * into the documentation.
 */
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const PAGE = resolve(__dirname, '..', '..', 'docs', 'do-it-yourself.md');
const RECORDS = 25_000;
const BULK_EDIT = 3_000;
const IMPORT_PER_SECOND = 200;
/** A burst of 500 items every ten seconds brings 15,000 changes within five minutes. */
const SETTLED_WITHIN_S = 480;

/** What happens, by the second in which it does. */
const OUTAGE = { from: 120, to: 180 };
const RESTART_AT = 200;
const IMPORT = { from: 240, to: 300 };
const END = 330;

const say = (line: string) => process.stdout.write(`${line}\n`);
const wait = async (seconds: number) =>
	await new Promise((done) => setTimeout(done, seconds * 1_000));
const within = ({ from, to }: { from: number; to: number }, second: number) =>
	second >= from && second < to;

interface Row extends Score {
	readonly title: string;
	readonly requests: number;
	readonly failed: number;
}

async function duel(instance: N8nInstance, world: TaskWorld, server: DuelServer) {
	const client = await N8nClient.setUp(instance.url);
	const credential = await client.createCredential('Tasks', CREDENTIAL_TYPE, {
		baseUrl: server.url,
		authentication: 'none',
	});
	const published = new Map<string, string>();
	for (const { name, toWorkflow } of CONTESTANTS) {
		const workflow = await client.importWorkflow(toWorkflow(`${server.url}/${name}`, credential));
		const { status, triggers } = await client.publish(workflow.id);
		if (status !== 'published')
			throw new Error(
				`${name} is ${status} after ${server.of(name).requests} requests: ${JSON.stringify(triggers)}`,
			);
		published.set(name, workflow.id);
	}
	await wait(3 * POLL_EVERY_S);
	await play(instance, world, server);
	await settle(world, server);
	const rows: Row[] = [];
	for (const { name, title } of CONTESTANTS) {
		const { requests, received } = server.of(name);
		const failed = await client.countExecutions(published.get(name) ?? '', 'error');
		rows.push({ title, requests, failed, ...world.score(received) });
	}
	return rows;
}

/** Work on the list, and what goes wrong meanwhile. */
async function play(instance: N8nInstance, world: TaskWorld, server: DuelServer): Promise<void> {
	for (let second = 0; second < END; second += 1) {
		world.edit(4);
		world.create(1);
		if (second === 60) world.edit(BULK_EDIT);
		server.isDown = within(OUTAGE, second);
		if (second === OUTAGE.from) say(`${second} s: the provider is down`);
		if (second === RESTART_AT) {
			say(`${second} s: n8n is started again`);
			await instance.stop();
			await instance.resume();
		}
		if (within(IMPORT, second)) world.create(IMPORT_PER_SECOND);
		await wait(1);
	}
}

/** Waits until ours has delivered everything, and at least for six polls. */
async function settle(world: TaskWorld, server: DuelServer): Promise<void> {
	const { received } = server.of('ours');
	for (let second = 0; second < SETTLED_WITHIN_S; second += POLL_EVERY_S) {
		await wait(POLL_EVERY_S);
		if (second >= 6 * POLL_EVERY_S && world.score(received).missing === 0) return;
	}
}

function toTable(rows: readonly Row[]): string {
	const count = (value: number) => value.toLocaleString('en');
	return [
		'| | changed records | last version never arrived | versions that arrived again | events of unchanged records | failed executions | requests |',
		'|---|---:|---:|---:|---:|---:|---:|',
		...rows.map(
			(row) =>
				[
					`| ${row.title}`,
					...[row.changed, row.missing, row.twice, row.unchanged, row.failed, row.requests].map(
						count,
					),
				].join(' | ') + ' |',
		),
	].join('\n');
}

async function writePage(table: string): Promise<void> {
	const [before] = readFileSync(PAGE, 'utf8').split('<!-- table -->');
	const text = `${before}<!-- table -->\n\n${table}\n`;
	const options = await resolveConfig(PAGE);
	writeFileSync(PAGE, await format(text, { ...options, filepath: PAGE }));
}

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-duel-'));
	const host = await ensureHost(say);
	const tarball = await buildAndPack(folder, say);
	const instance = await N8nInstance.start({ host, tarball, durable: false });
	const world = new TaskWorld(RECORDS);
	const server = await DuelServer.start(world);
	try {
		say(`n8n runs, three workflows poll ${RECORDS} records; this takes 6 to 14 minutes`);
		const table = toTable(await duel(instance, world, server));
		say(table);
		if (values.write) await writePage(table);
	} finally {
		await instance.dispose();
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	say(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 1;
});
