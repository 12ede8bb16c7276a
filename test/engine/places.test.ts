import fc from 'fast-check';
import { Places, type RecordKey } from '../../nodes/OpenConnectors/engine/places';
import { cpuMsOf } from '../cpuTime';

/** Few, so that they meet; far apart, so that they collide and grow the table. */
const names = fc.oneof<Array<fc.Arbitrary<RecordKey>>>(
	fc.integer({ min: 0, max: 40 }),
	fc.integer({ min: 0, max: 300 }).map((n) => n * 2 ** 40),
	fc.constantFrom(0, -1, 1.5, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, 2 ** 32),
	fc.constantFrom('0', '1', 'a', ''),
);

it('does what a Map does, whatever is set, deleted and looked up in whatever order', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.constantFrom('set', 'set', 'delete', 'clear'), names), {
				maxLength: 600,
				size: 'max',
			}),
			(steps) => {
				const places = new Places();
				const map = new Map<RecordKey, number>();
				for (const [place, [step, name]] of steps.entries()) {
					if (step === 'set') {
						places.set(name, place);
						map.set(name, place);
					} else if (step === 'delete') {
						places.delete(name);
						map.delete(name);
					} else if (place % 50 === 0) {
						places.clear();
						map.clear();
					}
					expect(places.size).toBe(map.size);
				}
				for (const [, name] of steps) expect(places.get(name)).toBe(map.get(name) ?? -1);
			},
		),
		{ seed: 4, numRuns: 100 },
	);
});

it('ids that grow by a power of two, as they do where servers share them out, keep it fast', () => {
	const ids = Array.from({ length: 200_000 }, (_, place) => place * 1_024);
	const places = new Places();
	const fillAndFind = () => {
		for (const [place, id] of ids.entries()) places.set(id, place);
		const found = ids.filter((id, place) => places.get(id) === place);
		expect(found.length).toBe(ids.length);
	};
	expect(cpuMsOf(fillAndFind)).toBeLessThan(4_000);
});
