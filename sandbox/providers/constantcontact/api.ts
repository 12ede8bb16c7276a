import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Faults } from '../../faults';
import { mountProvider, type RequestLogEntry } from '../../mount';
import { mountOAuth2, type OAuth2Server, type TokenAnswer } from '../../oauth2';
import { seededSecrets, type SecretDraw } from '../../random';
import { RateLimit } from '../../rateLimit';
import { Settings } from '../../settings';
import type { Change, World } from '../../world';
import { toEvent, toListing, toRecord, type Presentation } from './answer';
import { CONSTANT_CONTACT_DEFAULTS, type ConstantContactBehaviour } from './behaviour';
import { trackOf } from './history';
import { readPage } from './page';
import { readParameters, type Parameters } from './parameters';
import { ConstantContactRefusal, invalid, notFound, toErrorBody } from './refusal';
import { CONSTANT_CONTACT_RESOURCES, type ConstantContactResource } from './resources';
import { unsubscribe } from './world';

const PREFIX = '/constantcontact';
const VERSION = '/v3';
const DAY_MS = 86_400_000;

export interface ConstantContactSandbox {
	readonly baseUrl: string;
	/** Data of the n8n credential, with a grant of its own at each reading. */
	readonly credential: {
		readonly baseUrl: string;
		readonly clientId: string;
		readonly clientSecret: string;
		readonly authUrl: string;
		readonly accessTokenUrl: string;
		readonly oauthTokenData: TokenAnswer;
	};
	readonly world: World;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	/** What the vendor's documents leave open. */
	readonly behaviour: Settings<ConstantContactBehaviour>;
	readonly oauth2: OAuth2Server;
	/** A contact opts out; `updated_after` will not tell. */
	unsubscribe(contactId: string): Change;
}

/**
 * Stand-in of the Constant Contact API v3 (https://developer.constantcontact.com/api_guide/): OAuth 2,
 * named arrays, opaque cursors, "updated after" on contacts and campaigns only, soft deletion of
 * contacts, lists and campaigns. Neither the quota nor the time to wait is told in headers.
 */
