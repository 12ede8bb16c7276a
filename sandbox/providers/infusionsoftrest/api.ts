import type { FastifyInstance } from 'fastify';
import { Faults } from '../../faults';
import type { JsonRecord } from '../../json';
import { mountProvider, Refusal, type RequestLogEntry } from '../../mount';
import { mountOAuth2, type OAuth2Server, type TokenAnswer } from '../../oauth2';
import { seededSecrets, type SecretDraw } from '../../random';
import { Settings } from '../../settings';
import type { Change, World } from '../../world';
import { Gateway, GatewayRefusal } from './access';
import { Answers } from './answers';
import { INFUSIONSOFT_REST_DEFAULTS, type InfusionsoftRestBehaviour } from './behaviour';
import { changeTag } from './tagging';

const PREFIX = '/infusionsoftrest/crm/rest';
const SIGN_IN = '/infusionsoftrest/oauth';
const ACCESS_TOKEN_LIFE_MS = 86_400_000;

export interface InfusionsoftRestSandbox {
	readonly baseUrl: string;
	/** Data of the OAuth2 credential, as n8n keeps it after the user has connected the account. */
	readonly credential: {
		readonly baseUrl: string;
		readonly clientId: string;
		readonly clientSecret: string;
		readonly authUrl: string;
		readonly accessTokenUrl: string;
		readonly scope: string;
		readonly oauthTokenData: TokenAnswer;
	};
	/** Data of the credential with a personal access token or service account key. */
	readonly apiCredential: { readonly baseUrl: string; readonly apiKey: string };
	readonly world: World;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	/** What the vendor's documents leave open. */
	readonly behaviour: Settings<InfusionsoftRestBehaviour>;
	readonly oauth2: OAuth2Server;
	/** Puts a tag on a contact; `behaviour.taggingMovesUpdate` decides whether its update time moves. */
	applyTag(contactId: string | number, tagId: string | number): Change;
	removeTag(contactId: string | number, tagId: string | number): Change;
}

/**
 * Stand-in of the Infusionsoft (Keap) REST API, v1 and v2 over the same records
 * (https://developer.infusionsoft.com/docs/rest/): Bearer token of OAuth2 or key, named lists, `limit`
 * and `offset` with a `next` that never ends in v1, page tokens, `filter` and `order_by` in v2, stamps in
 * whole seconds, quota figures on every answer. Deletions cannot be seen.
 */
export const mountInfusionsoftRest = (
	server: FastifyInstance,
	world: World,
	url: () => string,
	seed: number,
	secrets: SecretDraw = seededSecrets(seed),
): InfusionsoftRestSandbox => {
	const behaviour = new Settings(INFUSIONSOFT_REST_DEFAULTS);
	const faults = new Faults(seed);
	const apiKey = `KeapAK-${secrets(5000).uuid().replaceAll('-', '')}`;
	const oauth2 = mountOAuth2(
		server,
		world.clock,
		{
			prefix: SIGN_IN,
			clientAuthentication: { code: 'body', refresh: 'basic' },
			refreshTokens: 'rotating',
			accessTokenLifeMs: ACCESS_TOKEN_LIFE_MS,
		},
		seed,
		secrets,
	);
	const gateway = new Gateway(apiKey, oauth2, behaviour);
	const oauthTokenData = oauth2.issue('full|xy123.infusionsoft.com');
	const answers = new Answers({ world, behaviour, faults, baseUrl: () => `${url()}${PREFIX}` });

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			authenticate: (request) => gateway.admit(request),
			headers: (request) => gateway.headers(request),
			errorBody: toErrorBody,
			notFound: ({ url: path }) => new Refusal(404, `There is no ${path} here.`),
			routes: (app, afterSent) => {
				app.get('/*', async (request) => {
					const [path] = request.url.slice(PREFIX.length).split('?');
					const { body, shown = [] } = answers.answer(path, request);
					afterSent(request, () => world.markShown(shown));
					return body;
				});
			},
		},
		world.clock,
		faults,
	);

	const setTag = (contactId: string | number, tagId: string | number, isApplied: boolean) =>
		changeTag(world, { contactId, tagId }, isApplied, behaviour.current.taggingMovesUpdate);

	return {
		get baseUrl() {
			return `${url()}${PREFIX}`;
		},
		get credential() {
			return {
				baseUrl: this.baseUrl,
				clientId: oauth2.clientId,
				clientSecret: oauth2.clientSecret,
				authUrl: `${url()}${oauth2.authorizePath}`,
				accessTokenUrl: `${url()}${oauth2.tokenPath}`,
				scope: 'full',
				oauthTokenData,
			};
		},
		get apiCredential() {
			return { baseUrl: this.baseUrl, apiKey };
		},
		world,
		faults,
		requests,
		behaviour,
		oauth2,
		applyTag: (contactId, tagId) => setTag(contactId, tagId, true),
		removeTag: (contactId, tagId) => setTag(contactId, tagId, false),
	};
};

const STATUSES: Readonly<Record<number, string>> = {
	400: 'INVALID_ARGUMENT',
	403: 'PERMISSION_DENIED',
	404: 'NOT_FOUND',
	500: 'INTERNAL',
};

/** Statuses that come from in front of the application when the stand-in is told to fail with them. */
const GATEWAY_CODES: Readonly<Record<number, string>> = {
	401: 'keymanagement.service.invalid_access_token',
	502: 'messaging.adaptors.http.flow.BadGateway',
	503: 'messaging.adaptors.http.flow.ServiceUnavailable',
	504: 'messaging.adaptors.http.flow.GatewayTimeout',
};

const toErrorBody = (refusal: Refusal): JsonRecord => {
	const { status, message } = refusal;
	const errorCode = refusal instanceof GatewayRefusal ? refusal.errorCode : GATEWAY_CODES[status];
	if (errorCode !== undefined) {
		return { fault: { faultstring: message, detail: { errorcode: errorCode } } };
	}
	if (status === 429) {
		return { code: '429', message, status: 'Request Throttled', details: null };
	}
	return { code: status, message, status: STATUSES[status] ?? 'UNKNOWN', details: [] };
};
