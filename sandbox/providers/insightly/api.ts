import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Faults } from '../../faults';
import type { JsonRecord } from '../../json';
import { mountProvider, Refusal, type RequestLogEntry } from '../../mount';
import { seededSecrets, type SecretDraw } from '../../random';
import { RateLimit } from '../../rateLimit';
import { Settings } from '../../settings';
import { parseInstant } from '../../stamps';
import type { RecordVersion, World } from '../../world';
import type { InsightlyObject } from './objects';
import { findObject, INSIGHTLY_DEFAULTS, searchInsightly, type InsightlyBehaviour } from './search';
import { NESTED_FIELDS } from './world';

const PREFIX = '/insightly';
const DEFAULT_TOP = 100;
const MAXIMUM_TOP = 500;

export interface InsightlySandbox {
	readonly baseUrl: string;
	/** Data of the n8n credential. */
	readonly credential: { readonly baseUrl: string; readonly apiKey: string };
	readonly world: World;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	/** What the vendor's documents leave open. */
	readonly behaviour: Settings<InsightlyBehaviour>;
}

interface ListParameters {
	readonly [name: string]: string | readonly string[] | undefined;
}

/**
 * Stand-in of the Insightly API v3.1 (https://api.na1.insightly.com/v3.1/Help): HTTP Basic with the
 * key as user and no password, bare arrays, `skip` and `top`, `updated_after_utc` on `/Search` only,
 * zone-less UTC stamps at whole seconds. There is no filter by creation, no sort and no deletion list.
 */
export const mountInsightly = (
	server: FastifyInstance,
	world: World,
	url: () => string,
	seed: number,
	secrets: SecretDraw = seededSecrets(seed),
): InsightlySandbox => {
	const behaviour = new Settings(INSIGHTLY_DEFAULTS);
	const limit = new RateLimit();
	const faults = new Faults(seed);
	const apiKey = secrets(2000).uuid();
	const expected = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			authenticate: ({ headers }) => {
				if (headers.authorization === expected) return;
				throw new Refusal(401, 'Authorization has been denied for this request.');
			},
			admit: () => {
				const { retryAfterSeconds, ...limits } = behaviour.current;
				if (limit.admit(limits)) return;
				throw new Refusal(
					429,
					'The request limit of this instance has been reached.',
					retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
				);
			},
			headers: () => ({
				'x-ratelimit-limit': String(behaviour.current.requestsPerDay),
				'x-ratelimit-remaining': String(limit.remainingToday(behaviour.current)),
			}),
			errorBody: ({ message }) => ({ Message: message }),
			notFound: ({ url: path }) => noResource(path),
			routes: (app, afterSent) => {
				const toRecord = (version: RecordVersion): JsonRecord =>
					world.toRecord(version, faults.current.stampZone);

				const list = (request: FastifyRequest, path: string, isSearch: boolean) => {
					const object = findInPlan(path, request.url, behaviour.current);
					const parameters = readParameters(request.query);
					const query = {
						...(isSearch ? readFilters(parameters) : {}),
						skip: readCount(parameters, 'skip') ?? 0,
						top: readTop(parameters, behaviour.current),
					};
					const { versions, total, shown } = searchInsightly(
						world,
						object,
						query,
						behaviour.current,
						faults.current.late,
					);
					afterSent(request, () => world.markShown(shown));
					const records = versions.map(toRecord);
					return {
						records: parameters.brief === 'true' ? records.map(toBrief) : records,
						headers: parameters.count_total === 'true' ? { 'x-total-count': String(total) } : {},
					};
				};

				const find = (object: InsightlyObject, id: string): JsonRecord => {
					const visible = world.visible(object.resource, faults.current.late);
					const version = visible.find((candidate) => candidate.id === id);
					if (version) return toRecord(version);
					throw new Refusal(404, `No ${object.path} record with the id ${id} was found.`);
				};

				app.get('/v3.1/Users/Me', async () => find(requireObject('Users'), world.ids('users')[0]));

				app.get('/v3.1/Instance', async () => ({
					INSTANCE_NAME: 'Sandbox Trading Ltd',
					INSTANCE_SUBDOMAIN: 'sandbox-trading',
					PLAN_NAME: 'Professional',
					NEW_USER_EXPERIENCE_ENABLED: true,
				}));

				app.get('/v3.1/CustomObjects', async () => [
					{
						OBJECT_NAME: 'Vehicle__c',
						SINGULAR_LABEL: 'Vehicle',
						PLURAL_LABEL: 'Vehicles',
						RECORD_NAME_LABEL: 'Vehicle Name',
						RECORD_NAME_TYPE: 'TEXT',
						ENABLE_NAVBAR: true,
						ENABLE_WORKFLOWS: true,
					},
				]);

				app.get<{ Params: { path: string } }>('/v3.1/:path/Search', async (request, reply) => {
					const { records, headers } = list(request, request.params.path, true);
					return await reply.headers(headers).send(records);
				});

				app.get<{ Params: { path: string } }>('/v3.1/:path', async (request, reply) => {
					const { records, headers } = list(request, request.params.path, false);
					return await reply.headers(headers).send(records);
				});

				app.get<{ Params: { path: string; id: string } }>('/v3.1/:path/:id', async (request) => {
					const { path, id } = request.params;
					return find(findInPlan(path, request.url, behaviour.current), id);
				});
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
			return { baseUrl: this.baseUrl, apiKey };
		},
		world,
		faults,
		requests,
		behaviour,
	};
};

const noResource = (path: string): Refusal =>
	new Refusal(404, `No HTTP resource was found that matches the request URI '${path}'.`);

const requireObject = (path: string): InsightlyObject => {
	const found = findObject(path);
	if (found) return found;
	throw noResource(path);
};

const findInPlan = (path: string, url: string, behaviour: InsightlyBehaviour): InsightlyObject => {
	const found = findObject(path);
	if (!found) throw noResource(url);
	if (behaviour.notInPlan.includes(found.path)) {
		throw new Refusal(403, `Your plan does not include ${found.path}.`);
	}
	return found;
};

const toBrief = (record: JsonRecord): JsonRecord =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !NESTED_FIELDS.has(name)));

const isParameters = (query: unknown): query is ListParameters =>
	typeof query === 'object' && query !== null;

const readParameters = (query: unknown): ListParameters => (isParameters(query) ? query : {});

const invalid = (name: string): Refusal =>
	new Refusal(400, `The request is invalid: the value of '${name}' cannot be read.`);

const readCount = (parameters: ListParameters, name: string): number | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text);
	throw invalid(name);
};

const readTop = (parameters: ListParameters, behaviour: InsightlyBehaviour): number => {
	const top = readCount(parameters, 'top') ?? DEFAULT_TOP;
	if (top > MAXIMUM_TOP && behaviour.topAboveMaximum === 'refuse') {
		throw new Refusal(400, `The value of 'top' must not be greater than ${MAXIMUM_TOP}.`);
	}
	return Math.min(top, MAXIMUM_TOP);
};

const readFilters = (parameters: ListParameters) => {
	const { updated_after_utc: after, field_name: name, field_value: value } = parameters;
	if ((name === undefined) !== (value === undefined)) {
		throw new Refusal(400, 'Both field_name and field_value parameters must be provided.');
	}
	const updatedAfter = typeof after === 'string' ? parseInstant(after) : undefined;
	if (after !== undefined && updatedAfter === undefined) throw invalid('updated_after_utc');
	return {
		updatedAfter,
		field: typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined,
	};
};
