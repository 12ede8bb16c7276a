import { DIGITS_LENGTH, formatDigits, parseDigits } from '../core/digits';

/** Record id → fingerprint of what it held. */
export type Listed = Map<string, number>;

/**
 * Writes a list as one string: of each record its id as it is, as a deletion is told by it, and
 * nine characters for what it held.
 */
export function formatListed(listed: Listed): string {
	let text = '';
	for (const [id, fingerprint] of listed)
		text += `${text === '' ? '' : ','}${encodeURIComponent(id)}:${formatDigits(fingerprint)}`;
	return text;
}

/** Reads what {@link formatListed} wrote. @throws Error on any other text */
export function parseListed(text: string): Listed {
	const listed: Listed = new Map();
	if (text === '') return listed;
	for (const entry of text.split(',')) {
		const colon = entry.length - DIGITS_LENGTH - 1;
		const fingerprint = parseDigits(entry, colon + 1);
		if (entry[colon] !== ':' || Number.isNaN(fingerprint))
			throw new Error('The remembered list cannot be read');
		const id = entry.slice(0, colon);
		listed.set(id.includes('%') ? decodeURIComponent(id) : id, fingerprint);
	}
	return listed;
}
