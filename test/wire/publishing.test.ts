import { rows } from '../length';
import type { EngineName } from '../harness/host';
import { BARE_LIST, INTERRUPTIONS, LASTING } from './misbehaviours';
import { causeOf, ENGINES, HOUR, passTime, shown, startClock } from './wireHost';
import { COMPARED_LISTS, DATED_LISTS, type WireList } from './wireLists';
import type { Misbehaviour } from './wireServer';
import { difference, POLL_EVERY, REST, WireScenario } from './wireScenario';

/*
 * A fault that passes does not stop publishing, and what is read after it is a beginning like any
 * other: what was there before is not told, and what changes behind the publishing is.
 */

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./wireHost')>('./wireHost').n8nInHaste(),
);
jest.setTimeout(120_000);

const LISTS = [...DATED_LISTS, ...COMPARED_LISTS];
const PASSING_FAULTS = Object.entries({ ...INTERRUPTIONS, ...BARE_LIST });
const MOST_POLLS = 3;

let started: WireScenario[] = [];

const start = async (list: WireList, engine: EngineName, settings = {}): Promise<WireScenario> => {
	const scenario = await WireScenario.start(list, engine, settings);
	started.push(scenario);
	return scenario;
};

beforeEach(startClock);
afterEach(async () => {
	await Promise.all(started.map(async ({ server }) => await server.stop()));
	started = [];
	jest.restoreAllMocks();
});

/** Polls all after some time. The clock is one for all, and may not jump while one of them polls. */
async function poll(scenarios: readonly WireScenario[], ms = POLL_EVERY): Promise<void> {
	passTime(ms);
	await Promise.all(scenarios.map(async ({ host }) => await host.tick()));
}

/** Changes records behind a quiet poll, and polls. @returns what does not arrive as it should */
async function changeAndPoll(scenarios: readonly WireScenario[]): Promise<readonly string[]> {
	await poll(scenarios, REST);
	passTime(HOUR);
	const expected = scenarios.map((scenario) => scenario.change());
	for (let polls = 0; polls < MOST_POLLS; polls += 1) await poll(scenarios);
	return scenarios.flatMap(({ name, host }, index) => {
		const problem = difference(expected[index], shown(host.items));
		return problem === '' ? [] : [`${name}: ${problem}`];
	});
}

const wrongCauses = ({ name, host }: WireScenario): readonly string[] =>
	host.causes
		.filter((cause) => cause !== 'temporarily-unavailable' && cause !== 'rate-limited')
		.map((cause) => `${name}: told as ${cause}`);

/** Some of the lists for each fault, others for the next. */
const someOf = (fault: Misbehaviour, index: number, share: number): readonly WireList[] =>
	LISTS.filter(
		({ isBare }, at) => (at + index) % share === 0 && !(isBare && fault === BARE_LIST['[]']),
	);

const INDEXED_FAULTS = PASSING_FAULTS.map(([name, by], index) => [name, by, index] as const);

it.each(rows(INDEXED_FAULTS, 4))('%s while a workflow is published', async (_name, by, index) => {
	const scenarios = await Promise.all(
		someOf(by, index, 3).map(async (list, at) => await start(list, ENGINES[at % ENGINES.length])),
	);
	const stopped = await Promise.all(
		scenarios.map(async (scenario, at) => {
			// Once, or for as long as publishing takes.
			scenario.misbehave(by, 'first', at % 4 < 2 ? 1 : Infinity);
			const isPublished = await scenario.host.tryToPublish();
			scenario.behave();
			return isPublished ? [] : [`${scenario.name}: publishing is stopped`];
		}),
	);
	expect(stopped.flat()).toEqual([]);
	expect(await changeAndPoll(scenarios)).toEqual([]);
	expect(scenarios.flatMap(wrongCauses)).toEqual([]);
});

describe('the lists of accounts and folders', () => {
	const list = DATED_LISTS.find(({ name }) => name.startsWith('iContact'));
	const blank = { credential: { accountId: '', clientFolderId: '' } };

	it.each(rows(PASSING_FAULTS, 5))('%s while they are asked for', async (_name, by) => {
		if (!list) throw new Error('There is no such list');
		const scenarios = await Promise.all(
			[{}, blank].map(async (settings, at) => await start(list, ENGINES[at], settings)),
		);
		for (const scenario of scenarios) scenario.beside = { by };
		await Promise.all(
			scenarios.map(async ({ host }) => {
				expect(await host.tryToPublish()).toBe(true);
			}),
		);
		for (const scenario of scenarios) scenario.beside = {};
		expect(await changeAndPoll(scenarios)).toEqual([]);
		for (const { host } of scenarios)
			expect(host.told.join(' ')).not.toMatch(/may see none|give it access/);
	});
});

describe('Fetch Test Event', () => {
	it.each(rows(INDEXED_FAULTS, 4, 1))(
		'%s: says that the provider did not answer',
		async (_name, by, index) => {
			const chosen = someOf(by, index, 2);
			const said = await Promise.all(
				chosen.map(async (list) => {
					const scenario = await start(list, 'in-memory');
					scenario.misbehave(by, 'first', Infinity);
					const error: unknown = await scenario.host.fetchTestEvent().then(
						() => undefined,
						(reason: unknown) => reason,
					);
					return `${list.name}: ${causeOf(error)}`;
				}),
			);
			expect(said.filter((line) => !/(temporarily-unavailable|rate-limited)$/.test(line))).toEqual(
				[],
			);
		},
	);

	it('shows records over the wire', async () => {
		const counts = await Promise.all(
			LISTS.map(async (list) => {
				const scenario = await start(list, 'in-memory');
				return (await scenario.host.fetchTestEvent()).length;
			}),
		);
		expect(Math.min(...counts)).toBeGreaterThan(0);
	});
});

describe('what somebody has to do something about', () => {
	it.each(Object.entries(LASTING))('%s is told, and nothing is lost by it', async (name, by) => {
		const scenarios = await Promise.all(
			LISTS.map(async (list, at) => await start(list, ENGINES[at % ENGINES.length])),
		);
		await Promise.all(scenarios.map(async ({ host }) => await host.publish()));
		for (const scenario of scenarios) scenario.misbehave(by, 'first', Infinity);
		await poll(scenarios);
		const status = `HTTP ${/\d+/.exec(name)?.[0] ?? ''}`;
		const silent = scenarios.filter(({ host }) => !host.told.join(' ').includes(status));
		for (const scenario of scenarios) scenario.behave();
		expect(
			silent.map((scenario) => `${scenario.name}: told: ${scenario.host.told.join(' ')}`),
		).toEqual([]);
		expect(await changeAndPoll(scenarios)).toEqual([]);
	});
});
