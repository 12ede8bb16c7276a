import { DAY, HOUR, MINUTE, SECOND } from '../harness/clock';
import type { ProviderTraits } from '../harness/provider';
import { seeded, type PollerSettings } from './simulation';

/** Everything that a world is made of, drawn from its number. Times in ms. */
export interface WorldPlan {
	readonly traits: Partial<ProviderTraits>;
	readonly settings: Partial<PollerSettings> & { readonly lookback: number };
	/** Longest time that a change stays invisible, as a multiple of the lookback. */
	readonly delayOfLookback: number;
	/** Share of the actions that remove a record. */
	readonly removals: number;
	/** Actions of the provider's users while a request is answered, on average. */
	readonly actionsPerRequest: number;
	/** Most actions between two polls. */
	readonly actionsPerPause: number;
	/** Records changed at one instant, now and then; 0: never. */
	readonly bulk: number;
	/** Every n-th request fails; 0: none. */
	readonly failEvery: number;
	/** Every n-th page position is refused; 0: none. */
	readonly refuseEvery: number;
	/** How many polls fail before the first page is read. */
	readonly failedStarts: number;
	/** How long before the first poll the start date lies; absent: from now on. */
	readonly startBefore?: number;
	/** By how much the provider's clock is put back after some polls, ms; 0: never. */
	readonly clockSetBack: number;
	/** Most that the clocks of the provider's servers differ from each other, ms. */
	readonly serversApart: number;
	/** Whether the world plays around the night in which clocks are set back. */
	readonly isAutumn: boolean;
	readonly polls: number;
}

/** What a test sets in place of what was drawn. */
export type WorldChoice = Partial<Omit<WorldPlan, 'traits' | 'settings'>> & {
	readonly traits?: Partial<ProviderTraits>;
	readonly settings?: Partial<PollerSettings>;
};

export type Random = () => number;

export const pick = <Value>(random: Random, values: readonly Value[]): Value =>
	values[Math.floor(random() * values.length)];

/** The same number gives the same plan; numbers of the second argument replace what it drew. */
export function planWorld(seed: number, choice: WorldChoice = {}): WorldPlan {
	const random = seeded(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
	const lookback = pick(random, [MINUTE, 5 * MINUTE, 15 * MINUTE]);
	const granularity = pick(random, [1, SECOND, SECOND, MINUTE, HOUR, DAY]);
	const createdGranularity = random() < 0.1 ? DAY : granularity;
	const order = pick(random, ['id', 'ascending', 'ascending', 'newest', 'shuffled'] as const);
	const filter = pick(random, ['inclusive', 'exclusive', 'ignored'] as const);
	// A scan by value finds each page anew from far back: few pages only.
	const searched =
		order === 'ascending' && (filter === 'ignored' || createdGranularity > granularity);
	const pageSize = pick(random, searched ? [20, 100] : [3, 7, 20, 100]);
	const requestMs = pick(random, [50, 400, 2_000]);
	const stampOffset = pick(random, [0, 0, 0, 3 * MINUTE, -3 * MINUTE]);
	const traits: Partial<ProviderTraits> = {
		granularity,
		createdGranularity,
		order,
		pageSize,
		paging: pick(random, ['offset', 'tokens', 'keyset', 'snapshot'] as const),
		overlap: Math.min(pick(random, [1, 3, 10]), pageSize >> 1),
		filter,
		// Within the allowance of an hour, whatever the stamps are off.
		dateOffset: pick(random, [0, 0, 9 * MINUTE, -9 * MINUTE, 55 * MINUTE, -3 * HOUR, undefined]),
		stampOffset,
		requestMs,
	};
	const drawn: WorldPlan = {
		traits,
		settings: {
			lookback,
			maxItems: pick(random, [1, 5, 50, 500]),
			maxRemembered: pick(random, [5, 20, 60, 2_000, 2_000, 2_000]),
			budget: pick(random, [1, 5 * requestMs, HOUR, HOUR]),
			localOffset: pick(random, [0, 0, 2 * HOUR, -2 * HOUR]),
			// An inclusive filter may be known as such or not; an ignored one is taken for either.
			rules: { sinceInclusive: filter !== 'exclusive' && random() < 0.5 },
		},
		delayOfLookback: pick(random, [0, 1, 1]),
		removals: pick(random, [0, 0.1, 0.3]),
		// Two movements of a list between two requests may hide each other.
		actionsPerRequest: pick(random, traits.paging === 'tokens' ? [0, 0.1] : [0, 0.3, 1, 3]),
		actionsPerPause: pick(random, [2, 10, 30]),
		bulk: pick(random, [0, 0, 15, 80]),
		failEvery: pick(random, [0, 0, 3, 7]),
		refuseEvery: pick(random, [0, 0, 5, 11]),
		failedStarts: pick(random, [0, 0, 0, 1, 3]),
		...(random() < 0.2 ? { startBefore: pick(random, [0, 10 * MINUTE, 3 * HOUR, 2 * DAY]) } : {}),
		clockSetBack: 0,
		serversApart: 0,
		isAutumn: false,
		polls: 14,
	};
	return {
		...drawn,
		...choice,
		traits: { ...drawn.traits, ...choice.traits },
		settings: {
			...drawn.settings,
			...choice.settings,
			rules: { ...drawn.settings.rules, ...choice.settings?.rules },
		},
	};
}
