import fastify from 'fastify';
import { WorldClock } from '../../sandbox/clock';
import type { JsonRecord } from '../../sandbox/json';
import {
	mountInfusionsoftRest,
	type InfusionsoftRestSandbox,
} from '../../sandbox/providers/infusionsoftrest/api';
import { createInfusionsoftRestElement } from '../../sandbox/providers/infusionsoftrest/element';
import { createInfusionsoftRestWorld } from '../../sandbox/providers/infusionsoftrest/world';
import { mountPlatform, type PlatformSandbox } from '../../sandbox/providers/platform/api';
import type { World } from '../../sandbox/world';
import { get, type Answer } from './client';

const FAST = { perSecond: 10_000, perMinute: 100_000, perDay: 1_000_000 };
const UNHURRIED = { oauth: FAST, key: FAST, tenant: FAST, spikePerSecond: 10_000 };

/** Where the clock of a fresh account stands still. */
export const START = Date.UTC(2026, 8, 5, 13);

type Query = Readonly<Record<string, string | number>>;

export interface KeapAccount {
	readonly keap: InfusionsoftRestSandbox;
	readonly platform: PlatformSandbox;
	readonly world: World;
	/** GET with the OAuth2 token unless told otherwise; `path` begins with the version. */
	ask(path: string, query?: Query, authorization?: string): Promise<Answer>;
	stop(): Promise<void>;
}

export const bearer = (token: string): string => `Bearer ${token}`;

/** A fresh account at both addresses, the provider's own and the platform's, without limits. */
export const startKeap = async (): Promise<KeapAccount> => {
	const server = fastify({ forceCloseConnections: true });
	const clock = new WorldClock();
	clock.freeze(START);
	let url = '';
	const world = createInfusionsoftRestWorld(clock, 1);
	const keap = mountInfusionsoftRest(server, world, () => url, 1);
	const elements = [createInfusionsoftRestElement(world, keap.behaviour)];
	const platform = mountPlatform(server, elements, clock, () => url, 1);
	url = await server.listen({ host: '127.0.0.1', port: 0 });
	keap.behaviour.set(UNHURRIED);
	const own = bearer(keap.credential.oauthTokenData.access_token);
	return {
		keap,
		platform,
		world,
		ask: async (path, query = {}, authorization = own) =>
			await get(`${keap.baseUrl}${path}`, query, authorization),
		stop: async () => await server.close(),
	};
};

export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The named list of an answer; an answer without it fails the test. */
export const listIn = ({ body }: Answer, key: string): readonly JsonRecord[] => {
	const list = body[key];
	if (!Array.isArray(list)) throw new Error(`No list '${key}' in ${JSON.stringify(body)}`);
	return list.filter(isRecord);
};

export const idsIn = (answer: Answer, key: string): string[] =>
	listIn(answer, key).map(({ id }) => String(id));
