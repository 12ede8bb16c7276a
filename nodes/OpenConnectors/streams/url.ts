import { PollError } from '../core/error';
import { quote, withoutTrailing } from '../core/text';
import { encodeValue } from '../configuration/encode';

/** Path that every Open Connectors request goes below. */
export const PLATFORM_PATH = '/elements/api-v2';

/** Characters that separate a version from the rest of a base url: `/v3`, `/v3.1`. */
const VERSION_END = /\/v\d+(?:\.\d+)?$/i;

/** A base url that cannot be used. Logins and keys in it are not repeated. */
export class BaseUrlError extends PollError {
	constructor(baseUrl: string) {
		const problem = /^\s*https?:\/\/[^?#]*[?#]/i.test(baseUrl)
			? 'goes on behind a ? or #. Take that away, with all that follows: what is asked is added to it.'
			: "is no web address. Write it with https://, as in the field's example.";
		super('base-url', `The base URL "${quote(withoutSecrets(baseUrl))}" ${problem}`);
	}
}

/** An address with an ellipsis for the login before its `@` and for what stands behind a `?` or `#`. */
function withoutSecrets(address: string): string {
	const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(address.slice(0, LONGEST_SCHEME))?.[0] ?? '';
	const rest = address.slice(scheme.length);
	const at = rest.lastIndexOf('@');
	const shown = at < 0 ? rest : `…${rest.slice(at)}`;
	const end = shown.search(/[?#]/);
	return scheme + (end < 0 ? shown : `${shown.slice(0, end + 1)}…`);
}

/** Of a scheme and its `://`, in characters. */
const LONGEST_SCHEME = 20;

/** The longest that servers and proxies take, in characters. */
const LONGEST_ADDRESS = 2_000;

/** Blanks, and what ends an address, may not stand in one. */
const ADDRESS = /^https?:\/\/(?![/?#])[^\s?#]+$/i;

/**
 * The base url a user typed, without trailing slashes and with `suffix` (a version such as
 * `/v3.1`, or {@link PLATFORM_PATH}) appended when it is not there.
 *
 * @throws BaseUrlError
 */
export function completeBaseUrl(baseUrl: string, suffix: string): string {
	const trimmed = withoutTrailing(baseUrl.trim(), '/');
	// A port that no server has is seen by the parser alone.
	if (trimmed.length > LONGEST_ADDRESS || !ADDRESS.test(trimmed) || !URL.canParse(trimmed))
		throw new BaseUrlError(baseUrl);
	if (suffix === '') return trimmed;
	if (trimmed.toLowerCase().endsWith(suffix.toLowerCase()))
		return trimmed.slice(0, -suffix.length) + suffix;
	return trimmed.replace(VERSION_END.test(suffix) ? VERSION_END : /$/, '') + suffix;
}

/** Appends query parameters to a url that may already have some. Values are encoded here. */
export function withQuery(
	url: string,
	parameters: ReadonlyArray<readonly [name: string, value: string]>,
): string {
	if (parameters.length === 0) return url;
	const query = parameters
		.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`)
		.join('&');
	return url + (url.includes('?') ? '&' : '?') + query;
}

/** Names of the query parameters of a url or url template. */
export function queryNames(url: string): ReadonlySet<string> {
	const query = url.split('?').slice(1).join('?');
	return new Set(query.split('&').map((pair) => pair.split('=')[0]));
}
