import type { EpochMs } from '../polling/page';
import { errorTextOf } from './errorText';
import { SourceError, type SourceErrorKind } from './sourceError';

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	/** Absolute, percent-encoded. */
	readonly url: string;
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
 * Sends one authenticated request and gives back any answer, whatever its status.
 *
 * @param timeoutMs after which the request is given up
 * @throws SourceError of kind `unreachable` when there is no answer
 */
export type Send = (request: HttpRequest, timeoutMs: number) => Promise<HttpAnswer>;

/**
 * Finds an error that the provider tells in a way of its own.
 *
 * @param now epoch ms of the local clock
 * @returns undefined where the status says enough
 */
export type Dialect = (answer: HttpAnswer, now: EpochMs) => SourceError | undefined;

/** What a request may cost, and the clock it goes by. */
export interface RequestBudget {
	/** Epoch ms of the local clock by which the poll has to end. */
	readonly deadline: EpochMs;
	readonly now: () => EpochMs;
	readonly sleep: (ms: number) => Promise<void>;
}

/** Most time for one request: a poll reads many pages, and one that hangs must not take them all. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Least time for one request. */
export const LEAST_TIMEOUT_MS = 1_000;
const MAX_RETRIES = 2;
/** First wait before a retry when the provider names none; doubled for the second. */
const RETRY_WAIT_MS = 1_000;

const RETRIED: ReadonlySet<SourceErrorKind> = new Set([
	'rate-limited',
	'unavailable',
	'unreachable',
]);
/** A plain 500 is the provider's bug, not a moment's weakness: it is left to the next poll. */
const NOT_RETRIED_STATUS = 500;

/**
 * Asks for a page; anything but a successful answer comes back as an error. Short outages and
 * rate limits are waited out at most twice, as long as `Retry-After` and the deadline allow.
 */
export async function fetchAnswer(
	send: Send,
	request: HttpRequest,
	budget: RequestBudget,
	dialect: Dialect = () => undefined,
): Promise<HttpAnswer | SourceError> {
	for (let retries = 0; ; retries += 1) {
		const answer = await attempt(send, request, budget, dialect);
		if (!(answer instanceof SourceError)) return answer;
		const wait = answer.retryAfterMs ?? RETRY_WAIT_MS * 2 ** retries;
		const worthwhile =
			RETRIED.has(answer.kind) && answer.status !== NOT_RETRIED_STATUS && retries < MAX_RETRIES;
		if (!worthwhile || budget.now() + wait + LEAST_TIMEOUT_MS > budget.deadline) return answer;
		await budget.sleep(wait);
	}
}

async function attempt(
	send: Send,
	request: HttpRequest,
	budget: RequestBudget,
	dialect: Dialect,
): Promise<HttpAnswer | SourceError> {
	const left = budget.deadline - budget.now();
	const timeout = Math.max(LEAST_TIMEOUT_MS, Math.min(REQUEST_TIMEOUT_MS, left));
	try {
		const answer = await send(request, timeout);
		const isFine = answer.status >= 200 && answer.status < 300;
		const told = dialect(answer, budget.now());
		return told ?? (isFine ? answer : toSourceError(answer, budget.now()));
	} catch (error) {
		if (error instanceof SourceError) return error;
		return new SourceError('unreachable', 'The request could not be sent', { cause: error });
	}
}

/** What a refused request means. */
export function toSourceError(answer: HttpAnswer, now: EpochMs): SourceError {
	const { status } = answer;
	const retryAfterMs = retryAfterOf(answer, now);
	return new SourceError(kindOfStatus(status), errorTextOf(answer.body), {
		status,
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	});
}

function kindOfStatus(status: number): SourceErrorKind {
	if (status === 401) return 'unauthorized';
	if (status === 403) return 'forbidden';
	if (status === 404) return 'not-found';
	if (status === 429) return 'rate-limited';
	if (status === 408 || status >= 500) return 'unavailable';
	return 'rejected';
}

/** `Retry-After` in ms, given as seconds or as a date. */
export function retryAfterOf(answer: HttpAnswer, now: EpochMs): number | undefined {
	const value = answer.headers['retry-after'];
	if (value === undefined) return undefined;
	const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
	return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** The provider's clock, from the `Date` header. */
export function dateOf(answer: HttpAnswer): EpochMs | undefined {
	const at = Date.parse(answer.headers.date ?? '');
	return Number.isNaN(at) ? undefined : at;
}
