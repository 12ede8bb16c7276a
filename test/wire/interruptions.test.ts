import { rows } from '../length';
import type { EngineName } from '../harness/host';
import { BARE_LIST, CUTS, DAMAGES, INTERRUPTIONS, NO_LISTS } from './misbehaviours';
import { causeOf, ENGINES, HOUR, passTime, shown, startClock } from './wireHost';
import { COMPARED_LISTS, DATED_LISTS } from './wireLists';
import { difference, POLL_EVERY, REST, WireScenario, type Where } from './wireScenario';
import type { Misbehaviour } from './wireServer';

/*
 * Whatever comes in place of an answer, wherever in a list and however long: afterwards every change
 * has arrived once, nothing was invented, and what lasted was told as a fault that passes.
 */

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./wireHost')>('./wireHost').n8nInHaste(),
);
jest.setTimeout(120_000);

const LISTS = [...DATED_LISTS, ...COMPARED_LISTS];
const PLACES: readonly Where[] = ['first', 'middle', 'last'];
/** Polls of a fault that lasts: it has to be told by their end. */
const LASTING_POLLS = 2;
/** Polls after it, in which everything has to arrive. */
const MOST_POLLS = 5;

/** Different ways in which an answer can be none: each is played at each place of each list. */
const EVERYWHERE: ReadonlyArray<readonly [string, Misbehaviour]> = [
	...Object.entries(CUTS).filter(([name]) => name === 'a chunked stream is cut'),
	...Object.entries(DAMAGES).filter(([name]) => name === 'half of the gzip, as if whole'),
	...Object.entries(NO_LISTS).filter(([name]) => name === 'an empty body'),
];

/** Plays of each list, one under each engine. */
let scenarios: ReadonlyArray<Readonly<Record<EngineName, WireScenario>>> = [];
const allPlays = () => scenarios.flatMap((pair) => Object.values(pair));

async function startPlays(): Promise<void> {
	startClock();
	scenarios = await Promise.all(
		LISTS.map(async (list) => {
			const [inMemory, durable] = await Promise.all(
				ENGINES.map(async (engine) => await WireScenario.start(list, engine)),
			);
			return { 'in-memory': inMemory, durable };
		}),
	);
}

async function stopPlays(): Promise<void> {
	await Promise.all(allPlays().map(async ({ server }) => await server.stop()));
	jest.restoreAllMocks();
}

/** Polls all that still wait for something. */
async function poll(waiting: readonly WireScenario[]): Promise<void> {
	passTime(POLL_EVERY);
	await Promise.all(waiting.map(async ({ host }) => await host.tick()));
}

interface Round {
	readonly by: Misbehaviour;
	/** Answers that misbehave; Infinity: all until the fault is over. */
	readonly times: number;
	/** Absent: another one at each list and in each round, as with the engine. */
	readonly where?: Where;
	readonly isFor?: (scenario: WireScenario) => boolean;
	/** Of so many lists one, another one in the next round. */
	readonly share?: number;
}

let round = 0;

/** Changes records, reads them while something misbehaves and after it. @returns what went wrong where */
async function playRound({
	by,
	times,
	where,
	isFor,
	share = 1,
}: Round): Promise<readonly string[]> {
	const lasts = times === Infinity;
	round += 1;
	passTime(HOUR);
	const parts = scenarios.flatMap((pair, index) => {
		const turn = Math.floor(round / share) + index;
		const scenario = pair[ENGINES[turn % ENGINES.length]];
		if ((isFor && !isFor(scenario)) || (round + index) % share !== 0) return [];
		const place = where ?? PLACES[turn % PLACES.length];
		const { items, errors, warnings } = scenario.host;
		const before = { items: items.length, errors: errors.length, warnings: warnings.length };
		const expected = scenario.change();
		scenario.misbehave(by, place, times);
		const came = () => scenario.host.items.slice(before.items);
		const isWaiting = () => came().length < expected.length;
		const name = `${scenario.name}, ${place} page`;
		return [{ scenario, name, before, expected, came, isWaiting }];
	});
	const wrong: string[] = [];
	for (let polls = 0; lasts && polls < LASTING_POLLS; polls += 1)
		await poll(parts.map(({ scenario }) => scenario));
	for (const { scenario, name, before } of parts) {
		const { host } = scenario;
		const isTold = host.errors.length > before.errors || host.warnings.length > before.warnings;
		if (lasts && !isTold) wrong.push(`${name}: not told`);
		if (lasts) scenario.behave();
	}
	for (let polls = 0; polls < MOST_POLLS && parts.some(({ isWaiting }) => isWaiting()); polls += 1)
		await poll(parts.filter(({ isWaiting }) => isWaiting()).map(({ scenario }) => scenario));
	// What is invented, or told twice, comes now.
	passTime(REST);
	await poll(parts.map(({ scenario }) => scenario));
	for (const { scenario, name, before, expected, came } of parts) {
		const differs = difference(expected, shown(came()));
		if (differs !== '') wrong.push(`${name}: ${differs}`);
		for (const cause of scenario.host.errors.slice(before.errors).map(causeOf))
			if (cause !== 'temporarily-unavailable' && cause !== 'rate-limited')
				wrong.push(`${name}: told as ${cause}`);
	}
	return wrong;
}

beforeAll(async () => {
	await startPlays();
	await Promise.all(allPlays().map(async ({ host }) => await host.publish()));
	passTime(REST);
	await poll(allPlays());
	expect(allPlays().flatMap(({ host }) => [...host.items, ...host.told])).toEqual([]);
});
afterAll(stopPlays);

it('every change arrives once while nothing is wrong', async () => {
	for (let rounds = 0; rounds < ENGINES.length; rounds += 1)
		expect(await playRound({ by: () => {}, times: 0 })).toEqual([]);
});

describe('every change arrives once, whatever comes once in place of an answer', () => {
	it.each(EVERYWHERE)('%s, in place of each page', async (_name, by) => {
		for (const where of PLACES) expect(await playRound({ by, where, times: 1 })).toEqual([]);
	});

	it.each(rows(Object.entries(INTERRUPTIONS), 3))('%s', async (_name, by) => {
		expect(await playRound({ by, times: 1 })).toEqual([]);
	});

	it.each(Object.entries(BARE_LIST))('%s where an object is the answer', async (_name, by) => {
		expect(await playRound({ by, times: 1, isFor: ({ list }) => !list.isBare })).toEqual([]);
	});
});

describe('a fault that lasts is told as one that passes, and nothing is lost by it', () => {
	it.each(rows(Object.entries(INTERRUPTIONS), 5, 1))('%s', async (_name, by) => {
		expect(await playRound({ by, times: Infinity, share: 3 })).toEqual([]);
	});

	it.each(Object.entries(BARE_LIST))('%s where an object is the answer', async (_name, by) => {
		expect(await playRound({ by, times: Infinity, isFor: ({ list }) => !list.isBare })).toEqual([]);
	});
});
