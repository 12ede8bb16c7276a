import { createHash } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { WorldClock } from '../../sandbox/clock';
import type { JsonRecord } from '../../sandbox/json';
import { mountOAuth2, type OAuth2Options, type OAuth2Server } from '../../sandbox/oauth2';
import { basic as basicWithoutPassword } from './client';

const OPTIONS: OAuth2Options = {
	prefix: '/example/oauth2',
	clientAuthentication: 'basic',
	refreshTokens: 'rotating',
	scopes: ['contact_data', 'campaign_data', 'offline_access'],
	offlineScope: 'offline_access',
	accessTokenLifeMs: 86_400_000,
	refreshTokenLifeMs: 180 * 86_400_000,
};

const REDIRECT_URI = 'http://localhost:5678/rest/oauth2-credential/callback?kept=1';

interface TokenResponse {
	readonly status: number;
	readonly headers: Headers;
	readonly body: JsonRecord;
}

let server: FastifyInstance;
let clock: WorldClock;
let oauth2: OAuth2Server;
let url: string;

const start = async (options: Partial<OAuth2Options> = {}): Promise<void> => {
	server = fastify({ forceCloseConnections: true });
	clock = new WorldClock();
	oauth2 = mountOAuth2(server, clock, { ...OPTIONS, ...options }, 1);
	url = await server.listen({ host: '127.0.0.1', port: 0 });
};

afterEach(async () => await server.close());

const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const readBody = async (response: Response): Promise<TokenResponse> => {
	const body: unknown = await response.json();
	return { status: response.status, headers: response.headers, body: isRecord(body) ? body : {} };
};

