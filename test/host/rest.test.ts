import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { Host, ENGINES, textOf, type EngineName } from '../harness/host';
import { MINUTE, pass, releaseTime, SECOND, setClock, START, stopTime } from '../harness/clock';
import { HttpServer, type HttpRequest, type Reply } from '../harness/httpServer';
import { itUnder, rows } from '../length';

const at = (minutes: number) =>
	new Date(START + minutes * MINUTE).toISOString().replace('.000Z', 'Z');

interface Issue {
	readonly id: number;
	readonly title: string;
	readonly updated_at: string;
	readonly created_at: string;
}

let issues: Issue[];
let server: HttpServer;
let refuse: (request: HttpRequest) => Reply | undefined;

const json = (value: unknown, status = 200): Reply => ({ status, text: JSON.stringify(value) });

/** An API with one list, filtered by time, that answers who has the key. */
const reply = (request: HttpRequest): Reply => {
	const refused = refuse(request);
	if (refused) return refused;
	const { pathname, searchParams } = new URL(request.url, 'http://api');
	if (pathname !== '/v1/issues') return json({ message: 'Not Found' }, 404);
	const since = searchParams.get('since') ?? '';
	return json(issues.filter(({ updated_at }) => updated_at >= since));
};

beforeEach(async () => {
	stopTime();
	issues = [];
	refuse = () => undefined;
	server = await HttpServer.start(reply);
});
afterEach(async () => {
	await server.stop();
	releaseTime();
});

const change = (id: number, minutes: number, created = minutes) => {
	const issue = { id, title: `Issue ${id}`, updated_at: at(minutes), created_at: at(created) };
	issues = [...issues.filter((other) => other.id !== id), issue];
};

const DATE = "yyyy-MM-dd'T'HH:mm:ssX";
const SETTINGS = {
	url: "/issues?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
	idField: 'id',
	datesConfiguration: {
		updatedDateField: 'updated_at',
		updatedDateFormat: DATE,
		createdDateField: 'created_at',
		createdDateFormat: DATE,
	},
};

const TOKEN = 'fluffy-cat-4711';

const hostOf = (
	engine: EngineName,
	credential: ICredentialDataDecryptedObject = {},
	parameters: INodeParameters = {},
) =>
	new Host(engine, {
		parameters: {
			connector: 'rest',
			configure: 'json',
			pollerConfiguration: JSON.stringify({ issues: SETTINGS }),
			...parameters,
		},
		credentials: {
			openConnectorsRestApi: {
				baseUrl: `${server.url}/v1`,
				authentication: 'bearer',
				token: TOKEN,
				...credential,
			},
		},
	});

describe.each(ENGINES)('under the %s engine', (engine) => {
	const it = itUnder(engine);
	it('every change comes once, created ones as such', async () => {
		const host = hostOf(engine);
		change(1, -60);
		await host.publish();
		await host.tick();
		setClock(START + 10 * MINUTE);
		change(1, 5, -60);
		change(2, 6);
		await host.tick();
		await host.tick();
		expect(host.items.map(({ eventType, objectId }) => `${eventType} ${objectId}`)).toEqual([
			'UPDATED 1',
			'CREATED 2',
		]);
		expect(host.items[0]).toMatchObject({ elementKey: 'rest', hubKey: '', objectType: 'issues' });
		expect(host.errors).toEqual([]);
	});

	it('the form stands for the same', async () => {
		const { datesConfiguration, ...list } = SETTINGS;
		const form = { lists: { list: [{ name: 'issues', ...list, ...datesConfiguration }] } };
		const host = hostOf(engine, {}, { configure: 'form', ...form });
		await host.publish();
		setClock(START + 10 * MINUTE);
		change(2, 6);
		await host.tick();
		expect(host.items.map(({ objectId }) => objectId)).toEqual(['2']);
	});
});

