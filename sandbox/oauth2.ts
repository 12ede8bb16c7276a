import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { EpochMs, WorldClock } from './clock';
import { Faults } from './faults';
import { mountProvider, Refusal, type Mounted } from './mount';
import {
	Grants,
	toScopes,
	type TokenAnswer,
	type TokenLives,
	type TokenStanding,
} from './oauth2Grants';
import { seededSecrets, type SecretDraw } from './random';
import { Settings } from './settings';

/** In the header, in the body of the request, or in either. */
export type ClientAuthentication = 'basic' | 'body' | 'any';

/** What a test may change while the server runs. */
export interface OAuth2Behaviour extends TokenLives {
	/**
	 * How the token endpoint takes client id and secret, for some providers another way for a code than
	 * for a refresh; the other way gets 401 `invalid_client`, both ways at once are let pass.
	 */
	readonly clientAuthentication:
		| ClientAuthentication
		| { readonly code: ClientAuthentication; readonly refresh: ClientAuthentication };
}

export interface OAuth2Options extends OAuth2Behaviour {
	/** Authorization is at `{prefix}/authorize`, tokens at `{prefix}/token`. */
	readonly prefix: string;
	/** The scopes there are; others get 400 `invalid_scope`. Without it any scope is granted. */
	readonly scopes?: readonly string[];
	/** The scope without which no refresh token is issued; without it all grants have one. */
	readonly offlineScope?: string;
}

export type { TokenAnswer, TokenStanding } from './oauth2Grants';

export interface OAuth2Server extends Mounted {
	readonly clientId: string;
	readonly clientSecret: string;
	readonly authorizePath: string;
	readonly tokenPath: string;
	/** A grant as if the user had clicked through. Default: all scopes there are. */
	issue(scope?: string): TokenAnswer;
	check(accessToken: string | undefined): TokenStanding;
	/** The scopes an access token was issued for, whatever its standing. */
	scopesOf(accessToken: string | undefined): readonly string[];
	/** Ends the life of every access token issued so far; refresh tokens live on. */
	expireAccessTokens(): void;
	/** The user takes all grants back: access and refresh tokens die. */
	revoke(): void;
	readonly behaviour: Settings<OAuth2Behaviour>;
	/** Successful refreshes so far. */
	readonly refreshes: number;
}

interface Code {
	readonly redirectUri: string;
	readonly scope: string;
	readonly issuedAt: EpochMs;
	readonly challenge?: string;
	readonly challengeMethod: string;
}

/** RFC 6749 §4.1.2 recommends ten minutes at most. */
const CODE_LIFE_MS = 10 * 60_000;

/** An error of RFC 6749 §5.2. */
class OAuth2Refusal extends Refusal {
	override readonly name = 'OAuth2Refusal';

	constructor(
		status: number,
		readonly error: string,
		description: string,
		headers: Readonly<Record<string, string>> = {},
	) {
		super(status, description, headers);
	}
}

/**
 * An authorization server (RFC 6749) for one client that knows its user's answer: authorization code,
 * with PKCE (RFC 7636) where the client sends a challenge, and refresh. Lives are measured on `clock`.
 */