const basic = (id = oauth2.clientId, secret = oauth2.clientSecret): string =>
	`Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

const postToken = async (
	form: Readonly<Record<string, string>>,
	authorization: string | undefined = basic(),
): Promise<TokenResponse> =>
	await readBody(
		await fetch(`${url}${oauth2.tokenPath}`, {
			method: 'POST',
			headers: authorization === undefined || authorization === '' ? {} : { authorization },
			body: new URLSearchParams(form),
		}),
	);

const postRefresh = async (refreshToken: string, scope?: string): Promise<TokenResponse> =>
	await postToken({
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
		...(scope === undefined ? {} : { scope }),
	});

const openAuthorize = async (changes: Readonly<Record<string, string>> = {}): Promise<Response> => {
	const target = new URL(`${url}${oauth2.authorizePath}`);
	const query = {
		client_id: oauth2.clientId,
		redirect_uri: REDIRECT_URI,
		response_type: 'code',
		state: 'a+b/c=',
		scope: 'contact_data offline_access',
		...changes,
	};
	for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
	return await fetch(target, { redirect: 'manual' });
};

/** Parameters of the address the browser is sent back to. */
const sentBack = async (changes: Readonly<Record<string, string>> = {}) => {
	const response = await openAuthorize(changes);
	expect(response.status).toBe(302);
	const target = response.headers.get('location') ?? '';
	expect(target.startsWith('http://localhost:5678/rest/oauth2-credential/callback?')).toBe(true);
	return Object.fromEntries(new URL(target).searchParams);
};

const exchange = async (
	code: string,
	changes: Readonly<Record<string, string>> = {},
): Promise<TokenResponse> =>
	await postToken({
		grant_type: 'authorization_code',
		code,
		redirect_uri: REDIRECT_URI,
		...changes,
	});

const refreshTokenOf = ({ refresh_token: token }: { readonly refresh_token?: unknown }): string =>
	typeof token === 'string' ? token : '';

describe('authorization code', () => {
	beforeEach(async () => await start());

	it('leads from the address back with state to a token', async () => {
		const { code, state, kept } = await sentBack();
		expect({ state, kept }).toEqual({ state: 'a+b/c=', kept: '1' });
		const { status, body, headers } = await exchange(code);
		expect(status).toBe(200);
		expect(headers.get('cache-control')).toBe('no-store');
		expect(body).toEqual({
			access_token: expect.any(String),
			refresh_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 86_400,
			scope: 'contact_data offline_access',
		});
		expect(oauth2.check(String(body.access_token))).toBe('live');
		expect(oauth2.scopesOf(String(body.access_token))).toEqual(['contact_data', 'offline_access']);
	});

	it('takes a code once, within ten minutes, with the address it went to', async () => {
		const { code } = await sentBack();
		expect((await exchange(code)).status).toBe(200);
		expect((await exchange(code)).body.error).toBe('invalid_grant');

		const late = await sentBack();
		clock.advance(10 * 60_000);
		expect((await exchange(late.code)).body.error).toBe('invalid_grant');

		const elsewhere = await sentBack();
		const { status, body } = await exchange(elsewhere.code, { redirect_uri: 'http://localhost/' });
		expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
	});

	it('holds the client to the PKCE challenge it sent', async () => {
		const verifier = 'the-verifier-of-this-test-0123456789-abcdefghij';
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		const ask = async () =>
			(await sentBack({ code_challenge: challenge, code_challenge_method: 'S256' })).code;
		expect((await exchange(await ask(), { code_verifier: verifier })).status).toBe(200);
		expect((await exchange(await ask(), { code_verifier: 'x' })).body.error).toBe('invalid_grant');
		expect((await exchange(await ask())).body.error).toBe('invalid_grant');
		const { code } = await sentBack({ code_challenge: verifier });
		expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
	});

	it('refuses at the address what it cannot send back', async () => {
		const refuse = async (changes: Readonly<Record<string, string>>) => {
			const { status, body } = await readBody(await openAuthorize(changes));
			return { status, error: body.error };
		};
		expect(await refuse({ client_id: 'x' })).toEqual({ status: 400, error: 'invalid_client' });
		expect(await refuse({ redirect_uri: '' })).toEqual({ status: 400, error: 'invalid_request' });
		expect(await refuse({ scope: 'contact_data everything' })).toEqual({
			status: 400,
			error: 'invalid_scope',
		});
	});

	it('sends other errors back with the state', async () => {
		expect(await sentBack({ response_type: 'token' })).toMatchObject({
			error: 'unsupported_response_type',
			state: 'a+b/c=',
		});
		expect(await sentBack({ code_challenge_method: 'S1' })).toMatchObject({
			error: 'invalid_request',
		});
	});

	it('gives no refresh token without the scope for it', async () => {
		const { code } = await sentBack({ scope: 'contact_data' });
		expect((await exchange(code)).body).not.toHaveProperty('refresh_token');
		expect(oauth2.issue('contact_data')).not.toHaveProperty('refresh_token');
		expect(oauth2.issue()).toHaveProperty('refresh_token');
	});
});

describe('the client', () => {
	const form = (withSecret: boolean) => ({
		grant_type: 'refresh_token',
		refresh_token: refreshTokenOf(oauth2.issue()),
		...(withSecret ? { client_id: oauth2.clientId, client_secret: oauth2.clientSecret } : {}),
	});

	it.each([
		['basic', 200, 401],
		['body', 401, 200],
		['any', 200, 200],
	] as const)('%s: in the header %i, in the body %i', async (way, inHeader, inBody) => {
		await start({ clientAuthentication: way });
		expect((await postToken(form(false))).status).toBe(inHeader);
		const { status, body } = await postToken(form(true), '');
		expect(status).toBe(inBody);
		if (status === 401) expect(body.error).toBe('invalid_client');
	});

	it('one way for a code and another for a refresh, where the provider has it so', async () => {
		await start({ clientAuthentication: { code: 'body', refresh: 'basic' } });
		const forCode = async (withSecret: boolean) => ({
			...form(withSecret),
			grant_type: 'authorization_code',
			code: (await sentBack()).code,
			redirect_uri: REDIRECT_URI,
		});
		expect((await postToken(await forCode(true), '')).status).toBe(200);
		expect((await postToken(await forCode(true))).status).toBe(200);
		expect((await postToken(await forCode(false))).status).toBe(401);
		expect((await postToken(form(false))).status).toBe(200);
		expect((await postToken(form(true))).status).toBe(200);
		expect((await postToken(form(true), '')).status).toBe(401);
	});

	it('two servers of one sandbox have neither ids nor tokens in common', async () => {
		await start();
		const other = mountOAuth2(fastify(), clock, { ...OPTIONS, prefix: '/other/oauth2' }, 1);
		const secrets = [oauth2, other].flatMap((one) => {
			const { access_token: access, refresh_token: refresh } = one.issue();
			return [one.clientId, one.clientSecret, access, refresh];
		});
		expect(new Set(secrets).size).toBe(secrets.length);
	});

	it('needs the right secret, and is told of the header when it used one', async () => {
		await start();
		const wrong = await postToken(form(false), basic(oauth2.clientId, 'wrong'));
		expect(wrong.body.error).toBe('invalid_client');
		expect(wrong.headers.get('www-authenticate')).toContain('Basic');
		expect((await postToken(form(false), basicWithoutPassword('x'))).status).toBe(401);
	});
});

describe('refresh', () => {
	it('rotating: each token is good once and brings the next', async () => {
		await start();
		const first = oauth2.issue();
		const second = await postRefresh(refreshTokenOf(first));
		expect(second.status).toBe(200);
		expect(refreshTokenOf(second.body)).not.toBe(refreshTokenOf(first));
		expect(second.body.access_token).not.toBe(first.access_token);
		const again = await postRefresh(refreshTokenOf(first));
		expect({ status: again.status, error: again.body.error }).toEqual({
			status: 400,
			error: 'invalid_grant',
		});
		expect((await postRefresh(refreshTokenOf(second.body))).status).toBe(200);
		expect(oauth2.refreshes).toBe(2);
	});

	it('long-lived: the token stays the same', async () => {
		await start({ refreshTokens: 'longLived' });
		const token = refreshTokenOf(oauth2.issue());
		expect(refreshTokenOf((await postRefresh(token)).body)).toBe(token);
		expect((await postRefresh(token)).status).toBe(200);
	});

	it('fails when the token was not used for as long as it lives', async () => {
		await start({ refreshTokens: 'longLived', refreshTokenLifeMs: 1000 });
		clock.freeze();
		const token = refreshTokenOf(oauth2.issue());
		clock.advance(900);
		expect((await postRefresh(token)).status).toBe(200);
		clock.advance(900);
		expect((await postRefresh(token)).status).toBe(200);
		clock.advance(1000);
		expect((await postRefresh(token)).body.error).toBe('invalid_grant');
	});

	it('may narrow the scope, not widen it', async () => {
		await start({ refreshTokens: 'longLived' });
		const token = refreshTokenOf(oauth2.issue('contact_data offline_access'));
		expect((await postRefresh(token, 'contact_data')).body.scope).toBe('contact_data');
		expect((await postRefresh(token, 'campaign_data')).body.error).toBe('invalid_scope');
		expect((await postRefresh(token)).body.scope).toBe('contact_data offline_access');
	});
});

describe('an access token', () => {
	beforeEach(async () => await start());

	it('lives as long as it says, or until told to expire', () => {
		clock.freeze();
		const { access_token: token } = oauth2.issue();
		clock.advance(86_399_999);
		expect(oauth2.check(token)).toBe('live');
		clock.advance(1);
		expect(oauth2.check(token)).toBe('expired');

		oauth2.behaviour.set({ accessTokenLifeMs: 2000 });
		const short = oauth2.issue();
		expect(short.expires_in).toBe(2);
		oauth2.expireAccessTokens();
		expect(oauth2.check(short.access_token)).toBe('expired');
		expect(oauth2.check(oauth2.issue().access_token)).toBe('live');
	});

	it('dies with its refresh token when the grant is revoked', async () => {
		const grant = oauth2.issue();
		oauth2.revoke();
		expect(oauth2.check(grant.access_token)).toBe('revoked');
		expect((await postRefresh(refreshTokenOf(grant))).body.error).toBe('invalid_grant');
		expect(oauth2.check(oauth2.issue().access_token)).toBe('live');
	});

	it('is unknown when nobody issued it, or another server did', () => {
		expect(oauth2.check('made up')).toBe('unknown');
		expect(oauth2.check(undefined)).toBe('unknown');
		const other = mountOAuth2(fastify(), clock, { ...OPTIONS, prefix: '/other/oauth2' }, 1);
		oauth2.issue();
		expect(oauth2.check(other.issue().access_token)).toBe('unknown');
	});
});

describe('the token endpoint', () => {
	beforeEach(async () => await start());

	it.each([
		['no grant type', {}, 'invalid_request'],
		['another grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
		['no code', { grant_type: 'authorization_code' }, 'invalid_request'],
		['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
	])('refuses %s', async (_name, form, error) => {
		const { status, body } = await postToken(form);
		expect(status).toBe(400);
		expect(body).toEqual({ error, error_description: expect.any(String) });
	});

	it('takes forms alone, and no parameter twice', async () => {
		const grant = { grant_type: 'refresh_token', refresh_token: refreshTokenOf(oauth2.issue()) };
		const post = async (type: string, body: string) =>
			await readBody(
				await fetch(`${url}${oauth2.tokenPath}`, {
					method: 'POST',
					headers: { authorization: basic(), 'content-type': type },
					body,
				}),
			);
		const form = 'application/x-www-form-urlencoded';
		const text = new URLSearchParams(grant).toString();
		expect((await post('application/json', JSON.stringify(grant))).body.error).toBe(
			'invalid_request',
		);
		expect((await post(form, `${text}&grant_type=password`)).body.error).toBe('invalid_request');
		expect((await post(`${form}; charset=utf-8`, text)).status).toBe(200);
	});

	it('fails when told to, and writes down no secret', async () => {
		oauth2.faults.set({ fail: { status: 503, when: { next: 1 } } });
		const grant = oauth2.issue();
		const failed = await postRefresh(refreshTokenOf(grant));
		expect({ status: failed.status, error: failed.body.error }).toEqual({
			status: 503,
			error: 'server_error',
		});
		expect((await postRefresh(refreshTokenOf(grant))).status).toBe(200);
		expect(oauth2.requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
			'POST /example/oauth2/token',
			'POST /example/oauth2/token',
		]);
	});
});
