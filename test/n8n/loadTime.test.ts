/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ensureHost } from '../../sandbox/n8n/install';
import { buildAndPack, unpack } from '../../sandbox/n8n/package';

const INSTALL_WITHIN_MS = 30 * 60_000;
const ROUNDS = 9;
/** Of the time that n8n's own Notion node takes; about as long was measured. */
const MOST = 1.5;

/**
 * Loads files as n8n does, each for the class that is called as it, and makes an object of each: prints the
 * milliseconds of CPU that took. Other programs of the machine cost time on the clock, and none of these.
 */
const LOAD = `
	const { basename } = require('node:path');
	require('n8n-workflow');
	const files = process.argv.slice(1);
	const before = process.cpuUsage();
	for (const file of files) new (require(file)[basename(file).split('.')[0]])();
	const { user, system } = process.cpuUsage(before);
	process.stdout.write(String((user + system) / 1_000));
`;

const Manifest = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

let folder: string;
let ours: readonly string[];
let notion: readonly string[];
let load: (files: readonly string[]) => number;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	const report = (line: string) => process.stdout.write(`${line}\n`);
	const { node, directory } = await ensureHost(report);
	const unpacked = join(folder, 'package');
	await unpack(await buildAndPack(folder, report), unpacked);
	const manifest: unknown = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	const { nodes, credentials } = Manifest.parse(manifest).n8n;
	ours = [...nodes, ...credentials].map((file) => join(unpacked, file));
	const modules = join(directory, 'node_modules');
	notion = [join(modules, 'n8n-nodes-base', 'dist', 'nodes', 'Notion', 'Notion.node.js')];
	load = (files) =>
		Number(
			execFileSync(node.binary, ['--eval', LOAD, '--', ...files], {
				encoding: 'utf8',
				// No modules of ours stand above it.
				cwd: folder,
				// Where n8n lets a package's modules come from.
				env: { ...process.env, NODE_OPTIONS: '', NODE_PATH: modules },
			}),
		);
}, INSTALL_WITHIN_MS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(`n8n loads all nodes and credentials in at most ${MOST} times what its Notion node takes`, () => {
	// The first of each also reads the disk.
	for (const files of [ours, notion]) load(files);
	const rounds = Array.from({ length: ROUNDS }, () => ({ ours: load(ours), notion: load(notion) }));
	const ourMs = median(rounds.map((round) => round.ours));
	const notionMs = median(rounds.map((round) => round.notion));
	process.stdout.write(
		`CPU to load, median of ${ROUNDS}: all nodes and credentials ${ourMs.toFixed(1)} ms, Notion ${notionMs.toFixed(1)} ms\n`,
	);
	expect(notionMs).toBeGreaterThan(0);
	expect(ourMs).toBeLessThanOrEqual(MOST * notionMs);
});
