/** Text made out of a part of another text, which remembers where each of its characters stood. */
export interface MappedText {
	readonly text: string;
	/** Position in the original text. */
	origin(position: number): number;
}

/**
 * A part of a text with its escapes undone.
 *
 * @param escapes matches an escape; must be global
 */
export function unescapePart(
	original: string,
	start: number,
	end: number,
	escapes: RegExp,
	meaning: (escape: string) => string,
): MappedText {
	const part = original.slice(start, end);
	const cuts: Array<{ readonly at: number; readonly origin: number }> = [{ at: 0, origin: start }];
	const pieces: string[] = [];
	let length = 0;
	let read = 0;
	for (const match of part.matchAll(escapes)) {
		const from = match.index ?? 0;
		const piece = part.slice(read, from) + meaning(match[0]);
		pieces.push(piece);
		length += piece.length;
		read = from + match[0].length;
		cuts.push({ at: length, origin: start + read });
	}
	pieces.push(part.slice(read));
	return { text: pieces.join(''), origin: (position) => originOf(cuts, position) };
}

function originOf(
	cuts: ReadonlyArray<{ readonly at: number; readonly origin: number }>,
	position: number,
): number {
	let last = cuts[0];
	for (const cut of cuts) if (cut.at <= position) last = cut;
	return last.origin + (position - last.at);
}

/** `'\''` and `'"'"'`: how a shell text in single quotes holds a single quote. */
const SHELL_QUOTE = /'\\''|'"'"'/g;

/** Shell-escaped quotes undone, from `start` on. Neither escape can stand in JSON. */
export function undoShellQuotes(original: string, start: number): MappedText {
	return unescapePart(original, start, original.length, SHELL_QUOTE, () => "'");
}
