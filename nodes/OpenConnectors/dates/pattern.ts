import { PollError } from '../core/error';

/**
 * Java date patterns (`java.text.SimpleDateFormat`), taken apart once into a list of fields.
 * Source of the letters: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/text/SimpleDateFormat.html
 */

type DayLetter = 'y' | 'Y' | 'M' | 'w' | 'W' | 'D' | 'd' | 'F' | 'u';

export type NumberLetter = DayLetter | 'H' | 'k' | 'K' | 'h' | 'm' | 's' | 'S';

export interface NumberField {
	readonly kind: 'number';
	readonly letter: NumberLetter;
	/** How many times the letter stands: the least digits written. */
	readonly width: number;
	/** Whether another number follows without a separator, so that at most `width` digits are read. */
	readonly abutting: boolean;
}

export type ZoneStyle = 'X' | 'XX' | 'XXX' | 'Z' | 'z' | 'zzzz';

export interface ZoneField {
	readonly kind: 'zone';
	readonly style: ZoneStyle;
	/** Whether a number follows without a separator, so that the offset is read as it is written. */
	readonly abutting: boolean;
}

export type PatternField =
	| { readonly kind: 'literal'; readonly text: string }
	| NumberField
	| { readonly kind: 'monthName' | 'weekday'; readonly long: boolean }
	| { readonly kind: 'amPm' | 'era' }
	| ZoneField;

/** A date pattern that cannot be used; the message says which part and what to write instead. */
export class DatePatternError extends PollError {
	constructor(
		readonly pattern: string,
		problem: string,
	) {
		const shown = pattern.length > 60 ? `${pattern.slice(0, 50)}…` : pattern;
		super('date-pattern', `The date pattern "${shown}" ${problem}`);
	}
}

const NUMBER_LETTERS: ReadonlySet<string> = new Set('yYMwWDdFuHkKhmsS');

function isNumberLetter(letter: string): letter is NumberLetter {
	return NUMBER_LETTERS.has(letter);
}

/** Published patterns have at most 35 characters; a bound keeps hostile ones cheap. */
const LONGEST_PATTERN = 500;

/** Takes a pattern apart. @throws DatePatternError */
export function parsePattern(pattern: string): readonly PatternField[] {
	if (pattern.length > LONGEST_PATTERN) {
		throw new DatePatternError(
			pattern,
			`is ${pattern.length} characters long, and ${LONGEST_PATTERN} are the most. Check what was pasted there.`,
		);
	}
	const fields: PatternField[] = [];
	for (let at = 0; at < pattern.length; at = PIECE.lastIndex) {
		PIECE.lastIndex = at;
		const [piece, quoted, letter] = PIECE.exec(pattern) ?? [];
		if (piece === undefined) {
			throw new DatePatternError(
				pattern,
				`has a quote at position ${at + 1} that is never closed. Close it, or remove it.`,
			);
		}
		if (letter !== undefined) fields.push(toField(pattern, letter, piece.length));
		else pushLiteral(fields, quoted?.replace(/''/g, "'") ?? piece.slice(0, 1));
	}
	return markAbutting(fields);
}

/** A quote, which is written twice; text in quotes; a run of one letter; any other character. */
const PIECE = /''|'((?:[^']|'')*)'(?!')|([A-Za-z])\2*|[^']/y;

function pushLiteral(fields: PatternField[], text: string): void {
	const last = fields[fields.length - 1];
	if (last?.kind === 'literal') {
		fields[fields.length - 1] = { kind: 'literal', text: last.text + text };
	} else {
		fields.push({ kind: 'literal', text });
	}
}

function toField(pattern: string, letter: string, width: number): PatternField {
	// From three letters on a month is a name, from four on every name is a long one.
	const long = width > 3;
	if ((letter === 'M' || letter === 'L') && width >= 3) return { kind: 'monthName', long };
	if (letter === 'L') return { kind: 'number', letter: 'M', width, abutting: false };
	if (isNumberLetter(letter)) return { kind: 'number', letter, width, abutting: false };
	if (letter === 'E') return { kind: 'weekday', long };
	if (letter === 'a') return { kind: 'amPm' };
	if (letter === 'G') return { kind: 'era' };
	const style = toZoneStyle(letter, width);
	if (style) return { kind: 'zone', style, abutting: false };
	throw new DatePatternError(
		pattern,
		`holds "${letter.repeat(width)}", which stands for no date field that can be read here. ` +
			`Put literal text in quotes, for example yyyy-MM-dd'T'HH:mm:ss.`,
	);
}

function toZoneStyle(letter: string, width: number): ZoneStyle | undefined {
	if (letter === 'Z') return 'Z';
	if (letter === 'z') return width > 3 ? 'zzzz' : 'z';
	if (letter !== 'X') return undefined;
	return width === 1 ? 'X' : width === 2 ? 'XX' : width === 3 ? 'XXX' : undefined;
}

function markAbutting(fields: readonly PatternField[]): readonly PatternField[] {
	return fields.map((field, index) =>
		(field.kind === 'number' || field.kind === 'zone') && fields[index + 1]?.kind === 'number'
			? { ...field, abutting: true }
			: field,
	);
}
