import { collect, median, peakMb, type Contestant } from './contest';

export interface SpeedResult {
	/** ms for one run through all records. */
	readonly ms: number;
	/** Times the reading of the same texts by `JSON.parse`, every record kept until the end. */
	readonly toParse: number;
	/** The same with every page dropped at once. */
	readonly toParseDropped: number;
	readonly recordsPerSecond: number;
	readonly items: number;
	readonly requests: number;
	readonly stateBytes: number;
	readonly peakMb: number;
	/** Items of one more poll that gets the same answers. */
	readonly again: number;
}

export interface SpeedOptions {
	readonly records: number;
	readonly rounds: number;
}

interface Round {
	readonly ms: number;
	readonly kept: number;
	readonly dropped: number;
}

/** The compiler and the heap settle in it. */
const WARM_UP_ROUNDS = 1;

/**
 * Measures in turn the engine, `JSON.parse` with the records kept, and `JSON.parse` with them
 * dropped, so that a slower moment of the machine meets all three. The ratios are medians of the
 * rounds' own ratios.
 */
export async function measureSpeed(
	contestant: Contestant,
	options: SpeedOptions,
): Promise<SpeedResult> {
	const first = contestant.begin();
	const items = (await first.poll()).count;
	const peak = peakMb();
	const { requests } = first;
	const stateBytes = first.stateBytes();
	const again = (await first.poll()).count;
	const rounds: Round[] = [];
	for (let round = -WARM_UP_ROUNDS; round < options.rounds; round += 1) {
		const session = contestant.begin();
		const figures = await inTurn(round + WARM_UP_ROUNDS, {
			ms: async () => await session.poll(),
			kept: async () => parseAndKeep(contestant.texts),
			dropped: async () => parseAndDrop(contestant.texts),
		});
		if (round >= 0) rounds.push(figures);
	}
	const ms = median(rounds.map((round) => round.ms));
	return {
		ms,
		toParse: median(rounds.map((round) => round.ms / round.kept)),
		toParseDropped: median(rounds.map((round) => round.ms / round.dropped)),
		recordsPerSecond: (options.records / ms) * 1_000,
		items,
		requests,
		stateBytes,
		peakMb: peak,
		again,
	};
}

type Works = Readonly<Record<keyof Round, () => Promise<unknown>>>;

/** Every round begins with another of the three, so that none is always the first or the last. */
async function inTurn(round: number, works: Works): Promise<Round> {
	const figures = { ms: 0, kept: 0, dropped: 0 };
	const names = ['ms', 'kept', 'dropped'] as const;
	for (let turn = 0; turn < names.length; turn += 1) {
		const name = names[(round + turn) % names.length];
		figures[name] = await timed(works[name]);
	}
	return figures;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	collect();
	const start = performance.now();
	const result = await work();
	const ms = performance.now() - start;
	if (result === undefined) throw new Error('The work came to nothing');
	return ms;
}

function parseAndKeep(texts: readonly string[]): readonly unknown[] {
	return texts.map((text): unknown => JSON.parse(text));
}

function parseAndDrop(texts: readonly string[]): number {
	let pages = 0;
	for (const text of texts) if (JSON.parse(text)) pages += 1;
	return pages;
}
