/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import {
	cpSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { N8nClient } from '../../sandbox/n8n/client';
import { startHotReload } from '../../sandbox/n8n/hotReload';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { CHECKOUT } from '../../sandbox/n8n/paths';
import type { WatchBuild } from '../../sandbox/n8n/watchBuild';
import { POLL_TRIGGER } from '../../sandbox/n8n/workflow';
import { waitUntil } from './waiting';

const INSTALL_WITHIN_MS = 30 * 60_000;
const SEEN_WITHIN_MS = 60_000;

const SOURCES = ['credentials', 'icons', 'nodes', 'package.json', 'tsconfig.json'];
const EDITED = 'nodes/OpenConnectors/host/properties.ts';

const NodeTypes = z.array(
	z.object({ name: z.string(), properties: z.array(z.object({ displayName: z.string() })) }),
);

let folder: string;
let instance: N8nInstance | undefined;
let reload: WatchBuild | undefined;
const reported: string[] = [];

afterAll(async () => {
	await reload?.stop();
	await instance?.dispose();
	rmSync(folder, { recursive: true, force: true });
}, SEEN_WITHIN_MS);

const isReported = async (what: RegExp) =>
	await waitUntil(
		async () => await Promise.resolve(reported.some((line) => what.test(line))),
		60_000,
	);

it(
	'n8n shows an edited parameter within seconds, and complaints of the compiler are told',
	async () => {
		folder = realpathSync(mkdtempSync(join(tmpdir(), 'open-connectors-test-')));
		const sources = join(folder, 'sources');
		for (const name of SOURCES) {
			cpSync(join(CHECKOUT, name), join(sources, name), { recursive: true });
		}
		symlinkSync(join(CHECKOUT, 'node_modules'), join(sources, 'node_modules'), 'junction');
		const host = await ensureHost((line) => process.stdout.write(`${line}\n`));
		const tarball = await buildAndPack(folder, () => {});
		const { url } = (instance = await N8nInstance.start({
			host,
			tarball,
			durable: false,
			hotReload: true,
		}));
		const client = await N8nClient.setUp(url);
		const labels = async () => {
			const answer = await client.open(`/types/nodes.json`);
			const types = NodeTypes.parse(await answer.json());
			const found = types.filter(({ name }) => name === POLL_TRIGGER);
			return found.flatMap(({ properties }) => properties.map(({ displayName }) => displayName));
		};
		expect(await labels()).toContain('Start From');

		reload = startHotReload(instance, sources, (line) => reported.push(line));
		expect(await isReported(/^Watching/)).toBe(true);
		expect(reported).toEqual(['Watching the sources of the package']);

		const source = readFileSync(join(sources, EDITED), 'utf8');
		writeFileSync(join(sources, EDITED), source.replace("'Start From'", "'Begin With'"));
		const isShown = async () => (await labels()).includes('Begin With');
		expect(await waitUntil(isShown, SEEN_WITHIN_MS)).toBe(true);
		expect(await labels()).not.toContain('Start From');
		expect(reported).toContain('Built nodes/OpenConnectors/host/properties.js');
		expect(reported).toContain('n8n loads the package anew');

		writeFileSync(join(sources, EDITED), `${source}\nexport const wrong: number = 'text';\n`);
		expect(await isReported(/properties\.ts\(\d+,\d+\): error TS2322/)).toBe(true);
	},
	INSTALL_WITHIN_MS,
);
