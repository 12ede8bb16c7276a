import fc from 'fast-check';
import { formatDigits, parseDigits } from '../../nodes/OpenConnectors/core/digits';
import { fingerprintOf, hash53 } from '../../nodes/OpenConnectors/core/fingerprint';
import type { JsonValue, RawRecord } from '../../nodes/OpenConnectors/core/page';

const NONE: ReadonlySet<string> = new Set();
const of = (record: RawRecord, ...ignored: string[]) =>
	fingerprintOf(record, ignored.length > 0 ? new Set(ignored) : NONE);

it('the order of the fields does not count, at any depth', () => {
	expect(of({ a: 1, b: { c: 'x', d: null } })).toBe(of({ b: { d: null, c: 'x' }, a: 1 }));
});

it.each<[string, RawRecord, RawRecord]>([
	['a value', { a: 'x' }, { a: 'y' }],
	['one letter of a long text', { a: `${'x'.repeat(99)}a` }, { a: `${'x'.repeat(99)}b` }],
	['the last of an odd number of letters', { a: 'xyz' }, { a: 'xyw' }],
	['a name', { a: 1 }, { b: 1 }],
	['two values that change places', { a: 'x', b: 'y' }, { a: 'y', b: 'x' }],
	['a number and its text', { a: 1 }, { a: '1' }],
	['a number and its negative', { a: 1 }, { a: -1 }],
	['numbers that differ in the last place', { a: 0.1 }, { a: 0.1 + 2 ** -55 }],
	['null and nothing', { a: null }, {}],
	['null and false', { a: null }, { a: false }],
	['true and false', { a: true }, { a: false }],
	['an empty list and an empty object', { a: [] }, { a: {} }],
	['a list and what it holds', { a: [1] }, { a: 1 }],
	['the order of a list', { a: [1, 2] }, { a: [2, 1] }],
	['a list in a list', { a: [[1], 2] }, { a: [[1, 2]] }],
	['an empty text and none', { a: '' }, { a: null }],
	['letters that share their low byte', { a: 'A' }, { a: '\u0141' }],
])('%s is another content', (_name, one, other) => {
	expect(of(one)).not.toBe(of(other));
});

it('the two zeros are one, as JSON has but one', () => {
	expect(of({ a: -0 })).toBe(of({ a: 0 }));
});

it('an ignored field does not count, at any depth', () => {
	expect(of({ a: 1, age: 3, b: [{ age: 4 }] }, 'age')).toBe(of({ a: 1, age: 5, b: [{}] }, 'age'));
	expect(of({ a: 1, age: 3 }, 'age')).not.toBe(of({ a: 2, age: 3 }, 'age'));
});

it('content is the same after a copy, and is hardly ever that of another record', () => {
	const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
	fc.assert(
		fc.property(json, json, (one, other) => {
			const copy: JsonValue = JSON.parse(JSON.stringify(one));
			expect(of({ value: copy })).toBe(of({ value: one }));
			if (JSON.stringify(one) !== JSON.stringify(other) && !sameButForOrder(one, other))
				expect(of({ value: one })).not.toBe(of({ value: other }));
		}),
		{ seed: 1, numRuns: 2_000 },
	);
});

const sameButForOrder = (one: JsonValue, other: JsonValue): boolean =>
	sorted(one) === sorted(other);

const sorted = (value: JsonValue): string =>
	JSON.stringify(value, (_name, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);

it('a hundred thousand similar records have as many fingerprints', () => {
	const seen = new Set<number>();
	for (let n = 0; n < 100_000; n += 1)
		seen.add(of({ id: 300_000_000 + n, name: `Person ${n % 977}`, tags: [n % 7, n % 11] }));
	expect(seen.size).toBe(100_000);
});

it('a record nested deeper than any stack is no error', () => {
	let deep: JsonValue = 1;
	for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
	expect(Number.isSafeInteger(of({ deep }))).toBe(true);
});

it('texts have names of 53 bits', () => {
	expect(hash53('a')).not.toBe(hash53('b'));
	expect(Number.isSafeInteger(hash53(''))).toBe(true);
});

it('53 bits are nine characters and back', () => {
	const values = [0, 1, 31, 32, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
	for (const value of values) {
		expect(formatDigits(value)).toMatch(/^[\w-]{9}$/);
		expect(parseDigits(formatDigits(value))).toBe(value);
	}
	expect(parseDigits('12345')).toBeNaN();
	expect(parseDigits('12345678:')).toBeNaN();
});
