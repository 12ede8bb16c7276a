/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- measures the process that runs it, never inside n8n */
import { env, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { table } from '../../scripts/markdown';
import { DAY, MINUTE, pass, releaseTime, stopTime } from '../harness/clock';
import { type EngineName, ENGINES, Host } from '../harness/host';
import { HttpProvider, withHistory } from '../harness/httpProvider';

/*
 * Many triggers in one process: what a poll of this package costs when n8n itself costs nothing, and that nothing
 * grows but with the number of triggers.
 */

/** Others by `TRIGGERS=500,1000 npm run test:soak -- --testPathPatterns soak/manyTriggers`. */
const COUNTS = (env.TRIGGERS ?? '100').split(',').map(Number);
/** Triggers that share an account. */
const AT_ONE_ACCOUNT = 10;
const BUSY_ROUNDS = 2;
const QUIET_ROUNDS = 12;
/** Records that change in an account in a busy round. */
const CHANGES = 3;
/** The durable engine writes down how far it has read at least so often, and no sooner without news. */
const SAVED_EVERY = 10 * MINUTE;
const FORGOTTEN_AFTER = 3 * DAY;
/**
 * The timer of a request cannot be taken back, and runs for as long as the poll may take, of the machine's time.
 * Here polls that are a minute apart follow each other within moments, so that it runs no longer than this.
 */
const TIMER_MS = 5_000;
const WITHIN_MS = 60 * MINUTE;

/* Bounds, some three times of what was measured: a busy machine must not fail them, a leak has to. */
const MOST_CPU_MS = 30;
const MOST_KB = { some: 10_000, aTrigger: 100 };
/** What quiet polls may add: code that is compiled meanwhile, and less than a thousand bytes a poll. */
const MOST_GROWTH_KB = { some: 5_000, aTrigger: 5 };

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

interface Fleet {
	readonly hosts: readonly Host[];
	readonly providers: readonly HttpProvider[];
}

interface Figures {
	/** Of the polls of this package, of n8n's HTTP client and of the provider together. */
	readonly cpuMs: number;
	/** With what the harness keeps of a workflow. */
	readonly kilobytes: number;
	/** What quiet polls added to it. */
	readonly growthKb: number;
	/** States saved in a busy poll, and in ten minutes of quiet ones. */
	readonly busySaves: number;
	readonly quietSaves: number;
	/** The shortest time between two saves without news, ms; Infinity without any. */
	readonly shortestGap: number;
	readonly stateBytes: number;
}

async function startFleet(engine: EngineName, count: number): Promise<Fleet> {
	const providers: HttpProvider[] = [];
	for (let account = 0; account < count / AT_ONE_ACCOUNT; account += 1) {
		const provider = await HttpProvider.start();
		withHistory(provider);
		providers.push(provider);
	}
	const hosts = Array.from({ length: count }, (_, index) => {
		const account = index % providers.length;
		return new Host(engine, {
			parameters: { connector: 'insightly', resources: ['contacts'], startFrom: 'now' },
			credentials: {
				openConnectorsInsightlyApi: { baseUrl: providers[account].url, apiKey: 'insightly-key' },
			},
			credentialId: String(account),
		});
	});
	return { hosts, providers };
}

/** What the process holds, beside what only the harness keeps of the past. */
async function heapOf({ hosts, providers }: Fleet): Promise<number> {
	await new Promise((resolve) => setTimeout(resolve, TIMER_MS + 500));
	for (const { log, executions } of hosts) for (const kept of [log, executions]) kept.length = 0;
	for (const provider of providers) provider.forget();
	jest.clearAllMocks();
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

interface Round {
	readonly saves: number;
	readonly items: number;
	readonly bytes: number;
}

/** One poll of each trigger, then a minute passes. Says which states were saved when. */
async function poll({ hosts }: Fleet, saved: (host: Host) => void = () => {}): Promise<Round> {
	let [saves, items, bytes] = [0, 0, 0];
	for (const host of hosts) {
		const before = JSON.stringify(host.saved);
		items += (await host.tick()).length;
		expect(host.errors).toEqual([]);
		const after = JSON.stringify(host.saved);
		if (after === before) continue;
		saves += 1;
		bytes += after.length;
		saved(host);
	}
	pass(MINUTE);
	return { saves, items, bytes };
}

async function measure(fleet: Fleet): Promise<Figures> {
	const { hosts, providers } = fleet;
	const empty = await heapOf(fleet);
	for (const host of hosts) await host.publish();
	pass(MINUTE);
	const begun = process.cpuUsage();
	let [busySaves, stateBytes] = [0, 0];
	for (let round = 0; round < BUSY_ROUNDS; round += 1) {
		for (const provider of providers)
			provider.changeAll(100 + round * CHANGES, 99 + (round + 1) * CHANGES);
		const { saves, items, bytes } = await poll(fleet);
		expect(items).toBe(hosts.length * CHANGES);
		busySaves += saves;
		stateBytes += bytes;
	}
	// What was new a moment ago may still be read again.
	pass(SAVED_EVERY);
	await poll(fleet);
	const busy = await heapOf(fleet);

	const since = Date.now();
	const savedAt = new Map<Host, number>();
	let [quietSaves, shortestGap] = [0, Infinity];
	for (let round = 0; round < QUIET_ROUNDS; round += 1) {
		const { saves, items } = await poll(fleet, (host) => {
			shortestGap = Math.min(shortestGap, Date.now() - (savedAt.get(host) ?? -Infinity));
			savedAt.set(host, Date.now());
		});
		expect(items).toBe(0);
		quietSaves += saves;
	}
	const { user, system } = process.cpuUsage(begun);
	const quiet = await heapOf(fleet);
	const polls = hosts.length * (BUSY_ROUNDS + 1 + QUIET_ROUNDS);
	return {
		cpuMs: (user + system) / 1_000 / polls,
		kilobytes: (quiet - empty) / 1_000 / hosts.length,
		growthKb: (quiet - busy) / 1_000,
		busySaves: busySaves / (hosts.length * BUSY_ROUNDS),
		quietSaves: (quietSaves / hosts.length / (Date.now() - since)) * SAVED_EVERY,
		shortestGap,
		stateBytes: stateBytes / busySaves,
	};
}

/** How many nodes the process remembers while their workflows are only unpublished, and when they are long gone. */
async function remembered({ hosts: [first, ...others] }: Fleet): Promise<readonly number[]> {
	const runtimes = others.map((host) => new WeakRef(host.runtime()));
	const held = async () => {
		// What is gone is looked for when something new is polled.
		await first.restart();
		if (first.engine === 'durable') await first.tick();
		jest.clearAllMocks();
		await new Promise((resolve) => setImmediate(resolve));
		collectGarbage();
		return runtimes.filter((runtime) => runtime.deref() !== undefined).length;
	};
	for (const host of others) host.unpublish();
	const before = await held();
	pass(FORGOTTEN_AFTER);
	return [before, await held()];
}

const HEAD = [
	'triggers',
	'engine',
	'CPU a poll',
	'memory a trigger',
	'states saved a poll with events',
	'states saved in ten minutes without',
	'size of a state',
];
const rows: Array<readonly string[]> = [];

function rowOf(engine: EngineName, count: number, figures: Figures): readonly string[] {
	return [
		count.toLocaleString('en-US'),
		engine,
		`${figures.cpuMs.toFixed(1)} ms`,
		`${figures.kilobytes.toFixed(0)} kB`,
		figures.busySaves.toFixed(2),
		figures.quietSaves.toFixed(2),
		`${(figures.stateBytes / 1_000).toFixed(1)} kB`,
	];
}

beforeEach(() => {
	stopTime();
	const { timeout } = AbortSignal;
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(Math.min(ms, TIMER_MS)));
});
afterEach(() => {
	releaseTime();
	jest.restoreAllMocks();
});
afterAll(() => stdout.write(`${table(HEAD, rows).join('\n')}\n`));

describe.each(COUNTS)('%d triggers in one process', (count) => {
	it.each(ENGINES)(
		'cost and keep what so many polls are worth: %s',
		async (engine) => {
			const fleet = await startFleet(engine, count);
			try {
				const figures = await measure(fleet);
				rows.push(rowOf(engine, count, figures));
				expect(figures.cpuMs).toBeLessThan(MOST_CPU_MS);
				expect(figures.kilobytes).toBeLessThan(MOST_KB.some / count + MOST_KB.aTrigger);
				expect(figures.growthKb).toBeLessThan(
					MOST_GROWTH_KB.some + MOST_GROWTH_KB.aTrigger * count,
				);
				expect(figures.busySaves).toBe(1);
				if (engine === 'in-memory') expect(figures.quietSaves).toBe(0);
				else expect(figures.shortestGap).toBeGreaterThanOrEqual(SAVED_EVERY);
				expect(await remembered(fleet)).toEqual([count - 1, 0]);
			} finally {
				for (const provider of fleet.providers) await provider.stop();
			}
		},
		WITHIN_MS,
	);
});
