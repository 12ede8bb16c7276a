/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { execFileSync } from 'node:child_process';
import {
	appendFileSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type InstalledPackage, N8nClient } from '../../sandbox/n8n/client';
import { ensureHost, type Host } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack, unpack } from '../../sandbox/n8n/package';
import { formatComparison } from '../../sandbox/server';
import { NpmRegistry } from './npmRegistry';
import { sleep, waitUntil } from './waiting';
import { activityOf, compareReceived, type Received, type Watch } from './watch';
import { createWatch, KINDS, POLL_EVERY_S } from './workflows';

const INSTALL_WITHIN_MS = 30 * 60_000;
const PLAY_WITHIN_MS = 10 * 60_000;
const DELIVERED_WITHIN_MS = 60_000;
const PER_SECOND = 2;
/** A poll and the execution that follows it. */
const ROUND_MS = (POLL_EVERY_S + 2) * 1_000;
/** The restart, the update, and the start with the files gone. */
const BEGINNINGS = 3;
/** A version that is newer than any of ours. */
const NEWER = '999.0.0';
/** What it prints where it polls first. */
const NEWER_POLLS = `${NEWER} polls`;

const Manifest = z
	.object({
		name: z.string(),
		version: z.string(),
		n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
	})
	.passthrough();
type Manifest = z.infer<typeof Manifest>;

const Types = z.array(z.object({ name: z.string() }));

const print = (line: string) => process.stdout.write(`${line}\n`);

let folder: string;
let host: Host;
let tarball: string;
let manifest: Manifest;
let newer: { readonly manifest: Manifest; readonly tarball: string };

