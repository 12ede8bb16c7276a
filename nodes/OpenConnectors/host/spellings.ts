import { encodeValue } from '../configuration/encode';

/**
 * How a secret may stand in the position of a page, which is a link or a part of one: as it is, by
 * its bytes, escaped for urls, in hexadecimal, in Base64, by itself and as the middle of a longer
 * text. Some are equal. In a fixed order: a saved state names a spelling by its number.
 */
export function spellingsOf(text: string): readonly string[] {
	const bytes = Buffer.from(text, 'utf8');
	const hex = bytes.toString('hex');
	return [
		text,
		text.toLowerCase(),
		text.toUpperCase(),
		bytes.toString('latin1'),
		...urlSpellings(text),
		hex,
		hex.toUpperCase(),
		...encodedBase64(text),
		...wholeBase64(text).flatMap(wholeBase64),
	];
}

/** A text in Base64, by itself and as the middle of a longer text. In a fixed order. */
export function encodedBase64(text: string): readonly string[] {
	const within = base64Within(Buffer.from(text, 'utf8'));
	return [...wholeBase64(text), ...wholeBase64(`${text}:`), ...within].flatMap((one) => [
		one,
		one.replace(/\+/g, '-').replace(/\//g, '_'),
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

function urlSpellings(text: string): readonly string[] {
	const lenient = encodeValue(text);
	const strict = lenient.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16)}`,
	);
	return [lenient, strict, strict.replace(/%20/g, '+'), encodeValue(lenient), encodeValue(strict)];
}
