import { ClientOAuth2 } from '@n8n/client-oauth2';
import {
	Workflow,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeTypes,
} from 'n8n-workflow';
import { OpenConnectorsInfusionsoftRestApi } from '../../credentials/OpenConnectorsInfusionsoftRestApi.credentials';
import { OpenConnectorsInfusionsoftRestOAuth2Api } from '../../credentials/OpenConnectorsInfusionsoftRestOAuth2Api.credentials';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest/definition';
import { completeBaseUrl } from '../../nodes/OpenConnectors/streams/url';
import { startSandbox, type Sandbox } from '../../sandbox/server';

const withKey = new OpenConnectorsInfusionsoftRestApi();
const withOAuth2 = new OpenConnectorsInfusionsoftRestOAuth2Api();

const OFFICIAL = 'https://api.infusionsoft.com/crm/rest';
const REDIRECT = 'http://localhost:5678/rest/oauth2-credential/callback';

const byName = (credential: ICredentialType) =>
	Object.fromEntries(credential.properties.map((property) => [property.name, property]));

const node: INode = {
	id: '1',
	name: 'Credential',
	type: 'n8n-nodes-open-connectors.openConnectorsPollTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const nodeType = new OpenConnectorsPollTrigger();
const nodeTypes: INodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};
const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });

/** The value of a setting as n8n resolves it with the data of a credential, which it calls `$self` there. */
const resolved = (setting: unknown, data: IDataObject): string =>
	String(
		expression.getParameterValue(
			String(setting),
			null,
			0,
			0,
			node.name,
			[],
			'internal',
			{ $credentials: data },
			undefined,
			false,
			{ ...data },
		),
	);

const hidden = (name: string, data: IDataObject) =>
	resolved(byName(withOAuth2)[name].default, data);

describe('the fields', () => {
	it('of the key are those documented', () => {
		expect(withKey.name).toBe('openConnectorsInfusionsoftRestApi');
		expect(withKey.properties.map(({ name }) => name)).toEqual(['apiKey', 'baseUrl']);
		expect(byName(withKey).baseUrl).toMatchObject({ default: OFFICIAL, required: true });
		expect(byName(withKey).apiKey).toMatchObject({
			default: '',
			required: true,
			typeOptions: { password: true },
		});
	});

	it('of OAuth2 are the base url, and what the user need not know', () => {
		expect(withOAuth2.name).toBe('openConnectorsInfusionsoftRestOAuth2Api');
		expect(withOAuth2.extends).toEqual(['oAuth2Api']);
		const seen = withOAuth2.properties.filter(({ type }) => type !== 'hidden');
		expect(seen.map(({ name }) => name)).toEqual(['notice', 'baseUrl']);
		expect(byName(withOAuth2).baseUrl).toMatchObject({ default: OFFICIAL, required: true });
		expect(hidden('scope', {})).toBe('full');
		expect(hidden('grantType', {})).toBe('authorizationCode');
	});

	it('are of types that the connector knows', () => {
		expect(infusionsoftrest.credentials.map(({ type }) => type)).toEqual([
			withOAuth2.name,
			withKey.name,
		]);
	});
});

it('the key goes in a header of its own', () => {
	const { headers } = withKey.authenticate.properties;
	expect(Object.keys(headers ?? {})).toEqual(['X-Keap-API-Key']);
	expect(resolved(headers?.['X-Keap-API-Key'], { apiKey: 'KeapAK-1' })).toBe('KeapAK-1');
});

describe('the test in the editor', () => {
	it.each([
		OFFICIAL,
		`${OFFICIAL}/`,
		` ${OFFICIAL}/v1 `,
		`${OFFICIAL}/V2//`,
		'https://api.keap.com/crm/rest',
		'http://127.0.0.1:3000/infusionsoftrest/crm/rest',
	])('asks at the address that polls use: %j', (baseUrl) => {
		for (const { request } of [withKey.test, withOAuth2.test]) {
			expect(resolved(request.baseURL, { baseUrl })).toBe(
				completeBaseUrl(baseUrl, infusionsoftrest.versionPath),
			);
			expect(request.url).toBe('/businessProfile');
			expect(request.method ?? 'GET').toBe('GET');
		}
	});
});

