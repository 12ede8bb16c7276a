import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';

interface Refusals {
	/** Whom the credential logs in to, for example "Insightly". */
	readonly source: string;
	/** What to do when the values are refused (HTTP 401). */
	readonly mend: string;
	/** What to do when the login is known and has no right (HTTP 403). */
	readonly right?: string;
	/** What to do when there is nothing at the address (HTTP 404). */
	readonly address?: string;
}

/** The test of a credential: one request, and what its refusals mean. */
export function loginTest({
	baseURL,
	url,
	...said
}: Refusals & {
	/** The base url as it is asked, such as {@link versioned}. */
	readonly baseURL: string;
	readonly url: string;
}): ICredentialTestRequest {
	// In a redirect the login would go along.
	return { request: { baseURL, url, disableFollowRedirect: true }, rules: refusals(said) };
}

/** Of an expression: the base url as somebody typed it, without slashes at its end. */
export const baseUrlIn = (credential: '$credentials' | '$self') =>
	`${credential}["baseUrl"].trim().replace(/(?<!\\/)\\/+$/, "")`;

/** The base url with a version in place of the one that it may have. */
export const versioned = (version: string) =>
	`={{${baseUrlIn('$credentials')}.replace(/(\\/v\\d+(\\.\\d+)?)?$/i, "${version}")}}`;

/**
 * What the test of a credential says of a refusal. Without these n8n shows the bare words of the
 * status line, such as `Unauthorized`.
 */
export function refusals({
	source,
	mend,
	right = 'Ask whoever manages the account for the right to use the API.',
	address = 'Check the Base URL.',
}: Refusals): NonNullable<ICredentialTestRequest['rules']> {
	const say = (status: number, message: string) => ({
		type: 'responseCode' as const,
		properties: { value: status, message: `${message} (HTTP ${status})` },
	});
	const moved = (status: number) =>
		say(
			status,
			`${source} redirects to another address. Nothing was sent there. ` +
				'Open the Base URL in a browser, and enter the address that it ends at.',
		);
	return [
		...[301, 302, 303, 307, 308].map(moved),
		say(401, `${source} does not accept these values. ${mend}`),
		say(402, `${source} asks to be paid first. Look at the subscription of the account.`),
		say(403, `${source} forbids this login to read. ${right}`),
		say(404, `${source} does not know this address. ${address}`),
		say(
			407,
			`A proxy asks for a login. Put its user and password into HTTP_PROXY and HTTPS_PROXY.`,
		),
		say(429, `${source} is receiving too many requests. Test again in a minute.`),
		...[500, 502, 503, 504].map((status) =>
			say(status, `${source} could not answer. Test again in a minute.`),
		),
	];
}

/** A field that has to be filled in. @param hint where to find its value, for all to see below the field */
export function field(
	displayName: string,
	name: string,
	hint: string,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', required: true, default: '', hint, ...more };
}

/** A field that nobody sees. */
export function secret(...[displayName, name, hint, more]: Parameters<typeof field>) {
	return field(displayName, name, hint, { typeOptions: { password: true }, ...more });
}

/** @param address of the API, which the field begins with */
export function baseUrl(address: string, hint: string, example = address): INodeProperties {
	const placeholder = `e.g. ${example}`;
	return field('Base URL', 'baseUrl', hint, { default: address, placeholder });
}

/** The base url of any API: the field begins empty. */
export function restBaseUrl(): INodeProperties {
	return field(
		'Base URL',
		'baseUrl',
		'The beginning of all addresses of the API. Nothing is sent to any other server.',
		{ placeholder: 'e.g. https://api.example.com/v1' },
	);
}

/** A path that the test of the credential asks. */
export function testPath(): INodeProperties {
	return field(
		'Test Path',
		'testPath',
		'A path below the Base URL that this login may read, to test the credential with',
		{ required: false, placeholder: 'e.g. /me' },
	);
}

/** The test of any API. Nothing but a path can be written there, so that the login goes nowhere else. */
export function restTest(mend: string): ICredentialTestRequest {
	return loginTest({
		baseURL: `={{${baseUrlIn('$credentials')}}}`,
		url: '={{"/" + ($credentials["testPath"] || "").trim().replace(/^\\/+/, "")}}',
		source: 'The API',
		mend,
		right: 'Enter a Test Path that this login may read, or ask for the right to read it.',
		address: 'Check the Base URL, and enter a Test Path that there is, for example /me.',
	});
}

/** One more header with a secret in it, such as the key of an application. */
export function furtherHeader(which: string, prefix: string): INodeProperties[] {
	const hint = `A ${which.toLowerCase()} header to send with every request, if the API needs one`;
	return [
		field(`${which} Header Name`, `${prefix}HeaderName`, hint, {
			required: false,
			placeholder: 'e.g. X-App-Key',
		}),
		secret(`${which} Header Value`, `${prefix}HeaderValue`, 'The value of that header', {
			required: false,
		}),
	];
}

/** What has to be known before anything is filled in. */
export function notice(text: string): INodeProperties {
	return { displayName: text, name: 'notice', type: 'notice', default: '' };
}

/** The fields of OAuth 2 by authorization code that are the same for all users of a provider. */
export function authorizationCode(settings: {
	readonly authUrl: string;
	readonly accessTokenUrl: string;
	readonly scope: string;
	/** Where client id and secret go. */
	readonly authentication: 'header' | 'body';
}): INodeProperties[] {
	const hidden = (displayName: string, name: string, value: string): INodeProperties => ({
		displayName,
		name,
		type: 'hidden',
		default: value,
	});
	return [
		hidden('Grant Type', 'grantType', 'authorizationCode'),
		hidden('Authorization URL', 'authUrl', settings.authUrl),
		hidden('Access Token URL', 'accessTokenUrl', settings.accessTokenUrl),
		hidden('Scope', 'scope', settings.scope),
		hidden('Auth URI Query Parameters', 'authQueryParameters', ''),
		hidden('Authentication', 'authentication', settings.authentication),
	];
}