it('says once that the answer goes on, where no paging is set', async () => {
	refuse = () => ({
		text: JSON.stringify({ data: issues, next: `${server.url}/v1/issues?page=2` }),
	});
	change(1, -60);
	const resource = { ...SETTINGS, recordsField: 'data' };
	const pollerConfiguration = JSON.stringify({ issues: resource });
	const host = hostOf('in-memory', {}, { pollerConfiguration });
	await host.publish();
	await host.tick();
	const said = host.log.filter(({ message }) => message.includes('only the first page is read'));
	expect(said.map(({ message }) => message)).toEqual([
		expect.stringContaining('issues: the answer goes on, and "paging" leads no further'),
	]);
	expect(said[0].message).toContain('{"type":"link","linkField":"next"}');
});

describe('the credential', () => {
	const askedWith = async (credential: ICredentialDataDecryptedObject) => {
		const host = hostOf('in-memory', credential);
		await host.publish();
		expect(host.errors).toEqual([]);
		const [{ headers, url }] = server.asked;
		return { ...headers, url };
	};

	it.each<[string, ICredentialDataDecryptedObject, object]>([
		['bearer', {}, { authorization: `Bearer ${TOKEN}` }],
		[
			'bearer, pasted with its word',
			{ token: ` Bearer ${TOKEN}\n` },
			{ authorization: `Bearer ${TOKEN}` },
		],
		['header', { authentication: 'header', headerName: 'X-API-Key' }, { 'x-api-key': TOKEN }],
		[
			'header with a prefix, as it stands',
			{ authentication: 'header', prefix: 'Token  ' },
			{ authorization: `Token  ${TOKEN}` },
		],
		[
			'basic, in UTF-8',
			{ authentication: 'basic', username: 'ada', password: 'pä:ß' },
			{ authorization: `Basic ${Buffer.from('ada:pä:ß').toString('base64')}` },
		],
		[
			'further headers',
			{
				secondHeaderName: 'X-App',
				secondHeaderValue: 'app',
				thirdHeaderName: 'X-Tenant',
				thirdHeaderValue: 't1',
			},
			{ 'x-app': 'app', 'x-tenant': 't1' },
		],
	])('%s', async (_name, credential, headers) => {
		expect(await askedWith(credential)).toMatchObject(headers);
	});

	it('none: nothing is added', async () => {
		expect(await askedWith({ authentication: 'none' })).not.toHaveProperty('authorization');
	});

	it('query: the key is a parameter of its own', async () => {
		const { url } = await askedWith({
			authentication: 'query',
			parameterName: 'api_key',
			token: 'a/b&c',
		});
		const { searchParams } = new URL(url, 'http://api');
		expect(searchParams.getAll('api_key')).toEqual(['a/b&c']);
		expect(searchParams.get('since')).toMatch(/^2026-/);
	});

	it('a header of the configuration stands in place of the usual one', async () => {
		const headers = { Accept: 'application/vnd.github+json', 'X-Version': '2022-11-28' };
		const pollerConfiguration = JSON.stringify({ issues: { ...SETTINGS, headers } });
		await hostOf('in-memory', {}, { pollerConfiguration }).publish();
		expect(server.asked[0].headers).toMatchObject({
			accept: 'application/vnd.github+json',
			'x-version': '2022-11-28',
			authorization: `Bearer ${TOKEN}`,
		});
	});

	it('words of a login body are no secrets', async () => {
		refuse = () => json({ message: 'the username is unknown, or the password' }, 401);
		const loginBody = '{"username":"{username}","password":"{password}"}';
		const host = hostOf('in-memory', { loginBody });
		const error: unknown = await host.publish().catch((failed: unknown) => failed);
		expect(textOf(error)).toContain('the username is unknown, or the password');
	});

	it('a refusal names the server and not the key', async () => {
		refuse = ({ url }) => json({ message: `bad key in ${url}` }, 401);
		const host = hostOf('in-memory', { authentication: 'query', parameterName: 'key' });
		await expect(host.publish()).rejects.toThrow(/127\.0\.0\.1:\d+ does not accept/);
		await host.publish().catch((error: unknown) => expect(textOf(error)).not.toContain(TOKEN));
	});
});

