import { encodedBase64 } from './spellings';
import {
	asItIs,
	decodedBase64,
	digitsOnly,
	squeezed,
	unescaped,
	visible,
	type TextForm,
} from './textForm';

/** Replaces what is secret in a text. */
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
/** Base64 of Base64, and so on. */
const MOST_CODED = 3;

/** Pieces of secrets, by their length. */
type Parts = Map<number, Set<string>>;

/** What is looked for, in lower case. */
interface Wanted {
	/** In squeezed text. */
	readonly parts: Parts;
	/** Short ones, in text that has its blanks: two words may make up a third. */
	readonly short: Parts;
	/** In squeezed text, where what stands around belongs to it: it is coded together with the edges. */
	readonly base64: Parts;
	/** In digits. */
	readonly hex: Parts;
	/** Shorter ones still, in text that has its blanks. */
	readonly words: Set<string>;
}

/**
 * Compiles a mask for some secrets. It takes time in proportion to their length; masking takes time
 * in proportion to the text alone. Letter case never matters.
 *
 * A text is not searched for every spelling of a secret, but in a few forms of its own: without
 * escapes, with its Base64 decoded, without blanks.
 */
export function compileMask(secrets: readonly string[]): Mask {
	const wanted: Wanted = {
		parts: new Map(),
		short: new Map(),
		base64: new Map(),
		hex: new Map(),
		words: new Set(),
	};
	for (const secret of secrets) want(wanted, secret.slice(0, MOST_CHARACTERS));
	if (wanted.words.size + wanted.short.size + wanted.parts.size === 0) return (text) => text;
	return (text) => {
		const hidden = new Uint8Array(text.length);
		for (const form of formsOf(text)) {
			const whole = inLowerCase(visible(form));
			findWords(wanted.words, whole, hidden);
			findParts(wanted.short, whole, hidden);
			const dense = inLowerCase(squeezed(form));
			findParts(wanted.parts, dense, hidden);
			findParts(wanted.base64, dense, hidden, text);
			findParts(wanted.hex, inLowerCase(digitsOnly(form)), hidden);
		}
		return withoutHidden(text, hidden);
	};
}

function formsOf(text: string): ReadonlySet<TextForm> {
	let form = asItIs(text);
	const forms = new Set([form]);
	for (let coded = 0; ; coded += 1) {
		form = unescaped(form);
		forms.add(form);
		if (coded === MOST_CODED) return forms;
		form = decodedBase64(form);
		forms.add(form);
	}
}

function want({ parts, short, base64, hex, words }: Wanted, secret: string): void {
	if (secret.length < LEAST_SECRET) return;
	const bytes = Buffer.from(secret, 'utf8');
	const plain = [secret, unescaped(asItIs(secret)).text];
	const asBytes = [bytes, Buffer.from(secret, 'utf16le')].map((all) => all.toString('latin1'));
	for (const text of new Set([...plain, ...asBytes.map((each) => denseOf(each).text)])) {
		const dense = denseOf(text);
		if (dense.text.length < LEAST_PART) addWord(words, text);
		else if (text.length < PART && dense.text.length === text.length) addParts(short, dense);
		else addParts(parts, dense);
	}
	const list = [...bytes].join(',');
	const coded = encodedBase64(secret);
	const digits = bytes.toString('hex');
	if (secret.length >= LEAST_PART) {
		addParts(parts, denseOf(list));
		for (const text of coded) if (text.length >= LEAST_BASE64) addParts(base64, denseOf(text));
	} else {
		for (const text of [list, list.replace(/,/g, ', '), digits, ...coded]) addWord(words, text);
	}
	if (digits.length >= LEAST_PART) addParts(hex, denseOf(digits));
}

function denseOf(text: string): TextForm {
	return inLowerCase(squeezed(asItIs(text)));
}

function addWord(words: Set<string>, text: string): void {
	const word = inLowerCase(visible(asItIs(text))).text;
	if (word.length >= LEAST_SECRET) words.add(word);
}

/** What is left of every {@link PART} characters of a secret when it is squeezed; all of a shorter one. */
function addParts(parts: Parts, { text, ends }: TextForm): void {
	const sourceLength = ends[ends.length - 1];
	for (let at = 0, from = 0; at < text.length; from = ends[at], at += 1) {
		if (at > 0 && from + PART > sourceLength) break;
		let end = Math.min(at + LEAST_PART, text.length);
		while (end < text.length && ends[end] <= from + PART) end += 1;
		const known = parts.get(end - at) ?? new Set<string>();
		parts.set(end - at, known);
		known.add(text.slice(at, end));
	}
}

/** @param source the text that the form was made of, where what stands in Base64 around a find belongs to it */
function findParts(
	parts: Parts,
	{ text, starts, ends }: TextForm,
	hidden: Uint8Array,
	source?: string,
): void {
	for (const [length, known] of parts) {
		/** Everything before it, in the source, was looked at. */
		let settled = 0;
		for (let at = 0; at + length <= text.length; at += 1) {
			let to = ends[at + length - 1];
			if (to <= settled || !known.has(text.slice(at, at + length))) continue;
			let from = Math.max(starts[at], settled);
			if (source !== undefined) {
				while (from > settled && isBase64(source.charCodeAt(from - 1))) from -= 1;
				while (isBase64(source.charCodeAt(to))) to += 1;
			}
			hidden.fill(1, from, to);
			settled = to;
		}
	}
}

function findWords(
	words: ReadonlySet<string>,
	{ text, starts, ends }: TextForm,
	hidden: Uint8Array,
): void {
	for (const word of words) {
		for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
			const end = at + word.length;
			if (!isInsideWord(text, at) && !isInsideWord(text, end))
				hidden.fill(1, starts[at], ends[end - 1]);
		}
	}
}

function withoutHidden(text: string, hidden: Uint8Array): string {
	let shown = '';
	for (let at = 0; at < text.length; ) {
		const isHidden = hidden[at] === 1;
		let end = hidden.indexOf(isHidden ? 0 : 1, at);
		if (end === -1) end = text.length;
		shown += isHidden ? SHOWN_INSTEAD : text.slice(at, end);
		at = end;
	}
	return shown;
}

/** Of the same length, so that positions are the same. */
function inLowerCase(form: TextForm): TextForm {
	const lower = form.text.toLowerCase();
	const isAligned = lower.length === form.text.length;
	const text = isAligned ? lower : form.text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
	return { ...form, text };
}

/** Whether the characters on both sides belong to one word. */
function isInsideWord(text: string, at: number): boolean {
	return isWordPart(text.charCodeAt(at - 1)) && isWordPart(text.charCodeAt(at));
}

function isWordPart(code: number): boolean {
	return isAlphanumeric(code) || code > 0x7f;
}

function isBase64(code: number): boolean {
	return isAlphanumeric(code) || '+/-_'.includes(String.fromCharCode(code));
}

/** Of a position outside of a text, which is NaN, false. */
function isAlphanumeric(code: number): boolean {
	return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
