import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EpochMs, WorldClock } from './clock';
import type { Faults } from './faults';
import type { JsonValue } from './json';
import { never, sleep } from './timing';

/** One request, without headers: no key or token ever gets in here. */
export interface RequestLogEntry {
	/** By the provider's clock. */
	readonly at: EpochMs;
	readonly method: string;
	readonly url: string;
	/** 0 while or when there is no answer. */
	readonly status: number;
	/** Whether the request carried the right key. */
	readonly authorized: boolean;
	/** The parsed body, where the provider's bodies hold no secrets. */
	readonly body?: unknown;
}

/** An answer other than success, thrown by the code of a provider and written in that provider's words. */
export class Refusal extends Error {
	override readonly name: string = 'Refusal';

	constructor(
		readonly status: number,
		message: string,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(message);
	}
}

/** What a stand-in brings; everything else is the same for all. */
export interface ProviderFace {
	/** Path under which all its routes live. */
	readonly prefix: string;
	/** Throws a `Refusal` when the request may not pass; returns false when it may, though without the right key. */
	authenticate(request: FastifyRequest): void | false;
	/** Throws a `Refusal` when there were too many requests. Asked before the key is looked at. */
	admit?(): void;
	/** Whether the bodies of requests belong in the log: not where one may hold a secret. */
	readonly logsBodies?: boolean;
	/** Headers on every answer, refusals included. */
	headers?(request: FastifyRequest): Readonly<Record<string, string>>;
	errorBody(refusal: Refusal, request: FastifyRequest): JsonValue;
	/** What a path that does not exist is answered with. */
	notFound(request: FastifyRequest): Refusal;
	routes(app: FastifyInstance, afterSent: AfterSent): void;
}

/** Has `action` done when the answer to `request` has gone out whole, and not at all when it never does. */
export type AfterSent = (request: FastifyRequest, action: () => void) => void;

export interface Mounted {
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
}

type OpenLogEntry = { -readonly [Key in keyof RequestLogEntry]: RequestLogEntry[Key] };

/** Puts a stand-in on the server: request log, clock, faults, limits and key, in this order, then its routes. */
export const mountProvider = (
	server: FastifyInstance,
	face: ProviderFace,
	clock: WorldClock,
	faults: Faults,
): Mounted => {
	const requests: OpenLogEntry[] = [];
	const entries = new WeakMap<FastifyRequest, OpenLogEntry>();
	const actions = new WeakMap<FastifyRequest, () => void>();

	const sendRefusal = async (reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> =>
		await reply
			.code(refusal.status)
			.headers(refusal.headers)
			.send(face.errorBody(refusal, reply.request));

	const plugin = async (app: FastifyInstance): Promise<void> => {
		app.addHook('onRequest', async (request, reply) => {
			const { method, url } = request;
			const entry: OpenLogEntry = {
				at: clock.now(),
				method,
				url,
				status: 0,
				authorized: false,
			};
			requests.push(entry);
			entries.set(request, entry);
			await strike(faults, request, reply);
			face.admit?.();
			entry.authorized = face.authenticate(request) !== false;
		});

		app.addHook('preHandler', async (request) => {
			const entry = entries.get(request);
			if (entry && face.logsBodies && request.body !== undefined) entry.body = request.body;
		});

		app.addHook('onSend', async (request, reply, payload) => {
			const skewMs = faults.current.dateSkewMs ?? 0;
			reply.header('date', new Date(clock.now() + skewMs).toUTCString());
			reply.headers(face.headers?.(request) ?? {});
			const delayMs = faults.delayMs(request.url);
			if (delayMs > 0) await sleep(delayMs);
			const misbehave = faults.misbehaviour(request.url);
			if (!misbehave) return;
			actions.delete(request);
			const { raw, statusCode: status } = reply;
			const headers = Object.fromEntries(
				Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]),
			);
			reply.hijack();
			raw.sendDate = false;
			raw.setHeader('date', headers.date ?? '');
			misbehave(raw, { status, headers, text: String(payload) });
			return await never();
		});

		app.addHook('onResponse', async (request, reply) => {
			const entry = entries.get(request);
			if (entry) entry.status = reply.statusCode;
			if (reply.raw.writableFinished) actions.get(request)?.();
		});

		app.setErrorHandler(async (error: unknown, _request, reply) => {
			if (error instanceof Refusal) return await sendRefusal(reply, error);
			const message = error instanceof Error ? error.message : String(error);
			return await sendRefusal(reply, new Refusal(statusOf(error), message));
		});

		app.setNotFoundHandler(
			async (request, reply) => await sendRefusal(reply, face.notFound(request)),
		);

		face.routes(app, (request, action) => actions.set(request, action));
	};
	server.register(named(plugin, face.prefix), { prefix: face.prefix });

	return { faults, requests };
};

/** Fastify looks for the name of a plugin in all modules that are loaded, unless it has one. */
const named = <T extends object>(plugin: T, name: string): T =>
	Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name });

/** The server's own errors, such as a body that is no JSON, name their status. */
const statusOf = (error: unknown): number =>
	error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
		? error.statusCode
		: 500;

const strike = async (
	faults: Faults,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<void> => {
	const verdict = faults.judge(request.url);
	switch (verdict.kind) {
		case 'serve':
			return;
		case 'hang':
			reply.hijack();
			return await never();
		case 'drop':
			reply.hijack();
			request.raw.socket.destroy();
			return await never();
		case 'fail': {
			const { status, message, retryAfterSeconds } = verdict;
			throw new Refusal(
				status,
				message ?? 'The stand-in was told to fail.',
				retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
			);
		}
	}
};
