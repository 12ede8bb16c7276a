import type * as ProgressModule from '../../nodes/OpenConnectors/engine/progress';
import type * as SeenCacheModule from '../../nodes/OpenConnectors/engine/seenCache';
import type * as FloorModule from '../../nodes/OpenConnectors/engine/floor';
import { HOUR, MINUTE, SECOND } from '../harness/clock';
import { rows, upTo } from '../length';
import type { Verdict } from './promises';
import type { WorldChoice } from './worldPlan';
import { playWorld } from './worlds';

/** Negative controls: with one protection switched off the worlds must break; a suite that does not notice tests nothing. */
interface Control {
	readonly off: string;
	readonly shows: 'lost' | 'twice';
	readonly worlds: WorldChoice;
	/** Switches the protection off from outside. */
	readonly without?: WorldChoice;
	/** Switches it off inside, before the engine is loaded. */
	readonly doctor?: () => void;
}

/** Numbers of the worlds that are played. */
const [FROM, TO] = [upTo(4, 1), 6];

/** Every scan ends within its poll, and nothing is forgotten for lack of memory. */
const CALM: WorldChoice = {
	failEvery: 0,
	refuseEvery: 0,
	failedStarts: 0,
	settings: { maxRemembered: 2_000, maxItems: 5_000, budget: HOUR },
};

const CONTROLS: readonly Control[] = [
	{
		off: 'no lookback while changes show up late',
		shows: 'lost',
		worlds: { delayOfLookback: 1, traits: { granularity: SECOND, createdGranularity: SECOND } },
		without: { settings: { rules: { lookbackMs: 0 } } },
	},
	{
		off: 'changes that show up as late as three lookbacks',
		shows: 'lost',
		worlds: { delayOfLookback: 1, traits: { granularity: SECOND, createdGranularity: SECOND } },
		without: { delayOfLookback: 3 },
	},
	{
		off: 'no rounding while stamps come in hours',
		shows: 'lost',
		worlds: {
			delayOfLookback: 1,
			actionsPerPause: 30,
			bulk: 0,
			polls: 30,
			traits: { granularity: HOUR, createdGranularity: HOUR, pageSize: 100 },
			settings: { lookback: 15 * MINUTE },
		},
		without: { settings: { rules: { tick: (at) => at } } },
	},
	{
		off: 'no allowance while the Date clock is ahead by more than the lookback',
		shows: 'lost',
		worlds: {
			delayOfLookback: 1,
			traits: {
				granularity: SECOND,
				createdGranularity: SECOND,
				dateOffset: 55 * MINUTE,
				stampOffset: 0,
			},
		},
		doctor: () =>
			jest.doMock('../../nodes/OpenConnectors/engine/floor', () => {
				const actual = jest.requireActual<typeof FloorModule>(
					'../../nodes/OpenConnectors/engine/floor',
				);
				const floorBelow: typeof actual.floorBelow = (mark, t0, elapsedMs, rules) =>
					actual.floorBelow(mark, t0, elapsedMs, { ...rules, allowanceMs: 0 });
				return { ...actual, floorBelow };
			}),
	},
	{
		off: 'no look at what neighbouring pages share while records vanish',
		shows: 'lost',
		worlds: {
			removals: 0.5,
			polls: 30,
			actionsPerRequest: 3,
			actionsPerPause: 30,
			traits: { order: 'id', paging: 'offset', pageSize: 7, overlap: 1, requestMs: 2_000 },
			settings: { rules: { overlap: 0 } },
		},
		doctor: () =>
			jest.doMock('../../nodes/OpenConnectors/engine/progress', () => {
				const actual = jest.requireActual<typeof ProgressModule>(
					'../../nodes/OpenConnectors/engine/progress',
				);
				jest.spyOn(actual.Progress.prototype, 'repeats', 'get').mockReturnValue(undefined);
				return actual;
			}),
	},
	{
		off: 'entries evicted in place of a raised floor',
		shows: 'twice',
		worlds: { ...CALM, settings: { ...CALM.settings, maxRemembered: 20 } },
		doctor: () =>
			jest.doMock('../../nodes/OpenConnectors/engine/seenCache', () => {
				const actual = jest.requireActual<typeof SeenCacheModule>(
					'../../nodes/OpenConnectors/engine/seenCache',
				);
				jest.spyOn(actual.SeenCache.prototype, 'floorFor').mockImplementation(function (
					this: SeenCacheModule.SeenCache,
					limit,
					floor,
				) {
					this.keepLast(limit);
					return floor;
				});
				return actual;
			}),
	},
];

function merge(a: WorldChoice, b: WorldChoice = {}): WorldChoice {
	return {
		...a,
		...b,
		traits: { ...a.traits, ...b.traits },
		settings: {
			...a.settings,
			...b.settings,
			rules: { ...a.settings?.rules, ...b.settings?.rules },
		},
	};
}

async function broken(
	shows: Control['shows'],
	choice: WorldChoice,
	play: (seed: number, choice: WorldChoice) => Promise<Verdict>,
): Promise<number> {
	let sum = 0;
	for (let seed = FROM; seed <= TO; seed += 1) sum += (await play(seed, choice))[shows].length;
	return sum;
}

describe.each(rows(CONTROLS, 2))('$off', ({ shows, worlds, without, doctor }) => {
	const within = merge(CALM, worlds);

	afterEach(() => {
		jest.dontMock('../../nodes/OpenConnectors/engine/progress');
		jest.dontMock('../../nodes/OpenConnectors/engine/floor');
		jest.dontMock('../../nodes/OpenConnectors/engine/seenCache');
	});

	it(`with the protection nothing is ${shows}`, async () => {
		expect(await broken(shows, within, playWorld)).toBe(0);
	});

	it(`without it much is ${shows}`, async () => {
		await jest.isolateModulesAsync(async () => {
			doctor?.();
			const doctored = await import('./worlds');
			const found = await broken(shows, merge(within, without), doctored.playWorld);
			expect(found).toBeGreaterThanOrEqual(TO - FROM + 1);
		});
	});
});
