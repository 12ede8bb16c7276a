import type { EpochMs } from '../core/page';
import { quote } from '../core/text';
import { errorTextOf } from './errorText';
import { SourceError, type SourceErrorCode } from './sourceError';

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute, percent-encoded. */
	readonly url: string;
	/** Beside those that every request has. */
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON, of a POST. */
	readonly body?: string;
}

export interface HttpAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/**
 * Sends one authenticated request and gives back any answer that came whole, whatever its status.
 * Redirects are answers.
 *
 * @param timeoutMs after which the request has ended, whatever comes of it
 * @throws SourceError `unreachable`, `interrupted` or `too-large` when there is no answer
 */
export type Send = (request: HttpRequest, timeoutMs: number) => Promise<HttpAnswer>;

/**
 * Finds an error that the provider reports in a way of its own.
 *
 * @param now epoch ms of the local clock
 * @returns undefined where the status says enough
 */
export type ErrorMapper = (answer: HttpAnswer, now: EpochMs) => SourceError | undefined;

/** What a request may cost, and the clock it goes by. */
export interface RequestBudget {
	/** Epoch ms of the local clock by which the poll has to end. */
	readonly deadline: EpochMs;
	readonly now: () => EpochMs;
	readonly sleep: (ms: number) => Promise<void>;
}

export interface Source {
	readonly send: Send;
	readonly budget: RequestBudget;
	readonly errorMapper?: ErrorMapper;
}

/** What an answer has to hold to be one. */
export interface Reading<Value> {
	/** @throws SourceError `no-list` for a success that does not hold what was asked for */
	readonly read: (answer: HttpAnswer) => Value;
	/** What the source says instead where there is nothing; undefined for any other answer. */
	readonly none?: (answer: HttpAnswer) => Value | undefined;
}

export const LEAST_TIMEOUT_MS = 1_000;
const MAX_RETRIES = 2;
/** First wait before a retry when the provider names none; doubled for the second. */
const RETRY_WAIT_MS = 1_000;
/** A plain 500 is the provider's bug, not a moment's weakness: it is left to the next poll. */
const NOT_RETRIED_STATUS = 500;

/**
 * Asks, and decides what the answer is: one that came whole, says success and holds what was asked
 * for is read; anything else comes back as an error. What passes is waited out at most twice, as
 * long as `Retry-After` and the deadline allow.
 */
export async function fetchAnswer<Value>(
	source: Source,
	request: HttpRequest,
	reading: Reading<Value>,
): Promise<Value | SourceError> {
	const { budget } = source;
	for (let retries = 0; ; retries += 1) {
		const answer = await attempt(source, request, reading);
		if (!(answer instanceof SourceError)) return answer;
		const wait = answer.retryAfterMs ?? RETRY_WAIT_MS * 2 ** retries;
		const worthwhile =
			answer.isPassing &&
			(answer.isRetried || answer.status !== NOT_RETRIED_STATUS) &&
			retries < MAX_RETRIES;
		if (!worthwhile || budget.now() + wait + LEAST_TIMEOUT_MS > budget.deadline) return answer;
		await budget.sleep(wait);
	}
}

async function attempt<Value>(
	source: Source,
	request: HttpRequest,
	reading: Reading<Value>,
): Promise<Value | SourceError> {
	const answer = await follow(source, request).catch(toSendError);
	if (answer instanceof SourceError) return answer;
	const now = source.budget.now();
	return source.errorMapper?.(answer, now) ?? readOf(answer, reading, now);
}

function readOf<Value>(
	answer: HttpAnswer,
	{ read, none }: Reading<Value>,
	now: EpochMs,
): Value | SourceError {
	const nothing = none?.(answer);
	if (nothing !== undefined) return nothing;
	if (!isSuccess(answer)) return toSourceError(answer, now);
	try {
		return read(answer);
	} catch (error) {
		// What is no list is an error as any other.
		return error instanceof SourceError ? error : rethrow(error);
	}
}

