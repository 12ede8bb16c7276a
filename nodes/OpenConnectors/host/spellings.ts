import { encodeValue } from '../configuration/encode';

/** How a text may come back from a server that it was sent to. */
export interface Spellings {
	/** As it is, escaped for urls, JSON and HTML, byte by byte. In a fixed order. */
	readonly escaped: readonly string[];
	/** In Base64, by itself and as the middle of a longer text. In a fixed order. */
	readonly base64: readonly string[];
}

/** Every spelling of a text, some of them equal. Letter case is the reader's business. */
export function spellingsOf(text: string): Spellings {
	const bytes = Buffer.from(text, 'utf8');
	return {
		escaped: [
			text,
			// As it stands in a message of one line.
			text.replace(/\s+/g, ' '),
			bytes.toString('latin1'),
			...urlSpellings(text),
			...jsonSpellings(text),
			...HTML_SPELLINGS.map((entities) => replaced(text, entities)),
			...byteSpellings(bytes),
		],
		base64: encodedBase64(text),
	};
}

/** A text in Base64, by itself and as the middle of a longer text. In a fixed order. */
export function encodedBase64(text: string): readonly string[] {
	const within = base64Within(Buffer.from(text, 'utf8'));
	return [...wholeBase64(text), ...wholeBase64(`${text}:`), ...within].flatMap((one) => [
		one,
		toUrlAlphabet(one),
		encodeValue(one),
	]);
}

function wholeBase64(text: string): readonly string[] {
	const padded = Buffer.from(text, 'utf8').toString('base64');
	return [padded, padded.replace(/={1,2}$/, '')];
}

/** Bits of a byte and of a Base64 character. */
const BYTE = 8;
const SEXTET = 6;

/**
 * The characters that depend on nothing but `bytes` when these stand in a longer text, at each of
 * the three places that they can begin at:
 *
 * ```
 * bytes    |  before | b b b b b b b | behind |
 * sextets  |    |    |    |    |    |    |    |
 *                    '---- these ----'
 * ```
 */
function base64Within(bytes: Buffer): readonly string[] {
	return [0, 1, 2].map((before) => {
		const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const first = Math.ceil((before * BYTE) / SEXTET);
		const end = Math.floor(((before + bytes.length) * BYTE) / SEXTET);
		return all.slice(first, end);
	});
}

/** Hexadecimal dumps, and lists of bytes as Node prints them. */
function byteSpellings(bytes: Buffer): readonly string[] {
	const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
	return [
		...['', ' ', ':', '-'].map((between) => hex.join(between)),
		...['%', '\\x', '\\u00', '&#x'].map((before) => before + hex.join(before)),
		...[',', ', '].map((between) => [...bytes].join(between)),
	];
}

function toUrlAlphabet(base64: string): string {
	return base64.replace(/\+/g, '-').replace(/\//g, '_');
}

function urlSpellings(text: string): readonly string[] {
	const lenient = encodeValue(text);
	const strict = lenient.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16)}`,
	);
	return [lenient, strict, strict.replace(/%20/g, '+'), encodeValue(lenient), encodeValue(strict)];
}

function jsonSpellings(text: string): readonly string[] {
	const json = inJson(text);
	const ascii = json.replace(/\\"|[^\x20-\x7E]|[<>&'+`]/g, (piece) => unicodeEscape(piece));
	return [json, json.replace(/\//g, '\\/'), ascii, ascii.replace(/\//g, '\\/'), inJson(json)];
}

function inJson(text: string): string {
	return JSON.stringify(text).slice(1, -1);
}

function unicodeEscape(piece: string): string {
	const character = piece[piece.length - 1];
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

type Entities = Readonly<Record<string, string>>;

const NAMED: Entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Libraries differ in what they take for dangerous, and in how they write it. */
const HTML_SPELLINGS: readonly Entities[] = [
	{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
	NAMED,
	{ ...NAMED, "'": '&#39;' },
	{ ...NAMED, "'": '&#039;' },
	{ ...NAMED, "'": '&#x27;' },
	{ ...NAMED, "'": '&#x27;', '/': '&#x2F;' },
	{ ...NAMED, "'": '&#39;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' },
	{ '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;', "'": '&#39;' },
];

function replaced(text: string, entities: Entities): string {
	return text.replace(/[&<>"'/`=]/g, (character) => entities[character] ?? character);
}
