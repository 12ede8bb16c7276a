import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WorldClock } from '../../clock';
import { Faults } from '../../faults';
import type { JsonRecord } from '../../json';
import { mountProvider, Refusal, type AfterSent, type RequestLogEntry } from '../../mount';
import { seededSecrets, type SecretDraw } from '../../random';
import { Settings } from '../../settings';
import type { RecordVersion } from '../../world';
import { drawSecrets, openInstance, type Standing } from './access';
import { PlatformRefusal, type PlatformElement } from './element';
import {
	Instances,
	toConfigurationAnswer,
	toInstanceAnswer,
	type PlatformInstance,
} from './instances';
import { formatToken, readPlace } from './paging';
import { readParameters, toFieldMetadata, toOrder, toSelection, withoutNulls } from './records';
import { parseWhere } from './where';

const PREFIX = '/elements/api-v2';

export interface PlatformBehaviour extends Standing {
	/** Null fields are left out of records: the platform's `filter.response.nulls`, on by default. */
	readonly filterNulls: boolean;
	/** A `nextPage` token is refused when older, milliseconds. */
	readonly tokenLifeMs: number;
}

const DEFAULTS: PlatformBehaviour = {
	disabled: [],
	deleted: [],
	filterNulls: true,
	tokenLifeMs: Infinity,
};

export interface PlatformCredential {
	readonly [field: string]: string;
	readonly baseUrl: string;
	readonly userSecret: string;
	readonly organizationSecret: string;
	readonly elementToken: string;
}

export interface PlatformSandbox {
	readonly baseUrl: string;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	readonly behaviour: Settings<PlatformBehaviour>;
	/** One of each element at first, and those that were made by the API. */
	instances(): readonly PlatformInstance[];
	/** Data of the n8n credential that opens the instance of an element. */
	credentialFor(elementKey: string): PlatformCredential;
}

interface ListRoute {
	Params: { resource: string; id: string; name: string; key: string };
}

/**
 * Stand-in of the Open Connectors REST API: `Authorization: User …, Element …`, hub calls with or
 * without the (ignored) hub, bare arrays, `Elements-Next-Page-Token`, errors `{requestId, message}`
 * and, from the provider behind, `providerMessage`.
 */
