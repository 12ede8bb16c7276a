/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { N8nClient } from '../../sandbox/n8n/client';
import { CONNECTOR_NAMES } from '../../sandbox/accounts';
import {
	CREDENTIAL_TYPES,
	formatCredentialValues,
	readCredentialValues,
} from '../../sandbox/n8n/credentialValues';
import type { Form } from '../../sandbox/standIn';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { createCredential } from '../../sandbox/n8n/login';
import { buildAndPack } from '../../sandbox/n8n/package';
import { sumUp } from '../../sandbox/n8n/console';
import { ExecutionFeed, toReceivedChange } from '../../sandbox/n8n/feed';
import { findSubject } from '../../sandbox/n8n/subjects';
import { createTrial, publishTrial } from '../../sandbox/n8n/trial';
import { connectorTrial, restTrial } from '../../sandbox/n8n/trialSubjects';
import { Activity, type ReceivedChange, type Sandbox, startSandbox } from '../../sandbox/server';
import { waitUntil } from './waiting';

const INSTALL_WITHIN_MS = 30 * 60_000;
const STOP_WITHIN_MS = 60_000;
const RECEIVED_WITHIN_MS = 60_000;

/** How many credentials are printed: one of a type, and of the platform's one for each connector. */
const CREDENTIALS = CREDENTIAL_TYPES.length - 1 + CONNECTOR_NAMES.length;

/** The forms as n8n's editor gets them. */
const CredentialTypes = z.array(
	z.object({
		name: z.string(),
		displayName: z.string(),
		extends: z.array(z.string()).optional(),
		properties: z.array(
			z.object({
				name: z.string(),
				displayName: z.string(),
				type: z.string(),
				default: z.unknown(),
			}),
		),
	}),
);
type CredentialTypes = z.infer<typeof CredentialTypes>;

/** A credential as a reader of the terminal understands it. */
interface Read {
	readonly title: string;
	readonly values: ReadonlyArray<readonly [label: string, value: string]>;
	readonly isOAuth2: boolean;
}

/** Reads the printed text: a title per credential type, a label and a value per line. */
function readPrinted(text: string): readonly Read[] {
	const blocks = text.split(/\n(?= {2}\S)/);
	return blocks.flatMap((block) => {
		const [head, ...lines] = block.split('\n');
		const title = head.replace('(then press Connect)', '').trim();
		const isOAuth2 = head.includes('then press Connect');
		const all = lines.map((line) => line.trim().split(/ {2,}/) as [string, string]);
		const tokens = all.filter(([label]) => label.startsWith('Element Token, '));
		const values = all.filter((value) => !tokens.includes(value));
		if (tokens.length === 0) return [{ title, values, isOAuth2 }];
		return tokens.map(([label, token]) => ({
			title: `${title} (${label.replace('Element Token, ', '')})`,
			values: [...values, ['Element Token', token] as const],
			isOAuth2,
		}));
	});
}

/** Finds type and fields by what the form shows; what the form fills in itself stays. */
function fillIn({ title, values, isOAuth2 }: Read, types: CredentialTypes): Form {
	const type =
		types.find(({ displayName }) => title === displayName) ??
		types.find(({ displayName }) => title.startsWith(`${displayName} (`));
	if (!type) throw new Error(`n8n has no credential type "${title}".`);
	const inherited = types.filter(({ name }) => type.extends?.includes(name));
	const fields = [type, ...inherited].flatMap(({ properties }) => properties);
	const filled = type.properties.flatMap((field): Array<[string, string]> => {
		const isShown = field.type === 'string' || field.type === 'options';
		return isShown && field.default ? [[field.name, String(field.default)]] : [];
	});
	const typed = values.map(([label, value]): [string, string] => {
		const field = fields.find(({ displayName }) => displayName === label);
		if (!field) throw new Error(`The form of "${title}" shows no "${label}".`);
		return [field.name, value];
	});
	return { type: type.name, data: Object.fromEntries([...filled, ...typed]), isOAuth2 };
}

