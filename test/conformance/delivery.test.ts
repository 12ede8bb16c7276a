import { CONNECTIONS, SUBJECTS, type Subject } from '../../sandbox/n8n/subjects';
import { HOUR, MINUTE, pass, SECOND } from '../harness/clock';
import { ENGINES } from '../harness/sandbox';
import { itInTurn, rows, upTo } from '../length';
import { PAGE_SIZE, Scenario } from './scenario';

/*
 * What every connector promises by both connections while nothing fails. It takes the definition and
 * the stand-in of a connector, and nothing else: a new connector is tested by being in the two indexes.
 */

const subjects = SUBJECTS.map((subject, turn) => ({
	...subject,
	turn,
	engine: ENGINES[(turn + (turn >> 1)) % 2],
}));

interface Played extends Subject {
	/** A workflow that was published a minute ago. */
	start(options?: object): Promise<Scenario>;
	readonly engine: string;
}

async function everyChange({ start }: Played): Promise<void> {
	const scenario = await start();
	for (let round = 0; round < upTo(3, 6); round += 1) {
		scenario.change(8);
		await scenario.poll();
	}
	await scenario.poll(2);
	expect(scenario.reports()).toEqual([]);
	scenario.expectComplete();
}

/** In the short run every connector plays the first test by one connection and one of these by the other; all together play each. */
const OTHERS: Readonly<Record<string, (played: Played) => Promise<void>>> = {
	'reports nothing that was there before, and asks a quiet provider the same each time': async ({
		start,
	}) => {
		const scenario = await start();
		const { requests } = scenario.source;
		const counts: number[] = [];
		for (let poll = 0; poll < 4; poll += 1) {
			const before = requests.length;
			await scenario.poll();
			counts.push(requests.length - before);
		}
		expect(scenario.host.items).toEqual([]);
		expect(scenario.reports()).toEqual([]);
		expect(Math.max(...counts)).toBe(counts[0]);
	},

	'reports a backlog of several pages over several polls': async ({ start, works }) => {
		const scenario = await start({ maxItems: PAGE_SIZE });
		for (const { resources } of works) {
			for (let made = 0; made < 3 * PAGE_SIZE; made += 1) {
				scenario.create(resources[0]);
				pass(SECOND);
			}
		}
		await scenario.poll(12, HOUR / 2);
		expect(scenario.host.executions.length).toBeGreaterThan(1);
		expect(scenario.reports()).toEqual([]);
		scenario.expectComplete();
	},

	'reports records of one stamp, on whatever pages they are': async ({ start, works }) => {
		const scenario = await start();
		for (let made = 0; made < 2.5 * PAGE_SIZE; made += 1)
			for (const { resources } of works) scenario.create(resources[0]);
		await scenario.poll(4);
		for (const { resources } of works) scenario.create(resources[0]);
		await scenario.poll(3);
		scenario.expectComplete();
	},

	'reports what shows up late, within the lookback': async ({ start }) => {
		const scenario = await start();
		scenario.fail({ late: { ms: 4 * MINUTE, share: 0.5 } });
		for (let round = 0; round < 4; round += 1) {
			scenario.change(6);
			await scenario.poll(3, MINUTE);
		}
		await scenario.poll(4, 3 * MINUTE);
		scenario.fail();
		await scenario.poll(3);
		expect(scenario.reports()).toEqual([]);
		scenario.expectComplete();
	},

	'goes on after a restart of n8n, and after publishing again': async ({ start, engine }) => {
		const scenario = await start();
		scenario.change(6);
		await scenario.poll();
		scenario.change(6);
		await scenario.host.restart();
		await scenario.poll(2);
		scenario.change(6);
		await scenario.host.republish();
		await scenario.poll(3);
		expect(scenario.reports()).toEqual([]);
		scenario.expectComplete(engine === 'in-memory');
	},
};

describe.each(subjects)('$label, under the $engine engine', (subject) => {
	const { turn } = subject;
	const itsTurn = itInTurn(turn + (turn >> 1), CONNECTIONS.length);
	let scenario: Scenario;
	const start = async (options = {}) => {
		scenario = await Scenario.start(subject, subject.engine, options);
		await scenario.host.publish();
		pass(MINUTE);
		return scenario;
	};
	afterEach(async () => await scenario.stop());

	itsTurn('reports every change of each kind once', async () => {
		await everyChange({ ...subject, start });
	});

	itsTurn.each(rows(Object.entries(OTHERS), 5, turn >> 1))('%s', async (_promise, keep) => {
		await keep({ ...subject, start });
	});
});
