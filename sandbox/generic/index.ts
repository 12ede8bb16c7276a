import type { ICredentialType } from 'n8n-workflow';
import { parseDuration } from '../../nodes/OpenConnectors/configuration/duration';
import type {
	ConnectorDefinition,
	ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import type { EpochMs } from '../clock';
import { Faults } from '../faults';
import { hashText } from '../listing';
import { mountProvider, Refusal } from '../mount';
import { seedWorld } from '../seeding';
import { Settings } from '../settings';
import {
	ADDITIONS,
	ALL_KINDS,
	EDITS,
	UNLIMITED,
	type Account,
	type Site,
	type StandIn,
	type Work,
} from '../standIn';
import { World, type ResourceSchema } from '../world';
import { answerTo } from './answer';
import { toElement } from './element';
import { listsOf, type ListBehaviour, type ServedList } from './lists';
import { toSchema, type Sample } from './records';

type Values = Readonly<Record<string, string>>;

/** What a stand-in needs to know that the definition of its connector does not say. */
export interface Facts {
	readonly definition: ConnectorDefinition;
	readonly credential: ICredentialType;
	/** The headers by which the provider knows a request, by the values of the credential: {@link basic}, {@link bearer}. */
	readonly login: (values: Values) => Values;
	/** By resource; a resource without a sample is not there. */
	readonly records: Readonly<Record<string, Sample>>;
}

export const basic = (user: string, password: string): Values => ({
	authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

export const bearer = (token: string): Values => ({ authorization: `Bearer ${token}` });

export interface GenericBehaviour extends ListBehaviour {
	/** Requests within the time that the definition's limit is for. */
	readonly requests: number;
}

export interface GenericAccount extends Account {
	/** Data of the n8n credential. */
	readonly credential: Values;
	readonly behaviour: Settings<GenericBehaviour>;
}

/**
 * The stand-in of a provider that does what its connector's definition says, and nothing else: its
 * lists with their filters, orders and pages, ids, dates and traces of deletions, its limit of
 * requests and its login. A parameter that the definition does not know is refused with 400.
 *
 * @throws Error for a list that is asked for by more than the parameters of an address
 */
export function standInOf(facts: Facts): StandIn<GenericAccount> {
	const { definition, credential, records } = facts;
	const resources = definition.resources.filter(({ name }) => name in records);
	const schemas = resources.map((resource) => toSchema(resource, records[resource.name]));
	const lists = resources.flatMap((resource) => listsOf(definition, resource));
	const documented = resources.filter(({ hubConfiguration }) => hubConfiguration !== undefined);
	return {
		credentials: [credential],
		mount: (site) => mount(facts, schemas, lists, site),
		element: ({ world, behaviour }) => toElement(definition, documented, world, behaviour),
		forms: (account) => [account.credential],
		liftLimits: ({ behaviour }) => behaviour.set({ requests: UNLIMITED }),
		watched: {
			provider: { works: worksOf(resources) },
			openConnectors: {
				works: [{ resources: documented.map(({ name }) => name), ...EDITS }],
			},
		},
	};
}

/** Resources by how their records change and can be seen to. */
function worksOf(resources: readonly ResourceDefinition[]): readonly Work[] {
	const byKind = new Map<Omit<Work, 'resources'>, string[]>();
	for (const { name, datesConfiguration: dates, deletions, deleted, watch } of resources) {
		const showsDeletions = deletions ?? deleted ?? watch === 'snapshot';
		const isNeverEdited = dates?.updatedDateField === dates?.createdDateField;
		const kind = showsDeletions ? ALL_KINDS : isNeverEdited ? ADDITIONS : EDITS;
		byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
	}
	return [...byKind].map(([kind, names]) => ({ resources: names, ...kind }));
}

function mount(
	{ definition, credential: { properties, test }, login, records }: Facts,
	schemas: readonly ResourceSchema[],
	lists: readonly ServedList[],
	{ server, clock, url, seed, secrets }: Site,
): GenericAccount {
	const { key, displayName, rateLimit, versionPath } = definition;
	const prefix = `/${key}`;
	const world = new World(schemas, clock, seed);
	const counts = schemas.map(({ resource }) => ({ resource, count: records[resource].seeded }));
	seedWorld(world, counts, seed + 1);
	const behaviour = new Settings<GenericBehaviour>({
		order: 'id',
		requests: rateLimit?.requests ?? UNLIMITED,
	});
	const faults = new Faults(seed);
	const draw = secrets(hashText(key));
	const values = properties
		.filter(({ name }) => name !== 'baseUrl')
		.map(({ name }) => [name, draw.uuid()] as const);
	const expected = Object.entries(login(Object.fromEntries(values)));
	const perMs = parseDuration(rateLimit?.per ?? '') ?? 1_000;
	let recent: readonly EpochMs[] = [];

	const { requests } = mountProvider(
		server,
		{
			prefix,
			authenticate: ({ headers }) => {
				if (expected.every(([name, value]) => headers[name] === value)) return;
				throw new Refusal(401, `${displayName} does not know this login.`);
			},
			admit: () => {
				const now = Date.now();
				recent = recent.filter((at) => at > now - perMs);
				if (recent.length >= behaviour.current.requests) {
					const waitMs = recent[0] + perMs - now;
					const headers = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
					throw new Refusal(429, 'Too many requests.', headers);
				}
				recent = [...recent, now];
			},
			errorBody: ({ message }) => ({ message }),
			notFound: ({ url: path }) => new Refusal(404, `There is nothing at ${path}.`),
			routes: (app, afterSent) => {
				const paths = new Set(lists.map(({ path }) => path));
				for (const path of paths) {
					const served = lists.filter((list) => list.path === path);
					app.get(path, async (request, reply) => {
						const address = new URL(request.url, url());
						const { body, headers, shown } = answerTo(address, world, served, behaviour, faults);
						afterSent(request, () => world.markShown(shown));
						return await reply.headers(headers).send(body);
					});
				}
				const tested = versionPath + String(test?.request.url).split('?', 1)[0];
				if (!paths.has(tested)) app.get(tested, async () => ({}));
			},
		},
		clock,
		faults,
	);

	return {
		get baseUrl() {
			return url() + prefix;
		},
		get credential() {
			return { baseUrl: url() + prefix, ...Object.fromEntries(values) };
		},
		world,
		faults,
		requests,
		behaviour,
	};
}
