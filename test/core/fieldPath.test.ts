import { compileFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import type { RawRecord } from '../../nodes/OpenConnectors/core/page';

const parsed = (text: string): RawRecord => JSON.parse(text) as RawRecord;

const BORN_WITH = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'];

describe.each(BORN_WITH)('a field called %s', (name) => {
	it('is read where a record has it', () => {
		const record = parsed(`{"${name}":7,"a":{"${name}":8},"b.${name}":9}`);
		expect(compileFieldPath(name)(record)).toBe(7);
		expect(compileFieldPath(`a.${name}`)(record)).toBe(8);
		expect(compileFieldPath(`a['${name}']`)(record)).toBe(8);
		expect(compileFieldPath(`b.${name}`)(record)).toBe(9);
	});

	it('is not there where a record has none', () => {
		const record = parsed('{"a":{},"list":[1]}');
		for (const path of [name, `a.${name}`, `list.${name}`, `${name}.name`, `${name}.length`])
			expect(compileFieldPath(path)(record)).toBeUndefined();
	});
});

it('a list has entries and no fields', () => {
	const record = parsed('{"list":[{"id":4}],"text":"abc"}');
	expect(compileFieldPath('list[0].id')(record)).toBe(4);
	expect(compileFieldPath('list.0.id')(record)).toBe(4);
	for (const path of ['list.length', 'list.map', 'text.length', 'text[0]'])
		expect(compileFieldPath(path)(record)).toBeUndefined();
});
