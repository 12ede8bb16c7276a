import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Faults } from '../../faults';
import type { JsonRecord, JsonValue } from '../../json';
import { mountProvider, Refusal, type RequestLogEntry } from '../../mount';
import { mountOAuth2, type OAuth2Server, type TokenAnswer } from '../../oauth2';
import { Draw, seededSecrets, type SecretDraw } from '../../random';
import { Settings } from '../../settings';
import type { World } from '../../world';
import { toAnswer, toData } from './answer';
import { AuditLog } from './auditLog';
import { MAXIMIZER_DEFAULTS, type MaximizerBehaviour } from './behaviour';
import { CallWindow } from './callWindow';
import { findEntity, type MaximizerEntity } from './entities';
import type { KeyStyle } from './keys';
import { readEntity, type Found } from './read';
import { isRecord } from './records';
import { invalid, ReadRefusal } from './refusal';
import { readSchema } from './schemaRead';
import { toScope, type ScopeContext } from './scope';

const PREFIX = '/maximizer/octopus';
const ALIAS = 'sandbox-trading';
const OAUTH2_PREFIX = `/maximizer/oauth2/${ALIAS}`;
/** The vendor publishes no lifetimes. */
const ACCESS_TOKEN_LIFE_MS = 3_600_000;
const INVALID_TOKEN = 'Token is invalid';
/** Parts of a request that are no entity. */
const FRAME: ReadonlySet<string> = new Set([
	'Compatibility',
	'Configuration',
	'Globalization',
	'Token',
]);

export interface MaximizerOAuth2Credential {
	readonly baseUrl: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly authUrl: string;
	readonly accessTokenUrl: string;
	/** What n8n keeps after the user has clicked through; read anew, a grant of its own. */
	readonly oauthTokenData: TokenAnswer;
}

export interface MaximizerSandbox {
	readonly baseUrl: string;
	/** Data of the n8n credential with a personal access token. */
	readonly credential: { readonly baseUrl: string; readonly accessToken: string };
	/** Data of the n8n credential with OAuth2. */
	readonly oAuth2Credential: MaximizerOAuth2Credential;
	readonly world: World;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	/** What the vendor's documents leave open. */
	readonly behaviour: Settings<MaximizerBehaviour>;
	readonly oauth2: OAuth2Server;
}

/**
 * Stand-in of Maximizer's Octopus API (https://developer.maximizer.com/reference/octopus-api): everything
 * read by POST `/Read`, only the fields named come back, refusals by HTTP 200 with a negative `Code`,
 * dates that end in `Z` and are not UTC, Keys that are no lasting reference, deletions in the audit log.
 */
