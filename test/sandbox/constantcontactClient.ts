import fastify, { type FastifyInstance } from 'fastify';
import { WorldClock } from '../../sandbox/clock';
import type { JsonRecord } from '../../sandbox/json';
import {
	mountConstantContact,
	type ConstantContactSandbox,
} from '../../sandbox/providers/constantcontact/api';
import { createConstantContactElement } from '../../sandbox/providers/constantcontact/element';
import { createConstantContactWorld } from '../../sandbox/providers/constantcontact/world';
import { mountPlatform } from '../../sandbox/providers/platform/api';
import { get, platformAuthorization, type Answer } from './client';

export const DAY_MS = 86_400_000;

export type Query = Readonly<Record<string, string | number>>;

const isList = (value: unknown): value is readonly JsonRecord[] => Array.isArray(value);

const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies behind `names`, one inside the other. */
export const inside = (value: unknown, ...names: readonly string[]): unknown =>
	names.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), value);

export const recordsOf = ({ body }: Answer, envelope: string): readonly JsonRecord[] => {
	const records: unknown = body[envelope];
	return isList(records) ? records : [];
};

export const idsOf = (records: readonly JsonRecord[], field: string): string[] =>
	records.map((record) => String(record[field])).sort();

/** The path a list goes on at, as a client finds it that knows both documented places. */
export const nextPath = ({ body }: Answer): string | undefined => {
	const link =
		inside(body, '_links', 'next', 'next', 'href') ?? inside(body, '_links', 'next', 'href');
	return typeof link === 'string' ? link : undefined;
};

/** The stand-in alone with its connector behind the platform, and the ways to ask them. */
export class ConstantContactClient {
	private constructor(
		private readonly server: FastifyInstance,
		private readonly url: string,
		readonly sandbox: ConstantContactSandbox,
		private readonly platform: ReturnType<typeof mountPlatform>,
	) {}

	static async start(): Promise<ConstantContactClient> {
		const server = fastify({ forceCloseConnections: true });
		const clock = new WorldClock();
		const world = createConstantContactWorld(clock, 1);
		let url = '';
		const sandbox = mountConstantContact(server, world, () => url, 1);
		const elements = [createConstantContactElement(world)];
		const platform = mountPlatform(server, elements, clock, () => url, 1);
		url = await server.listen({ host: '127.0.0.1', port: 0 });
		return new ConstantContactClient(server, url, sandbox, platform);
	}

	/** Everything as at the start but for the records and the time; more requests a second. */
	reset(): void {
		this.sandbox.behaviour.reset();
		this.sandbox.behaviour.set({ requestsPerSecond: 1000 });
		this.sandbox.faults.clear();
		this.sandbox.world.clock.run();
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	/** The header of a fresh token; by default of all scopes. */
	bearer(scope?: string): string {
		return `Bearer ${this.sandbox.oauth2.issue(scope).access_token}`;
	}

	/** `path` follows `/v3`. */
	async get(path: string, query: Query = {}, authorization = this.bearer()): Promise<Answer> {
		return await get(`${this.sandbox.baseUrl}/v3${path}`, query, authorization);
	}

	/** A path out of `_links`. */
	async follow(path: string): Promise<Answer> {
		return await get(`${this.sandbox.baseUrl}${path}`, {}, this.bearer());
	}

	/** The first page of a list, as long as it may be. */
	async list(path: string, envelope: string, query: Query = {}): Promise<readonly JsonRecord[]> {
		return recordsOf(await this.get(path, { limit: 500, ...query }), envelope);
	}

	async contacts(query: Query = {}): Promise<readonly JsonRecord[]> {
		return await this.list('/contacts', 'contacts', query);
	}

	async contactIds(query: Query = {}): Promise<string[]> {
		return idsOf(await this.contacts(query), 'contact_id');
	}

	/** All pages from the first to the last. */
	async pages(path: string, query: Query): Promise<Answer[]> {
		const read = [await this.get(path, query)];
		for (let next = nextPath(read[0]); next !== undefined; ) {
			const page = await this.follow(next);
			read.push(page);
			next = nextPath(page);
		}
		return read;
	}

	/** GET behind the platform; `path` follows the hub. */
	async getHub(path: string, query: Query = {}): Promise<Answer> {
		return await get(
			`${this.url}/elements/api-v2/hubs/marketing${path}`,
			query,
			platformAuthorization(this.platform.credentialFor('constantcontact')),
		);
	}
}
