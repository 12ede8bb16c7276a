import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { textOf, valueOf, type Fields } from './fields';

/** The hidden field in which n8n keeps what a login answered. */
export const SESSION_TOKEN = 'sessionToken';

/**
 * A request with the credential in it. Nothing is signed for another server than that of the base url.
 *
 * @throws Error that names both servers
 */
export function sign(fields: Fields, request: IHttpRequestOptions): IHttpRequestOptions {
	refuseOtherOrigin(fields, request);
	const headers = { ...request.headers, ...headersOf(fields), ...furtherHeaders(fields) };
	return { ...request, ...withParameter(fields, request), headers };
}

function headersOf(fields: Fields): IDataObject {
	const token = valueOf(fields, 'token');
	switch (valueOf(fields, 'authentication')) {
		case 'header':
			return named(fields, token);
		case 'session':
			return named(fields, valueOf(fields, SESSION_TOKEN));
		case 'basic':
			return { Authorization: `Basic ${pairOf(fields)}` };
		case 'query':
		case 'none':
			return {};
		default:
			return { Authorization: `Bearer ${token.replace(/^bearer\s+/i, '')}` };
	}
}

function named(fields: Fields, token: string): IDataObject {
	const name = valueOf(fields, 'headerName') || 'Authorization';
	return { [name]: textOf(fields, 'prefix') + token };
}

/** User and password in UTF-8 (RFC 7617). */
function pairOf(fields: Fields): string {
	const pair = `${valueOf(fields, 'username')}:${textOf(fields, 'password')}`;
	return Buffer.from(pair, 'utf8').toString('base64');
}

function furtherHeaders(fields: Fields): IDataObject {
	const pairs = ['second', 'third'].map(
		(which) =>
			[valueOf(fields, `${which}HeaderName`), valueOf(fields, `${which}HeaderValue`)] as const,
	);
	return Object.fromEntries(pairs.filter(([name]) => name !== ''));
}

/** The key as a parameter, once: a link of the API may repeat it. */
function withParameter(
	fields: Fields,
	{ url, qs }: IHttpRequestOptions,
): Pick<IHttpRequestOptions, 'url' | 'qs'> {
	const name = valueOf(fields, 'parameterName');
	if (valueOf(fields, 'authentication') !== 'query' || name === '') return { url, qs };
	return {
		url: withoutParameter(url, name),
		qs: { ...qs, [name]: valueOf(fields, 'token') },
	};
}

function withoutParameter(url: string, name: string): string {
	const [path, ...query] = url.split('?');
	const kept = query
		.join('?')
		.split('&')
		.filter((pair) => pair !== '' && decoded(pair.split('=', 1)[0]) !== name);
	return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}

function refuseOtherOrigin(fields: Fields, { baseURL = '', url }: IHttpRequestOptions): void {
	const asked = originOf(/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url) ? url : baseURL);
	const own = originOf(valueOf(fields, 'baseUrl'));
	if (own === undefined)
		throw new Error(
			'The Base URL of the credential is no web address. Write it with https://, for example https://api.example.com/v1',
		);
	if (asked !== own)
		throw new Error(
			`Nothing was sent to ${asked ?? 'an address that is none'}: the credential is for ${own}`,
		);
}

function originOf(address: string): string | undefined {
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
	return new URL(address).origin;
}
