/** Longest text of somebody else's that a message repeats, in characters. */
const MOST_QUOTED = 200;

/** A text of at most `most` characters and an ellipsis; never cut through a surrogate pair. */
export function shorten(text: string, most: number): string {
	if (text.length <= most) return text;
	const code = text.charCodeAt(most - 1);
	const isHalf = code >= 0xd800 && code <= 0xdbff;
	return `${text.slice(0, isHalf ? most - 1 : most)}…`;
}

/** A text that a user or provider wrote, as messages repeat it: whoever wrote 100 kB knows it by its beginning. */
export function quote(text: string): string {
	return shorten(text, MOST_QUOTED);
}

/** Without any number of `character` at its end. A regular expression takes quadratic time for this. */
export function withoutTrailing(text: string, character: string): string {
	let end = text.length;
	while (end > 0 && text[end - 1] === character) end -= 1;
	return text.slice(0, end);
}
