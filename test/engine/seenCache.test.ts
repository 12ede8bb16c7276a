import { SeenCache } from '../../nodes/OpenConnectors/engine/seenCache';

const FLOOR = Date.UTC(2026, 0, 5, 12);

const memoryOf = (
	entries: ReadonlyArray<readonly [name: string, after: number, content?: number]>,
) => {
	const memory = new SeenCache();
	for (const [name, after, content] of entries)
		memory.set(SeenCache.keyOf(name), FLOOR + after, content);
	return memory;
};

const namesOf = (memory: SeenCache) =>
	memory
		.toText(FLOOR)
		.split(',')
		.map((entry) => entry.split(':')[0])
		.filter(Boolean);

it('what is written is read again', () => {
	const memory = memoryOf([
		['42', 0],
		['43', 1_000, Number.MAX_SAFE_INTEGER],
		['Ärger', 1_001, 0],
		['44', 86_400_000_000],
	]);
	const again = SeenCache.read(memory.toText(FLOOR), FLOOR);
	expect(again?.toText(FLOOR)).toBe(memory.toText(FLOOR));
	expect(again?.updatedOf('Ärger')).toBe(FLOOR + 1_001);
	expect(again?.contentOf(43)).toBe(Number.MAX_SAFE_INTEGER);
	expect(again?.contentOf(42)).toBeUndefined();
	expect(SeenCache.read('', FLOOR)?.size).toBe(0);
});

it.each(['42', '42:', '42:x', '42:1:short', '42:1:123456789x', ':', '42:1:1234:6789'])(
	'a damaged text is refused: %s',
	(text) => {
		expect(SeenCache.read(text, FLOOR)).toBeUndefined();
	},
);

it('an entry takes at most 30 bytes, however long the ids are', () => {
	const memory = new SeenCache();
	for (let n = 0; n < 2_000; n += 1) {
		const id = `${String(n).padStart(8, '0')}-9d3c-4c6e-8f0a-6c2f1b7d5e44`;
		memory.set(SeenCache.keyOf(id), FLOOR + 240_000 + n, Number.MAX_SAFE_INTEGER - n);
	}
	expect(memory.size).toBe(2_000);
	expect(memory.toText(FLOOR).length).toBeLessThanOrEqual(60_000);
});

it('ids that could be taken for something else are remembered by their hash', () => {
	const ids = ['a:b', 'a,b', '~a', '#a', 'a', 'averylongidentifier', 'averylongidentifieR'];
	expect(new Set(ids.map((id) => SeenCache.keyOf(id))).size).toBe(ids.length);
	for (const id of ids) expect(SeenCache.keyOf(id)).toMatch(/^(a|~[\w-]{9})$/);
});

it('a version that can no longer change unseen loses its content', () => {
	const memory = memoryOf([['1', 0, 7]]);
	memory.set(1, FLOOR + 5, undefined);
	expect(memory.contentOf(1)).toBeUndefined();
});

it('records below the floor are forgotten', () => {
	const memory = memoryOf([
		['1', 0, 7],
		['2', 1_000],
	]);
	memory.forgetBelow(FLOOR + 1_000);
	expect(namesOf(memory)).toEqual(['2']);
	expect(memory.contentOf(1)).toBeUndefined();
});

it('the floor rises to where at most as many are left, and never into the latest tick', () => {
	const memory = memoryOf([
		['1', 0],
		['2', 1_000],
		['3', 1_000],
		['4', 2_000],
	]);
	expect(memory.floorFor(4, FLOOR, FLOOR + 2_000)).toBe(FLOOR);
	expect(memory.floorFor(3, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 1_000);
	expect(memory.floorFor(2, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 2_000);
	expect(memory.floorFor(2, FLOOR, FLOOR + 1_000)).toBe(FLOOR + 1_000);
	expect(memory.floorFor(0, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 2_000);
});

it('of an unfinished window those met first go, and none that is not met, that may be young or that comes again', () => {
	const entries = [
		['unmet', 0],
		['met 1', 0],
		['young', 9_000],
		['met 2', 1_000],
		['met last', 0],
	] as const;
	const left = (limit: number, last = 0) => {
		const memory = memoryOf(entries);
		memory.expect(5);
		for (const [name] of entries.slice(1)) memory.meet(name);
		expect(memory.unmetSize).toBe(1);
		const forgotten = memory.forgetMet(limit, FLOOR + 5_000, last);
		return [forgotten - FLOOR, ...namesOf(memory)];
	};
	expect(left(5)).toEqual([-Infinity, 'unmet', 'met 1', 'young', 'met 2', 'met last']);
	expect(left(4)).toEqual([0, 'unmet', 'young', 'met 2', 'met last']);
	expect(left(3)).toEqual([1_000, 'unmet', 'young', 'met last']);
	expect(left(0)).toEqual([1_000, 'unmet', 'young']);
	expect(left(0, 1)).toEqual([1_000, 'unmet', 'young', 'met last']);
});

it.each([0, 42, 999_999_999_999_999, 1_234_567_890_123_456, 2 ** 53 - 1, -5, 1.5, 1e300])(
	'the id %d is known again when it was written and read, as number and as text',
	(id) => {
		const memory = new SeenCache();
		memory.set(SeenCache.keyOf(id), FLOOR, undefined);
		const again = SeenCache.read(memory.toText(FLOOR), FLOOR);
		expect(again?.updatedOf(SeenCache.keyOf(id))).toBe(FLOOR);
		expect(again?.updatedOf(SeenCache.keyOf(String(id)))).toBe(FLOOR);
	},
);

it('a number and its text are one record', () => {
	expect(SeenCache.keyOf('42')).toBe(SeenCache.keyOf(42));
	expect(SeenCache.keyOf('123456789012345')).toBe(123_456_789_012_345);
	expect(SeenCache.keyOf('042')).toBe('042');
	expect(SeenCache.keyOf('0')).toBe(SeenCache.keyOf(0));
	expect(SeenCache.keyOf(1.5)).toBe('1.5');
	const memory = memoryOf([['7', 0]]);
	memory.set(SeenCache.keyOf(8), FLOOR, undefined);
	expect(SeenCache.read(memory.toText(FLOOR), FLOOR)?.updatedOf(8)).toBe(FLOOR);
});

it('of two memories the later counts, and the last entries stay', () => {
	const memory = memoryOf([
		['1', 0, 1],
		['2', 0, 2],
		['3', 0, 3],
	]);
	memory.add(memoryOf([['1', 0, 9]]));
	memory.keepLast(2);
	expect(namesOf(memory)).toEqual(['3', '1']);
	expect(memory.contentOf(1)).toBe(9);
});
