const FENCE = /^\s*```[\w-]*[ \t]*\r?\n|\r?\n[ \t]*```\s*$/g;
const FENCED = /^\s*```/;
/** Lines of a script before the command: comments, and variables that it uses. */
const SCRIPT =
	/^(?:[ \t]*(?:(?:#|export\s|set\s|\w+=)[^\r\n]*)?\r?\n)+(?=[ \t]*(?:[$>][ \t]*)?curl\s)/i;
/** Texts of JSON, whose blanks stay, and blanks that pages are laid out by. */
const NO_BREAK = /"(?:[^"\\]|\\[^])*(?:"|\\?$)|\u00a0/g;

/**
 * A text without what comes along when it is copied out of a page, a chat or a script. Blanks stand in
 * place of it, so that an error names the place in what was pasted.
 */
export function withoutSurroundings(text: string): string {
	const bare = FENCED.test(text) ? text.replace(FENCE, blanked) : text;
	return bare
		.replace(SCRIPT, blanked)
		.replace(NO_BREAK, (found) => (found === '\u00a0' ? ' ' : found));
}

function blanked(text: string): string {
	return text.replace(/[^\r\n]/g, ' ');
}
