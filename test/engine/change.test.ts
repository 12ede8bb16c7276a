import fc from 'fast-check';
import { orderOf } from '../../nodes/OpenConnectors/engine/change';
import { cpuMsOf } from '../cpuTime';

const START = Date.UTC(2026, 0, 5, 12);

const times = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.integer({ min: 0, max: 30 }).map((seconds) => START + seconds * 1_000),
	},
	{ weight: 3, arbitrary: fc.integer({ min: -8.64e15, max: 8.64e15 }) },
	{ weight: 2, arbitrary: fc.constant(Infinity) },
);
const ids = fc.oneof(
	fc.integer({ min: 0, max: 200 }),
	fc.integer({ min: 0, max: 200 }).map(String),
);

it('changes are put in order by time, then by id, as comparing all with each other does', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(times, fc.integer({ min: 0, max: 500 })), { maxLength: 400, size: 'max' }),
			(changes) => {
				const ordered = Array.from(
					orderOf(
						changes.map(([time]) => time),
						changes.map(([, id]) => id),
					),
					(index) => changes[index],
				);
				const expected = [...changes].sort(([timeA, a], [timeB, b]) =>
					timeA === timeB ? a - b : timeA < timeB ? -1 : 1,
				);
				expect(ordered).toEqual(expected);
			},
		),
		{ seed: 7, numRuns: 200 },
	);
});

it('every change has its place, whether its id came as number or as text', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(times, ids), { maxLength: 100 }), (changes) => {
			const order = orderOf(
				changes.map(([time]) => time),
				changes.map(([, id]) => id),
			);
			expect([...order].sort((a, b) => a - b)).toEqual(changes.map((_, index) => index));
		}),
		{ seed: 7, numRuns: 200 },
	);
});

it('ten thousand changes of one instant, or of none, take no longer than others', () => {
	const count = 10_000;
	const shuffled = Array.from({ length: count }, (_, index) => (index * 7_919) % count);
	for (const time of [START, Infinity]) {
		const times = shuffled.map(() => time);
		const sort = () => orderOf(times, shuffled);
		expect(cpuMsOf(sort)).toBeLessThan(1_000);
		const order = sort();
		expect(Array.from(order, (index) => shuffled[index])).toEqual(
			[...shuffled].sort((a, b) => a - b),
		);
	}
});
