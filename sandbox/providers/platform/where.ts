import { PlatformRefusal } from './element';

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=';

export interface Condition {
	readonly name: string;
	readonly operator: Operator;
	readonly value: string;
}

const NAME = /^\s*(?:`([^`]+)`|'([^']+)'|([A-Za-z_][\w.]*))/;
const OPERATOR = /^\s*(!=|<=|>=|=|<|>)/;
const VALUE = /^\s*(?:'((?:[^']|'')*)'|"([^"]*)"|([^\s'"]+))/;
const AND = /^\s+and\s+/i;

/**
 * Reads a `where` clause: conditions `name op value` joined by AND, in any case. Names may be
 * backquoted or quoted, values quoted (a quote inside is doubled) or bare. OR, LIKE, IN and brackets
 * are part of the platform's language but of neither connector here; they are refused with 400.
 */
export const parseWhere = (clause: string): readonly Condition[] => {
	const conditions: Condition[] = [];
	let rest = clause;
	const take = (pattern: RegExp): readonly (string | undefined)[] => {
		const found = pattern.exec(rest);
		if (!found)
			throw new PlatformRefusal(400, `Invalid where clause near '${rest.trim()}' in '${clause}'`);
		rest = rest.slice(found[0].length);
		return found.slice(1);
	};
	const isOperator = (text: string | undefined): text is Operator => text !== undefined;

	for (;;) {
		const name = take(NAME).find((part) => part !== undefined);
		const [operator] = take(OPERATOR);
		const value = take(VALUE).find((part) => part !== undefined);
		if (name === undefined || value === undefined || !isOperator(operator)) {
			throw new PlatformRefusal(400, `Invalid where clause '${clause}'`);
		}
		conditions.push({ name, operator, value: value.replaceAll("''", "'") });
		if (rest.trim() === '') return conditions;
		take(AND);
	}
};
