/**
 * What may not stand in a url as it is, and is no escape already. `#` is among it: HTTP clients cut a url
 * off there.
 */
const OUT_OF_PLACE = /(?:%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/?[\]@!$&()*+,;=])+/gu;

/**
 * Percent-encodes what must not stand in a url and leaves the rest: structure (`?`, `&`, `=`),
 * and escapes that the author already wrote. Encoding twice gives the same text.
 */
export function encodeOnce(text: string): string {
	return text.replace(OUT_OF_PLACE, (piece) => encodeValue(piece).replace(/'/g, '%27'));
}

/** Percent-encodes every character that has a meaning in a url. Half a surrogate pair becomes U+FFFD. */
export function encodeValue(text: string): string {
	return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** Undoes percent-encoding; text with broken escapes is returned as it is. */
export function decodeLeniently(text: string): string {
	return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
		try {
			return decodeURIComponent(escapes);
		} catch {
			return escapes;
		}
	});
}
