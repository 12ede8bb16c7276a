/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { allForms } from '../../sandbox/n8n/forms';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import { CONNECTOR_NAMES } from '../../sandbox/n8n/subjects';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import type { Account } from '../../sandbox/standIn';

let sandbox: Sandbox;
let port: number;

beforeAll(async () => {
	sandbox = await startSandbox({ secrets: 'private' });
	port = Number(new URL(sandbox.url).port);
});

afterAll(async () => await sandbox.stop());

interface Answer {
	readonly status: number | undefined;
	readonly body: string;
}

/** A request as a browser sends it that took `host` for a name of this machine. */
const ask = async (host: string, path: string): Promise<Answer> =>
	await new Promise((resolve, reject) => {
		request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (part: string) => (body += part));
			response.on('end', () => resolve({ status: response.statusCode, body }));
		})
			.on('error', reject)
			.end();
	});

describe('a page of another name that resolves to this machine', () => {
	const refused = async (path: string) => {
		const { status, body } = await ask('rebound.example', path);
		expect(status).toBe(421);
		expect(JSON.parse(body)).toEqual({
			message: `The sandbox answers at 127.0.0.1:${port} and localhost:${port} only, not at "rebound.example".`,
		});
	};

	it.each(CONNECTOR_NAMES)('gets 421 and nothing else: %s', async (connector) => {
		const { pathname } = new URL(sandbox[connector].baseUrl);
		await refused(pathname);
		await refused(`${pathname}/contacts`);
	});

	it.each([
		'/insightly/v3.1/Users/Me',
		'/constantcontact/oauth2/default/v1/authorize',
		'/elements/api-v2/contacts',
		'/',
	])('gets 421 and nothing else: %s', refused);

	it.each([
		'rebound.example:PORT',
		'127.0.0.1.rebound.example:PORT',
		'localhost.',
		'127.0.0.1@evil',
	])('gets 421 whatever it calls itself: %s', async (name) => {
		const host = name.replace('PORT', String(port));
		expect((await ask(host, '/icontact/icp/time')).status).toBe(421);
	});

	it('leaves no request in the log of a stand-in', async () => {
		const before = sandbox.insightly.requests.length;
		await ask('rebound.example', '/insightly/v3.1/Users/Me');
		expect(sandbox.insightly.requests).toHaveLength(before);
	});
});

it.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT', '127.0.0.1:9'])(
	'a program of this machine is answered, over a forwarded port too: %s',
	async (name) => {
		const { status } = await ask(name.replace('PORT', String(port)), '/insightly/v3.1/Users/Me');
		expect(status).toBe(401);
	},
);

it('no other address of this machine has the port open', async () => {
	const others = Object.values(networkInterfaces())
		.flatMap((addresses) => addresses ?? [])
		.filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
		.map(({ address }) => address);
	const refusals = others.map(
		async (host) =>
			await new Promise((resolve) => {
				const socket = connect({ host, port, timeout: 2_000 }, () => resolve('open'));
				socket.on('error', () => resolve('refused')).on('timeout', () => resolve('refused'));
			}),
	);
	expect(await Promise.all(refusals)).toEqual(others.map(() => 'refused'));
	expect(new URL(sandbox.url).hostname).toBe('127.0.0.1');
});

/** Everything of a sandbox that opens something. */
const secretsOf = (of: Sandbox): string[] => {
	const typed = allForms(of).flatMap(({ type, data, isOAuth2 }) => {
		const properties = CREDENTIAL_TYPES.find(({ name }) => name === type)?.properties ?? [];
		const hidden = properties.filter(({ typeOptions }) => typeOptions?.password === true);
		const names = [...hidden.map(({ name }) => name), ...(isOAuth2 ? ['clientSecret'] : [])];
		return names.flatMap((name) => data[name] ?? []);
	});
	const issued = CONNECTOR_NAMES.flatMap((name) => {
		const { oauth2 }: Account = of[name];
		return oauth2 ? [oauth2.issue().access_token] : [];
	});
	const tokens = CONNECTOR_NAMES.map((name) => of.platformCredentialFor(name).elementToken);
	return [...new Set([...typed, ...issued, ...tokens])];
};

describe('the secrets', () => {
	it('are others in each private sandbox, though it holds the same records', async () => {
		const other = await startSandbox({ secrets: 'private' });
		await other.stop();
		const namesOf = ({ insightly }: Sandbox) => insightly.world.changes.map(({ id }) => id);
		expect(namesOf(other)).toEqual(namesOf(sandbox));

		const secrets = [sandbox, other, await seeded()].flatMap(secretsOf);
		expect(secrets.length).toBeGreaterThan(3 * 2 * CONNECTOR_NAMES.length);
		expect(new Set(secrets).size).toBe(secrets.length);
		expect(secrets.filter((secret) => secret.length < 16)).toEqual([]);
	});

	it('are the same in each seeded sandbox, for tests', async () => {
		expect(secretsOf(await seeded())).toEqual(secretsOf(await seeded()));
	});
});

/** A sandbox whose secrets any program can work out. */
async function seeded(): Promise<Sandbox> {
	const started = await startSandbox();
	await started.stop();
	return started;
}
