import type { IHttpRequestOptions, IN8nHttpFullResponse, IPollFunctions } from 'n8n-workflow';
import type { HttpAnswer, Send } from '../sources/http';
import { SourceError } from '../sources/sourceError';

/** Answers that n8n itself must see, because it then renews the credential and asks again. */
const SEEN_BY_N8N = [401];

/**
 * Sends through n8n with a credential attached. The body stays text: it is parsed here, so that
 * large ids stay exact.
 *
 * @param credentialType name of the credential type of the node
 */
export function sendWith(context: IPollFunctions, credentialType: string): Send {
	return async (request, timeoutMs) => {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			headers: {
				accept: 'application/json',
				...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(request.body === undefined ? {} : { body: request.body }),
			encoding: 'text',
			json: false,
			returnFullResponse: true,
			ignoreHttpStatusErrors: { ignore: true, except: SEEN_BY_N8N },
			sendCredentialsOnCrossOriginRedirect: false,
			timeout: Math.ceil(timeoutMs),
		};
		try {
			const response: IN8nHttpFullResponse =
				await context.helpers.httpRequestWithAuthentication.call(context, credentialType, options);
			return toAnswer(response.statusCode, response.headers, response.body);
		} catch (error) {
			return answerIn(error) ?? loginRefusal(error) ?? unreachable(error);
		}
	};
}

function toAnswer(status: number, headers: unknown, body: unknown): HttpAnswer {
	return {
		status,
		headers: Object.fromEntries(
			Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
	};
}

/** The answer that an error of n8n's HTTP client carries along its chain of causes. */
function answerIn(error: unknown): HttpAnswer | undefined {
	for (const link of chainOf(error)) {
		const { response } = link;
		if (isObject(response) && typeof response.status === 'number')
			return toAnswer(response.status, response.headers, response.data);
	}
	for (const link of chainOf(error)) {
		const status = Number(link.httpCode ?? NaN);
		if (status >= 400) return toAnswer(status, {}, '');
	}
	return undefined;
}

/** What the authorization server says that passes by itself (RFC 6749 §4.1.2.1). */
const PASSING = ['server_error', 'temporarily_unavailable'];

/** n8n's words for a credential that nobody has connected yet; they come without a code. */
const NOT_CONNECTED = ['OAuth credentials not connected', 'Unable to sign without access token'];

/**
 * n8n had no login to send, or could not renew it: there is no answer of the API then, and n8n names no
 * status. `EAUTH` and `ESTATUS` are the codes of refusals by the authorization server.
 */
function loginRefusal(error: unknown): undefined {
	for (const { failure, code, body, status, message } of chainOf(error)) {
		const isPassing =
			status === 429 || (isObject(body) && PASSING.some((name) => body.error === name));
		const isRefused =
			(isObject(failure) && failure.cause === 'credential-invalid') ||
			((code === 'EAUTH' || code === 'ESTATUS') && !isPassing) ||
			(typeof message === 'string' && NOT_CONNECTED.includes(message));
		if (!isRefused) continue;
		throw new SourceError('unauthorized', typeof message === 'string' ? message : '', {
			cause: error,
		});
	}
	return undefined;
}

const NETWORK_PROBLEMS: Readonly<Record<string, string>> = {
	ENOTFOUND: 'the host name is not known',
	EAI_AGAIN: 'the host name could not be looked up',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was broken off',
	EPIPE: 'the connection was broken off',
	ETIMEDOUT: 'no answer in time',
	ECONNABORTED: 'no answer in time',
};

function unreachable(error: unknown): never {
	const codes = [...chainOf(error)].map((link) => link.code);
	const code = codes.find((candidate): candidate is string => typeof candidate === 'string');
	const message = error instanceof Error ? error.message : '';
	throw new SourceError('unreachable', NETWORK_PROBLEMS[code ?? ''] ?? message, { cause: error });
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
