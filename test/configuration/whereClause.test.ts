import {
	parseWhereClause,
	WhereClauseError,
	type Condition,
} from '../../nodes/OpenConnectors/configuration/whereClause';
import { cpuMsOf } from '../cpuTime';
import { rows } from '../length';

type Short = readonly [field: string, operator: string, ...rest: string[]];

/** Field, operator, values; behind the first condition also how it is joined. */
const short = (conditions: readonly Condition[]): readonly Short[] =>
	conditions.map(({ field, operator, values, join }) => [
		field,
		operator,
		...values,
		...(join ? [join] : []),
	]);

function errorOf(clause: string): WhereClauseError {
	try {
		parseWhereClause(clause);
	} catch (error) {
		if (error instanceof WhereClauseError) return error;
	}
	throw new Error(`"${clause}" was not refused as it should be`);
}

/** The shapes of clause that published poller configurations hold, with the poll time filled in. */
describe('a clause of a published configuration', () => {
	it.each<[string, readonly Short[]]>([
		["modified_since='2026-01-05T12:00:00Z'", [['modified_since', '=', '2026-01-05T12:00:00Z']]],
		[
			"updated_after_utc='2026-01-05 12:00:00'",
			[['updated_after_utc', '=', '2026-01-05 12:00:00']],
		],
		[
			"updated_after_utc='2026-01-05 12:00:00' ",
			[['updated_after_utc', '=', '2026-01-05 12:00:00']],
		],
		["LastModifyDate>'2026-01-05T12:00:00Z'", [['LastModifyDate', '>', '2026-01-05T12:00:00Z']]],
		["update_time >= '2026-01-05 12:00:00'", [['update_time', '>=', '2026-01-05 12:00:00']]],
		["out_and_override_time >'2026-01-05'", [['out_and_override_time', '>', '2026-01-05']]],
		["lastUpdated >='2026-01-05T12:00:00Z'", [['lastUpdated', '>=', '2026-01-05T12:00:00Z']]],
		["startDate ='2026-01-05'", [['startDate', '=', '2026-01-05']]],
		["created_at='01/05/2026T12:00:00Z'", [['created_at', '=', '01/05/2026T12:00:00Z']]],
		['mdate>=2017-02-28T16:11:29-06:00', [['mdate', '>=', '2017-02-28T16:11:29-06:00']]],
		['lastModifiedDate>1767614400123', [['lastModifiedDate', '>', '1767614400123']]],
		["timestamp>'1767614400123'", [['timestamp', '>', '1767614400123']]],
		[
			"date_updated>'2026-01-05T12:00:00.123000Z'",
			[['date_updated', '>', '2026-01-05T12:00:00.123000Z']],
		],
		['category IS NOT NULL', [['category', 'IS NOT NULL']]],
		["q='<EXAMPLE_SCREEN_NAME>'", [['q', '=', '<EXAMPLE_SCREEN_NAME>']]],
		["q='Example Screen Name'", [['q', '=', 'Example Screen Name']]],
		[
			"lastModifiedDate>='2026-01-05T12:00:00Z' and attributes='created_at,updated_at'",
			[
				['lastModifiedDate', '>=', '2026-01-05T12:00:00Z'],
				['attributes', '=', 'created_at,updated_at', 'AND'],
			],
		],
		[
			"CreationDate>='2026-01-05T12:00:00' or LastChangeDate>='2026-01-05T12:00:00'",
			[
				['CreationDate', '>=', '2026-01-05T12:00:00'],
				['LastChangeDate', '>=', '2026-01-05T12:00:00', 'OR'],
			],
		],
		["direction = 'desc'", [['direction', '=', 'desc']]],
		["fetchChanges='true'", [['fetchChanges', '=', 'true']]],
		["'Modified Time'>'2026-01-05'", [['Modified Time', '>', '2026-01-05']]],
		["`metaData.lastUpdateTime`>'2026-01-05'", [['metaData.lastUpdateTime', '>', '2026-01-05']]],
	])('%s is read', (clause, conditions) => {
		expect(short(parseWhereClause(clause))).toEqual(conditions);
	});

	it.each([
		["lastActivityDate>='2026-01-05T12:00:00+0000''", 18],
		["updated_at>='2026-01-05T12:00:00Z''", 12],
		["lastModifiedDate>='2026-01-05' and attributes='created_at,updated_at", 46],
	])('%s is broken at the quote that is never closed', (clause, position) => {
		expect(errorOf(clause)).toMatchObject({
			clause,
			position,
			message: `The where clause "${clause}" cannot be read at position ${position + 1}: the quote ' is never closed.`,
		});
	});
});

describe('an operator', () => {
	it.each(['=', '!=', '<', '>', '<=', '>='])('%s needs no spaces and bears any', (operator) => {
		for (const clause of [`a${operator}1`, `a ${operator} 1`, ` a\t${operator}\n'1' `])
			expect(short(parseWhereClause(clause))).toEqual([['a', operator, '1']]);
	});

	it.each<[string, Short]>([
		["name LIKE '%son'", ['name', 'LIKE', '%son']],
		["name like 'x'", ['name', 'LIKE', 'x']],
		["state IN ('a','b')", ['state', 'IN', 'a', 'b']],
		["state in( 'a' , b,3 )", ['state', 'IN', 'a', 'b', '3']],
		['state In (a)', ['state', 'IN', 'a']],
		['closed IS NULL', ['closed', 'IS NULL']],
		['closed is null', ['closed', 'IS NULL']],
		['closed Is Not Null', ['closed', 'IS NOT NULL']],
	])('%s is a word in any letter case', (clause, condition) => {
		expect(short(parseWhereClause(clause))).toEqual([condition]);
	});
});