/** The same files as another version, which says so when it is loaded to poll. */
async function repack(version: string): Promise<typeof newer> {
	const directory = join(folder, version, 'package');
	await unpack(tarball, directory);
	const changed = { ...manifest, version };
	writeFileSync(join(directory, 'package.json'), JSON.stringify(changed));
	const work = join(directory, 'dist', 'nodes', 'OpenConnectors', 'host', 'work.js');
	appendFileSync(work, `\nconsole.log('${NEWER_POLLS}');\n`);
	const packed = join(folder, version, 'newer.tgz');
	execFileSync('tar', ['-czf', packed, '-C', dirname(directory), 'package']);
	return { manifest: changed, tarball: packed };
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	host = await ensureHost(print);
	tarball = await buildAndPack(folder, print);
	const unpacked = join(folder, 'unpacked');
	await unpack(tarball, unpacked);
	manifest = Manifest.parse(JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')));
	newer = await repack(NEWER);
}, INSTALL_WITHIN_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names of what n8n's editor knows of our package; a node's has the package before it. */
async function knownTypes(client: N8nClient, list: 'nodes' | 'credentials'): Promise<string[]> {
	const types = Types.parse(await (await client.open(`/types/${list}.json`)).json());
	const ours = list === 'nodes' ? `${manifest.name}.` : 'openConnectors';
	return types
		.filter(({ name }) => name.startsWith(ours))
		.map(({ name }) => name.replace(`${manifest.name}.`, ''))
		.sort();
}

/** The names of the entries of the manifest: n8n calls a type as its file, with a small letter. */
const namesOf = (files: readonly string[]) =>
	files
		.map((file) =>
			file.replace(/^.*\/(\w)(\w*)\..*$/, (_, first, rest) => first.toLowerCase() + rest),
		)
		.sort();

/** What one engine showed from an n8n without the package to its third start with it. */
interface Facts {
	readonly before: readonly string[];
	readonly installed: InstalledPackage;
	readonly nodes: readonly string[];
	readonly credentials: readonly string[];
	readonly publication: string;
	readonly listed: readonly InstalledPackage[];
	readonly updated: InstalledPackage;
	/** Whether a published workflow was polled by the newer version, before and after n8n took it. */
	readonly polledByNewer: readonly [before: boolean, after: boolean];
	/** Changes received: in the first start, over a restart, after the update, after the files were gone. */
	readonly received: readonly number[];
	readonly reinstalled: readonly InstalledPackage[];
	readonly end: Received;
}

async function play(
	instance: N8nInstance,
	registry: NpmRegistry,
	watches: Watch[],
): Promise<Facts> {
	const client = await N8nClient.setUp(instance.url);
	const before = await knownTypes(client, 'nodes');
	registry.publish(manifest, tarball, 'next');
	const installed = await client.installPackage(`${manifest.name}@next`);
	const nodes = await knownTypes(client, 'nodes');
	const credentials = await knownTypes(client, 'credentials');

	const watch = await createWatch(client, KINDS[0], 1);
	watches.push(watch);
	const { workflow } = watch;
	const { status: publication } = await client.publish(workflow.id);
	const activity = activityOf({ ...watch, perSecond: PER_SECOND });
	const received: number[] = [];
	const countReceived = async () => {
		const before = received.at(-1) ?? 0;
		let now = before;
		await sleep(ROUND_MS);
		await waitUntil(async () => {
			now = (await compareReceived(client, watch)).comparison.received;
			return now > before;
		}, DELIVERED_WITHIN_MS);
		received.push(now);
	};

	activity.start();
	await countReceived();
	await instance.stop();
	await instance.resume();
	await countReceived();

	registry.publish(newer.manifest, newer.tarball, 'latest');
	const listed = await client.installedPackages();
	const isPolledByNewer = () => readFileSync(instance.logFile, 'utf8').includes(NEWER_POLLS);
	const polledBefore = isPolledByNewer();
	const updated = await client.updatePackage(manifest.name, NEWER);
	await countReceived();
	const polledAfter = isPolledByNewer();

	await instance.stop();
	rmSync(dirname(instance.packageFolder), { recursive: true });
	await instance.resume();
	const reinstalled = await client.installedPackages();
	await countReceived();

	await activity.stop();
	let end = await compareReceived(client, watch);
	await waitUntil(async () => {
		end = await compareReceived(client, watch);
		return end.comparison.missing.length === 0;
	}, DELIVERED_WITHIN_MS);
	// One more poll: what comes twice comes now.
	await sleep(ROUND_MS);
	end = await compareReceived(client, watch);
	return {
		before,
		installed,
		nodes,
		credentials,
		publication,
		listed,
		updated,
		polledByNewer: [polledBefore, polledAfter],
		received,
		reinstalled,
		end,
	};
}

describe.each([
	{ engine: 'in-memory', durable: false },
	{ engine: 'durable', durable: true },
])('installed by n8n itself, $engine engine', ({ engine, durable }) => {
	let registry: NpmRegistry;
	let instance: N8nInstance | undefined;
	const watches: Watch[] = [];
	let facts: Facts;

	beforeAll(async () => {
		registry = await NpmRegistry.start(folder);
		const home = join(folder, engine);
		mkdirSync(home);
		const settings = {
			...registry.settings,
			// npm's cache and settings; not those of the developer.
			HOME: home,
			N8N_REINSTALL_MISSING_PACKAGES: 'true',
		};
		instance = await N8nInstance.start({ host, durable, settings });
		facts = await play(instance, registry, watches);
		print(`${engine}: ${formatComparison(facts.end.comparison)}`);
		print(`${engine}: received, start by start: ${facts.received.join(', ')}`);
		print(`${engine}: refused: ${[...registry.refused].join(', ')}`);
	}, PLAY_WITHIN_MS);

	afterAll(async () => {
		await instance?.dispose();
		for (const { sandbox } of watches) await sandbox.stop();
		await registry.stop();
	}, PLAY_WITHIN_MS);

	it('n8n takes name and tag as they are entered in the settings', () => {
		expect(facts.installed.packageName).toBe(manifest.name);
		expect(facts.installed.installedVersion).toBe(manifest.version);
		expect(facts.installed.installedNodes).toHaveLength(manifest.n8n.nodes.length);
	});

	it('all nodes and credentials are known, and were not before', () => {
		expect(facts.before).toEqual([]);
		expect(facts.nodes).toEqual(namesOf(manifest.n8n.nodes));
		expect(facts.credentials).toEqual(namesOf(manifest.n8n.credentials));
	});

	it('n8n publishes a workflow without having been restarted', () => {
		expect(facts.publication).toBe('published');
	});

	it('events arrive at once, over a restart, after an update and after the files were gone', () => {
		const gains = facts.received.map((count, index) => count - (facts.received[index - 1] ?? 0));
		expect(gains).toHaveLength(4);
		expect(Math.min(...gains)).toBeGreaterThan(0);
	});

	it('n8n offers a newer version, and takes it', () => {
		expect(facts.listed).toMatchObject([
			{ installedVersion: manifest.version, updateAvailable: NEWER, failedLoading: false },
		]);
		expect(facts.updated).toMatchObject({ installedVersion: NEWER });
	});

	it('a workflow that was published before is polled by the newer version', () => {
		expect(facts.polledByNewer).toEqual([false, true]);
	});

	it('n8n fetches the package again when its files are gone', () => {
		expect(facts.reinstalled).toMatchObject([{ installedVersion: NEWER, failedLoading: false }]);
	});

	it('every change arrives, with the right kind, and nothing else', () => {
		const { comparison, errors } = facts.end;
		expect(comparison).toMatchObject({ missing: [], wrongKind: [], unknown: [] });
		expect(comparison).toMatchObject({ sharedEventIds: [] });
		expect(errors).toEqual([]);
	});

	// The in-memory engine repeats the batch before each beginning: it cannot know whether n8n kept it.
	it('nothing arrives twice, or recognisably after a restart or an update', () => {
		const { twice } = facts.end.comparison;
		if (durable) expect(twice).toEqual([]);
		for (const { times, recognisable } of twice) {
			expect(recognisable).toBe(true);
			expect(times).toBeLessThanOrEqual(1 + BEGINNINGS);
		}
	});

	it('everything came from the registry, and nobody else but n8n was asked', () => {
		const tarballs = registry.requests.filter((request) => request.endsWith('.tgz'));
		expect(tarballs).toContain(`GET /${manifest.name}/-/${manifest.name}-${manifest.version}.tgz`);
		expect(tarballs).toContain(`GET /${manifest.name}/-/${manifest.name}-${NEWER}.tgz`);
		const others = [...registry.refused].filter((name) => !name.endsWith('.n8n.io:443'));
		expect(others).toEqual([]);
	});

	it('n8n logs no uncaught error', () => {
		const log = instance ? readFileSync(instance.logFile, 'utf8') : '';
		expect(log).toContain('Community package installed');
		expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
	});
});

it(
	'another registry takes a licence of n8n',
	async () => {
		const registry = await NpmRegistry.start(folder);
		const settings = {
			...registry.settings,
			N8N_COMMUNITY_PACKAGES_REGISTRY: 'https://registry.example.com',
		};
		const instance = await N8nInstance.start({ host, durable: false, settings });
		try {
			const client = await N8nClient.setUp(instance.url);
			await expect(client.installPackage(manifest.name)).rejects.toThrow(/license/i);
			expect(registry.requests).toEqual([]);
		} finally {
			await instance.dispose();
			await registry.stop();
		}
	},
	PLAY_WITHIN_MS,
);
