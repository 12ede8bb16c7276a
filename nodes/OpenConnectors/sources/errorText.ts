import { shorten } from '../core/text';

/** A message is far shorter. It is cut to what a screen holds where secrets have been taken out of it. */
const MOST_CHARACTERS = 65_536;

/** Names under which providers put their words, the most telling first. */
const MESSAGE_KEYS = [
	'providerMessage',
	'Message',
	'message',
	'error_message',
	'error_description',
	'faultstring',
	'fault',
	'errors',
	'error',
	'Msg',
];

/**
 * What the provider says in an error body: its own words, in one line, without markup, at most 64 kB.
 * Empty when it says nothing.
 */
export function errorTextOf(body: string): string {
	const text = messageIn(parsed(body), 0) ?? (/^\s*[<{[]/.test(body) ? '' : body);
	return inOneLine(text);
}

/** Words of a provider in one line, at most 64 kB. */
export function inOneLine(text: string): string {
	return shorten(text.replace(/\s+/g, ' ').trim(), MOST_CHARACTERS);
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

function messageIn(value: unknown, depth: number): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null || depth > 3) return undefined;
	if (Array.isArray(value)) return messageIn(value[0], depth + 1);
	const entries = new Map<string, unknown>(Object.entries(value));
	for (const key of MESSAGE_KEYS) {
		const message = messageIn(entries.get(key), depth + 1);
		if (message) return message;
	}
	return undefined;
}