describe('a quoted text', () => {
	it.each([
		["'Churro''s Test'", "Churro's Test"],
		['"say ""so"""', 'say "so"'],
		['`a``b`', 'a`b'],
		['"it\'s"', "it's"],
		["''", ''],
		["''''", "'"],
		["'a AND b=(c)'", 'a AND b=(c)'],
		["'IS NULL'", 'IS NULL'],
		["'Müller 😀'", 'Müller 😀'],
	])('%s is %s', (quoted, value) => {
		expect(short(parseWhereClause(`name=${quoted}`))).toEqual([['name', '=', value]]);
	});

	it.each([
		["'Modified Time'", 'Modified Time'],
		['"a.b"', 'a.b'],
		['`a b`', 'a b'],
		['a.b_c', 'a.b_c'],
		["'and'", 'and'],
	])('%s may name a field', (field, name) => {
		expect(short(parseWhereClause(`${field}=1`))).toEqual([[name, '=', '1']]);
	});
});

describe('several conditions', () => {
	const joined = [
		['a', '=', '1'],
		['b', '=', '2', 'AND'],
		['c', '=', '3', 'OR'],
	];
	it.each([
		'a=1 AND b=2 OR c=3',
		'a=1 and b=2 Or c=3',
		"a='1'AND b='2'OR c='3'",
		'(a=1) AND (b=2) OR (c=3)',
		'(a=1 AND (b=2 OR c=3))',
		'((a=1 AND b=2) OR c=3)',
		' ( ( a = 1 ) ) AND b=2 OR c=3',
	])('%s are three', (clause) => {
		expect(short(parseWhereClause(clause))).toEqual(joined);
	});

	it('know their place and their words', () => {
		const clause = "a>'1' AND state IN ('x', 'y') and `z z` is null";
		expect(parseWhereClause(clause).map(({ text, position }) => [position, text])).toEqual([
			[0, "a>'1'"],
			[10, "state IN ('x', 'y')"],
			[34, '`z z` is null'],
		]);
	});
});

describe('a clause that cannot be read', () => {
	const FIELD = "expected a field name, such as updated_at>'…'.";
	const OPERATOR = 'expected one of = != < > <= >= LIKE IN IS.';
	const VALUE = "expected a value, for example 'ACTIVE'.";

	it.each([
		['', 0, FIELD],
		['   ', 3, FIELD],
		['=1', 0, FIELD],
		['a=1 AND', 7, FIELD],
		['a=1 AND AND b=2', 12, OPERATOR],
		['()', 1, FIELD],
		['a', 1, OPERATOR],
		['a 1', 2, OPERATOR],
		["a 'LIKE' b", 2, OPERATOR],
		['a NOT IN (b)', 2, OPERATOR],
		['a=', 2, VALUE],
		['a==1', 2, VALUE],
		['a<>1', 2, VALUE],
		['a=(1)', 2, VALUE],
		['a=,', 2, VALUE],
		['a!1', 1, '"!" is not expected here.'],
		['a IS', 4, 'expected NULL after IS.'],
		['a IS NOT', 8, 'expected NULL after IS.'],
		['a IS b', 5, 'expected NULL after IS.'],
		['a IN', 4, 'expected "(" after IN.'],
		["a IN 'b'", 5, 'expected "(" after IN.'],
		["a IN '(' 'b' ')'", 5, 'expected "(" after IN.'],
		['a IN ()', 6, VALUE],
		['a IN (b', 7, 'expected "," or ")" in the list of IN.'],
		['a IN (b c)', 8, 'expected "," or ")" in the list of IN.'],
		["a IN (b ')'", 8, 'expected "," or ")" in the list of IN.'],
		["a IN (b ',' c)", 8, 'expected "," or ")" in the list of IN.'],
		['a=1 b=2', 4, '"b" is not expected here. Join conditions with AND.'],
		['a=1)', 3, '")" is not expected here. Join conditions with AND.'],
		['(a=1', 4, 'a "(" is never closed.'],
		["a='b", 2, "the quote ' is never closed."],
		['a="b', 2, 'the quote " is never closed.'],
		['a=`b', 2, 'the quote ` is never closed.'],
	])('%j is refused at position %i', (clause, position, problem) => {
		expect(errorOf(clause)).toMatchObject({
			name: 'WhereClauseError',
			clause,
			position,
			message: `The where clause "${clause}" cannot be read at position ${position + 1}: ${problem}`,
		});
	});
});

describe('a megabyte of hostile text', () => {
	const MEGABYTE = 1_000_000;
	const pieces = [
		"'",
		"''",
		'"',
		'(',
		')',
		'()',
		'=',
		' ',
		'a',
		'!',
		',',
		'a=1 AND ',
		"a='b' OR ",
		'(a=1 AND ',
		'a IN (b,',
		'a IS NOT ',
		"a''b",
		'\uD800',
	];

	it.each(rows(pieces, 3))('of %j is answered within seconds', (piece) => {
		const clause = piece.repeat(MEGABYTE / piece.length);
		const readIt = () => {
			try {
				parseWhereClause(clause);
			} catch (error) {
				expect(error).toBeInstanceOf(WhereClauseError);
			}
		};
		expect(cpuMsOf(4_000, readIt)).toBeLessThan(4_000);
	});

	it('that is right is read', () => {
		const clause = `a IN (${"'b',".repeat(250_000)}'c')`;
		expect(parseWhereClause(clause)[0].values).toHaveLength(250_001);
	});
});
