/**
 * The words of a command as bash, PowerShell or the Windows prompt read it, whichever it was copied for:
 * line continuations are `\`, a backtick or `^` at the end of a line.
 */
export function shellWords(command: string): readonly string[] {
	const text = joined(/\^["\n\r]/.test(command) ? withoutCarets(command) : command);
	const words: string[] = [];
	let word: string | undefined;
	for (let at = 0; at < text.length; ) {
		const character = text[at];
		if (/\s/.test(character)) {
			if (word !== undefined) words.push(word);
			word = undefined;
			at += 1;
			continue;
		}
		const { value, end } = pieceAt(text, at);
		word = (word ?? '') + value;
		at = end;
	}
	return word === undefined ? words : [...words, word];
}

function joined(text: string): string {
	return text.replace(/[\\`^][ \t]*\r?\n/g, ' ');
}

/** The Windows prompt escapes any character by `^`; a line end after it counts once more. */
function withoutCarets(text: string): string {
	return text
		.replace(/\^\r?\n\r?\n/g, '\n')
		.replace(/\^(\r?\n)/g, ' ')
		.replace(/\^([^\r\n])/g, '$1');
}

interface Piece {
	readonly value: string;
	readonly end: number;
}

function pieceAt(text: string, at: number): Piece {
	if (text.startsWith("$'", at)) return ansiC(text, at + 2);
	if (text[at] === "'") return single(text, at + 1);
	if (text[at] === '"') return double(text, at + 1);
	const isEscape = text[at] === '\\' && at + 1 < text.length;
	return { value: text[at + (isEscape ? 1 : 0)], end: at + (isEscape ? 2 : 1) };
}

/** Up to the next quote; two of them before more text are one, as PowerShell writes it. */
function single(text: string, start: number): Piece {
	let end = text.indexOf("'", start);
	while (end >= 0 && text[end + 1] === "'" && /[^\s']/.test(text.charAt(end + 2)))
		end = text.indexOf("'", end + 2);
	if (end < 0) end = text.length;
	return { value: text.slice(start, end).replaceAll("''", "'"), end: end + 1 };
}

/** `\"` and `""` are quotes within. */
function double(text: string, start: number): Piece {
	let value = '';
	for (let at = start; at < text.length; at += 1) {
		const pair = text.slice(at, at + 2);
		if (/^\\["\\$`]/.test(pair) || /^`["$`]/.test(pair)) {
			value += pair[1];
			at += 1;
		} else if (pair === '""') {
			value += '"';
			at += 1;
		} else if (text[at] === '"') return { value, end: at + 1 };
		else value += text[at];
	}
	return { value, end: text.length };
}

/** bash, "ANSI-C Quoting". */
export const ANSI_C = /\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[\s\S])/g;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function ansiC(text: string, start: number): Piece {
	let end = start;
	while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1;
	return { value: text.slice(start, end).replace(ANSI_C, ansiCMeaning), end: end + 1 };
}

export function ansiCMeaning(escape: string): string {
	if (escape.length > 2) return String.fromCharCode(parseInt(escape.slice(2), 16));
	return CONTROLS[escape[1]] ?? escape[1];
}