export const mountPlatform = (
	server: FastifyInstance,
	elements: readonly PlatformElement[],
	clock: WorldClock,
	url: () => string,
	seed: number,
	secretDraw: SecretDraw = seededSecrets(seed),
): PlatformSandbox => {
	const behaviour = new Settings(DEFAULTS);
	const faults = new Faults(seed);
	const secrets = drawSecrets(secretDraw);
	const instances = new Instances(elements, secrets.drawToken);
	const opened = new WeakMap<FastifyRequest, PlatformInstance>();

	const elementOf = (request: FastifyRequest): PlatformElement => {
		const instance = opened.get(request);
		if (instance) return instance.element;
		throw new PlatformRefusal(401, 'No Element token provided.');
	};

	const describe = (instance: PlatformInstance, isNew = false): JsonRecord =>
		toInstanceAnswer(instance, {
			disabled: behaviour.current.disabled.includes(instance.element.key),
			isNew,
		});

	const metadata = (element: PlatformElement): JsonRecord => ({
		key: element.key,
		name: element.name,
		hub: element.hub,
		events: { supported: true, methods: ['polling'], polling: { objects: [...element.resources] } },
	});

	const toRecord = (element: PlatformElement, version: RecordVersion): JsonRecord => {
		const record = element.world.toRecord(version, faults.current.stampZone);
		return behaviour.current.filterNulls ? withoutNulls(record) : record;
	};

	const list = (
		element: PlatformElement,
		request: FastifyRequest,
		afterSent: AfterSent,
		resource: string,
	) => {
		const parameters = readParameters(request.query);
		const place = readPlace({
			resource,
			parameters,
			pageSize: element.pageSize,
			now: clock.now(),
			tokenLifeMs: behaviour.current.tokenLifeMs,
		});
		const { versions, total, shown } = element.list(resource, {
			conditions: place.where === '' ? [] : parseWhere(place.where),
			skip: place.skip,
			top: place.top,
			order: toOrder(element.world, place.orderBy),
			lateness: faults.current.late,
		});
		afterSent(request, () => element.world.markShown(shown));
		const more = place.skip + versions.length < total;
		const records = versions.map((version) => toRecord(element, version));
		return {
			records:
				parameters.fields === undefined ? records : records.map(toSelection(parameters.fields)),
			headers: {
				'elements-returned-count': String(versions.length),
				...(more ? { 'elements-next-page-token': formatToken(place) } : {}),
			},
		};
	};

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			authenticate: (request) => {
				const path = request.url.slice(PREFIX.length);
				const isPlatformCall = /^\/(instances|elements)\b/.test(path);
				const { current } = behaviour;
				const instance = openInstance(request, isPlatformCall, secrets, instances, current);
				if (!instance) return;
				opened.set(request, instance);
				const isObjects = /^(\/hubs\/[^/]+)?\/objects\b/.test(path);
				const isDisabled = current.disabled.includes(instance.element.key);
				if (isDisabled && !isPlatformCall && !isObjects) {
					throw new PlatformRefusal(403, 'The element instance is disabled.');
				}
			},
			headers: (request) => {
				const instance = opened.get(request);
				return {
					'elements-request-id': String(request.id),
					...(instance ? { 'elements-element-instance-id': String(instance.id) } : {}),
				};
			},
			errorBody: (refusal, { id }): JsonRecord => {
				const requestId = String(id);
				const { message } = refusal;
				if (refusal instanceof PlatformRefusal) return { requestId, message };
				return { requestId, message: 'Request failed', providerMessage: message };
			},
			notFound: ({ method, url: path }) =>
				new PlatformRefusal(404, `No resource found for ${method} ${path}`),
			routes: (app, afterSent) => {
				app.get('/instances', async () =>
					instances
						.list()
						.filter(({ element }) => !behaviour.current.deleted.includes(element.key))
						.map((instance) => describe(instance)),
				);
				app.post('/instances', async ({ body }) => describe(instances.create(body), true));
				app.get<ListRoute>('/instances/:key', async ({ params }) =>
					describe(instances.find(params.key)),
				);
				app.patch<ListRoute>('/instances/:key', async ({ params, body }) =>
					describe(instances.update(params.key, body)),
				);
				app.get<ListRoute>('/instances/:key/configuration', async ({ params }) =>
					toConfigurationAnswer(instances.find(params.key)),
				);
				app.get<ListRoute>('/elements/:key', async ({ params }) =>
					metadata(instances.find(params.key).element),
				);
				app.get<ListRoute>('/elements/:key/metadata', async ({ params }) =>
					metadata(instances.find(params.key).element),
				);

				for (const hub of ['', '/hubs/:hub']) {
					app.get(`${hub}/ping`, async (request) => ({
						dateTime: new Date(clock.now()).toISOString(),
						endpoint: elementOf(request).key,
					}));

					app.get(`${hub}/objects`, async (request) => elementOf(request).resources);

					app.get<ListRoute>(`${hub}/objects/:name/metadata`, async (request) => {
						const element = elementOf(request);
						const [version] = visibleOf(element, request.params.name, faults);
						return { fields: version ? toFieldMetadata(element.world.toRecord(version)) : [] };
					});

					app.get<ListRoute>(`${hub}/:resource`, async (request, reply) => {
						const element = elementOf(request);
						const { resource } = request.params;
						requireResource(element, resource);
						const { records, headers } = list(element, request, afterSent, resource);
						return await reply.headers(headers).send(records);
					});

					app.get<ListRoute>(`${hub}/:resource/:id`, async (request) => {
						const element = elementOf(request);
						const { resource, id } = request.params;
						const found = visibleOf(element, resource, faults).find((version) => version.id === id);
						if (found) return toRecord(element, found);
						throw new Refusal(404, `No record ${id} in ${resource}.`);
					});
				}
			},
		},
		clock,
		faults,
	);

	return {
		get baseUrl() {
			return url();
		},
		faults,
		requests,
		behaviour,
		instances: () => instances.list(),
		credentialFor: (elementKey) => ({
			baseUrl: url(),
			userSecret: secrets.user,
			organizationSecret: secrets.organization,
			elementToken: instances.find(elementKey).token,
		}),
	};
};

const requireResource = (element: PlatformElement, resource: string): void => {
	if (element.resources.includes(resource)) return;
	throw new PlatformRefusal(404, `No resource '${resource}' for element '${element.key}'`);
};

const visibleOf = (
	element: PlatformElement,
	resource: string,
	faults: Faults,
): readonly RecordVersion[] => {
	requireResource(element, resource);
	return element.world.visible(element.inWorld?.(resource) ?? resource, faults.current.late);
};
