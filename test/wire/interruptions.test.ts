import { BARE_LIST, INTERRUPTIONS, type Misbehaviours } from './misbehaviours';
import { causeOf, ENGINES, HOUR, passTime, shown, startClock } from './wireHost';
import { COMPARED_LISTS, DATED_LISTS } from './wireLists';
import { difference, POLL_EVERY, REST, WirePlay, type Where } from './wirePlay';
import type { Misbehaviour } from './wireServer';

/*
 * Whatever comes in place of an answer, wherever in a list and however long: afterwards every change
 * has arrived once, nothing was invented, and what lasted was told as a fault that passes.
 */

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./wireHost')>('./wireHost').n8nInHaste(),
);

const PLACES: readonly Where[] = ['first', 'middle', 'last'];
/** Polls of a fault that lasts: it has to be told by their end. */
const LASTING_POLLS = 2;
/** Polls after it, in which everything has to arrive. */
const MOST_POLLS = 5;

const table = (misbehaviours: Misbehaviours) => Object.entries(misbehaviours);

let plays: WirePlay[] = [];

const startPlays = async (lists: typeof DATED_LISTS, places: readonly Where[]) => {
	startClock();
	plays = await Promise.all(
		lists.flatMap((list, index) =>
			places.map(
				async (where, place) =>
					await WirePlay.start(list, where, ENGINES[(index + place) % ENGINES.length]),
			),
		),
	);
};

const stopPlays = async () => {
	await Promise.all(plays.map(async ({ server }) => await server.stop()));
	jest.restoreAllMocks();
};

/** Polls all that still wait for something. */
async function poll(waiting: readonly WirePlay[]): Promise<void> {
	passTime(POLL_EVERY);
	await Promise.all(waiting.map(async ({ host }) => await host.tick()));
}

interface Round {
	readonly by: Misbehaviour;
	/** Answers that misbehave; Infinity: all until the fault is over. */
	readonly times: number;
	readonly isFor?: (play: WirePlay) => boolean;
}

/** Changes records, reads them while something misbehaves and after it. @returns what went wrong where */
async function playRound({ by, times, isFor = () => true }: Round): Promise<readonly string[]> {
	const lasts = times === Infinity;
	passTime(HOUR);
	const rounds = plays.filter(isFor).map((play) => {
		const { items, errors, warnings } = play.host;
		const before = { items: items.length, errors: errors.length, warnings: warnings.length };
		const expected = play.change();
		play.misbehave(by, times);
		const came = () => play.host.items.slice(before.items);
		const isWaiting = () => came().length < expected.length;
		return { play, before, expected, came, isWaiting };
	});
	const wrong: string[] = [];
	for (let polls = 0; lasts && polls < LASTING_POLLS; polls += 1)
		await poll(rounds.map(({ play }) => play));
	for (const { play, before } of rounds) {
		const { host } = play;
		const errors = host.errors.slice(before.errors);
		const isTold = errors.length > 0 || host.warnings.length > before.warnings;
		if (lasts && !isTold) wrong.push(`${play.name}: not told`);
		for (const cause of errors.map(causeOf))
			if (cause !== 'temporarily-unavailable' && cause !== 'rate-limited')
				wrong.push(`${play.name}: told as ${cause}`);
		if (lasts) play.behave();
	}
	for (let polls = 0; polls < MOST_POLLS && rounds.some(({ isWaiting }) => isWaiting()); polls += 1)
		await poll(rounds.filter(({ isWaiting }) => isWaiting()).map(({ play }) => play));
	// What is invented, or told twice, comes now.
	passTime(REST);
	await poll(rounds.map(({ play }) => play));
	for (const { play, expected, came } of rounds) {
		const differs = difference(expected, shown(came()));
		if (differs !== '') wrong.push(`${play.name}: ${differs}`);
	}
	return wrong;
}

const isObject = ({ list }: WirePlay) => !list.isBare;

describe('while a list is read', () => {
	beforeAll(async () => {
		await startPlays([...DATED_LISTS, ...COMPARED_LISTS], PLACES);
		await Promise.all(plays.map(async ({ host }) => await host.publish()));
		passTime(REST);
		await poll(plays);
		expect(plays.flatMap(({ host }) => [...host.items, ...host.told])).toEqual([]);
	});
	afterAll(stopPlays);

	it('nothing is wrong: every change arrives once', async () => {
		expect(await playRound({ by: () => {}, times: 0 })).toEqual([]);
	});

	it.each(table(INTERRUPTIONS))('%s, once', async (_name, by) => {
		expect(await playRound({ by, times: 1 })).toEqual([]);
	});

	it.each(table(INTERRUPTIONS))('%s, poll after poll', async (_name, by) => {
		expect(await playRound({ by, times: Infinity })).toEqual([]);
	});

	it.each(table(BARE_LIST))('%s where an object is the answer', async (_name, by) => {
		expect(await playRound({ by, times: 1, isFor: isObject })).toEqual([]);
		expect(await playRound({ by, times: Infinity, isFor: isObject })).toEqual([]);
	});
});
