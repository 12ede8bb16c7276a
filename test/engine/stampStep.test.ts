import { tickOf } from '../../nodes/OpenConnectors/dates/ticks';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { StampStep } from '../../nodes/OpenConnectors/engine/stampStep';
import { DAY, HOUR, MINUTE, SECOND, START } from '../harness/clock';

const rulesIn = (step: number) => ({
	tick: tickOf(step, UTC),
	lookbackMs: 0,
	granularityMs: step,
	sinceInclusive: false,
	ascending: false,
	overlap: 0,
	tickOf: (ms: number) => tickOf(ms, UTC),
});

const isFiner = (step: number, ...times: readonly number[]) => {
	const stamps = new StampStep(rulesIn(step), undefined);
	stamps.add(times.map((at) => START + at));
	return stamps.isFiner;
};

describe('stamps are finer than they are said to be', () => {
	it('when three or more lie between the steps', () => {
		expect(isFiner(DAY, HOUR, 2 * HOUR, 3 * HOUR)).toBe(true);
		expect(isFiner(MINUTE, SECOND, 2 * SECOND, 3 * SECOND)).toBe(true);
	});

	it('not when it may be chance, or one of them lies on a step', () => {
		expect(isFiner(DAY, HOUR, 2 * HOUR)).toBe(false);
		expect(isFiner(DAY, HOUR, 2 * HOUR, 12 * HOUR)).toBe(false);
	});

	it('not within a second, where it makes no difference', () => {
		expect(isFiner(SECOND, 1, 2, 3)).toBe(false);
	});
});
