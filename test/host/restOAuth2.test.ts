import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Host, textOf } from '../harness/host';
import { HttpServer, type HttpRequest, type Reply } from '../harness/httpServer';

const NOW = Date.UTC(2026, 0, 5, 12);
/** Its id is its secret too. */
const CLIENT = 'client-4711';
const TYPE = 'openConnectorsRestOAuth2Api';

let server: HttpServer;
/** Grows with each login; a refresh token is good for one. */
let logins: number;
let grants: URLSearchParams[];
let isRevoked: boolean;

const json = (value: unknown, status = 200): Reply => ({ status, text: JSON.stringify(value) });
const accessToken = () => `access-token-${logins}`;
const refreshToken = () => `refresh-token-${logins}`;

const reply = ({ url, body, headers }: HttpRequest): Reply => {
	if (url === '/token') {
		const grant = new URLSearchParams(body);
		grants.push(grant);
		const isCurrent = grant.get('refresh_token') === refreshToken();
		if (isRevoked || (grant.get('grant_type') === 'refresh_token' && !isCurrent))
			return json({ error: 'invalid_grant', error_description: 'the token was used' }, 400);
		logins += 1;
		const tokens = { access_token: accessToken(), refresh_token: refreshToken() };
		return json({ token_type: 'Bearer', expires_in: 3_600, ...tokens });
	}
	if (headers.authorization !== `Bearer ${accessToken()}`) return json({ message: 'expired' }, 401);
	return json([{ id: 1, updated_at: new Date(NOW).toISOString() }]);
};

/** A workflow with n8n's own login by OAuth2. */
class OAuth2Host extends Host {
	constructor(credential: ICredentialDataDecryptedObject) {
		super('in-memory', {
			parameters: {
				connector: 'rest',
				authentication: 'oAuth2',
				configure: 'json',
				startFrom: 'beginning',
				pollerConfiguration: JSON.stringify({
					items: {
						url: '/items?since=${epoch:s}',
						idField: 'id',
						datesConfiguration: {
							updatedDateField: 'updated_at',
							updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSX",
						},
					},
				}),
			},
			credentials: {
				[TYPE]: {
					baseUrl: server.url,
					accessTokenUrl: `${server.url}/token`,
					clientId: CLIENT,
					clientSecret: CLIENT,
					authentication: 'body',
					scope: 'items.read offline_access',
					...credential,
				},
			},
		});
		const helper = jest.mocked(this.additionalData.credentialsHelper);
		helper.getParentTypes.mockReturnValue(['oAuth2Api']);
		helper.runPreAuthentication.mockResolvedValue(undefined);
		helper.updateCredentialsOauthTokenData.mockImplementation(async (_node, type, data) => {
			this.settings.credentials[type] = { ...data };
			return await Promise.resolve();
		});
		this.additionalData.ssrfBridge = undefined;
	}
}

const connected = () => ({
	grantType: 'authorizationCode',
	oauthTokenData: { access_token: accessToken(), refresh_token: refreshToken() },
});

beforeEach(async () => {
	jest.useFakeTimers({
		now: NOW,
		doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'],
	});
	logins = 1;
	grants = [];
	isRevoked = false;
	server = await HttpServer.start(reply);
});
afterEach(async () => {
	await server.stop();
	jest.useRealTimers();
});

const secrets = /(?:access|refresh)-token-\d|client-secret/;

it('is sent as a bearer token', async () => {
	const host = new OAuth2Host(connected());
	await host.publish();
	expect(host.items).toHaveLength(1);
	expect(grants).toEqual([]);
});

it('is renewed when it has expired, again and again with the newest refresh token', async () => {
	const host = new OAuth2Host(connected());
	await host.publish();
	for (let poll = 0; poll < 3; poll += 1) {
		const { oauthTokenData } = host.settings.credentials[TYPE];
		host.settings.credentials[TYPE] = {
			...host.settings.credentials[TYPE],
			oauthTokenData: { ...Object(oauthTokenData), access_token: 'expired' },
		};
		jest.advanceTimersByTime(60_000);
		await host.tick();
	}
	expect(host.errors).toEqual([]);
	expect(grants.map((grant) => grant.get('refresh_token'))).toEqual([
		'refresh-token-1',
		'refresh-token-2',
		'refresh-token-3',
	]);
	expect(JSON.stringify([host.saved, host.log])).not.toMatch(secrets);
});

it('a login that was revoked is an error of the credential', async () => {
	isRevoked = true;
	const host = new OAuth2Host({
		...connected(),
		oauthTokenData: { access_token: 'expired', refresh_token: refreshToken() },
	});
	const error: unknown = await host.publish().catch((failed: unknown) => failed);
	expect(textOf(error)).toMatch(/^credential-invalid: .*connect it again/);
	expect(textOf(error)).not.toMatch(secrets);
});

it('client credentials are exchanged without anybody logging in, with their scope', async () => {
	const host = new OAuth2Host({ grantType: 'clientCredentials' });
	await host.publish();
	expect(host.items).toHaveLength(1);
	expect(grants.map((grant) => Object.fromEntries(grant))).toEqual([
		expect.objectContaining({
			grant_type: 'client_credentials',
			scope: 'items.read offline_access',
			client_id: CLIENT,
		}),
	]);
});
