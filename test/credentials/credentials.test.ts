import {
	Expression,
	type IAuthenticateGeneric,
	type ICredentialType,
	type IDataObject,
} from 'n8n-workflow';
import { OpenConnectorsApi } from '../../credentials/OpenConnectorsApi.credentials';
import { OpenConnectorsFreshdeskApi } from '../../credentials/OpenConnectorsFreshdeskApi.credentials';
import { OpenConnectorsInsightlyApi } from '../../credentials/OpenConnectorsInsightlyApi.credentials';
import { freshdesk } from '../../nodes/OpenConnectors/connectors/freshdesk/definition';
import { insightly } from '../../nodes/OpenConnectors/connectors/insightly/definition';
import { completeBaseUrl, PLATFORM_PATH } from '../../nodes/OpenConnectors/streams/url';

const platform = new OpenConnectorsApi();
const insightlyApi = new OpenConnectorsInsightlyApi();
const freshdeskApi = new OpenConnectorsFreshdeskApi();

/** The value of a setting as n8n resolves it with the data of a credential. */
function resolved(setting: unknown, $credentials: IDataObject): unknown {
	if (typeof setting !== 'string' || !setting.startsWith('=')) return setting;
	return Expression.resolveWithoutWorkflow(setting.slice(1), { $credentials });
}

const byName = (credential: ICredentialType) =>
	Object.fromEntries(credential.properties.map((property) => [property.name, property]));

describe('the fields', () => {
	it.each<[ICredentialType, string, readonly string[]]>([
		[
			platform,
			'openConnectorsApi',
			['baseUrl', 'userSecret', 'organizationSecret', 'elementToken'],
		],
		[insightlyApi, 'openConnectorsInsightlyApi', ['baseUrl', 'apiKey']],
		[freshdeskApi, 'openConnectorsFreshdeskApi', ['baseUrl', 'apiKey']],
	])('of %# are those documented for %s', (credential, name, fields) => {
		expect(credential.name).toBe(name);
		expect(credential.properties.map((property) => property.name)).toEqual(fields);
	});

	it.each<[string, ICredentialType, string]>([
		[
			'openConnectorsApi',
			platform,
			'https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2',
		],
		['openConnectorsInsightlyApi', insightlyApi, 'https://api.na1.insightly.com'],
	])('%s: the base url begins as an address that works', (_name, credential, address) => {
		expect(byName(credential).baseUrl).toMatchObject({ default: address, required: true });
		expect(byName(credential).baseUrl.typeOptions?.password).toBeUndefined();
	});

	it.each<[string, ICredentialType, string, boolean]>([
		['openConnectorsApi', platform, 'userSecret', true],
		['openConnectorsApi', platform, 'organizationSecret', false],
		['openConnectorsApi', platform, 'elementToken', true],
		['openConnectorsInsightlyApi', insightlyApi, 'apiKey', true],
		['openConnectorsFreshdeskApi', freshdeskApi, 'apiKey', true],
	])('%s: %3$s is hidden and begins empty', (_name, credential, field, required) => {
		const property = byName(credential)[field];
		expect(property).toMatchObject({
			type: 'string',
			default: '',
			typeOptions: { password: true },
		});
		expect(property.required ?? false).toBe(required);
	});
});

describe('a request is authenticated', () => {
	const generic = (credential: { authenticate: IAuthenticateGeneric }) => credential.authenticate;

	it.each([
		[
			'all secrets',
			{ userSecret: 'u=', organizationSecret: 'o/', elementToken: 't+' },
			'User u=, Organization o/, Element t+',
		],
		[
			'no organization secret',
			{ userSecret: 'u', organizationSecret: '', elementToken: 't' },
			'User u, Element t',
		],
		[
			'an organization secret that was never filled in',
			{ userSecret: 'u', elementToken: 't' },
			'User u, Element t',
		],
		[
			'no element token, for calls to the platform itself',
			{ userSecret: 'u', organizationSecret: 'o', elementToken: '' },
			'User u, Organization o',
		],
	])('at the platform with %s', (_name, credentials, header) => {
		const { type, properties } = generic(platform);
		expect(type).toBe('generic');
		expect(Object.keys(properties)).toEqual(['headers']);
		expect(Object.keys(properties.headers ?? {})).toEqual(['Authorization']);
		expect(resolved(properties.headers?.Authorization, credentials)).toBe(header);
	});

	it('at Freshdesk with the key as user name and X as password', () => {
		const { type, properties } = generic(freshdeskApi);
		expect(type).toBe('generic');
		expect(Object.keys(properties)).toEqual(['auth']);
		expect(resolved(properties.auth?.username, { apiKey: 'k:1' })).toBe('k:1');
		expect(properties.auth?.password).toBe('X');
	});

	it('at Insightly with the key as user name and an empty password', () => {
		const { type, properties } = generic(insightlyApi);
		expect(type).toBe('generic');
		expect(Object.keys(properties)).toEqual(['auth']);
		expect(resolved(properties.auth?.username, { apiKey: 'k:1' })).toBe('k:1');
		expect(properties.auth?.password).toBe('');
	});
});

describe('the test in the editor', () => {
	it.each([
		['openConnectorsApi', platform.test.request, '/ping'],
		['openConnectorsInsightlyApi', insightlyApi.test.request, '/Users/Me'],
		['openConnectorsFreshdeskApi', freshdeskApi.test.request, '/agents/me'],
	])('of %s asks for something every account may read', (_name, request, path) => {
		expect(request.url).toBe(path);
		expect(request.method ?? 'GET').toBe('GET');
	});

	it.each([
		'https://api.na1.insightly.com',
		'https://api.na1.insightly.com/',
		'https://api.na1.insightly.com///',
		' https://api.na1.insightly.com/ ',
		'\thttps://api.na1.insightly.com/v3.1\n',
		'https://api.na1.insightly.com/v3.1',
		'https://api.na1.insightly.com/v3.1/',
		'https://api.na1.insightly.com/V3.1',
		'https://api.na1.insightly.com/v3.0',
		'https://api.na1.insightly.com/v2/',
		'https://api.na1.insightly.com/v3.10',
		'https://api.na1.insightly.com/v1/v3.1',
		'https://api.na1.insightly.com/v3.1/v3.1',
		'http://127.0.0.1:3000/insightly',
		'http://127.0.0.1:3000/insightly/v3.1',
		'https://proxy.example/v1/insightly',
		'https://proxy.example/v3.1.2',
		'https://host.example/elements/api-v2',
		'https://host.example/elements/api-v2/',
		'https://host.example/Elements/API-V2/',
		'https://host.example/elements',
		'https://host.example/api-v2',
		'https://host.example/elements/api-v2/elements/api-v2',
		'https://acme.freshdesk.com',
		'https://acme.freshdesk.com/api/v2/',
		'https://acme.freshdesk.com/API/V2',
		'https://acme.freshdesk.com/api',
	])('asks at the address that polls use: %j', (baseUrl) => {
		expect(resolved(platform.test.request.baseURL, { baseUrl })).toBe(
			completeBaseUrl(baseUrl, PLATFORM_PATH),
		);
		expect(resolved(insightlyApi.test.request.baseURL, { baseUrl })).toBe(
			completeBaseUrl(baseUrl, insightly.versionPath),
		);
		expect(resolved(freshdeskApi.test.request.baseURL, { baseUrl })).toBe(
			completeBaseUrl(baseUrl, freshdesk.versionPath),
		);
	});
});