function rethrow(error: unknown): never {
	throw error;
}

function toSendError(cause: unknown): SourceError {
	if (cause instanceof SourceError) return cause;
	return new SourceError('unreachable', 'The request could not be sent', { cause });
}

/** A part of an answer is none: nobody asked for one. */
const PARTIAL_CONTENT = 206;

function isSuccess({ status }: HttpAnswer): boolean {
	return status >= 200 && status < 300 && status !== PARTIAL_CONTENT;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 5;

/**
 * Sends, and follows redirects within the server, with the same method. One to another server is
 * not followed: the credential would go there, and what it answers would be believed.
 */
async function follow({ send, budget }: Source, request: HttpRequest): Promise<HttpAnswer> {
	let { url } = request;
	for (let redirects = 0; ; redirects += 1) {
		const left = budget.deadline - budget.now();
		const answer = await send({ ...request, url }, Math.max(LEAST_TIMEOUT_MS, left));
		const { location } = answer.headers;
		if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
		const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
		const { status } = answer;
		if (target?.origin !== new URL(url).origin) {
			const address = quote(target ? placeOf(target, url) : location);
			throw new SourceError('redirected', '', { status, address });
		}
		if (redirects >= MOST_REDIRECTS) throw new SourceError('redirected', '', { status });
		// A user and a password in it would take the place of the credential.
		url = target.origin + target.pathname + target.search;
	}
}

/** The server alone, where it is the same path there. */
function placeOf(target: URL, asked: string): string {
	if (!/^https?:$/.test(target.protocol)) return target.href;
	return target.pathname === new URL(asked).pathname
		? target.origin
		: target.origin + target.pathname;
}

export function toSourceError(answer: HttpAnswer, now: EpochMs): SourceError {
	const { status } = answer;
	if (status === PARTIAL_CONTENT) return new SourceError('interrupted', 'a part came', { status });
	const retryAfterMs = retryAfterOf(answer, now);
	return new SourceError(codeOf(answer), errorTextOf(answer.body), { status, retryAfterMs });
}

/**
 * Refusals that say nothing about the request: too slow, in conflict, sent to the wrong server,
 * locked, too early, given up by a proxy.
 */
const PASSING: ReadonlySet<number> = new Set([408, 409, 421, 423, 425, 499]);

function codeOf(answer: HttpAnswer): SourceErrorCode {
	const { status } = answer;
	if (status === 401) return 'unauthorized';
	if (status === 402) return 'unpaid';
	if (status === 403) return isOfFirewall(answer.body) ? 'blocked' : 'forbidden';
	if (status === 404) return 'not-found';
	if (status === 407) return 'proxy-login';
	if (status === 429) return 'rate-limited';
	if (PASSING.has(status) || status >= 500 || status < 400) return 'unavailable';
	return 'rejected';
}

/** Words of firewalls and of networks that deliver pages; they speak no JSON. */
const FIREWALL_WORDS = /security policy|blocked|firewall|\bwaf\b|request id|\bray id/i;

/** An API refuses in words of its own; a page for people, or such words, come from a firewall before it. */
function isOfFirewall(body: string): boolean {
	const start = body.slice(0, 1_000).trimStart();
	if (start.startsWith('<')) return /<(?:!doctype|html)\b/i.test(start);
	return !/^[{["]/.test(start) && FIREWALL_WORDS.test(start);
}

/** `Retry-After` in ms, given as seconds or as a date. */
export function retryAfterOf(answer: HttpAnswer, now: EpochMs): number | undefined {
	const value = answer.headers['retry-after'];
	if (value === undefined) return undefined;
	const wait = /^\s*\d+(?:\.\d+)?\s*$/.test(value)
		? Number(value) * 1_000
		: Date.parse(value) - now;
	return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The provider's clock, from the `Date` header. */
export function dateOf(answer: HttpAnswer): EpochMs | undefined {
	const at = Date.parse(answer.headers.date ?? '');
	return Number.isNaN(at) ? undefined : at;
}