export const mountOAuth2 = (
	server: FastifyInstance,
	clock: WorldClock,
	options: OAuth2Options,
	seed: number,
	secrets: SecretDraw = seededSecrets(seed),
): OAuth2Server => {
	const { prefix, scopes, offlineScope, ...defaults } = options;
	const behaviour = new Settings<OAuth2Behaviour>(defaults);
	const draw = secrets(4000 + hashText(prefix));
	const secret = (): string => `${draw.uuid()}${draw.uuid()}`.replaceAll('-', '');
	const client = { id: draw.uuid(), secret: secret() };

	const grants = new Grants(clock, secret, () => behaviour.current);
	const codes = new Map<string, Code>();

	const issue = (scope = scopes?.join(' ') ?? ''): TokenAnswer =>
		grants.issue(scope, offlineScope === undefined || toScopes(scope).includes(offlineScope));

	const exchangeCode = (body: URLSearchParams): TokenAnswer => {
		const text = requireParameter(body, 'code');
		const code = codes.get(text);
		codes.delete(text);
		if (!code || clock.now() - code.issuedAt >= CODE_LIFE_MS) {
			throw invalidGrant('The code is unknown, was used, or is too old.');
		}
		if (body.get('redirect_uri') !== code.redirectUri) {
			throw invalidGrant('redirect_uri is not the one the code was sent to.');
		}
		if (!verifiesChallenge(code, body.get('code_verifier'))) {
			throw invalidGrant('code_verifier does not fit the challenge.');
		}
		return issue(code.scope);
	};

	const refresh = (body: URLSearchParams): TokenAnswer => {
		const refreshToken = requireParameter(body, 'refresh_token');
		const granted = grants.refreshableScope(refreshToken);
		if (granted === undefined) {
			throw invalidGrant('The refresh token is unknown, was used, revoked, or is too old.');
		}
		const scope = body.get('scope') ?? granted;
		if (toScopes(scope).some((name) => !toScopes(granted).includes(name))) {
			throw new OAuth2Refusal(400, 'invalid_scope', 'The scope exceeds what was granted.');
		}
		return grants.refresh(refreshToken, scope);
	};

	const authenticateClient = (header: string | undefined, body: URLSearchParams): void => {
		const { clientAuthentication } = behaviour.current;
		const grant = body.get('grant_type') === 'refresh_token' ? 'refresh' : 'code';
		const way =
			typeof clientAuthentication === 'string' ? clientAuthentication : clientAuthentication[grant];
		const basic = Buffer.from(`${client.id}:${client.secret}`).toString('base64');
		const isBasic = header === `Basic ${basic}`;
		const isBody =
			body.get('client_id') === client.id && body.get('client_secret') === client.secret;
		if ((isBasic && way !== 'body') || (isBody && way !== 'basic')) return;
		throw new OAuth2Refusal(
			401,
			'invalid_client',
			'The client is unknown, or did not authenticate the way this endpoint asks for.',
			header === undefined ? {} : { 'www-authenticate': 'Basic realm="oauth2"' },
		);
	};

	/** Where the browser is sent. Errors the client may hear of travel there too (§4.1.2.1). */
	const authorize = (query: URLSearchParams): string => {
		if (query.get('client_id') !== client.id) {
			throw new OAuth2Refusal(400, 'invalid_client', 'client_id is unknown.');
		}
		const redirectUri = requireParameter(query, 'redirect_uri');
		if (!/^https?:\/\//.test(redirectUri)) {
			throw new OAuth2Refusal(400, 'invalid_request', 'redirect_uri is no web address.');
		}
		const scope = query.get('scope') ?? scopes?.join(' ') ?? '';
		const unknown = toScopes(scope).find((name) => scopes && !scopes.includes(name));
		if (unknown !== undefined) {
			throw new OAuth2Refusal(400, 'invalid_scope', `There is no scope '${unknown}'.`);
		}
		const back = new URL(redirectUri);
		const state = query.get('state');
		if (state !== null) back.searchParams.set('state', state);
		const challengeMethod = query.get('code_challenge_method') ?? 'plain';
		if (query.get('response_type') !== 'code') {
			back.searchParams.set('error', 'unsupported_response_type');
		} else if (!CHALLENGE_METHODS.includes(challengeMethod)) {
			back.searchParams.set('error', 'invalid_request');
		} else {
			const code = secret();
			const challenge = query.get('code_challenge') ?? undefined;
			codes.set(code, { redirectUri, scope, issuedAt: clock.now(), challenge, challengeMethod });
			back.searchParams.set('code', code);
		}
		return back.toString();
	};

	const mounted = mountProvider(
		server,
		{
			prefix,
			authenticate: () => {},
			errorBody: (refusal) => ({
				error: refusal instanceof OAuth2Refusal ? refusal.error : 'server_error',
				error_description: refusal.message,
			}),
			notFound: ({ url }) => new OAuth2Refusal(404, 'invalid_request', `There is no ${url} here.`),
			routes: (app) => {
				app.removeAllContentTypeParsers();
				app.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => {
					const isForm = request.headers['content-type']?.startsWith(
						'application/x-www-form-urlencoded',
					);
					done(null, new URLSearchParams(isForm ? text.toString() : ''));
				});

				app.get('/authorize', async (request, reply) => {
					const query = readOnce(new URL(request.url, 'http://localhost').searchParams);
					return await reply.redirect(authorize(query));
				});

				app.post('/token', async (request, reply) => {
					reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
					const body = readOnce(
						request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
					);
					authenticateClient(request.headers.authorization, body);
					const grantType = requireParameter(body, 'grant_type');
					if (grantType === 'authorization_code') return exchangeCode(body);
					if (grantType === 'refresh_token') return refresh(body);
					throw new OAuth2Refusal(400, 'unsupported_grant_type', `No grant '${grantType}' here.`);
				});
			},
		},
		clock,
		new Faults(seed),
	);

	return {
		...mounted,
		clientId: client.id,
		clientSecret: client.secret,
		authorizePath: `${prefix}/authorize`,
		tokenPath: `${prefix}/token`,
		issue,
		check: (accessToken = '') => grants.check(accessToken),
		scopesOf: (accessToken = '') => grants.scopesOf(accessToken),
		expireAccessTokens: () => grants.expireAccessTokens(),
		revoke: () => {
			grants.revoke();
			codes.clear();
		},
		behaviour,
		get refreshes() {
			return grants.refreshes;
		},
	};
};

/** Keeps the servers of one sandbox from issuing each other's tokens. */
const hashText = (text: string): number =>
	[...text].reduce((hash, letter) => (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);

const CHALLENGE_METHODS: readonly string[] = ['plain', 'S256'];

const invalidGrant = (description: string): OAuth2Refusal =>
	new OAuth2Refusal(400, 'invalid_grant', description);

/** No parameter may come twice (§3.1, §3.2). */
const readOnce = (parameters: URLSearchParams): URLSearchParams => {
	const names = [...parameters.keys()];
	const repeated = names.find((name, index) => names.indexOf(name) !== index);
	if (repeated === undefined) return parameters;
	throw new OAuth2Refusal(400, 'invalid_request', `${repeated} is given twice.`);
};

const requireParameter = (parameters: URLSearchParams, name: string): string => {
	const value = parameters.get(name);
	if (value) return value;
	throw new OAuth2Refusal(400, 'invalid_request', `${name} is missing.`);
};

const verifiesChallenge = (code: Code, verifier: string | null): boolean => {
	if (code.challenge === undefined) return true;
	if (verifier === null || code.challengeMethod === 'plain') return verifier === code.challenge;
	return createHash('sha256').update(verifier).digest('base64url') === code.challenge;
};