const testOf = async (host: Host) =>
	textOf(await host.fetchTestEvent().catch((error: unknown) => error));

it('a server that cannot be reached is named once', async () => {
	const host = hostOf('in-memory');
	const { host: address } = new URL(server.url);
	await server.stop();
	const said = await testOf(host);
	expect(said).toContain(`issues: ${address} cannot be reached / Check the Base URL`);
});

it('an empty configuration is an error with an example of this language', async () => {
	const said = await testOf(hostOf('in-memory', {}, { pollerConfiguration: ' ' }));
	const example = /for example (\{.*\})/.exec(said)?.[1] ?? '';
	change(1, -60);
	expect(await testOf(hostOf('in-memory', {}, { pollerConfiguration: example }))).not.toMatch(
		/error|expected/i,
	);
	expect(server.asked[0].url).toMatch(/^\/v1\/issues\?since=2026-/);
});

describe('a long list of a slow API', () => {
	const PAGES = 40;

	const KINDS: ReadonlyArray<[EngineName, string, object]> = [
		['in-memory', 'with dates', {}],
		['durable', 'with dates', {}],
		// Under the durable engine it cannot be read within one poll.
		['in-memory', 'without dates', { watch: 'snapshot', datesConfiguration: undefined }],
	];

	it.each(rows(KINDS, 3, 2))(
		'%s, %s: publishing ends before n8n gives up',
		async (engine, _name, settings) => {
			for (let id = 1; id <= PAGES; id += 1) change(id, -id);
			refuse = ({ query }) => {
				pass(2 * SECOND);
				const page = Number(query.get('page'));
				return json(issues.slice(page - 1, page));
			};
			const paging = { type: 'page_number', pageParam: 'page', limitParam: 'limit' };
			const list = { ...SETTINGS, url: '/issues', paging, pageSize: 1, ...settings };
			const host = hostOf(engine, {}, { pollerConfiguration: JSON.stringify({ issues: list }) });
			const began = performance.now();
			await host.publish();
			expect(performance.now() - began).toBeLessThan(60_000);
			const poll = async (times: number) => {
				for (let left = times; left > 0; left -= 1) {
					pass(MINUTE);
					await host.tick();
				}
			};
			await poll(15);
			expect(host.items).toEqual([]);
			const minutes = Math.ceil((Date.now() - START) / MINUTE);
			issues[5] = { ...issues[5], title: 'another', updated_at: at(minutes) };
			await poll(15);
			expect(host.items.map(({ eventType, objectId }) => `${eventType} ${objectId}`)).toEqual([
				`UPDATED ${issues[5].id}`,
			]);
			expect(host.errors).toEqual([]);
		},
	);
});