describe('the authorization server', () => {
	it.each([
		OFFICIAL,
		`${OFFICIAL}/`,
		` ${OFFICIAL}/v1/ `,
		'https://API.infusionsoft.com/crm/rest/v2',
		'https://api.keap.com/crm/rest',
	])('of %j is that of Keap', (baseUrl) => {
		expect(hidden('authUrl', { baseUrl })).toBe(
			'https://accounts.infusionsoft.com/app/oauth/authorize',
		);
		expect(hidden('accessTokenUrl', { baseUrl })).toBe('https://api.infusionsoft.com/token');
	});

	it.each([
		'https://proxy.example/crm/rest',
		'https://api.infusionsoft.com.example/crm/rest',
		'https://proxy.example/api.infusionsoft.com/crm/rest',
	])('of %j is there too', (baseUrl) => {
		const root = baseUrl.replace('/crm/rest', '');
		expect(hidden('authUrl', { baseUrl })).toBe(`${root}/oauth/authorize`);
		expect(hidden('accessTokenUrl', { baseUrl })).toBe(`${root}/oauth/token`);
	});
});

describe('n8n’s own OAuth2 client with the credential', () => {
	let sandbox: Sandbox;
	let data: IDataObject;

	beforeEach(async () => {
		sandbox = await startSandbox();
		const { baseUrl, clientId, clientSecret } = sandbox.infusionsoftrest.credential;
		data = { baseUrl, clientId, clientSecret };
	});
	afterEach(async () => await sandbox.stop());

	/** Options as n8n makes them of the credential; the additional properties count for the code alone. */
	const clientFor = (step: 'code' | 'refresh') =>
		new ClientOAuth2({
			clientId: String(data.clientId),
			clientSecret: String(data.clientSecret),
			accessTokenUri: hidden('accessTokenUrl', data),
			authorizationUri: hidden('authUrl', data),
			redirectUri: REDIRECT,
			scopes: [hidden('scope', data)],
			authentication: hidden('authentication', data) === 'header' ? 'header' : 'body',
			...(step === 'code' ? { body: JSON.parse(hidden('additionalBodyProperties', data)) } : {}),
		});

	const signIn = async (client: ClientOAuth2) => {
		const response = await fetch(client.code.getUri({ state: 'kept' }), { redirect: 'manual' });
		return await client.code.getToken(response.headers.get('location') ?? '');
	};

	it('exchanges a code and refreshes, each as Keap documents it', async () => {
		const { oauth2 } = sandbox.infusionsoftrest;
		expect(hidden('accessTokenUrl', data)).toBe(sandbox.infusionsoftrest.credential.accessTokenUrl);
		const token = await signIn(clientFor('code'));
		expect(oauth2.check(token.accessToken)).toBe('live');

		oauth2.expireAccessTokens();
		const fresh = await clientFor('refresh').createToken(token.data).refresh();
		expect(oauth2.check(token.accessToken)).toBe('expired');
		expect(oauth2.check(fresh.accessToken)).toBe('live');
		expect(fresh.refreshToken).not.toBe(token.refreshToken);
		await expect(clientFor('refresh').createToken(token.data).refresh()).rejects.toThrow();
	});

	it('would be refused a code without the additional properties of the body', async () => {
		await expect(signIn(clientFor('refresh'))).rejects.toThrow();
	});

	it('takes a secret with any characters', () => {
		const clientSecret = 'a"b\\c}}d=';
		const body: unknown = JSON.parse(
			hidden('additionalBodyProperties', { clientId: 'x', clientSecret }),
		);
		expect(body).toEqual({ client_id: 'x', client_secret: clientSecret });
	});
});
