import { PollError } from '../core/error';
import { quote } from '../core/text';

/**
 * The `where` clause of a hub url (OCNQL, once CEQL): conditions joined by AND and OR.
 * Source: https://help.openconnectors.ext.hana.ondemand.com/home/querying-with-ceql
 */

export type Operator =
	| '='
	| '!='
	| '<'
	| '>'
	| '<='
	| '>='
	| 'LIKE'
	| 'IN'
	| 'IS NULL'
	| 'IS NOT NULL';

/** One condition, with its place in the clause for messages. */
export interface Condition {
	readonly field: string;
	readonly operator: Operator;
	/** The right side without its quotes; several with IN, none with IS NULL. */
	readonly values: readonly string[];
	/** How it is tied to the condition before it. */
	readonly join?: 'AND' | 'OR';
	/** As it stands in the clause. */
	readonly text: string;
	/** Position of its first character, from 0. */
	readonly position: number;
}

/** A clause that cannot be read; `position` counts from 0. */
export class WhereClauseError extends PollError {
	constructor(
		readonly clause: string,
		readonly position: number,
		problem: string,
	) {
		super(
			'where-clause',
			`The where clause "${quote(clause)}" cannot be read at position ${position + 1}: ${problem}`,
		);
	}
}

type Token =
	| {
			readonly kind: 'text';
			readonly text: string;
			readonly quoted: boolean;
			readonly at: number;
			readonly end: number;
	  }
	| {
			readonly kind: 'operator';
			readonly text: '=' | '!=' | '<' | '>' | '<=' | '>=';
			readonly at: number;
			readonly end: number;
	  }
	| {
			readonly kind: 'punctuation';
			readonly text: '(' | ')' | ',';
			readonly at: number;
			readonly end: number;
	  };

/**
 * Reads a decoded clause. Names may be bare, dotted or quoted; values quoted in `'`, `"` or `` ` ``
 * or bare; keywords in any case; spaces around operators are free.
 *
 * @throws WhereClauseError
 */
export function parseWhereClause(clause: string): readonly Condition[] {
	return new Reader(clause).conditions();
}

class Reader {
	private readonly tokens: readonly Token[];
	private next = 0;
	private depth = 0;

	constructor(private readonly clause: string) {
		this.tokens = tokenize(clause);
	}

	conditions(): readonly Condition[] {
		const conditions: Condition[] = [];
		let join: 'AND' | 'OR' | undefined;
		do {
			this.openParentheses();
			conditions.push(this.condition(join));
			this.closeParentheses();
			join = this.join();
		} while (join);
		const rest = this.tokens[this.next];
		if (rest)
			throw this.problem(
				rest,
				`"${quote(rest.text)}" is not expected here. Join conditions with AND.`,
			);
		if (this.depth > 0) throw this.problem(undefined, 'a "(" is never closed.');
		return conditions;
	}

	private condition(join: 'AND' | 'OR' | undefined): Condition {
		const field = this.take();
		if (field?.kind !== 'text')
			throw this.problem(field, "expected a field name, such as updated_at>'…'.");
		const operator = this.operator();
		const values = this.values(operator);
		const end = this.tokens[this.next - 1].end;
		return {
			field: field.text,
			operator,
			values,
			text: this.clause.slice(field.at, end),
			position: field.at,
			...(join ? { join } : {}),
		};
	}

	private operator(): Operator {
		const token = this.take();
		if (token?.kind === 'operator') return token.text;
		if (this.isKeyword(token, 'LIKE')) return 'LIKE';
		if (this.isKeyword(token, 'IN')) return 'IN';
		if (this.isKeyword(token, 'IS')) {
			const negated = this.isKeyword(this.tokens[this.next], 'NOT');
			if (negated) this.next += 1;
			const word = this.take();
			if (this.isKeyword(word, 'NULL')) return negated ? 'IS NOT NULL' : 'IS NULL';
			throw this.problem(word, 'expected NULL after IS.');
		}
		throw this.problem(token, 'expected one of = != < > <= >= LIKE IN IS.');
	}

	private values(operator: Operator): readonly string[] {
		if (operator === 'IS NULL' || operator === 'IS NOT NULL') return [];
		if (operator !== 'IN') return [this.value()];
		const open = this.take();
		if (!this.isPunctuation(open, '(')) throw this.problem(open, 'expected "(" after IN.');
		const values = [this.value()];
		for (;;) {
			const token = this.take();
			if (this.isPunctuation(token, ')')) return values;
			if (!this.isPunctuation(token, ','))
				throw this.problem(token, 'expected "," or ")" in the list of IN.');
			values.push(this.value());
		}
	}

	private value(): string {
		const token = this.take();
		if (token?.kind !== 'text')
			throw this.problem(token, "expected a value, for example 'ACTIVE'.");
		return token.text;
	}

	private join(): 'AND' | 'OR' | undefined {
		const token = this.tokens[this.next];
		for (const word of ['AND', 'OR'] as const) {
			if (this.isKeyword(token, word)) {
				this.next += 1;
				return word;
			}
		}
		return undefined;
	}

	private openParentheses(): void {
		while (this.isPunctuation(this.tokens[this.next], '(')) {
			this.depth += 1;
			this.next += 1;
		}
	}

	private closeParentheses(): void {
		while (this.depth > 0 && this.isPunctuation(this.tokens[this.next], ')')) {
			this.depth -= 1;
			this.next += 1;
		}
	}

	private isKeyword(token: Token | undefined, word: string): boolean {
		return token?.kind === 'text' && !token.quoted && token.text.toUpperCase() === word;
	}

	private isPunctuation(token: Token | undefined, text: '(' | ')' | ','): boolean {
		return token?.kind === 'punctuation' && token.text === text;
	}

	private take(): Token | undefined {
		const token = this.tokens[this.next];
		if (token) this.next += 1;
		return token;
	}

	private problem(token: Token | undefined, problem: string): WhereClauseError {
		return new WhereClauseError(this.clause, token?.at ?? this.clause.length, problem);
	}
}

const OPERATORS = ['!=', '<=', '>=', '=', '<', '>'] as const;
const BARE = /[^\s'"`=!<>(),]+/y;

function tokenize(clause: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < clause.length) {
		const token = /\s/.test(clause[at]) ? undefined : tokenAt(clause, at);
		if (token) tokens.push(token);
		at = token?.end ?? at + 1;
	}
	return tokens;
}

function tokenAt(clause: string, at: number): Token {
	const character = clause[at];
	if (character === "'" || character === '"' || character === '`') return quotedToken(clause, at);
	if (character === '(' || character === ')' || character === ',')
		return { kind: 'punctuation', text: character, at, end: at + 1 };
	const operator = OPERATORS.find((candidate) => clause.startsWith(candidate, at));
	if (operator) return { kind: 'operator', text: operator, at, end: at + operator.length };
	BARE.lastIndex = at;
	const bare = BARE.exec(clause);
	if (!bare) throw new WhereClauseError(clause, at, `"${character}" is not expected here.`);
	return { kind: 'text', text: bare[0], quoted: false, at, end: at + bare[0].length };
}

/** Quoted text; a doubled quote stands for itself. */
function quotedToken(clause: string, at: number): Token {
	const quote = clause[at];
	let text = '';
	let end = at + 1;
	for (; end < clause.length; end += 1) {
		if (clause[end] !== quote) text += clause[end];
		else if (clause[end + 1] === quote) {
			text += quote;
			end += 1;
		} else return { kind: 'text', text, quoted: true, at, end: end + 1 };
	}
	throw new WhereClauseError(clause, at, `the quote ${quote} is never closed.`);
}
