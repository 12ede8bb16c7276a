import { Expression, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { OpenConnectorsMaximizerApi } from '../../credentials/OpenConnectorsMaximizerApi.credentials';
import { OpenConnectorsMaximizerOAuth2Api } from '../../credentials/OpenConnectorsMaximizerOAuth2Api.credentials';
import { maximizer } from '../../nodes/OpenConnectors/connectors/maximizer/definition';
import { completeBaseUrl } from '../../nodes/OpenConnectors/streams/url';
import { startSandbox, type Sandbox } from '../../sandbox/server';

const byToken = new OpenConnectorsMaximizerApi();
const byLogin = new OpenConnectorsMaximizerOAuth2Api();

type Fields = Readonly<Record<string, INodeProperties>>;

const fieldsOf = ({ properties }: { properties: readonly INodeProperties[] }): Fields =>
	Object.fromEntries(properties.map((property) => [property.name, property]));

function resolved(setting: unknown, data: IDataObject): unknown {
	if (typeof setting !== 'string' || !setting.startsWith('=')) return setting;
	return Expression.resolveWithoutWorkflow(setting.slice(1), data);
}

/** What n8n makes of a field that nobody can save: its default, which may ask for other fields. */
function hidden(name: string, data: IDataObject = {}): unknown {
	const { type, default: value } = fieldsOf(byLogin)[name];
	expect(type).toBe('hidden');
	const cloud = { baseUrl: 'https://api.maximizer.com/octopus', dataCentre: 'caw', alias: 'acme' };
	return resolved(value, { $self: { ...cloud, ...data } });
}

it('are the types of the connector, the login first', () => {
	expect(maximizer.credentials).toEqual([
		{ authentication: 'oAuth2', type: byLogin.name },
		{ authentication: 'accessToken', type: byToken.name },
	]);
	expect(byLogin.name).toBe('openConnectorsMaximizerOAuth2Api');
	expect(byToken.name).toBe('openConnectorsMaximizerApi');
});

describe('a personal access token', () => {
	it('is asked for before the address, which is filled in', () => {
		expect(byToken.properties.map(({ name }) => name)).toEqual(['accessToken', 'baseUrl']);
		const { baseUrl, accessToken } = fieldsOf(byToken);
		expect(baseUrl).toMatchObject({ default: 'https://api.maximizer.com/octopus', required: true });
		expect(accessToken).toMatchObject({
			default: '',
			required: true,
			typeOptions: { password: true },
		});
	});

	it('is sent as a bearer token', () => {
		const { type, properties } = byToken.authenticate;
		expect(type).toBe('generic');
		expect(Object.keys(properties)).toEqual(['headers']);
		expect(Object.keys(properties.headers ?? {})).toEqual(['Authorization']);
		const data = { $credentials: { accessToken: 'ey.J+/=' } };
		expect(resolved(properties.headers?.Authorization, data)).toBe('Bearer ey.J+/=');
	});
});

describe('the login', () => {
	it('extends the OAuth2 credential of n8n, whose fields it fills in', () => {
		expect(byLogin.extends).toEqual(['oAuth2Api']);
		const shown = byLogin.properties.filter(({ type }) => !['hidden', 'notice'].includes(type));
		expect(shown.map(({ name }) => name)).toEqual(['dataCentre', 'alias', 'baseUrl']);
		for (const { required, hint } of shown) {
			expect(required).toBe(true);
			expect(hint?.length).toBeGreaterThan(30);
		}
		expect(fieldsOf(byLogin).dataCentre.default).toBe('caw');
		expect(fieldsOf(byLogin).baseUrl.default).toBe('https://api.maximizer.com/octopus');
	});

	it('is by authorization code, client id and secret in the body, without scopes', () => {
		expect(hidden('grantType')).toBe('authorizationCode');
		expect(hidden('authentication')).toBe('body');
		expect(hidden('scope')).toBe('');
		expect(hidden('authQueryParameters')).toBe('');
	});

	it.each([
		[{}, 'https://caw.maximizercrmlive.com/oauth2/acme'],
		[{ dataCentre: ' ukw ', alias: ' b-2 ' }, 'https://ukw.maximizercrmlive.com/oauth2/b-2'],
		[{ baseUrl: ' https://API.maximizer.com/ ' }, 'https://caw.maximizercrmlive.com/oauth2/acme'],
		[
			{ baseUrl: 'https://api.maximizer.com/Octopus/' },
			'https://caw.maximizercrmlive.com/oauth2/acme',
		],
		[{ baseUrl: 'https://gate.example/m/octopus' }, 'https://gate.example/m/oauth2/acme'],
		[
			{ baseUrl: 'https://api.maximizer.com.example' },
			'https://api.maximizer.com.example/oauth2/acme',
		],
	])('is at the data centre, or where else the API is: %j', (data, address) => {
		expect(hidden('authUrl', data)).toBe(`${address}/authorize`);
		expect(hidden('accessTokenUrl', data)).toBe(`${address}/token`);
	});
});

describe('at the stand-in', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.stop());

	it('the login is found by base url and alias', () => {
		const { baseUrl, oAuth2Credential } = sandbox.maximizer;
		const data = { baseUrl, alias: 'sandbox-trading' };
		expect(hidden('authUrl', data)).toBe(oAuth2Credential.authUrl);
		expect(hidden('accessTokenUrl', data)).toBe(oAuth2Credential.accessTokenUrl);
	});

	it.each([byToken, byLogin])(
		'the test in the editor tells a token from no token',
		async (type) => {
			const { baseUrl, credential, oAuth2Credential, behaviour } = sandbox.maximizer;
			const { request } = type.test;
			const address = resolved(request.baseURL, { $credentials: { baseUrl } });
			const statusFor = async (token: string): Promise<number> => {
				const headers = { authorization: `Bearer ${token}` };
				const answer = await fetch(`${String(address)}${String(request.url)}`, {
					method: request.method ?? 'GET',
					headers,
				});
				return answer.status;
			};
			const token =
				type === byToken ? credential.accessToken : oAuth2Credential.oauthTokenData.access_token;
			expect(await statusFor(token)).toBe(200);
			for (const badToken of ['status', 'code'] as const) {
				behaviour.set({ badToken });
				expect(await statusFor('wrong')).toBe(401);
			}
			behaviour.reset();
		},
	);
});

it.each([
	'https://api.maximizer.com/octopus',
	' https://api.maximizer.com/octopus/ ',
	'https://api.maximizer.com',
	'https://api.maximizer.com/OCTOPUS//',
	'http://127.0.0.1:3000/maximizer/octopus',
])('the test asks at the address that polls use: %j', (baseUrl) => {
	for (const { test } of [byToken, byLogin])
		expect(resolved(test.request.baseURL, { $credentials: { baseUrl } })).toBe(
			completeBaseUrl(baseUrl, maximizer.versionPath),
		);
});
