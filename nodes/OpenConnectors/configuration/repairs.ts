import { quote } from '../core/text';
import { compileDateFormat } from '../dates/dateFormat';
import { DatePatternError } from '../dates/pattern';
import { FieldPathError, parseFieldPath } from '../core/fieldPath';
import { attempt } from './attempt';

/*
 * Slips of published configurations. Each is repaired only where the text as written cannot work
 * and there is one thing that it can mean; anything else is left to an error or sent as it is.
 */

/** A text, and what was done to make it usable. */
export interface Repaired {
	readonly text: string;
	/** Ends the sentence "contacts.url: …". */
	readonly how: readonly string[];
}

/** Words for time since 1970 in place of a date pattern. */
const EPOCH_WORDS: ReadonlyArray<readonly [words: RegExp, format: 'milliseconds' | 'seconds']> = [
	[/^milli(?:second)?s?$/i, 'milliseconds'],
	[/^epoch:ms$/i, 'milliseconds'],
	[/^13[ -]?digits? (?:integer )?(?:unix|epoch) time(?:stamp)?$/i, 'milliseconds'],
	[/^seconds?$/i, 'seconds'],
	[/^epoch:s$/i, 'seconds'],
	[/^10[ -]?digits? (?:integer )?(?:unix|epoch) time(?:stamp)?$/i, 'seconds'],
];

export function repairFormat(text: string): Repaired {
	return repaired(text, isDateFormat, [
		['without the stray quote', withoutStrayQuote],
		['without the quotes around it', (format) => /^'(.+)'$/s.exec(format)?.[1]],
		['which is what it says', (format) => epochWord(withoutStrayQuote(format) ?? format)],
	]);
}

export function repairPath(text: string): Repaired {
	return repaired(text, isFieldPath, [['without the stray quote', withoutStrayQuote]]);
}

/**
 * A url, without blanks and without what cannot belong to it at its end.
 *
 * @param isHub whether it is a path of the platform, whose address may stand before it
 */
export function repairUrl(text: string, isHub = true): Repaired {
	const trimmed = withoutBlanks(text);
	const path = isHub ? pathOf(trimmed.text) : { text: trimmed.text, how: [] };
	const ended = withoutStrayEnd(path.text);
	const placed = withReadablePlaceholders(ended.text);
	return { text: placed.text, how: [trimmed, path, ended, placed].flatMap(({ how }) => how) };
}

/** Zones and other words: nothing but blanks can be repaired. */
export function withoutBlanks(text: string): Repaired {
	const trimmed = text.trim();
	return { text: trimmed, how: trimmed === text ? [] : ['the blanks around it are left out'] };
}

/** Whether values can be read with the format: it compiles and names a year. */
export function isDateFormat(format: string): boolean {
	if (format === 'milliseconds' || format === 'seconds') return true;
	return datePatternProblem(format) === undefined && /[yYu]/.test(withoutQuoted(format));
}

/** What is wrong with a date pattern, in the words of the one who reads it. */
export function datePatternProblem(format: string): string | undefined {
	return problemOf(DatePatternError, () => compileDateFormat(format));
}

export function fieldPathProblem(path: string): string | undefined {
	return problemOf(FieldPathError, () => parseFieldPath(path));
}

function problemOf(
	expected: typeof DatePatternError | typeof FieldPathError,
	step: () => unknown,
): string | undefined {
	const { error } = attempt(step);
	if (error === undefined) return undefined;
	if (error instanceof expected) return error.message;
	throw error;
}

function isFieldPath(path: string): boolean {
	return fieldPathProblem(path) === undefined;
}

type Remedy = readonly [how: string, apply: (text: string) => string | undefined];

/** The first remedy that makes the text usable; none when it already is, or cannot be made so. */
function repaired(
	text: string,
	isUsable: (text: string) => boolean,
	remedies: readonly Remedy[],
): Repaired {
	const trimmed = withoutBlanks(text);
	if (isUsable(trimmed.text)) return trimmed;
	for (const [how, apply] of remedies) {
		const candidate = apply(trimmed.text)?.trim();
		if (candidate !== undefined && isUsable(candidate))
			return { text: candidate, how: [...trimmed.how, `read as ${quote(candidate)}, ${how}`] };
	}
	return trimmed;
}

/** Without the one quote at an end that has no partner. */
function withoutStrayQuote(text: string): string | undefined {
	if (countQuotes(text) % 2 === 0) return undefined;
	if (text.endsWith("'")) return text.slice(0, -1);
	return text.startsWith("'") ? text.slice(1) : undefined;
}

function epochWord(text: string): string | undefined {
	return EPOCH_WORDS.find(([words]) => words.test(text))?.[1];
}

function countQuotes(text: string): number {
	return text.split("'").length - 1;
}

/** The letters of a pattern, without its literal text. */
export function withoutQuoted(format: string): string {
	return format.replace(/'[^']*'/g, '');
}

const PLATFORM_ADDRESS = /^(?:https?:\/\/[^/?#]+)?\/elements\/api-v2(?=\/)/i;

/** The path that the address of the platform, or a missing slash, stands before. */
function pathOf(url: string): Repaired {
	if (PLATFORM_ADDRESS.test(url))
		return {
			text: url.replace(PLATFORM_ADDRESS, ''),
			how: ['the address before the path is left out'],
		};
	return /^hubs\//.test(url)
		? { text: `/${url}`, how: ['the slash before it is put in'] }
		: { text: url, how: [] };
}

/** A placeholder of a url, or a variable; braces nest once, for `${dateTimeZone:{TimeZone}:…}`. */
const BRACES = /\$?\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g;

/** `/contacts}'`: a closing brace that nothing opened, with the quote that belongs to it. */
function withoutStrayEnd(url: string): Repaired {
	const literal = url.replace(BRACES, '');
	const end = /\}'?$/.exec(literal)?.[0];
	const inQuotes = countQuotes(literal) % 2 === 1;
	if (end === undefined || literal.includes('{') || inQuotes !== (end === "}'"))
		return { text: url, how: [] };
	return { text: url.slice(0, -end.length), how: [`the stray ${end} at its end is left out`] };
}

function withReadablePlaceholders(url: string): Repaired {
	const how: string[] = [];
	const text = url.replace(BRACES, (placeholder) => {
		const readable = readablePlaceholder(placeholder);
		if (readable !== placeholder) how.push(`${quote(placeholder)} is read as ${quote(readable)}`);
		return readable;
	});
	return { text, how };
}

const DATED =
	/^\$\{\s*((?:until\s*:\s*)?(?:(?:gmtDate|date)\s*:|dateTimeZone\s*:[^:]*:(?:\d{1,2}:)?))([\s\S]*)\}$/i;

function readablePlaceholder(placeholder: string): string {
	const dated = DATED.exec(placeholder);
	if (!dated) return placeholder;
	const [, head, pattern] = dated;
	const read = repaired(pattern, (text) => datePatternProblem(text) === undefined, [
		['', withoutStrayQuote],
		['', (text) => epochWord(withoutStrayQuote(text) ?? text)],
	]).text;
	if (read === pattern.trim()) return placeholder;
	const end = /^until/i.test(head) ? 'until:' : '';
	if (read === 'seconds') return `\${${end}epoch:s}`;
	return read === 'milliseconds' ? `\${${end}epoch:ms}` : `\${${head}${read}}`;
}
