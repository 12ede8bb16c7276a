import { valueOfJson } from '../core/json';
import { quote } from '../core/text';
import { curlBody } from './curl';
import { decodeLeniently } from './encode';
import { parseCurl, type CurlCommand } from './curlCommand';
import { readMappedJson } from './jsonText';
import type { Entry } from './resourceLines';
import { isSecretHeader, isSecretParameter } from './secrets';
import { ConfigurationError, remark, type Language, type Notice } from './types';

/** A command that sets up an instance of the platform holds a configuration, and asks for no list. */
const SETS_UP = /event\.(?:poller|objects|notification|vendor)/;
const SETTINGS_PATH = /^\/elements\/api-v2\/(?:.*\/)?instances(?:\/|$)/;
const PLATFORM_PATH = /^(?:\/elements\/api-v2)?(?=\/hubs\/)/;

/**
 * Reads a cURL command that asks for a list as the resource it stands for. What it is authenticated by is left
 * out, and a notice says where in the credential it goes.
 *
 * @returns undefined for a command that asks for none
 * @throws ConfigurationError for one that changes something
 */
export function readListCommand(
	text: string,
	language: Language,
	notices: Notice[],
): Entry | undefined {
	if (SETS_UP.test(text)) return undefined;
	const command = parseCurl(text);
	if (command.url === undefined) return undefined;
	const address = addressOf(command.url);
	if (command.data.length > 0 && SETTINGS_PATH.test(address.path)) return undefined;
	return readList({ text, command, address }, language, notices);
}

const ONLY_ADDRESS = /^\s*(?:GET\s+)?(https?:\/\/[^\r\n]*\S)\s*$/i;

/** Reads the address of a list, alone, as the resource it stands for; undefined for any other text. */
export function readListAddress(
	text: string,
	language: Language,
	notices: Notice[],
): Entry | undefined {
	const url = ONLY_ADDRESS.exec(text)?.[1];
	if (url === undefined) return undefined;
	const command: CurlCommand = { url, method: 'GET', headers: [], data: [], hasUser: false };
	return readList({ text, command, address: addressOf(url) }, language, notices);
}

interface Asked {
	/** What was pasted. */
	readonly text: string;
	readonly command: CurlCommand;
	readonly address: Address;
}

function readList(
	{ text, command, address }: Asked,
	language: Language,
	notices: Notice[],
): Entry | undefined {
	if (language === 'documented') {
		if (command.method !== 'GET' || !/\/hubs\//.test(address.path)) return undefined;
		notices.push(remark(SECRETS_LEFT_OUT));
		const url = address.path.replace(PLATFORM_PATH, '');
		return [nameOf(url), { url }];
	}
	checkMethod(command.method);
	const entry: Entry = [nameOf(address.path), settingsOf(text, command, address.path)];
	notices.push(
		remark(`What was pasted asks ${address.origin}: enter it as Base URL in the credential.`),
	);
	notices.push(...secretsOf(command, address).map(remark));
	return entry;
}

const SECRETS_LEFT_OUT = 'Only the address is used: secrets belong into the credential.';

interface Address {
	readonly origin: string;
	/** With the parameters, those that hold a secret left out. */
	readonly path: string;
	readonly hasUser: boolean;
	/** Names of parameters that hold a secret. */
	readonly secrets: readonly string[];
}

const ADDRESS = /^(https?:\/\/)?(?:[^/?#@]*(@))?([^/?#]+)([^?#]*)(?:\?([^#]*))?/i;

function addressOf(url: string): Address {
	const [, scheme = 'https://', user, host, path, query = ''] = ADDRESS.exec(url.trim()) ?? [];
	if (host === undefined) {
		throw new ConfigurationError(
			'',
			'The cURL command has no whole address. Paste it as https://api.example.com/customers.',
		);
	}
	const parameters = query.split('&').filter((parameter) => parameter !== '');
	const isSecret = (parameter: string) => isSecretParameter(parameter.split('=', 1)[0]);
	const kept = parameters.filter((parameter) => !isSecret(parameter)).join('&');
	return {
		origin: scheme + host,
		path: (path || '/') + (kept === '' ? '' : `?${kept}`),
		hasUser: user !== undefined,
		secrets: parameters.filter(isSecret).map((parameter) => parameter.split('=', 1)[0]),
	};
}

function checkMethod(method: string): void {
	if (method === 'GET' || method === 'POST') return;
	throw new ConfigurationError(
		'',
		`The cURL command sends ${quote(method)}. Paste one that asks for a list, by GET or POST.`,
	);
}

/** Headers that the client writes by itself, and those of a browser. */
const NEEDLESS =
	/^(?:host|user-agent|content-length|accept-encoding|accept-language|connection|origin|referer|pragma|cache-control|dnt|priority|te|upgrade-insecure-requests|x-requested-with|sec-.*)$/i;

function settingsOf(text: string, command: CurlCommand, url: string) {
	const headers = command.headers.filter(
		([name, value]) =>
			!NEEDLESS.test(name) &&
			!isSecretHeader(name) &&
			value !== '' &&
			!(/^accept$/i.test(name) && value === '*/*'),
	);
	return {
		url,
		...(command.method === 'POST' ? { method: 'POST' } : {}),
		...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
		...(command.data.length > 0 ? { body: bodyOf(text, command.data.join('&')) } : {}),
	};
}

function bodyOf(text: string, data: string): unknown {
	const value = valueOfJson(data);
	if (value !== undefined) return value;
	if (/^[^{["\s][^={]*=/.test(data)) {
		throw new ConfigurationError(
			'',
			'The cURL command sends a form. Only JSON is sent as a body: write the parameters into the address, if the API takes them there.',
		);
	}
	return readMappedJson(text, curlBody(text));
}

function secretsOf({ headers, hasUser }: CurlCommand, address: Address): readonly string[] {
	const secret = headers.filter(([name]) => isSecretHeader(name));
	return [
		...secret.map(([name, value], index) => {
			const scheme = /^authorization$/i.test(name)
				? /^(\w+)\s/.exec(value)?.[1]?.toLowerCase()
				: '';
			if (scheme === 'bearer' && index === 0)
				return leftOut(
					'The header Authorization',
					'Bearer, with what stands behind "Bearer" as Token',
				);
			if (scheme === 'basic' && index === 0)
				return leftOut('The header Authorization', 'Basic, with Username and Password');
			const place = index === 0 ? 'Header' : 'as a further header';
			return leftOut(`The header ${quote(name)}`, `${place}, with ${quote(name)} as Header Name`);
		}),
		...(hasUser || address.hasUser
			? [leftOut('The user', 'Basic, with Username and Password')]
			: []),
		...address.secrets.map((name) =>
			leftOut(`The parameter ${quote(name)}`, `Query, with ${quote(name)} as Parameter Name`),
		),
	];
}

function leftOut(what: string, where: string): string {
	return `${what} is left out, as it holds a secret: enter it in the credential, under Authentication ${where}.`;
}

/** Segments of a path that say what is done, and not with what. */
const VERBS =
	/^(?:search|list|query|all|find|filter|graphql|jql|cursor|incremental|v\d[\w.-]*|api|rest|admin|\d[\d.-]*|[0-9a-f-]{32,}|\{.*\}|me)$/i;

function nameOf(path: string): string {
	const segments = path
		.split('?', 1)[0]
		.split('/')
		.map((segment) => segment.replace(/\.(?:json|xml)$/i, ''))
		.filter((segment) => segment !== '' && !VERBS.test(segment));
	return decodeLeniently(segments[segments.length - 1] ?? 'records');
}
