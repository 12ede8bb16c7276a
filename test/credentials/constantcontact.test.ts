import { Expression, type IDataObject } from 'n8n-workflow';
import { OpenConnectorsConstantContactOAuth2Api } from '../../credentials/OpenConnectorsConstantContactOAuth2Api.credentials';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import { completeBaseUrl } from '../../nodes/OpenConnectors/streams/url';
import { startSandbox } from '../../sandbox/server';

const credential = new OpenConnectorsConstantContactOAuth2Api();
const fields = Object.fromEntries(
	credential.properties.map((property) => [property.name, property]),
);

/** What n8n makes of a field that nobody can save: its default, which may ask for other fields. */
function hidden(name: string, baseUrl = 'https://api.cc.email'): unknown {
	const { type, default: value } = fields[name];
	expect(type).toBe('hidden');
	return resolved(value, { $self: { baseUrl } });
}

function resolved(setting: unknown, data: IDataObject): unknown {
	if (typeof setting !== 'string' || !setting.startsWith('=')) return setting;
	return Expression.resolveWithoutWorkflow(setting.slice(1), data);
}

it('extends the OAuth2 credential of n8n, whose fields it fills in', () => {
	expect(credential.name).toBe('openConnectorsConstantContactOAuth2Api');
	expect(credential.extends).toEqual(['oAuth2Api']);
	const shown = credential.properties.filter(({ type }) => !['hidden', 'notice'].includes(type));
	expect(shown.map(({ name }) => name)).toEqual(['baseUrl']);
	expect(fields.baseUrl).toMatchObject({ default: 'https://api.cc.email', required: true });
});

it('asks for what is polled, for the test and for a token that can be renewed', () => {
	expect(hidden('grantType')).toBe('authorizationCode');
	expect(hidden('authentication')).toBe('header');
	expect(hidden('authQueryParameters')).toBe('');
	expect(hidden('scope')).toBe('contact_data campaign_data account_read offline_access');
});

describe('the login', () => {
	it.each([
		'https://api.cc.email',
		'https://api.cc.email/',
		' https://api.cc.email/v3/ ',
		'https://API.cc.email/V3',
	])('is on the host of the vendor: %j', (baseUrl) => {
		const login = 'https://authz.constantcontact.com/oauth2/default/v1';
		expect(hidden('authUrl', baseUrl)).toBe(`${login}/authorize`);
		expect(hidden('accessTokenUrl', baseUrl)).toBe(`${login}/token`);
	});

	it.each([
		['http://127.0.0.1:3000/constantcontact', 'http://127.0.0.1:3000/constantcontact'],
		['http://127.0.0.1:3000/constantcontact/v3/', 'http://127.0.0.1:3000/constantcontact'],
		['https://api.cc.email.example', 'https://api.cc.email.example'],
		['https://gate.example/https://api.cc.email', 'https://gate.example/https://api.cc.email'],
	])('is where else the API is: %s', (baseUrl, address) => {
		expect(hidden('authUrl', baseUrl)).toBe(`${address}/oauth2/default/v1/authorize`);
		expect(hidden('accessTokenUrl', baseUrl)).toBe(`${address}/oauth2/default/v1/token`);
	});

	it('of the stand-in is found by its base url alone', async () => {
		const sandbox = await startSandbox();
		const { baseUrl, credential: data } = sandbox.constantcontact;
		await sandbox.stop();
		expect(hidden('authUrl', baseUrl)).toBe(data.authUrl);
		expect(hidden('accessTokenUrl', baseUrl)).toBe(data.accessTokenUrl);
	});
});

describe('the test in the editor', () => {
	it('asks who the account is', () => {
		expect(credential.test.request.url).toBe('/account/summary');
		expect(credential.test.request.method ?? 'GET').toBe('GET');
	});

	it.each([
		'https://api.cc.email',
		' https://api.cc.email/ ',
		'https://api.cc.email/v3',
		'https://api.cc.email/V3/',
		'https://api.cc.email/v2',
		'http://127.0.0.1:3000/constantcontact',
	])('asks at the address that polls use: %j', (baseUrl) => {
		expect(resolved(credential.test.request.baseURL, { $credentials: { baseUrl } })).toBe(
			completeBaseUrl(baseUrl, constantcontact.versionPath),
		);
	});
});
