import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import type { HttpAnswer, Send } from '../streams/http';
import { SourceError } from '../streams/sourceError';
import { closeBody, readBody } from './answerBody';
import { limitTime, TimeOverError, type TimeLimit } from './timeLimit';

/** A connection on which nothing comes for so long is dead: another attempt does better. */
const IDLE_MS = 30_000;

/** Whether a credential of this type is a login that n8n renews. */
export function isOAuth2Type(credentialType: string): boolean {
	return credentialType.endsWith('OAuth2Api');
}

/**
 * Sends through n8n with a credential attached.
 *
 * @param type name of the credential type of the node
 * @param data fields of the credential: a key is read once a poll, as n8n would decrypt it for each request
 * @param expired statuses on which n8n logs in anew, once; none where there is no session
 */
export function sendWith(
	context: IPollFunctions | ILoadOptionsFunctions,
	type: string,
	data: ICredentialDataDecryptedObject,
	expired: readonly number[] = [],
): Send {
	// n8n renews a login when it sees the refusal; of a key it would only send the same one again.
	const isRenewed = isOAuth2Type(type) || expired.length > 0;
	const key = { credentialsDecrypted: { id: '', name: '', type, data } };
	const more = isRenewed ? { preAuthenticationRetryStatusCode: [...expired] } : key;
	return sendThrough(
		async (options): Promise<IN8nHttpFullResponse> =>
			await context.helpers.httpRequestWithAuthentication.call(context, type, options, more),
		!isRenewed,
	);
}

/** Sends through n8n without a credential. */
export function sendOpenly({ helpers }: IPollFunctions | ILoadOptionsFunctions): Send {
	return sendThrough(
		async (options): Promise<IN8nHttpFullResponse> => await helpers.httpRequest(options),
		true,
	);
}

/**
 * Reads each answer to its end. The body stays text: it is parsed here, so that large ids stay exact.
 *
 * @param ignoreHttpStatusErrors whether n8n is to give back refusals as answers
 */
function sendThrough(
	ask: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
	ignoreHttpStatusErrors: boolean,
): Send {
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
				...request.headers,
			},
			body: request.body,
			encoding: 'stream',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors,
			disableFollowRedirect: true,
			timeout: Math.ceil(Math.min(timeoutMs, IDLE_MS)),
			abortSignal: limit.signal,
		};
		try {
			return await answerOf(ask(options), request.url, limit);
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
	url: string,
	limit: TimeLimit,
): Promise<HttpAnswer> {
	let response: Response | undefined;
	const answered = asked
		.then(toResponse, (error: unknown) => refusalIn(error, url))
		.then((received) => {
			response = received;
			if (limit.signal.aborted) closeBody(received.body);
			return received;
		});
	const read = answered.then(async ({ status, headers, body }) => {
		limit.progress();
		return { status, headers: toHeaders(headers), body: await readBody(body, limit.progress) };
	});
	return await Promise.race([read, limit.over]).catch((error: unknown) => {
		closeBody(response?.body);
		if (error instanceof SourceError) throw error;
		throw response ? interruption(error) : noAnswer(error, url);
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
function refusalIn(error: unknown, url: string): Response {
	for (const { response } of chainOf(error)) {
		if (!isObject(response) || typeof response.status !== 'number') continue;
		if (response.status < 300) throw interruption(error);
		return { status: response.status, headers: response.headers, body: response.data };
	}
	for (const { httpCode } of chainOf(error)) {
		const status = Number(httpCode ?? NaN);
		if (status >= 400) return { status, headers: {}, body: '' };
	}
	throw noAnswer(error, url);
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
	['CERT_HAS_EXPIRED', 'its certificate has expired: its owner has to renew it'],
	['CERT_NOT_YET_VALID', 'its certificate is not valid yet: check the clock of this machine'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host name'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', unknownSigner('nobody but itself')],
	['SELF_SIGNED_CERT_IN_CHAIN', unknownSigner('somebody unknown to n8n')],
	['UNABLE_TO_GET_ISSUER_CERT', unknownSigner('somebody unknown to n8n')],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownSigner('somebody unknown to n8n')],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownSigner('somebody unknown to n8n')],
]);

function unknownSigner(signer: string): string {
	return `its certificate is signed by ${signer}: whoever runs this n8n adds the certificate through NODE_EXTRA_CA_CERTS`;
}

/** What plain HTTP looks like to TLS. */
const NO_TLS = /wrong.version.number|packet.length/i;

/** A failure of TLS or of the parser of HTTP: Node.js has a code for each, or one for all and words. */
function protocolProblemOf({ code, message }: Link): string | undefined {
	const name = String(code);
	if (name.startsWith('HPE_'))
		return 'what it answers is no HTTP: compare http:// and https:// in the address';
	if (name !== 'EPROTO' && !name.startsWith('ERR_SSL_')) return undefined;
	return NO_TLS.test(`${name} ${String(message)}`)
		? 'it does not speak HTTPS there: compare http:// and https:// in the address'
		: 'it and n8n have no way of encryption (TLS) in common: ask whoever runs the server, or a proxy before it';
}

function problemOf(error: unknown): string | undefined {
	for (const link of chainOf(error)) {
		const problem = NETWORK_PROBLEMS.get(link.code) ?? protocolProblemOf(link);
		if (problem !== undefined) return problem;
	}
	return undefined;
}

/** The host that could not be reached: n8n may have asked another one, for a login. */
function hostOf(error: unknown, asked: string): string | undefined {
	const urls = [...chainOf(error)].map(({ config }) => (isObject(config) ? config.url : undefined));
	const url = [...urls, asked].find((one) => typeof one === 'string' && URL.canParse(one));
	return typeof url === 'string' ? new URL(url).host : undefined;
}

function noAnswer(error: unknown, asked: string): SourceError {
	if (error instanceof SourceError) return error;
	const refused = loginRefusal(error);
	if (refused) return refused;
	const details = { cause: error, address: hostOf(error, asked) };
	if (error instanceof TimeOverError)
		return new SourceError('unreachable', 'no answer in time', details);
	const message = error instanceof Error ? error.message : '';
	return new SourceError('unreachable', problemOf(error) ?? message, details);
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

type Link = Readonly<Record<string, unknown>>;

function* chainOf(error: unknown): Generator<Link> {
	let link: unknown = error;
	for (let depth = 0; isObject(link) && depth < 6; depth += 1) {
		yield link;
		link = link.cause;
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