export const mountMaximizer = (
	server: FastifyInstance,
	world: World,
	url: () => string,
	seed: number,
	secrets: SecretDraw = seededSecrets(seed),
): MaximizerSandbox => {
	const behaviour = new Settings(MAXIMIZER_DEFAULTS);
	const calls = new CallWindow();
	const faults = new Faults(seed);
	const auditLog = new AuditLog(world);
	const salts = new Draw(seed + 3000);
	const accessToken = drawAccessToken(secrets);
	const oauth2 = mountOAuth2(
		server,
		world.clock,
		{
			prefix: OAUTH2_PREFIX,
			clientAuthentication: 'body',
			refreshTokens: 'longLived',
			accessTokenLifeMs: ACCESS_TOKEN_LIFE_MS,
		},
		seed,
		secrets,
	);

	const isAuthorized = ({ headers }: FastifyRequest): boolean => {
		const [, token] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
		if (token === accessToken) return behaviour.current.accessToken === 'live';
		return oauth2.check(token) === 'live';
	};

	const displayNameOf = (userKey: string): string => {
		const user = world.latest('users', userKey);
		return typeof user?.fields.DisplayName === 'string' ? user.fields.DisplayName : '';
	};

	const read = (body: unknown): { answer: JsonRecord; shown: readonly number[] } => {
		if (!isRecord(body)) throw new ReadRefusal('The request cannot be read.', -1);
		const parts = Object.entries(body).filter(([name]) => !FRAME.has(name));
		if (parts.length === 0) throw new ReadRefusal('The request names no object.', -1);
		const context: ScopeContext = {
			behaviour: behaviour.current,
			keyStyle: toKeyStyle(body, behaviour.current, salts),
			zone: faults.current.stampZone ?? behaviour.current.dateZone,
			displayNameOf,
		};
		const answers = parts.map(([name, request]): [string, JsonRecord, Found | undefined] => {
			if (!isRecord(request)) throw invalid(name, 'the request must be an object.');
			if (name === 'Schema')
				return [name, { Data: readSchema(request, behaviour.current) }, undefined];
			const entity = findEntity(name.split('.')[0]);
			if (!entity) throw new ReadRefusal(`There is no object ${name}.`, -1);
			const found = hasDriver(entity, body, behaviour.current)
				? readEntity(entity, request, {
						world,
						auditLog,
						behaviour: behaviour.current,
						lateness: faults.current.late,
						now: world.clock.now(),
					})
				: { records: [], shown: [] };
			if (found.records.length > behaviour.current.timeoutAboveRows) {
				throw new Refusal(408, 'The request took too long.');
			}
			const fields = isRecord(request.Scope) ? request.Scope.Fields : undefined;
			const rows = found.records.map((record) => toScope(entity, fields, record, context));
			return [name, { Data: toData(rows, behaviour.current) }, found];
		});
		return {
			answer: toAnswer(answers, behaviour.current),
			shown: answers.flatMap(([, , found]) => found?.shown ?? []),
		};
	};

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			logsBodies: true,
			authenticate: (request) => {
				if (isAuthorized(request)) return;
				if (request.url === `${PREFIX}/TokenValid`) return false;
				if (behaviour.current.badToken === 'code' && !request.url.endsWith('/VerifyToken')) {
					throw new ReadRefusal(INVALID_TOKEN, -1);
				}
				throw new Refusal(401, INVALID_TOKEN);
			},
			admit: () => {
				const { requestsPerWindow, windowMs } = behaviour.current;
				if (calls.admit(requestsPerWindow, windowMs)) return;
				throw new Refusal(429, 'Too many requests.');
			},
			errorBody: (refusal): JsonRecord => {
				const { message, status } = refusal;
				if (status !== 200) return { Message: message };
				const code = refusal instanceof ReadRefusal ? refusal.errorCode : -1;
				const isObject = behaviour.current.messages === 'objects';
				return { Code: -1, Msg: [isObject ? { Message: message, ErrorCode: code } : message] };
			},
			notFound: ({ method, url: path }) => new Refusal(404, `There is no ${method} ${path}.`),
			routes: (app, afterSent) => {
				app.removeContentTypeParser('application/json');
				app.addContentTypeParser('application/json', { parseAs: 'string' }, parseBody);

				app.post('/Read', async (request) => {
					const { answer, shown } = read(request.body);
					afterSent(request, () => world.markShown(shown));
					return answer;
				});

				app.post('/TokenValid', async (request) =>
					isAuthorized(request) ? { Code: 0 } : { Code: -1, Msg: [INVALID_TOKEN] },
				);

				app.get('/VerifyToken', async () => ({ Code: 0 }));

				app.post('/GetSystemInfo', async () => ({
					Code: 0,
					SystemInfo: { ProductName: 'Maximizer CRM', Version: '2026.1', Alias: ALIAS },
				}));

				app.post('/GetSessionInfo', async () => {
					const [key] = world.ids('users');
					return {
						Code: 0,
						AddressBook: { DisplayValue: 'Sandbox Trading Ltd', WorkspaceId: ALIAS },
						User: { Key: { Value: key, Uid: 'MASTER' }, DisplayName: displayNameOf(key) },
					};
				});

				app.post('/ConfigurationRead', async () => ({
					Code: 0,
					Configuration: {
						AuditLog: Object.fromEntries(
							behaviour.current.audited.map((name) => [name, true] as const),
						),
					},
				}));
			},
		},
		world.clock,
		faults,
	);

	return {
		get baseUrl() {
			return `${url()}${PREFIX}`;
		},
		get credential() {
			return { baseUrl: this.baseUrl, accessToken };
		},
		get oAuth2Credential() {
			return {
				baseUrl: this.baseUrl,
				clientId: oauth2.clientId,
				clientSecret: oauth2.clientSecret,
				authUrl: `${url()}${oauth2.authorizePath}`,
				accessTokenUrl: `${url()}${oauth2.tokenPath}`,
				oauthTokenData: oauth2.issue(),
			};
		},
		world,
		faults,
		requests,
		behaviour,
		oauth2,
	};
};

/** In the form of a JSON Web Token, as the vendor's personal access tokens are; signed by nobody. */
const drawAccessToken = (secrets: SecretDraw): string => {
	const draw = secrets(2500);
	const part = (value: JsonValue) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const claims = { workspaceid: draw.uuid(), jti: draw.uuid() };
	const signature = Buffer.from(draw.uuid()).toString('base64url');
	return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${signature}`;
};

/** JSON, or nothing at all: half of the vendor's calls have no body. */
const parseBody = (
	_request: FastifyRequest,
	text: string | Buffer,
	done: (error: Error | null, body?: unknown) => void,
): void => {
	if (text.length === 0) return done(null, {});
	try {
		done(null, JSON.parse(text.toString()));
	} catch {
		done(new Refusal(400, 'The body is no JSON.'));
	}
};

const toKeyStyle = (
	{ Compatibility: compatibility }: JsonRecord,
	{ keys }: MaximizerBehaviour,
	salts: Draw,
): KeyStyle => ({
	abEntryKey2: isRecord(compatibility) && compatibility.AbEntryKey === '2.0',
	salt: keys === 'changing' ? salts.digits(6) : undefined,
});

/** Whether the entity can be searched; throws where the behaviour refuses a request without a driver. */
const hasDriver = (
	{ name, searcher }: MaximizerEntity,
	{ Configuration: configuration }: JsonRecord,
	{ withoutDriver }: MaximizerBehaviour,
): boolean => {
	if (searcher === undefined || withoutDriver === 'serve') return true;
	const drivers = isRecord(configuration) ? configuration.Drivers : undefined;
	const driver = isRecord(drivers) ? drivers[`I${searcher}`] : undefined;
	if (driver === `Maximizer.Model.Access.Sql.${searcher}`) return true;
	if (withoutDriver === 'empty') return false;
	throw invalid(name, `no driver for I${searcher} is configured.`);
};
