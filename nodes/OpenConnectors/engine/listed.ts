import { DIGITS_LENGTH, formatDigits, parseDigits } from '../core/digits';
import { hash53 } from '../core/fingerprint';
import type { EpochMs } from '../core/page';

/** What is known of a record of the list. */
export interface ListedRecord {
	/** Fingerprint of what it held; undefined where only its id is known. */
	readonly content: number | undefined;
	/** Since when the list misses it, by the provider's clock; absent while it is there. */
	readonly missingSince?: EpochMs;
	/** Whether it is of an account that the credential showed before: its absence is no deletion. */
	readonly isFormer?: boolean;
}

/** By record id, in the order in which they were met. */
export type Listed = Map<string, ListedRecord>;

/** Marks what a record misses since a time, in minutes and base 36. */
const MISSING = '!';
const FORMER = '~';
const MINUTE_MS = 60_000;

/**
 * Writes a list as one string: of each record its id as it is, as a deletion is told by it, and
 * nine characters for what it held. `id:content`, `id:content!minutes` while it is missing.
 */
export function formatListed(listed: Listed): string {
	let text = '';
	for (const [id, record] of listed)
		text += `${text === '' ? '' : ','}${encodeURIComponent(id)}:${formatRecord(record)}`;
	return text;
}

function formatRecord({ content, missingSince, isFormer }: ListedRecord): string {
	const digits = content === undefined ? '' : formatDigits(content);
	if (missingSince === undefined) return digits;
	const minutes = Math.floor(missingSince / MINUTE_MS).toString(36);
	return `${digits}${isFormer ? FORMER : MISSING}${minutes}`;
}

const MISSING_SINCE = /^([!~])([0-9a-z]{1,8})$/;

/** Reads what {@link formatListed} wrote. @throws Error on any other text */
export function parseListed(text: string): Listed {
	const listed: Listed = new Map();
	if (text === '') return listed;
	for (const entry of text.split(',')) {
		const colon = entry.indexOf(':');
		const value = colon < 0 ? undefined : parseRecord(entry.slice(colon + 1));
		if (value === undefined) throw new Error('The remembered list cannot be read');
		listed.set(decodeId(entry.slice(0, colon)), value);
	}
	return listed;
}

function parseRecord(text: string): ListedRecord | undefined {
	const parsed = parseDigits(text);
	const content = Number.isNaN(parsed) ? undefined : parsed;
	const mark = content === undefined ? text : text.slice(DIGITS_LENGTH);
	if (mark === '') return { content };
	const match = MISSING_SINCE.exec(mark);
	if (!match) return undefined;
	const missingSince = parseInt(match[2], 36) * MINUTE_MS;
	return { content, missingSince, ...(match[1] === FORMER ? { isFormer: true } : {}) };
}

/** Writes ids as one string. */
export function formatIds(ids: readonly string[]): string {
	return ids.map(encodeURIComponent).join(',');
}

/** Reads what {@link formatIds} wrote. @throws URIError */
export function parseIds(text: string): readonly string[] {
	return text === '' ? [] : text.split(',').map(decodeId);
}

/** Reads what `encodeURIComponent` wrote; most ids hold nothing to decode. @throws URIError */
export function decodeId(text: string): string {
	return text.includes('%') ? decodeURIComponent(text) : text;
}

/**
 * Characters of a record's short name. 36 bits: of 100,000 records that are remembered so, one new
 * record in 700,000 is taken for known.
 */
const NAME_LENGTH = 6;

/** A short name for a record of which nothing but its being there is remembered. */
export function shortName(id: string): string {
	return formatDigits(hash53(id)).slice(0, NAME_LENGTH);
}

/** Reads short names that were written one behind the other. @throws Error on any other text */
export function parseNames(text: string): Set<string> {
	const names = new Set(text.match(/[\w-]{6}/g) ?? []);
	if (names.size * NAME_LENGTH !== text.length) throw new Error('The names cannot be read');
	return names;
}
