import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { cpuMsOf } from '../cpuTime';

function messageOf(source: unknown): string {
	try {
		parsePollerConfiguration(source);
	} catch (error) {
		if (error instanceof ConfigurationError) return error.message;
	}
	throw new Error('the configuration was not refused as it should be');
}

const notJson = (line: number, column: number) =>
	`The poller configuration is not valid JSON at line ${line}, column ${column}. ` +
	'JSON takes double quotes, no comments and no comma before a closing bracket.';

const BROKEN: ReadonlyArray<readonly [name: string, text: string, line: number, column: number]> = [
	['a missing comma', '{"a":{"url":"/x" "idField":"id"}}', 1, 18],
	['a comment', '{\n\t"a": {\n\t\t"url": "/x" // the path\n\t}\n}', 3, 15],
	['single quotes', "{'a':{}}", 1, 2],
	['no quotes around a name', '{a:{}}', 1, 2],
	['no quotes around a value', '{\n"a": nope\n}', 2, 6],
	['a value that is undefined', '{"a":undefined}', 1, 6],
	['a word cut short', '{"a":tru}', 1, 6],
	['a word too long', '{"a":nullish}', 1, 6],
	['a fraction without digits', '{"a":1.}', 1, 7],
	['another number', '{"a":NaN,"b":"a long text that goes on and on and on and on"}', 1, 6],
	['typographic quotes', '{“a”:{}}', 1, 2],
	['a line break in a text', '{"a":{"url":"/x\n"}}', 1, 16],
	['a tab in a text', '{"a":{"url":"/x\t"}}', 1, 16],
	['an escape that is none', '{"a":"\\x"}', 1, 7],
	['a short unicode escape', '{"a":"\\u12"}', 1, 7],
	['a missing colon', '{"a" {}}', 1, 6],
	['a missing value', '{"a":}', 1, 6],
	['two values', '{"a":{}}\n{"b":{}}', 2, 1],
	['a bracket too many', '{"a":{}}}', 1, 9],
	['the wrong bracket', '{"a":[}}', 1, 7],
	['a list that an object closes', '{"a":[1}}', 1, 8],
	['a web page', '<html>', 1, 1],
	['a leading zero', '{"a":01}', 1, 7],
	['a leading plus', '{"a":+1}', 1, 6],
	['windows line ends', '{\r\n"a":{},\r\nb}', 3, 1],
	['an end that comes too early', '{"a":{"url":"/x"', 1, 17],
	['an end within a text', '{"a":{\n"url":"/x', 2, 10],
	['an end within a word', '{"a":nul', 1, 6],
	['an end after a comma', '{"a":1,', 1, 8],
	['an end on a new line', '{"a":\n', 2, 1],
];

describe('text that is not JSON', () => {
	it.each(BROKEN)('%s: the message says at which line and column', (_name, text, line, column) => {
		expect(messageOf(text)).toBe(notJson(line, column));
	});

	it('is reported by its place in the inner text when it is an escaped string', () => {
		expect(messageOf({ 'event.poller.configuration': '{"a":\nnope}' })).toBe(notJson(2, 1));
	});

	it('is found within seconds in a megabyte', () => {
		for (const piece of ['[', '{"a":', '"\\n', '[1,', ' ', '\n', '"a', '1']) {
			const text = `{"a":["x",${piece.repeat(1_000_000 / piece.length)}`;
			const findIt = () => expect(messageOf(text)).toContain('is not valid JSON at line ');
			expect(cpuMsOf(4_000, findIt)).toBeLessThan(4_000);
		}
	});
});

/** What `JSON.parse` says about `{"a":{},\n "b": nope}` changes from engine to engine. */
describe('the place does not depend on the wording of the engine', () => {
	const TEXT = '{"a":{},\n "b": nope}';
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['Node 18', 'Unexpected token o in JSON at position 16'],
		['Node 20 and 24', `Unexpected token 'o', "{"a":{},\n "b": nope}" is not valid JSON`],
		[
			'Node 24, with line and column',
			'Expected double-quoted property name in JSON at position 15 (line 2 column 7)',
		],
		['an engine that says nothing', ''],
		['another engine', 'JSON Parse error: Unexpected identifier "nope"'],
		['an engine that quotes the text', 'Unexpected token, "at position 3" is not valid JSON'],
	])('%s', (_name, message) => {
		jest.spyOn(JSON, 'parse').mockImplementation(() => {
			throw new SyntaxError(message);
		});
		expect(messageOf(TEXT)).toBe(notJson(2, 7));
	});
});
