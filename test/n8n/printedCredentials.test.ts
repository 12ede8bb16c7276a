/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { N8nClient } from '../../sandbox/n8n/client';
import { formatCredentialValues, readCredentialValues } from '../../sandbox/n8n/credentialValues';
import type { Form } from '../../sandbox/n8n/forms';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { createCredential } from '../../sandbox/n8n/login';
import { buildAndPack } from '../../sandbox/n8n/package';
import { type Sandbox, startSandbox } from '../../sandbox/server';

const INSTALL_WITHIN_MS = 30 * 60_000;
const STOP_WITHIN_MS = 60_000;

/** How many credentials the printed text tells: eight types, one of them with the tokens of five connectors. */
const CREDENTIALS = 12;

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

let folder: string;
let instance: N8nInstance | undefined;
let sandbox: Sandbox | undefined;

afterAll(async () => {
	await instance?.dispose();
	await sandbox?.stop();
	rmSync(folder, { recursive: true, force: true });
}, STOP_WITHIN_MS);

it(
	'what npm start prints, typed into the forms of n8n, opens every stand-in',
	async () => {
		folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
		const host = await ensureHost((line) => process.stdout.write(`${line}\n`));
		const tarball = await buildAndPack(folder, () => {});
		const { url } = (instance = await N8nInstance.start({ host, tarball, durable: false }));
		sandbox = await startSandbox({ secrets: 'private' });
		const client = await N8nClient.setUp(url);
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

		const [, , , , insightly] = printed;
		const wrong = fillIn({ ...insightly, values: [...insightly.values, ['API Key', 'x']] }, types);
		const reference = await createCredential(client, 'Wrong key', wrong);
		expect((await client.testCredential(reference)).status).toBe('Error');
	},
	INSTALL_WITHIN_MS,
);
