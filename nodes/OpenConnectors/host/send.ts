import type { IHttpRequestOptions, IN8nHttpFullResponse, IPollFunctions } from 'n8n-workflow';
import type { HttpAnswer, Send } from '../sources/http';
import { SourceError } from '../sources/sourceError';
import { closeBody, readBody } from './answerBody';
import { limitTime, TimeOverError, type TimeLimit } from './timeLimit';

/** A connection on which nothing comes for so long is dead: another attempt does better. */
const IDLE_MS = 30_000;

/**
 * Sends through n8n with a credential attached, and reads the answer to its end. The body stays
 * text: it is parsed here, so that large ids stay exact.
 *
 * @param credentialType name of the credential type of the node
 */
export function sendWith(context: IPollFunctions, credentialType: string): Send {
	// n8n renews a login when it sees a 401; of a key it would only send the same one again.
	const isOAuth2 = credentialType.endsWith('OAuth2Api');
	return async (request, timeoutMs) => {
		const limit = limitTime(timeoutMs, IDLE_MS);
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			headers: {
				accept: 'application/json',
				// A cache on the way may hold an answer of an hour ago.
				'cache-control': 'no-cache',
				...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(request.body === undefined ? {} : { body: request.body }),
			encoding: 'stream',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: !isOAuth2,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: Math.ceil(Math.min(timeoutMs, IDLE_MS)),
			abortSignal: limit.signal,
		};
		try {
			const asked: Promise<IN8nHttpFullResponse> =
				context.helpers.httpRequestWithAuthentication.call(context, credentialType, options);
			return await answerOf(asked, limit);
		} finally {
			limit.close();
		}
	};
}

/** A response as n8n gives it, or as an error of n8n carries it. */
interface Response {
	readonly status: number;
	readonly headers: unknown;
	readonly body: unknown;
}

async function answerOf(
	asked: Promise<IN8nHttpFullResponse>,
	limit: TimeLimit,
): Promise<HttpAnswer> {
	let response: Response | undefined;
	const answered = asked.then(toResponse, refusalIn).then((received) => {
		response = received;
		if (limit.signal.aborted) closeBody(received.body);
		return received;
	});
	const read = answered.then(async ({ status, headers, body }) => {
		limit.progress();
		return {
			status,
			headers: toHeaders(headers),
			body: await readBody(body, limit.progress),
		};
	});
	return await Promise.race([read, limit.over]).catch((error: unknown) => {
		closeBody(response?.body);
		if (error instanceof SourceError) throw error;
		throw response ? interruption(error) : noAnswer(error);
	});
}

function toResponse({ statusCode, headers, body }: IN8nHttpFullResponse): Response {
	return { status: statusCode, headers, body };
}

function toHeaders(headers: unknown): HttpAnswer['headers'] {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

/**
 * The refusal that an error of n8n's HTTP client carries along its chain of causes. An error with
 * the status of a success is an answer that broke off: it is none.
 */
function refusalIn(error: unknown): Response {
	for (const { response } of chainOf(error)) {
		if (!isObject(response) || typeof response.status !== 'number') continue;
		if (response.status < 300) throw interruption(error);
		return { status: response.status, headers: response.headers, body: response.data };
	}
	for (const { httpCode } of chainOf(error)) {
		const status = Number(httpCode ?? NaN);
		if (status >= 400) return { status, headers: {}, body: '' };
	}
	throw noAnswer(error);
}

/** What the authorization server says that passes by itself (RFC 6749 §4.1.2.1). */
const PASSING = ['server_error', 'temporarily_unavailable'];

/** n8n's words for a credential that nobody has connected yet; they come without a code. */
const NOT_CONNECTED = ['OAuth credentials not connected', 'Unable to sign without access token'];

/**
 * n8n had no login to send, or could not renew it: there is no answer of the API then, and n8n names no
 * status. `EAUTH` and `ESTATUS` are the codes of refusals by the authorization server.
 */
function loginRefusal(error: unknown): SourceError | undefined {
	for (const { failure, code, body, status, message } of chainOf(error)) {
		const isPassing =
			status === 429 || (isObject(body) && PASSING.some((name) => body.error === name));
		const isRefused =
			(isObject(failure) && failure.cause === 'credential-invalid') ||
			((code === 'EAUTH' || code === 'ESTATUS') && !isPassing) ||
			(typeof message === 'string' && NOT_CONNECTED.includes(message));
		if (!isRefused) continue;
		return new SourceError('unauthorized', typeof message === 'string' ? message : '', {
			cause: error,
		});
	}
	return undefined;
}

/** What the codes of Node.js for a connection that fails mean. */
const NETWORK_PROBLEMS: ReadonlyMap<unknown, string> = new Map([
	['ENOTFOUND', 'the host name is not known'],
	['EAI_AGAIN', 'the host name could not be looked up'],
	['ECONNREFUSED', 'the connection was refused'],
	['ECONNRESET', 'the connection was broken off'],
	['EPIPE', 'the connection was broken off'],
	['EHOSTUNREACH', 'there is no way to the host'],
	['ENETUNREACH', 'there is no way to the network of the host'],
	['ETIMEDOUT', 'no answer in time'],
	['ECONNABORTED', 'no answer in time'],
	['ERR_CANCELED', 'no answer in time'],
	['CERT_HAS_EXPIRED', 'its certificate has expired'],
	['CERT_NOT_YET_VALID', 'its certificate is not valid yet: check the clock of this machine'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is signed by nobody but itself'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is signed by somebody unknown to n8n'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is signed by somebody unknown to n8n'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by somebody unknown to n8n'],
	['EPROTO', 'it does not speak HTTPS there: compare http:// and https:// in the address'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak HTTPS there: compare http:// and https://'],
]);

function problemOf(error: unknown): string | undefined {
	const known = [...chainOf(error)].find(({ code }) => NETWORK_PROBLEMS.has(code));
	return known && NETWORK_PROBLEMS.get(known.code);
}

function noAnswer(error: unknown): SourceError {
	if (error instanceof SourceError) return error;
	const refused = loginRefusal(error);
	if (refused) return refused;
	if (error instanceof TimeOverError)
		return new SourceError('unreachable', 'no answer in time', { cause: error });
	const message = error instanceof Error ? error.message : '';
	return new SourceError('unreachable', problemOf(error) ?? message, { cause: error });
}

/** The answer had begun. */
function interruption(cause: unknown): SourceError {
	const why =
		cause instanceof TimeOverError
			? cause.reason === 'time'
				? 'it had not ended when the time for it was over'
				: 'nothing more came'
			: wordsOf(cause);
	return new SourceError('interrupted', why, { cause });
}

function wordsOf(error: unknown): string {
	const isPacked = [...chainOf(error)].some(({ code }) => /^Z_|^ERR_.*BROTLI/.test(String(code)));
	return isPacked ? 'its compression is damaged' : (problemOf(error) ?? 'the connection was cut');
}

function* chainOf(error: unknown): Generator<Readonly<Record<string, unknown>>> {
	let link: unknown = error;
	for (let depth = 0; isObject(link) && depth < 6; depth += 1) {
		yield link;
		link = link.cause;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
