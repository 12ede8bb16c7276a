import { PollError } from '../core/error';
import { quote } from '../core/text';

/**
 * The `where` clause of a hub url (OCNQL, once CEQL): conditions joined by AND and OR.
 * Source: https://help.openconnectors.ext.hana.ondemand.com/home/querying-with-ceql
 */

const COMPARISONS = ['!=', '<=', '>=', '=', '<', '>'] as const;

export type Operator = (typeof COMPARISONS)[number] | 'LIKE' | 'IN' | 'IS NULL' | 'IS NOT NULL';

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

/** A text without its quotes, an operator or a sign. */
interface Token {
	readonly kind: 'quoted' | 'operator' | 'sign' | 'word';
	readonly text: string;
	readonly at: number;
	readonly end: number;
}

/**
 * Reads a decoded clause. Names may be bare, dotted or quoted; values quoted in `'`, `"` or `` ` ``
 * or bare; keywords in any case; spaces around operators are free.
 *
 * @throws WhereClauseError
 */
export function parseWhereClause(clause: string): readonly Condition[] {
	const tokens = tokenize(clause);
	let next = 0;
	const unexpected = (problem: string) =>
		new WhereClauseError(clause, tokens[next]?.at ?? clause.length, problem);
	const accepts = (kind: Token['kind'], text: string): boolean => {
		const token = tokens[next];
		const isThere = token?.kind === kind && token.text.toUpperCase() === text;
		if (isThere) next += 1;
		return isThere;
	};
	const readText = (expected: string): Token => {
		const token = tokens[next];
		if (token?.kind !== 'quoted' && token?.kind !== 'word') throw unexpected(expected);
		next += 1;
		return token;
	};
	const readOperator = (): Operator => {
		const comparison = COMPARISONS.find((sign) => accepts('operator', sign));
		if (comparison) return comparison;
		if (accepts('word', 'LIKE')) return 'LIKE';
		if (accepts('word', 'IN')) return 'IN';
		if (!accepts('word', 'IS')) throw unexpected('expected one of = != < > <= >= LIKE IN IS.');
		const isNegated = accepts('word', 'NOT');
		if (!accepts('word', 'NULL')) throw unexpected('expected NULL after IS.');
		return isNegated ? 'IS NOT NULL' : 'IS NULL';
	};
	const readValue = () => readText("expected a value, for example 'ACTIVE'.").text;
	const readValues = (operator: Operator): readonly string[] => {
		if (operator === 'IS NULL' || operator === 'IS NOT NULL') return [];
		if (operator !== 'IN') return [readValue()];
		if (!accepts('sign', '(')) throw unexpected('expected "(" after IN.');
		const values = [readValue()];
		while (accepts('sign', ',')) values.push(readValue());
		if (!accepts('sign', ')')) throw unexpected('expected "," or ")" in the list of IN.');
		return values;
	};

	const conditions: Condition[] = [];
	let depth = 0;
	let join: Condition['join'];
	do {
		while (accepts('sign', '(')) depth += 1;
		const { text: field, at: position } = readText(
			"expected a field name, such as updated_at>'…'.",
		);
		const operator = readOperator();
		const values = readValues(operator);
		const text = clause.slice(position, tokens[next - 1].end);
		conditions.push({ field, operator, values, text, position, join });
		while (depth > 0 && accepts('sign', ')')) depth -= 1;
		join = (['AND', 'OR'] as const).find((word) => accepts('word', word));
	} while (join);
	if (next < tokens.length) {
		throw unexpected(
			`"${quote(tokens[next].text)}" is not expected here. Join conditions with AND.`,
		);
	}
	if (depth > 0) throw unexpected('a "(" is never closed.');
	return conditions;
}

/** Text in quotes, in which a doubled quote stands for itself. */
const QUOTED = ["'", '"', '`']
	.map((q) => `${q}[^${q}]*(?:${q}${q}[^${q}]*)*${q}(?!${q})`)
	.join('|');

const TOKEN = new RegExp(
	`\\s+|(?<quoted>${QUOTED})|(?<operator>${COMPARISONS.join('|')})|(?<sign>[(),])|(?<word>[^\\s'"\`=!<>(),]+)`,
	'y',
);

function tokenize(clause: string): readonly Token[] {
	const tokens: Token[] = [];
	for (let at = 0; at < clause.length; at = TOKEN.lastIndex) {
		TOKEN.lastIndex = at;
		const found = TOKEN.exec(clause)?.groups;
		const mark = clause[at];
		if (!found) {
			const problem = /['"`]/.test(mark)
				? `the quote ${mark} is never closed.`
				: `"${mark}" is not expected here.`;
			throw new WhereClauseError(clause, at, problem);
		}
		const end = TOKEN.lastIndex;
		for (const kind of ['quoted', 'operator', 'sign', 'word'] as const) {
			const text = found[kind];
			if (text === undefined) continue;
			const inner =
				kind === 'quoted'
					? text
							.slice(1, -1)
							.split(mark + mark)
							.join(mark)
					: text;
			tokens.push({ kind, text: inner, at, end });
		}
	}
	return tokens;
}
