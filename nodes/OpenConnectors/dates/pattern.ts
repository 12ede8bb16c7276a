/**
 * Java date patterns (`java.text.SimpleDateFormat`), taken apart once into a list of fields.
 * Source of the letters: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/text/SimpleDateFormat.html
 */

/** A number with at most `width` digits where digits of the next field follow without a gap. */
export interface NumberField {
	readonly kind: 'number';
	readonly letter: NumberLetter;
	/** How many times the letter stands: the least digits written. */
	readonly width: number;
	/** Whether another number follows without a separator, so that exactly `width` digits are read. */
	readonly abutting: boolean;
}

export type NumberLetter = 'y' | 'M' | 'd' | 'D' | 'H' | 'k' | 'K' | 'h' | 'm' | 's' | 'S' | 'u';

export type PatternField =
	| { readonly kind: 'literal'; readonly text: string }
	| NumberField
	| { readonly kind: 'monthName'; readonly long: boolean }
	| { readonly kind: 'weekday'; readonly long: boolean }
	| { readonly kind: 'amPm' }
	| { readonly kind: 'era' }
	| { readonly kind: 'zone'; readonly style: 'X' | 'XX' | 'XXX' | 'Z' | 'z' };

/** A date pattern that cannot be used; the message says which part and what to write instead. */
export class DatePatternError extends Error {
	constructor(
		readonly pattern: string,
		problem: string,
	) {
		super(`The date pattern "${pattern}" ${problem}`);
		this.name = 'DatePatternError';
	}
}

const NUMBER_LETTERS: ReadonlySet<string> = new Set('yMdDHkKhmsSu');

function isNumberLetter(letter: string): letter is NumberLetter {
	return NUMBER_LETTERS.has(letter);
}

/** Takes a pattern apart. @throws DatePatternError */
export function parsePattern(pattern: string): readonly PatternField[] {
	const fields: PatternField[] = [];
	let at = 0;
	while (at < pattern.length) {
		const letter = pattern[at];
		if (letter === "'") {
			const quoted = readQuoted(pattern, at);
			pushLiteral(fields, quoted.text);
			at = quoted.end;
			continue;
		}
		if (!/[A-Za-z]/.test(letter)) {
			pushLiteral(fields, letter);
			at += 1;
			continue;
		}
		let end = at + 1;
		while (pattern[end] === letter) end += 1;
		fields.push(toField(pattern, letter, end - at));
		at = end;
	}
	return markAbutting(fields);
}

function readQuoted(pattern: string, start: number): { text: string; end: number } {
	if (pattern[start + 1] === "'") return { text: "'", end: start + 2 };
	let text = '';
	let at = start + 1;
	while (at < pattern.length) {
		if (pattern[at] !== "'") {
			text += pattern[at];
			at += 1;
		} else if (pattern[at + 1] === "'") {
			text += "'";
			at += 2;
		} else {
			return { text, end: at + 1 };
		}
	}
	throw new DatePatternError(
		pattern,
		`has a quote at position ${start + 1} that is never closed. Close it, or remove it.`,
	);
}

function pushLiteral(fields: PatternField[], text: string): void {
	const last = fields[fields.length - 1];
	if (last?.kind === 'literal') {
		fields[fields.length - 1] = { kind: 'literal', text: last.text + text };
	} else {
		fields.push({ kind: 'literal', text });
	}
}

function toField(pattern: string, letter: string, width: number): PatternField {
	if ((letter === 'M' || letter === 'L') && width >= 3)
		return { kind: 'monthName', long: width > 3 };
	if (letter === 'L') return { kind: 'number', letter: 'M', width, abutting: false };
	if (isNumberLetter(letter)) return { kind: 'number', letter, width, abutting: false };
	if (letter === 'E') return { kind: 'weekday', long: width > 3 };
	if (letter === 'a') return { kind: 'amPm' };
	if (letter === 'G') return { kind: 'era' };
	if (letter === 'Z') return { kind: 'zone', style: 'Z' };
	if (letter === 'z') return { kind: 'zone', style: 'z' };
	if (letter === 'X' && width <= 3)
		return { kind: 'zone', style: width === 1 ? 'X' : width === 2 ? 'XX' : 'XXX' };
	throw new DatePatternError(
		pattern,
		`holds "${letter.repeat(width)}", which stands for no date field that can be read here. ` +
			`Put literal text in quotes, for example yyyy-MM-dd'T'HH:mm:ss.`,
	);
}

function markAbutting(fields: readonly PatternField[]): readonly PatternField[] {
	return fields.map((field, index) =>
		field.kind === 'number' && fields[index + 1]?.kind === 'number'
			? { ...field, abutting: true }
			: field,
	);
}
