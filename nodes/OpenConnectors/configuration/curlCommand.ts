import { shellWords } from './shellWords';
import { ConfigurationError } from './types';

/** What a cURL command sends. */
export interface CurlCommand {
	/** As it is written; absent where the command has none. */
	readonly url?: string;
	readonly method: string;
	readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
	readonly data: readonly string[];
	/** User and password, `-u`. */
	readonly hasUser: boolean;
}

/** Options that take a value, by their short letter. */
const SHORT: Readonly<Record<string, string>> = {
	A: 'user-agent',
	b: 'cookie',
	c: 'cookie-jar',
	d: 'data',
	e: 'referer',
	E: 'cert',
	F: 'form',
	G: 'get',
	H: 'header',
	K: 'config',
	m: 'max-time',
	o: 'output',
	T: 'upload-file',
	u: 'user',
	w: 'write-out',
	x: 'proxy',
	X: 'request',
};

/** Options without a value, beside the many that do not matter here. */
const FLAGS: ReadonlySet<string> = new Set(['get']);
const VALUED: ReadonlySet<string> = new Set([
	...Object.values(SHORT).filter((name) => !FLAGS.has(name)),
	...['data-raw', 'data-binary', 'data-ascii', 'data-urlencode', 'json', 'url', 'form-string'],
	...['oauth2-bearer', 'connect-timeout', 'retry', 'retry-delay', 'cacert', 'key', 'resolve'],
	...['proxy-user', 'url-query'],
]);

type Option = readonly [name: string, value: string];

/** @throws ConfigurationError for a command that sends a file or a form */
export function parseCurl(command: string): CurlCommand {
	const words = shellWords(command.replace(/^\s*[$>]\s*/, '')).slice(1);
	if (words.some((word) => /^curl(?:\.exe)?$/i.test(word)))
		throw new ConfigurationError('', 'The text holds several cURL commands. Paste one of them.');
	const options = optionsOf(words);
	const all = (...names: readonly string[]) =>
		options.filter(([name]) => names.includes(name)).map(([, value]) => value);
	if (all('form', 'form-string', 'upload-file').length > 0)
		throw refused('sends a form or a file. Lists are asked for by their address or by JSON');
	const data = [
		...all('data', 'data-raw', 'data-binary', 'data-ascii', 'json'),
		...all('data-urlencode').map(encoded),
	].filter((text) => text !== '');
	const [method = data.length > 0 && all('get').length === 0 ? 'POST' : 'GET'] = all('request');
	const headers = all('header').flatMap((header): ReadonlyArray<Option> => {
		const [, name, value] = /^([^:;]+)\s*[:;]\s*([\s\S]*)$/.exec(header) ?? [];
		return name === undefined ? [] : [[name.trim(), value.trim()]];
	});
	const cookies = all('cookie').map((value): Option => ['Cookie', value]);
	const bearers = all('oauth2-bearer').map((value): Option => ['Authorization', `Bearer ${value}`]);
	const [address] = [...all('url'), ...all('')];
	const query = [...(all('get').length > 0 ? data : []), ...all('url-query')].join('&');
	const url = address === undefined ? undefined : withQuery(address, query);
	return {
		...(url === undefined ? {} : { url }),
		method: method.toUpperCase(),
		headers: [...headers, ...cookies, ...bearers],
		data: all('get').length > 0 ? [] : data,
		hasUser: all('user').length > 0,
	};
}

/** Each option with its value; what is no option has the name ''. */
function optionsOf(words: readonly string[]): readonly Option[] {
	const options: Option[] = [];
	for (let at = 0; at < words.length; at += 1) {
		const word = words[at];
		const [, long, , glued] = /^--([\w-]+)(=([\s\S]*))?$/.exec(word) ?? [];
		if (long !== undefined) {
			const isValued = VALUED.has(long);
			options.push([long, glued ?? (isValued ? (words[at + 1] ?? '') : '')]);
			if (isValued && glued === undefined) at += 1;
		} else if (/^-[A-Za-z]/.test(word)) {
			const letter = [...word.slice(1)].findIndex((flag) => flag in SHORT && flag !== 'G') + 1;
			if (word.slice(1, letter || undefined).includes('G')) options.push(['get', '']);
			if (letter === 0) continue;
			const rest = word.slice(letter + 1);
			options.push([SHORT[word[letter]], rest || (words[at + 1] ?? '')]);
			if (rest === '') at += 1;
		} else options.push(['', word]);
	}
	return options;
}

/** `name=value` with the value encoded, as cURL does. */
function encoded(text: string): string {
	const at = text.indexOf('=');
	return text.slice(0, at + 1) + encodeURIComponent(text.slice(at + 1));
}

function withQuery(url: string, query: string): string {
	if (query === '') return url;
	return url + (url.includes('?') ? '&' : '?') + query;
}

function refused(problem: string): ConfigurationError {
	return new ConfigurationError('', `The cURL command ${problem}.`);
}
