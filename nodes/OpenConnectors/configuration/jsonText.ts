import { valueOfJson } from '../core/json';
import { positionOfJsonError } from './jsonPlace';
import { undoShellQuotes, type MappedText } from './mappedText';
import { ConfigurationError } from './types';

/** A piece cut out of an object: `"configuration": {…}` without the braces around it. */
const PIECE = /^\s*"[^"\\]{1,200}"\s*:/;
/** The escaped string, pasted without its quotes. */
const ESCAPED = /^\s*\{(?:\s|\\[nrt])*\\"/;

/**
 * The value of JSON text as people cut it out of documents and commands: a piece without its
 * outer braces, an escaped string without its quotes, with quotes escaped for a shell.
 *
 * @throws ConfigurationError with the line and column where it stops being JSON
 */
export function readJson(text: string): unknown {
	const bare = text.replace(/^\uFEFF/, ' ');
	return readMappedJson(bare, undoShellQuotes(bare, 0));
}

/**
 * The same for JSON found inside another text.
 *
 * @param whole the text that the user pasted, for line and column
 * @throws ConfigurationError
 */
export function readMappedJson(whole: string, { text, origin }: MappedText): unknown {
	const isPiece = PIECE.test(text);
	const value = valueOfJson(isPiece ? `{${text}}` : text);
	if (value !== undefined) return value;
	const escaped = ESCAPED.test(text) ? `"${text.trim().replace(/[\r\n\t]+/g, ' ')}"` : '';
	const unescaped = valueOfJson(escaped);
	if (unescaped !== undefined) return unescaped;
	const position = isPiece ? positionOfJsonError(`{${text}}`) - 1 : positionOfJsonError(text);
	throw new ConfigurationError(
		'',
		`The poller configuration is not valid JSON at ${place(whole, origin(Math.min(position, text.length)))}. ` +
			'JSON takes double quotes, no comments and no comma before a closing bracket.',
	);
}

function place(text: string, position: number): string {
	const before = text.slice(0, position);
	const line = before.split('\n').length;
	return `line ${line}, column ${before.length - before.lastIndexOf('\n')}`;
}