export const mountConstantContact = (
	server: FastifyInstance,
	world: World,
	url: () => string,
	seed: number,
	secrets: SecretDraw = seededSecrets(seed),
): ConstantContactSandbox => {
	const behaviour = new Settings(CONSTANT_CONTACT_DEFAULTS);
	const limit = new RateLimit();
	const faults = new Faults(seed);
	const segmentDelays = new Map<string, number>();
	const oauth2 = mountOAuth2(
		server,
		world.clock,
		{
			prefix: `${PREFIX}/oauth2/default/v1`,
			clientAuthentication: 'basic',
			refreshTokens: 'rotating',
			scopes: ['account_read', 'account_update', 'contact_data', 'campaign_data', 'offline_access'],
			offlineScope: 'offline_access',
			accessTokenLifeMs: DAY_MS,
			refreshTokenLifeMs: 180 * DAY_MS,
		},
		seed,
		secrets,
	);

	const requireScope = (request: FastifyRequest, scope: string): void => {
		if (oauth2.scopesOf(readToken(request)).includes(scope)) return;
		throw new ConstantContactRefusal(
			403,
			'insufficient_scope',
			`The access token lacks the scope ${scope}.`,
		);
	};

	const present = (definition: ConstantContactResource, parameters: Parameters): Presentation => ({
		world,
		definition,
		behaviour: behaviour.current,
		parameters,
		zone: faults.current.stampZone,
	});

	const find = (definition: ConstantContactResource, id: string) => {
		const { resource, removal } = definition;
		const version = world
			.visible(resource, faults.current.late, removal)
			.find((candidate) => candidate.id === id);
		if (version) return version;
		throw notFound(`There is no ${definition.idField} ${id}.`);
	};

	/** Whether a segment's contacts have to be asked for again, as they are the first times. */
	const isPending = (segmentId: string): boolean => {
		const asked = segmentDelays.get(segmentId) ?? 0;
		segmentDelays.set(segmentId, asked + 1);
		return asked < behaviour.current.segmentDelays;
	};

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			authenticate: (request) => {
				if (oauth2.check(readToken(request)) === 'live') return;
				throw new ConstantContactRefusal(401, 'unauthorized', 'Unauthorized');
			},
			admit: () => {
				if (limit.admit(behaviour.current)) return;
				throw limit.remainingToday(behaviour.current) === 0
					? new ConstantContactRefusal(429, 'quota_exceeded', 'The daily quota is used up.')
					: new ConstantContactRefusal(429, 'throttled', 'Too many requests a second.');
			},
			errorBody: (refusal, request) => toErrorBody(refusal, request.url),
			notFound: ({ url: path }) => notFound(`There is no ${path}.`),
			routes: (app, afterSent) => {
				app.get(`${VERSION}/account/summary`, async (request) => {
					requireScope(request, 'account_read');
					return {
						encoded_account_id: 'p07e1l8sandbox',
						organization_name: 'Sandbox Trading Ltd',
						first_name: 'Ada',
						last_name: 'Keller',
						contact_email: 'ada.keller@example.com',
						country_code: 'US',
						state_code: 'MA',
						time_zone_id: 'US/Eastern',
						website: 'https://sandbox-trading.example',
					};
				});

				for (const definition of CONSTANT_CONTACT_RESOURCES) {
					app.get<{ Params: Record<string, string> }>(
						`${VERSION}${definition.path}`,
						async (request, reply) => {
							requireScope(request, definition.scope);
							const parameters = readParameters(request.query);
							const { eventId, trackId } = request.params;
							if (eventId !== undefined) requireTrack(find(EVENTS, eventId).id, trackId);
							const segment = definition === CONTACTS ? parameters.segment_id : undefined;
							if (segment !== undefined) {
								find(SEGMENTS, segment);
								refuseOtherFilters(parameters);
								if (isPending(segment)) {
									return await reply.code(202).send({ contacts: [], status: 'processing' });
								}
							}

							const [path] = request.url.slice(PREFIX.length).split('?');
							const page = readPage(
								world,
								{
									definition,
									path,
									parameters,
									owner: request.params,
									now: world.clock.now(),
									lateness: faults.current.late,
								},
								behaviour.current,
							);
							afterSent(request, () => world.markShown(page.shown));
							const presentation = present(definition, page.parameters);
							return toListing(
								page,
								page.versions.map((version) => toRecord(version, presentation)),
								definition,
								behaviour.current.nextLinks === 'version' ? path : `${PREFIX}${path}`,
							);
						},
					);

					if (definition.path.startsWith('/reports/') || definition.path.includes(':')) continue;
					app.get<{ Params: { id: string } }>(
						`${VERSION}${definition.path}/:id`,
						async (request) => {
							requireScope(request, definition.scope);
							const presentation = present(definition, readParameters(request.query));
							const version = find(definition, request.params.id);
							return definition === EVENTS
								? toEvent(version, presentation)
								: toRecord(version, presentation);
						},
					);
				}
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
		unsubscribe: (contactId) => unsubscribe(world, contactId),
	};
};

const definitionOf = (resource: string): ConstantContactResource => {
	const found = CONSTANT_CONTACT_RESOURCES.find((definition) => definition.resource === resource);
	if (found) return found;
	throw new Error(`There is no resource "${resource}".`);
};

const CONTACTS = definitionOf('contacts');
const SEGMENTS = definitionOf('segments');
const EVENTS = definitionOf('events');

const readToken = ({ headers }: FastifyRequest): string | undefined =>
	/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];

const requireTrack = (eventId: string, trackId: string): void => {
	if (trackId === trackOf(eventId)) return;
	throw notFound(`The event ${eventId} has no track ${trackId}.`);
};

/** A segment goes with `limit` alone. */
const refuseOtherFilters = (parameters: Parameters): void => {
	const other = Object.keys(parameters).find(
		(name) => !['segment_id', 'limit', 'cursor'].includes(name),
	);
	if (other !== undefined) throw invalid(`segment_id cannot be combined with ${other}.`);
};
