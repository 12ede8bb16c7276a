import {
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import { OpenConnectorsRestApi } from '../../credentials/OpenConnectorsRestApi.credentials';
import { OpenConnectorsRestOAuth2Api } from '../../credentials/OpenConnectorsRestOAuth2Api.credentials';
import { rest } from '../../nodes/OpenConnectors/connectors';
import { HttpServer } from '../harness/httpServer';
import { testCredential } from '../wire/credentialTest';

const byKey = new OpenConnectorsRestApi();
const byLogin = new OpenConnectorsRestOAuth2Api();

const namesOf = ({ properties }: ICredentialType) => properties.map(({ name }) => name);

it('are the types of the connector, the key first', () => {
	expect(rest.credentials).toEqual([
		{ authentication: 'generic', type: byKey.name },
		{ authentication: 'oAuth2', type: byLogin.name },
	]);
});

describe('the fields', () => {
	it('are those that are documented, and one that n8n alone sees', () => {
		expect(new Set(namesOf(byKey))).toEqual(
			new Set([
				'baseUrl',
				'authentication',
				'token',
				'headerName',
				'prefix',
				'parameterName',
				'username',
				'password',
				'secondHeaderName',
				'secondHeaderValue',
				'thirdHeaderName',
				'thirdHeaderValue',
				'loginUrl',
				'loginBody',
				'tokenField',
				'expiredStatus',
				'testPath',
				'sessionToken',
			]),
		);
	});

	const always = [
		'baseUrl',
		'authentication',
		'secondHeaderName',
		'secondHeaderValue',
		'thirdHeaderName',
		'thirdHeaderValue',
		'testPath',
	];
	it.each([
		['bearer', ['token']],
		['header', ['token', 'headerName', 'prefix']],
		['query', ['token', 'parameterName']],
		['basic', ['username', 'password']],
		[
			'session',
			[
				'username',
				'password',
				'loginUrl',
				'loginBody',
				'tokenField',
				'expiredStatus',
				'headerName',
				'prefix',
			],
		],
		['none', []],
	])('%s shows its own', (authentication, own) => {
		const shown = byKey.properties
			.filter(({ type }) => type !== 'hidden')
			.filter((property) => NodeHelpers.displayParameter({ authentication }, property, null, null));
		expect(new Set(shown.map(({ name }) => name))).toEqual(new Set([...always, ...own]));
	});

	it.each(['token', 'password', 'secondHeaderValue', 'thirdHeaderValue', 'sessionToken'])(
		'%s is hidden',
		(field) => {
			const property = byKey.properties.find(({ name }) => name === field);
			expect(property?.typeOptions?.password).toBe(true);
		},
	);

	it('of a login by OAuth2 are those of n8n, with a scope that n8n keeps because it is shown', () => {
		expect(byLogin.extends).toEqual(['oAuth2Api']);
		expect(namesOf(byLogin)).toEqual(['baseUrl', 'scope', 'testPath']);
		expect(byLogin.properties.find(({ name }) => name === 'scope')?.type).toBe('string');
	});
});

describe('nothing is signed for another server', () => {
	const sign = async (request: IHttpRequestOptions, fields: ICredentialDataDecryptedObject = {}) =>
		await byKey.authenticate(
			{ baseUrl: 'https://api.example/v1', authentication: 'bearer', token: 'hush', ...fields },
			request,
		);

	it.each<[string, IHttpRequestOptions]>([
		['another host', { url: 'https://evil.example/v1/items' }],
		['another scheme', { url: 'http://api.example/v1/items' }],
		['another port', { url: 'https://api.example:8443/v1/items' }],
		['a longer host', { url: 'https://api.example.evil.example/v1' }],
		['a host behind a login', { url: 'https://api.example@evil.example/v1' }],
		['no scheme', { url: '//evil.example/v1' }],
		[
			'a whole address in place of a path',
			{ baseURL: 'https://api.example', url: 'https://evil.example' },
		],
		['another base', { baseURL: 'https://evil.example', url: '/v1/items' }],
		['no address', { url: '/v1/items' }],
	])('%s', async (_name, request) => {
		const error: unknown = await sign(request).catch((failed: unknown) => failed);
		expect(String(error)).toMatch(/^Error: Nothing was sent to .*for https:\/\/api\.example$/);
		expect(String(error)).not.toContain('hush');
	});

	it.each<[string, IHttpRequestOptions]>([
		['an address of its own', { url: 'https://api.example/v2/items' }],
		['its port in words', { url: 'https://api.example:443/v1/items' }],
		['a path', { baseURL: 'https://api.example/v1', url: '/items' }],
	])('but for %s', async (_name, request) => {
		expect(await sign(request)).toMatchObject({ headers: { Authorization: 'Bearer hush' } });
	});

	it.each(['', 'api.example', 'api.example:8080/v1', 'ftp://api.example'])(
		'not with %j as the base url',
		async (baseUrl) => {
			await expect(sign({ baseURL: baseUrl, url: '/v1' }, { baseUrl })).rejects.toThrow(
				'The Base URL of the credential is no web address. Write it with https://',
			);
		},
	);
});

it('a link that repeats the key is sent with one', async () => {
	const fields = {
		baseUrl: 'https://api.example',
		authentication: 'query',
		parameterName: 'api key',
		token: 'new',
	};
	const url = 'https://api.example/items?page=2&api%20key=old&q=a?b';
	expect(await byKey.authenticate(fields, { url })).toMatchObject({
		url: 'https://api.example/items?page=2&q=a?b',
		qs: { 'api key': 'new' },
	});
});

describe('the test in the editor', () => {
	let server: HttpServer;
	let status: number;
	beforeEach(async () => {
		status = 200;
		server = await HttpServer.start(() => ({ status, text: '{"token":"t-123456789"}' }));
	});
	afterEach(async () => await server.stop());

	const fields = () => ({
		baseUrl: ` ${server.url}/v1/ `,
		authentication: 'bearer',
		token: 'hush-hush-hush',
		testPath: 'me',
	});

	it.each([
		['me', '/v1/me'],
		['/me?x=1', '/v1/me?x=1'],
		['', '/v1/'],
		['https://evil.example/me', '/v1/https://evil.example/me'],
		['//evil.example/me', '/v1/evil.example/me'],
	])('asks for %j below the base url', async (testPath, url) => {
		const data = { ...fields(), testPath };
		expect(await testCredential(byKey.name, data)).toMatchObject({ isOk: true });
		expect(server.asked.map((request) => request.url)).toEqual([url]);
		expect(server.asked[0].headers.authorization).toBe('Bearer hush-hush-hush');
	});

	it('of a login by OAuth2 asks below the base url too', async () => {
		const data = {
			...fields(),
			oauthTokenData: { access_token: 'at' },
			testPath: 'https://x.example',
		};
		expect(await testCredential(byLogin.name, data)).toMatchObject({ isOk: true });
		expect(server.asked.map((request) => request.url)).toEqual(['/v1/https://x.example']);
	});

	// test/credentials/refusals.test.ts reads what n8n says then.
	it.each([302, 401, 404])('does not pass for %d, and goes nowhere else', async (refused) => {
		status = refused;
		expect(await testCredential(byKey.name, fields())).toMatchObject({ isOk: false });
		expect(new Set(server.asked.map(({ url }) => url))).toEqual(new Set(['/v1/me']));
	});
});