/** A server that sends everything on to another one, which counts what arrives. */
async function startMoved() {
	let arrived = 0;
	const target = createServer((_request, response) => {
		arrived += 1;
		response.end('{}');
	});
	const portOf = async (server: Server) => {
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('It has no port.');
		return address.port;
	};
	const targetPort = await portOf(target);
	const first = createServer(({ url }, response) => {
		response.writeHead(307, { location: `http://127.0.0.1:${targetPort}${url ?? ''}` }).end();
	});
	const port = await portOf(first);
	return {
		url: `http://127.0.0.1:${port}`,
		arrived: () => arrived,
		stop: async () => {
			for (const server of [first, target]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}

let folder: string;
let instance: N8nInstance | undefined;
let sandbox: Sandbox;
let client: N8nClient;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	const host = await ensureHost((line) => process.stdout.write(`${line}\n`));
	const tarball = await buildAndPack(folder, () => {});
	instance = await N8nInstance.start({ host, tarball, durable: false });
	sandbox = await startSandbox({ secrets: 'private' });
	client = await N8nClient.setUp(instance.url);
}, INSTALL_WITHIN_MS);

afterAll(async () => {
	await instance?.dispose();
	await sandbox.stop();
	rmSync(folder, { recursive: true, force: true });
}, STOP_WITHIN_MS);

it(
	'what npm start prints, typed into the forms of n8n, opens every stand-in',
	async () => {
		const types = CredentialTypes.parse(
			await (await client.open(`/types/credentials.json`)).json(),
		);

		const printed = readPrinted(formatCredentialValues(readCredentialValues(sandbox)));
		const tests: Array<readonly [string, string]> = [];
		for (const read of printed) {
			const form = fillIn(read, types);
			const reference = await createCredential(client, read.title, form);
			const { status, message } = await client.testCredential(reference);
			tests.push([read.title, `${status}: ${message}`]);
		}
		process.stdout.write(`${tests.map((test) => test.join(': ')).join('\n')}\n`);
		expect(tests).toHaveLength(CREDENTIALS);
		expect(tests.filter(([, answer]) => !answer.startsWith('OK'))).toEqual([]);

		const [insightly] = printed.filter(({ title }) => title === 'Insightly API');
		const wrong = fillIn({ ...insightly, values: [...insightly.values, ['API Key', 'x']] }, types);
		const reference = await createCredential(client, 'Wrong key', wrong);
		expect((await client.testCredential(reference)).status).toBe('Error');

		const moved = await startMoved();
		const refused: string[] = [];
		const keys = printed.filter(({ isOAuth2 }) => !isOAuth2);
		for (const read of keys) {
			const values = [...read.values, ['Base URL', moved.url] as const];
			const form = fillIn({ ...read, values }, types);
			const credential = await createCredential(client, `${read.title}, moved`, form);
			refused.push((await client.testCredential(credential)).message);
		}
		await moved.stop();
		expect(refused).toEqual(keys.map(() => expect.stringContaining('redirects to another')));
		expect(moved.arrived()).toBe(0);
	},
	INSTALL_WITHIN_MS,
);

const TRIALS = [
	['of a connector', (all: Sandbox) => connectorTrial(findSubject('insightly', 'provider'), all)],
	['of any REST API', restTrial],
] as const;

it.each(TRIALS)(
	'the workflow that npm start publishes receives what is changed: %s',
	async (_label, toSubject) => {
		const subject = toSubject(sandbox);
		const trial = await createTrial(client, subject, { sandboxUrl: sandbox.url, pollEvery: 10 });
		await publishTrial(trial);
		const [work] = subject.works;
		new Activity(subject.world, { ...work, restSeeded: false }).step(10);
		const feed = new ExecutionFeed(client, trial.workflow.id);
		const received: ReceivedChange[] = [];
		const isAllThere = async () => {
			for (const { events } of await feed.next())
				received.push(...events.map((event) => subject.toWorld(toReceivedChange(event))));
			return received.length >= 10;
		};
		await waitUntil(isAllThere, RECEIVED_WITHIN_MS);
		expect(sumUp(trial, received, Date.now())).toBe(
			'made 10, received 10, on their way 0, missing 0, twice 0',
		);
	},
	2 * RECEIVED_WITHIN_MS,
);
