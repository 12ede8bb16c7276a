import { keyOf, SeenCache } from '../../nodes/OpenConnectors/engine/seenCache';

const FLOOR = Date.UTC(2026, 0, 5, 12);

const cacheOf = (
	entries: ReadonlyArray<readonly [id: string, after: number, content?: number]>,
) => {
	const cache = new SeenCache();
	for (const [id, after, fingerprint] of entries)
		cache.set(keyOf(id), {
			updated: FLOOR + after,
			content: fingerprint === undefined ? undefined : { fingerprint },
		});
	return cache;
};

const keysOf = (cache: SeenCache) =>
	cache
		.toText(FLOOR)
		.split(',')
		.map((entry) => entry.split(':')[0])
		.filter(Boolean);

it('what is written is read again', () => {
	const cache = cacheOf([
		['42', 0],
		['43', 1_000, Number.MAX_SAFE_INTEGER],
		['Ärger', 1_001, 0],
		['44', 86_400_000_000],
	]);
	const again = SeenCache.read(cache.toText(FLOOR), FLOOR);
	expect(again?.toText(FLOOR)).toBe(cache.toText(FLOOR));
	expect(again?.get('Ärger')?.updated).toBe(FLOOR + 1_001);
	expect(again?.get('43')?.content).toEqual({ fingerprint: Number.MAX_SAFE_INTEGER });
	expect(again?.get('42')?.content).toBeUndefined();
	expect(SeenCache.read('', FLOOR)?.size).toBe(0);
});

it.each(['42', '42:', '42:x', '42:1:short', '42:1:123456789x', ':', '42:1:1234:6789'])(
	'a damaged text is refused: %s',
	(text) => {
		expect(SeenCache.read(text, FLOOR)).toBeUndefined();
	},
);

it('an entry takes at most 30 bytes, however long the ids are', () => {
	const cache = new SeenCache();
	for (let n = 0; n < 2_000; n += 1) {
		const id = `${String(n).padStart(8, '0')}-9d3c-4c6e-8f0a-6c2f1b7d5e44`;
		cache.set(keyOf(id), {
			updated: FLOOR + 240_000 + n,
			content: {
				fingerprint: Number.MAX_SAFE_INTEGER - n,
			},
		});
	}
	expect(cache.size).toBe(2_000);
	expect(cache.toText(FLOOR).length).toBeLessThanOrEqual(60_000);
});

it('ids that could be taken for something else are remembered by their hash', () => {
	const ids = ['a:b', 'a,b', '~a', '#a', 'a', 'averylongidentifier', 'averylongidentifieR'];
	expect(new Set(ids.map((id) => keyOf(id))).size).toBe(ids.length);
	for (const id of ids) expect(keyOf(id)).toMatch(/^(a|~[\w-]{9})$/);
});

it('a version that can no longer change unseen loses its content', () => {
	const cache = cacheOf([['1', 0, 7]]);
	cache.set('1', { updated: FLOOR + 5, content: undefined });
	expect(cache.get('1')?.content).toBeUndefined();
});

it('records below the floor are forgotten', () => {
	const cache = cacheOf([
		['1', 0, 7],
		['2', 1_000],
	]);
	cache.forgetBelow(FLOOR + 1_000);
	expect(keysOf(cache)).toEqual(['2']);
	expect(cache.get('1')?.content).toBeUndefined();
});

it('the floor rises to where at most as many are left, and never into the latest tick', () => {
	const cache = cacheOf([
		['1', 0],
		['2', 1_000],
		['3', 1_000],
		['4', 2_000],
	]);
	expect(cache.floorFor(4, FLOOR, FLOOR + 2_000)).toBe(FLOOR);
	expect(cache.floorFor(3, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 1_000);
	expect(cache.floorFor(2, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 2_000);
	expect(cache.floorFor(2, FLOOR, FLOOR + 1_000)).toBe(FLOOR + 1_000);
	expect(cache.floorFor(0, FLOOR, FLOOR + 2_000)).toBe(FLOOR + 2_000);
});

it('of an unfinished window those met first go, and none that is not met, that is unsettled or that comes again', () => {
	const entries = [
		['unmet', 0],
		['met 1', 0],
		['unsettled', 9_000],
		['met 2', 1_000],
		['met last', 0],
	] as const;
	const left = (limit: number, last = 0) => {
		const cache = SeenCache.read(cacheOf(entries).toText(FLOOR), FLOOR) ?? new SeenCache();
		for (const [key] of entries.slice(1)) cache.meet(key);
		expect(cache.unmetSize).toBe(1);
		const forgotten = cache.forgetMet(limit, FLOOR + 5_000, last);
		return [forgotten - FLOOR, ...keysOf(cache)];
	};
	expect(left(5)).toEqual([-Infinity, 'unmet', 'met 1', 'unsettled', 'met 2', 'met last']);
	expect(left(4)).toEqual([0, 'unmet', 'unsettled', 'met 2', 'met last']);
	expect(left(3)).toEqual([1_000, 'unmet', 'unsettled', 'met last']);
	expect(left(0)).toEqual([1_000, 'unmet', 'unsettled']);
	expect(left(0, 1)).toEqual([1_000, 'unmet', 'unsettled', 'met last']);
});

it.each([0, 42, 999_999_999_999_999, 1_234_567_890_123_456, 2 ** 53 - 1, -5, 1.5, 1e300])(
	'the id %d is known again when it was written and read, as number and as text',
	(id) => {
		const cache = new SeenCache();
		cache.set(keyOf(id), { updated: FLOOR, content: undefined });
		const again = SeenCache.read(cache.toText(FLOOR), FLOOR);
		expect(again?.get(keyOf(id))?.updated).toBe(FLOOR);
		expect(again?.get(keyOf(String(id)))?.updated).toBe(FLOOR);
	},
);

it('a number and its text are one record', () => {
	expect(keyOf('42')).toBe(keyOf(42));
	expect(keyOf('123456789012345')).toBe('123456789012345');
	expect(keyOf('042')).toBe('042');
	expect(keyOf('0')).toBe(keyOf(0));
	expect(keyOf(1.5)).toBe('1.5');
	const cache = cacheOf([['7', 0]]);
	cache.set(keyOf(8), { updated: FLOOR, content: undefined });
	expect(SeenCache.read(cache.toText(FLOOR), FLOOR)?.get('8')?.updated).toBe(FLOOR);
});

it('of two caches the later counts, and the last entries stay', () => {
	const cache = cacheOf([
		['1', 0, 1],
		['2', 0, 2],
		['3', 0, 3],
	]);
	cache.add(cacheOf([['1', 0, 9]]));
	cache.keepLast(2);
	expect(keysOf(cache)).toEqual(['3', '1']);
	expect(cache.get('1')?.content).toEqual({ fingerprint: 9 });
});
