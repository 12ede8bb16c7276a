import fastify, { type FastifyInstance } from 'fastify';
import { type EpochMs, WorldClock } from '../../sandbox/clock';
import type { JsonRecord, JsonValue } from '../../sandbox/json';
import { mountMaximizer, type MaximizerSandbox } from '../../sandbox/providers/maximizer/api';
import { createMaximizerWorld } from '../../sandbox/providers/maximizer/world';

export interface StartedMaximizer extends MaximizerSandbox {
	stop(): Promise<void>;
}

export interface Reply {
	readonly status: number;
	readonly body: JsonRecord;
}

/** The Maximizer stand-in alone, on a port of its own; with `now` its clock stands there from the beginning. */
export const startMaximizer = async (now?: EpochMs): Promise<StartedMaximizer> => {
	const seed = 1;
	const server: FastifyInstance = fastify({ forceCloseConnections: true });
	let url = '';
	const clock = new WorldClock();
	if (now !== undefined) clock.freeze(now);
	const maximizer = mountMaximizer(server, createMaximizerWorld(clock, seed), () => url, seed);
	url = await server.listen({ host: '127.0.0.1', port: 0 });
	return {
		...maximizer,
		baseUrl: maximizer.baseUrl,
		credential: maximizer.credential,
		oAuth2Credential: maximizer.oAuth2Credential,
		stop: async () => await server.close(),
	};
};

export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** POST, or GET without a body, with a token or, given `undefined`, without one. */
export const callMaximizer = async (
	{ baseUrl, credential }: StartedMaximizer,
	path: string,
	body?: JsonValue,
	token: string | undefined = credential.accessToken,
): Promise<Reply> => {
	const response = await fetch(`${baseUrl}${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		headers: {
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...(token === '' ? {} : { authorization: `Bearer ${token}` }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const answer: unknown = await response.json();
	return { status: response.status, body: isRecord(answer) ? answer : {} };
};

const DRIVERS = Object.fromEntries(
	['AbEntry', 'Opportunity', 'Case', 'Task', 'Note', 'User'].map((name) => [
		`I${name}Searcher`,
		`Maximizer.Model.Access.Sql.${name}Searcher`,
	]),
);

export interface ReadRequest {
	readonly fields?: JsonValue;
	readonly query?: JsonRecord;
	readonly top?: number;
	readonly orderBy?: JsonRecord;
	readonly frame?: JsonRecord;
}

/** The body of `/Read` for one entity, with all drivers and new Keys unless `frame` says otherwise. */
export const toReadBody = (entity: string, request: ReadRequest): JsonRecord => {
	const { fields = { Key: 1 }, query = {}, top, orderBy, frame } = request;
	return {
		[entity]: {
			Scope: { Fields: fields },
			Criteria: { SearchQuery: query, ...(top === undefined ? {} : { Top: top }) },
			...(orderBy ? { OrderBy: orderBy } : {}),
		},
		Compatibility: { AbEntryKey: '2.0' },
		Configuration: { Drivers: DRIVERS },
		...frame,
	};
};

export const readMaximizer = async (
	maximizer: StartedMaximizer,
	entity: string,
	request: ReadRequest = {},
): Promise<Reply> => await callMaximizer(maximizer, '/Read', toReadBody(entity, request));

/** The rows of an answer, whether it holds a list or one of them. */
export const rowsOf = ({ body }: Reply, entity: string): readonly JsonRecord[] => {
	const part = body[entity];
	const data = isRecord(part) ? part.Data : undefined;
	if (Array.isArray(data)) return data.filter(isRecord);
	return isRecord(data) ? [data] : [];
};
