import { parseJsonExactly } from '../../nodes/OpenConnectors/streams/json';

describe('an integer', () => {
	it.each([
		['0', 0],
		['9007199254740991', 9007199254740991],
		['-9007199254740991', -9007199254740991],
		['1234567890123456', 1234567890123456],
		['9007199254740992', '9007199254740992'],
		['9007199254740993', '9007199254740993'],
		['-9007199254740993', '-9007199254740993'],
		['12345678901234567890123', '12345678901234567890123'],
	])('%s stays exact as %j', (text, value) => {
		expect(parseJsonExactly(text)).toBe(value);
		expect(parseJsonExactly(`[${text}, ${text} ,\n${text}]`)).toEqual([value, value, value]);
		expect(parseJsonExactly(`{"a":${text},"b":{"c": ${text} }}`)).toEqual({
			a: value,
			b: { c: value },
		});
	});
});

describe('what is no large integer stays as JSON.parse reads it', () => {
	it.each([
		'0.30000000000000004',
		'-122.41941550000001234',
		'0.1000000000000000055511151231257827',
		'12345678901234567.5',
		'-12345678901234567.25',
		'12345678901234567e3',
		'12345678901234567E-3',
		'1e1234567890123456',
		'1E+1234567890123456',
		'1e-12345678901234567',
		'1.5e-12345678901234567',
		'"9007199254740993"',
		'"a \\"9007199254740993\\" b"',
		'"\\\\"',
		'{"9007199254740993":1}',
		'["\\\\",9,"9007199254740993 ","x\\\\\\"12345678901234567"]',
		'"ends with a backslash \\\\"',
		'[]',
		'null',
		'true',
	])('%s', (text) => {
		const among = `[{"id":1},${text},"1234567890123456789"]`;
		expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
		expect(parseJsonExactly(among)).toEqual(JSON.parse(among));
	});
});

it('neighbouring ids stay two records', () => {
	const ids = ['1234567890123456788', '1234567890123456789'];
	expect(
		parseJsonExactly(`[${ids.map((id) => `{"id":${id},"x":0.12345678901234567}`).join()}]`),
	).toEqual(ids.map((id) => ({ id, x: Number('0.12345678901234567') })));
});

it.each(['', '[', '{a:1}', '[12345678901234567,]', '[0123456789012345678]', '"12345678901234567'])(
	'%j is no JSON, as JSON.parse says',
	(text) => {
		expect(() => parseJsonExactly(text)).toThrow(SyntaxError);
	},
);

it.each(['x', 'x\\"', '\\\\', '\\n'])(
	'ten million times %j in one text beside a large id are read',
	(piece) => {
		const read: string = JSON.parse(`"${piece}"`);
		expect(
			parseJsonExactly(`{"note":"${piece.repeat(10_000_000)}","id":12345678901234567}`),
		).toEqual({ note: read.repeat(10_000_000), id: '12345678901234567' });
	},
);
