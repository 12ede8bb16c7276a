import { spellingsOf } from './spellings';

/** Takes what is secret out of a text. */
export type Mask = (text: string) => string;

const SHOWN_INSTEAD = '••••';

/** So many characters of a secret, in a row, are never shown, whatever else of it was cut off. */
const PART = 10;
/** A shorter secret may be an ordinary word, or a part of one: only the whole word is taken out. */
const LEAST_PART = 8;
/** The same of what is coded in Base64. */
const LEAST_BASE64 = 6;
/** A shorter secret keeps nobody out, and stands in every text. */
const LEAST_SECRET = 3;
/** Longest beginning of a secret that is looked for; access tokens have 1 to 4 kB. */
const MOST_CHARACTERS = 8_192;

/** What is looked for, in lower case. */
interface Finder {
	/** Pieces of secrets, by their length. */
	readonly parts: Map<number, Set<string>>;
	readonly words: Set<string>;
	/** Whether what stands around a found piece belongs to it. */
	readonly belongs: (code: number) => boolean;
}

/**
 * Compiles a mask for some secrets. It takes time in proportion to their length; masking takes time
 * in proportion to the text alone. Letter case never matters.
 */
export function compileMask(secrets: readonly string[]): Mask {
	const escaped: Finder = { parts: new Map(), words: new Set(), belongs: () => false };
	// What surrounds a secret in a Base64 text is coded together with its edges.
	const base64: Finder = { parts: new Map(), words: new Set(), belongs: isBase64 };
	for (const secret of secrets) {
		if (secret.length < LEAST_SECRET) continue;
		const text = secret.slice(0, MOST_CHARACTERS);
		const spellings = spellingsOf(text);
		const isWord = text.length < LEAST_PART;
		for (const spelling of new Set(spellings.escaped)) addTo(escaped, spelling, isWord);
		for (const spelling of new Set(spellings.base64))
			if (spelling.length >= LEAST_BASE64) addTo(base64, spelling, isWord);
	}
	const finders = [escaped, base64].filter(({ parts, words }) => parts.size + words.size > 0);
	if (finders.length === 0) return (text) => text;
	return (text) => {
		const hidden = new Uint8Array(text.length);
		const lower = inLowerCase(text);
		for (const finder of finders) find(finder, lower, hidden);
		return withoutHidden(text, hidden);
	};
}

function addTo({ parts, words }: Finder, spelling: string, isWord: boolean): void {
	const text = inLowerCase(spelling);
	if (isWord || text.length < LEAST_PART) {
		if (text.length >= LEAST_SECRET) words.add(text);
		return;
	}
	const length = Math.min(PART, text.length);
	const known = parts.get(length) ?? new Set<string>();
	parts.set(length, known);
	for (let at = 0; at + length <= text.length; at += 1) known.add(text.slice(at, at + length));
}

function find({ parts, words, belongs }: Finder, text: string, hidden: Uint8Array): void {
	/** Everything before it was looked at for what belongs to a find. */
	let settled = 0;
	const hide = (start: number, end: number) => {
		let from = start;
		let to = end;
		while (from > settled && belongs(text.charCodeAt(from - 1))) from -= 1;
		while (to < text.length && belongs(text.charCodeAt(to))) to += 1;
		hidden.fill(1, from, to);
		settled = to;
	};
	for (const [length, known] of parts) {
		settled = 0;
		for (let at = 0; at + length <= text.length; at += 1) {
			if (at + length > settled && known.has(text.slice(at, at + length)))
				hide(Math.max(at, settled), at + length);
		}
	}
	for (const word of words) {
		settled = 0;
		for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
			const end = at + word.length;
			if (!isWordPart(text.charCodeAt(at - 1)) && !isWordPart(text.charCodeAt(end)))
				hidden.fill(1, at, end);
		}
	}
}

function withoutHidden(text: string, hidden: Uint8Array): string {
	let shown = '';
	for (let at = 0; at < text.length; ) {
		const isHidden = hidden[at] === 1;
		let end = hidden.indexOf(isHidden ? 0 : 1, at);
		if (end < 0) end = text.length;
		shown += isHidden ? SHOWN_INSTEAD : text.slice(at, end);
		at = end;
	}
	return shown;
}

/** Of the same length, so that positions are the same. */
function inLowerCase(text: string): string {
	const lower = text.toLowerCase();
	if (lower.length === text.length) return lower;
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function isWordPart(code: number): boolean {
	return isAlphanumeric(code) || code === 95 || code > 0x7f;
}

function isBase64(code: number): boolean {
	return isAlphanumeric(code) || (code < 128 && '+/-_'.includes(String.fromCharCode(code)));
}

/** Of a position outside of a text, which is NaN, false. */
function isAlphanumeric(code: number): boolean {
	return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
