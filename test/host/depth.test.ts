import { LEFT_OUT, withinDepth } from '../../nodes/OpenConnectors/host/depth';
import type { RawRecord } from '../../nodes/OpenConnectors/core/page';
import { parseJsonExactly } from '../../nodes/OpenConnectors/streams/json';
import { isRecord } from '../../nodes/OpenConnectors/streams/records';
import { cpuMsOf } from '../cpuTime';

function recordIn(json: string): RawRecord {
	const value = parseJsonExactly(json);
	if (!isRecord(value)) throw new Error('This is no record');
	return value;
}

/** A record of so many levels, of lists, objects or both by turns. */
function nested(levels: number, [open, shut]: readonly [string, string]): RawRecord {
	const inner = open.repeat(levels) + '1' + shut.repeat(levels);
	return recordIn(`{"id":1,"a":${inner},"z":"last"}`);
}

const SHAPES: ReadonlyArray<readonly [name: string, shape: readonly [string, string]]> = [
	['lists', ['[', ']']],
	['objects', ['{"x":', '}']],
	['lists with more beside', ['[2,', ',3]']],
];

describe.each(SHAPES)('a record of %s', (_name, shape) => {
	it('that lies within 100 levels is the same', () => {
		const record = nested(99, shape);
		expect(withinDepth(record)).toBe(record);
	});

	it.each([100, 101, 5_000, 100_000])('of %i levels can be written', (levels) => {
		const record = nested(levels, shape);
		const kept = withinDepth(record);
		const text = JSON.stringify(kept);
		expect(text).toContain(LEFT_OUT);
		expect(text).toContain('"id":1');
		expect(text.endsWith('"z":"last"}')).toBe(true);
		expect(text.length).toBeLessThan(2_000);
	});
});

it('names that objects have by birth stay as they are', () => {
	const deep = '['.repeat(200) + ']'.repeat(200);
	const kept = withinDepth(recordIn(`{"__proto__":${deep},"constructor":1}`));
	expect(Object.keys(kept)).toEqual(['__proto__', 'constructor']);
});

it('ordinary records cost next to nothing', () => {
	const fields = Array.from({ length: 60 }, (_, index) => [`field${index}`, `value ${index}`]);
	const record: RawRecord = { ...Object.fromEntries(fields), links: [{ id: 1 }, { id: 2 }] };
	const ms = cpuMsOf(500, () => {
		for (let count = 0; count < 10_000; count += 1) withinDepth(record);
	});
	expect(ms).toBeLessThan(500);
});
