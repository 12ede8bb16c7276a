import fc from 'fast-check';
import { formatDigits, parseDigits } from '../../nodes/OpenConnectors/core/digits';
import {
	fieldFingerprints,
	fingerprintOf,
	hash53,
	ignoredFields,
} from '../../nodes/OpenConnectors/core/fingerprint';
import type { JsonValue, RawRecord } from '../../nodes/OpenConnectors/core/page';

const of = (record: RawRecord, ...ignored: string[]) =>
	fingerprintOf(record, ignoredFields(ignored));

it('the order of the fields does not count, at any depth', () => {
	expect(of({ a: 1, b: { c: 'x', d: null } })).toBe(of({ b: { d: null, c: 'x' }, a: 1 }));
});

it.each<[string, RawRecord, RawRecord]>([
	['a value', { a: 'x' }, { a: 'y' }],
	['one letter of a long text', { a: `${'x'.repeat(99)}a` }, { a: `${'x'.repeat(99)}b` }],
	['the last of an odd number of letters', { a: 'xyz' }, { a: 'xyw' }],
	['a name', { a: 1 }, { b: 1 }],
	['two values that change places', { a: 'x', b: 'y' }, { a: 'y', b: 'x' }],
	[
		'a name and a value that change places',
		{ home: 'work', work: 'work' },
		{ home: 'home', work: 'home' },
	],
	['the same inside a field', { x: { a: 'b', b: 'b' } }, { x: { a: 'a', b: 'a' } }],
	['how often a list holds a value', { a: ['x', 'x', 'y'] }, { a: ['x', 'y', 'y'] }],
	[
		'another file behind a signed link',
		{ a: 'https://x/1?Signature=s' },
		{ a: 'https://x/2?Signature=s' },
	],
	[
		'the query of a link without a signature',
		{ a: 'https://x/?page=1' },
		{ a: 'https://x/?page=2' },
	],
	['a number and its text', { a: 1 }, { a: '1' }],
	['a number and its negative', { a: 1 }, { a: -1 }],
	['numbers that differ in the last place', { a: 0.1 }, { a: 0.1 + 2 ** -55 }],
	['null and nothing', { a: null }, {}],
	['null and false', { a: null }, { a: false }],
	['true and false', { a: true }, { a: false }],
	['an empty list and an empty object', { a: [] }, { a: {} }],
	['a list and what it holds', { a: [1] }, { a: 1 }],
	['a list in a list', { a: [[1], 2] }, { a: [[1, 2]] }],
	['an empty text and none', { a: '' }, { a: null }],
	['letters that share their low byte', { a: 'A' }, { a: '\u0141' }],
])('%s is another content', (_name, one, other) => {
	expect(of(one)).not.toBe(of(other));
});

it.each<[string, RawRecord, RawRecord]>([
	['the order of a list', { a: [1, { b: 2 }] }, { a: [{ b: 2 }, 1] }],
	...['Signature', 'X-Amz-Signature', 'X-Goog-Expires', 'sig', 'se', 'Expires', 'url_expiry'].map(
		(name): [string, RawRecord, RawRecord] => [
			`a link signed by ${name}`,
			{ a: `https://x.example/a.png?v=1&${name}=1` },
			{ a: `https://x.example/a.png?v=1&${name}=2` },
		],
	),
])('%s is the same content', (_name, one, other) => {
	expect(of(one)).toBe(of(other));
});

it('the two zeros are one, as JSON has but one', () => {
	expect(of({ a: -0 })).toBe(of({ a: 0 }));
});

it('an ignored field does not count, at any depth', () => {
	expect(of({ a: 1, age: 3, b: [{ age: 4 }] }, 'age')).toBe(of({ a: 1, age: 5, b: [{}] }, 'age'));
	expect(of({ a: 1, age: 3 }, 'age')).not.toBe(of({ a: 2, age: 3 }, 'age'));
});

it('an ignored path does not count, through lists as well', () => {
	const record = (seen: number, owner: number) => ({ seen, owner: [{ seen: owner, id: 1 }] });
	expect(of(record(1, 2), 'owner.seen')).toBe(of(record(1, 3), 'owner[*].seen'));
	expect(of(record(1, 2), 'owner.seen')).not.toBe(of(record(2, 2), 'owner.seen'));
});

it('tells which fields differ, by their paths', () => {
	const of = (nonce: number) =>
		fieldFingerprints({
			id: 1,
			'a.b': nonce,
			tags: [
				{ at: nonce, n: 1 },
				{ at: 5, n: 2 },
			],
			none: [],
		});
	const [one, other] = [of(1), of(2)];
	expect([...one.keys()]).toEqual(['id', "['a.b']", 'tags.at', 'tags.n', 'none']);
	const differing = [...one].filter(([path, content]) => other.get(path) !== content);
	expect(differing.map(([path]) => path)).toEqual(["['a.b']", 'tags.at']);
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

/** The text of a value, whatever the order of its fields and entries. */
const sorted = (value: JsonValue): string => {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = Object.entries(value).map(([name, part]) =>
		Array.isArray(value) ? sorted(part) : `${JSON.stringify(name)}:${sorted(part)}`,
	);
	return JSON.stringify([Array.isArray(value), entries.sort()]);
};

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
	expect([...fieldFingerprints({ deep }).keys()]).toEqual(['deep']);
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
