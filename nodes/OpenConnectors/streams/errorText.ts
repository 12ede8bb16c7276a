import { valueOfJson } from '../core/json';
import { shorten } from '../core/text';

/** A message is far shorter. It is cut to what a screen holds where secrets have been taken out of it. */
const MOST_CHARACTERS = 65_536;

const LONGEST_BODY = 1_048_576;

/** Names under which providers put their words, in lower case, the most telling first. */
const MESSAGE_KEYS = [
	'providermessage',
	'message',
	'error_message',
	'error_description',
	'faultstring',
	'fault',
	'errors',
	'error',
	'msg',
];

/**
 * What the provider says in an error body: its own words, in one line, without markup, at most 64 kB.
 * Empty when it says nothing.
 */
export function errorTextOf(body: string): string {
	// What is longer is none that a person wrote.
	const words = body.length > LONGEST_BODY ? '' : wordsIn(valueOfJson(body));
	if (words !== '') return words;
	return /^\s*[<{[]/.test(body.slice(0, MOST_CHARACTERS)) ? '' : inOneLine(body);
}

/** The same of a body that was read as JSON already. */
export function wordsIn(body: unknown): string {
	return inOneLine(messageIn(body, 0) ?? '');
}

/** Words of a provider in one line, at most 64 kB. */
export function inOneLine(text: string): string {
	return shorten(
		text
			.slice(0, 2 * MOST_CHARACTERS)
			.replace(/\s+/g, ' ')
			.trim(),
		MOST_CHARACTERS,
	);
}

function messageIn(value: unknown, depth: number): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null || depth > 3) return undefined;
	if (Array.isArray(value)) return messageIn(value[0], depth + 1);
	const entries = new Map<string, unknown>(
		Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]),
	);
	for (const key of MESSAGE_KEYS) {
		const message = messageIn(entries.get(key), depth + 1);
		if (message) return message;
	}
	return undefined;
}