describe('a session', () => {
	const session = {
		authentication: 'session',
		username: 'ada',
		password: 'p"w&d',
		loginUrl: '/login',
		loginBody: '{"user":"{username}","pass":"{password}"}',
		tokenField: 'data.token',
		headerName: 'X-Session',
	};
	let logins: number;
	let isOver: (token: unknown) => number | undefined;

	beforeEach(() => {
		logins = 0;
		isOver = () => undefined;
		refuse = ({ method, url, headers }) => {
			if (method === 'POST' && url === '/v1/login')
				return json({ data: { token: `session-token-${(logins += 1)}` } });
			if (headers['x-session'] === undefined) return json({ message: 'log in' }, 401);
			const status = isOver(headers['x-session']);
			return status === undefined ? undefined : json({ message: 'over' }, status);
		};
	});

	const sessions = () => server.asked.map(({ headers }) => headers['x-session']).filter(Boolean);

	it('logs in before the first request, and keeps the token', async () => {
		const host = hostOf('in-memory', session);
		await host.publish();
		await host.tick();
		expect(logins).toBe(1);
		expect(JSON.parse(server.asked[0].body)).toEqual({ user: 'ada', pass: 'p"w&d' });
		expect(new Set(sessions())).toEqual(new Set(['session-token-1']));
	});

	it.each([
		[401, ''],
		[403, '403, 419'],
		[419, '403, 419'],
	])('logs in again, once, when the API says %d', async (status, expiredStatus) => {
		const host = hostOf('in-memory', { ...session, expiredStatus });
		await host.publish();
		isOver = (token) => (token === 'session-token-1' ? status : undefined);
		await host.tick();
		expect([logins, sessions().pop()]).toEqual([2, 'session-token-2']);
		expect(host.errors).toEqual([]);
		isOver = () => status;
		await host.tick();
		expect(logins).toBe(3);
		expect(host.errors).toHaveLength(1);
	});

	it('does not log in again for a status that is not listed', async () => {
		const host = hostOf('in-memory', session);
		await host.publish();
		isOver = () => 403;
		await host.tick();
		expect(logins).toBe(1);
		expect(host.errors.map(textOf)[0]).toMatch(/forbids reading this \(HTTP 403\)/);
	});

	it.each<[string, ICredentialDataDecryptedObject, RegExp]>([
		[
			'a token field that is not there',
			{ tokenField: 'token' },
			/no text at "token". It has: data/,
		],
		['no token field', { tokenField: '' }, /more than a token/],
		['another server', { loginUrl: 'https://other.example/login' }, /at https:\/\/other\.example/],
		['no login url', { loginUrl: '' }, /Login URL of the credential is missing/],
		['a body that is no JSON', { loginBody: '{"user": {username}}' }, /Login Body is no JSON/],
	])('%s is an error of the credential', async (_name, credential, words) => {
		const host = hostOf('in-memory', { ...session, ...credential });
		const error: unknown = await host.publish().catch((failed: unknown) => failed);
		expect(textOf(error)).toMatch(/^credential-invalid: /);
		expect(textOf(error)).toMatch(words);
		expect(textOf(error)).not.toMatch(/p"w&d|session-token/);
	});

	it('a refused login is tried once, and named', async () => {
		refuse = ({ url }) => json({ message: `no ${url}` }, 401);
		const host = hostOf('in-memory', session);
		const error: unknown = await host.publish().catch((failed: unknown) => failed);
		expect(textOf(error)).toMatch(/^credential-invalid: .*\/v1\/login refuses the login/);
		expect(server.asked.map(({ url }) => url)).toEqual(['/v1/login']);
	});

	it('a login server that is down passes by itself', async () => {
		const host = hostOf('in-memory', session);
		await host.publish();
		isOver = () => 401;
		refuse = () => json({}, 503);
		await host.tick();
		expect(host.errors.map(textOf)[0]).toMatch(/^temporarily-unavailable: /);
	});

	it('the answer itself may be the token, and the body a form', async () => {
		refuse = ({ method }) => (method === 'POST' ? { text: '"plain-token-1"' } : undefined);
		const host = hostOf('in-memory', {
			...session,
			loginBody: 'user={username}&pass={password}',
			tokenField: '',
			prefix: 'Session ',
		});
		await host.publish();
		expect(new URLSearchParams(server.asked[0].body).get('pass')).toBe('p"w&d');
		expect(sessions()).toContain('Session plain-token-1');
	});
});

it.each([
	[
		'P1D',
		'warn',
		'1,440 requests a day while nothing changes. 127.0.0.1:PORT allows at least 2,000,',
	],
	[
		'PT1H',
		'info',
		'1,440 requests a day while nothing changes. 127.0.0.1:PORT allows at least 48,000.',
	],
	['PT1M', 'info', undefined],
])('compares the requests of a day with a rateLimit of 2,000 per %s', async (per, level, said) => {
	const resource = { ...SETTINGS, rateLimit: { requests: 2_000, per } };
	const host = hostOf(
		'in-memory',
		{},
		{ pollerConfiguration: JSON.stringify({ issues: resource }) },
	);
	await host.publish();
	const lines = host.log.filter(({ message }) => message.includes('requests a day'));
	expect(
		lines.map((line) => [line.level, line.message.replace(/(127\.0\.0\.1):\d+/, '$1:PORT')]),
	).toEqual(said === undefined ? [] : [[level, expect.stringContaining(said)]]);
});
