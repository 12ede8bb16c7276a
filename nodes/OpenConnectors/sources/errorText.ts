const MOST_CHARACTERS = 300;

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

/** What the provider says in an error body: its own words, short, without markup. Empty when it says nothing. */
export function errorTextOf(body: string): string {
	const text = messageIn(parsed(body), 0) ?? (/^\s*[<{[]/.test(body) ? '' : body);
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= MOST_CHARACTERS) return line;
	return `${line.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '')}…`;
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
