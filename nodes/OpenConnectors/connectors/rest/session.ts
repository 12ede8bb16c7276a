import type { IHttpRequestOptions } from 'n8n-workflow';
import { PollError } from '../../core/error';
import { parseFieldPath } from '../../core/fieldPath';
import { quote, withoutTrailing } from '../../core/text';
import { textOf, valueOf, type Fields } from './fields';
import { SESSION_TOKEN } from './sign';

/** Sends a request through n8n. @throws what n8n throws, for any answer but a success */
type Request = (options: IHttpRequestOptions) => Promise<unknown>;

/**
 * Logs in where the credential is one that has to, and n8n has no token for it: what n8n's
 * `preAuthentication` is for. n8n keeps what this returns with the credential.
 *
 * @throws LoginError where somebody has to change a field; what n8n throws where another try may do
 */
export async function logIn(fields: Fields, request: Request): Promise<Record<string, string>> {
	if (valueOf(fields, 'authentication') !== 'session') return {};
	const options = loginRequest(fields);
	const answer = await request(options).catch((error: unknown) => refused(error, options.url));
	return { [SESSION_TOKEN]: tokenIn(answer, valueOf(fields, 'tokenField')) };
}

/** The login did not give a token, and will not before somebody changes the credential. */
class LoginError extends PollError {
	constructor(message: string) {
		super('login', message, { failure: { cause: 'credential-invalid' } });
	}
}

/** Refusals that another try may mend. */
const PASSING: ReadonlySet<number> = new Set([408, 429]);

/** An error of n8n as it is, unless it says that the values are wrong. */
async function refused(error: unknown, url: string): Promise<never> {
	const status = statusOf(error);
	if (status === undefined || status >= 500 || PASSING.has(status))
		return await Promise.reject(error);
	throw new LoginError(
		status < 400
			? `${placeOf(url)} redirects the login to another address; nothing was sent there. Correct the Login URL (HTTP ${status})`
			: `${placeOf(url)} refuses the login. Check Login URL, Login Body, user and password (HTTP ${status})`,
	);
}

function statusOf(error: unknown): number | undefined {
	const { response, httpCode } = objectOf(error);
	const status = Number(objectOf(response).status ?? httpCode ?? NaN);
	return Number.isNaN(status) ? undefined : status;
}

function placeOf(url: string): string {
	const { origin, pathname } = new URL(url);
	return origin + pathname;
}

/** @throws LoginError for an address that is none, or of another server than the API's */
function loginRequest(fields: Fields): IHttpRequestOptions {
	const body = bodyOf(fields);
	return {
		method: 'POST',
		url: loginUrlOf(fields),
		headers: { accept: 'application/json', ...body.headers },
		body: body.text,
		json: false,
		encoding: 'text',
		disableFollowRedirect: true,
	};
}

function loginUrlOf(fields: Fields): string {
	const base = withoutTrailing(valueOf(fields, 'baseUrl'), '/');
	const given = valueOf(fields, 'loginUrl');
	if (given === '') throw new LoginError('The Login URL of the credential is missing');
	const url = /^https?:\/\//i.test(given) ? given : `${base}/${given.replace(/^\//, '')}`;
	if (!URL.canParse(url) || !URL.canParse(base))
		throw new LoginError(`Base URL and Login URL of the credential make no web address`);
	const { origin } = new URL(url);
	if (origin === new URL(base).origin) return url;
	throw new LoginError(
		`The Login URL is at ${origin}, the Base URL is not. User and password are sent to the server of the Base URL alone`,
	);
}

/** A text with the user and the password in it: JSON, or the fields of a form. */
function bodyOf(fields: Fields): {
	readonly text: string;
	readonly headers: Readonly<Record<string, string>>;
} {
	const template = valueOf(fields, 'loginBody');
	const filled = (text: string, write: (value: string) => string) =>
		text.replace(/\{(username|password)\}/g, (_, name: string) => write(textOf(fields, name)));
	if (!/^[{[](?!username\}|password\})/.test(template)) {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		return { text: filled(template, encodeURIComponent), headers };
	}
	if (jsonIn(template) === undefined) {
		throw new LoginError(
			'The Login Body is no JSON. Write it as {"user":"{username}","password":"{password}"}, with the names of the API',
		);
	}
	// The placeholders stand inside of texts.
	const text = filled(template, (value) => JSON.stringify(value).slice(1, -1));
	return { text, headers: { 'content-type': 'application/json' } };
}

/** @throws LoginError where there is no token */
function tokenIn(answer: unknown, path: string): string {
	const parsed = typeof answer === 'string' ? (jsonIn(answer) ?? answer.trim()) : answer;
	const token = path === '' ? parsed : valueAt(parsed, path);
	if ((typeof token === 'string' && token !== '') || typeof token === 'number')
		return String(token);
	throw new LoginError(
		path === ''
			? 'The answer to the login is more than a token. Enter under Token Field where the token is in it, for example data.token'
			: `The answer to the login has no text at "${quote(path)}". ${fieldsIn(parsed)}`,
	);
}

/** @returns undefined for a path that cannot be read too */
function valueAt(answer: unknown, path: string): unknown {
	try {
		return parseFieldPath(path).reduce((value: unknown, step) => objectOf(value)[step], answer);
	} catch {
		return undefined;
	}
}

/** Names alone: the values are secret. */
function fieldsIn(answer: unknown): string {
	const names = Object.keys(objectOf(answer));
	return names.length > 0 ? `It has: ${quote(names.join(', '))}` : 'It has no fields';
}

/** The statuses by which an API says that a session is over, 401 first. */
export function expiredStatusesOf(fields: Fields): number[] {
	const others = valueOf(fields, 'expiredStatus')
		.split(/[\s,;]+/)
		.map(Number)
		.filter((status) => Number.isInteger(status) && status >= 400 && status < 600);
	return [...new Set([401, ...others])];
}

function jsonIn(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
