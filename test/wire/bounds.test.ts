/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- measures the process of the test, never runs inside n8n */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bomb, drip, large, silence } from '../harness/misbehaviours';
import { rows } from '../length';
import { ENGINES, type EngineName } from '../harness/host';
import { causeOf, TOKEN_PATH, WireHost } from './wireHost';
import {
	COMPARED_LISTS,
	DATED_LISTS,
	LIST_OF_EACH_CREDENTIAL,
	recordsOf,
	type WireList,
} from './wireLists';
import { HttpServer, type Misbehaviour } from '../harness/httpServer';

/*
 * Nothing that a server sends, or does not send, holds a poll beyond its time, keeps another resource
 * waiting for ever, or fills the memory of n8n. Here time is the machine's.
 */

jest.setTimeout(120_000);

/** What n8n gives a poll here. */
const BUDGET_MS = 2_000;
/** A poll uses a part of its budget; a busy machine may take a little longer. */
const ENDS_WITHIN_MS = BUDGET_MS + 1_500;
const POLLS_UNTIL_TOLD = 2;

const servers: HttpServer[] = [];
afterEach(async () => {
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
});

/** A list without records, which can be told to misbehave. */
async function emptyList(list: WireList) {
	const fault: { by?: Misbehaviour } = {};
	const records = recordsOf(list);
	const server = await HttpServer.start((request) => {
		// What n8n itself reads, and how, is n8n's.
		if (request.url.startsWith(TOKEN_PATH)) return { text: '{"access_token":"renewed"}' };
		const page = list.page(request, records);
		const answer = page?.answer ?? list.beside?.(request) ?? { text: '{}' };
		return fault.by && page ? { ...answer, by: fault.by } : answer;
	});
	servers.push(server);
	return { server, fault };
}

/** Fails when the work takes longer. @returns how long it took in ms */
async function timed(work: Promise<unknown>, mostMs: number): Promise<number> {
	const startedAt = Date.now();
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<'late'>((resolve) => {
		timer = setTimeout(() => resolve('late'), mostMs);
	});
	const end = await Promise.race([work.then(() => 'in time' as const), late]);
	clearTimeout(timer);
	expect(end).toBe('in time');
	return Date.now() - startedAt;
}

describe('an answer without end', () => {
	const KINDS: ReadonlyArray<readonly [string, Misbehaviour]> = [
		['a blank every so often', drip()],
		['a refusal in drops', drip(401)],
		['an error in drops', drip(500)],
		['no headers', silence],
	];

	it('ends with the time of the poll, which tells of it', async () => {
		const lists = [...DATED_LISTS, ...COMPARED_LISTS];
		const scenarios = rows(KINDS, 2).flatMap(([name, by]) =>
			lists.map((list) => ({ name, by, list })),
		);
		const problems = await Promise.all(
			scenarios.map(async ({ name, by, list }, index) => {
				const { server, fault } = await emptyList(list);
				const host = new WireHost(list, {
					baseUrl: server.url,
					engine: ENGINES[index % ENGINES.length],
					pollBudgetMs: BUDGET_MS,
				});
				await host.publish();
				fault.by = by;
				for (let poll = 0; poll < POLLS_UNTIL_TOLD && host.told.length === 0; poll += 1)
					await timed(host.tick(), ENDS_WITHIN_MS);
				const causes = host.errors.map(causeOf).filter((cause) => /invalid|defect/.test(cause));
				return [
					...(host.told.length > 0 ? [] : [`${list.name}, ${name}: not told`]),
					...causes.map((cause) => `${list.name}, ${name}: told as ${cause}`),
				];
			}),
		);
		expect(problems.flat()).toEqual([]);
	});

	const playBeside = async (engine: EngineName) => {
		const list = DATED_LISTS.find(({ name }) => name.startsWith('Insightly'));
		if (!list) throw new Error('There is no such list');
		const records = recordsOf(list);
		let dripping = false;
		const server = await HttpServer.start((request) => {
			if (request.url.includes('/Contacts/'))
				return { text: '[]', ...(dripping ? { by: drip() } : {}) };
			const answer = list.page(request, records)?.answer ?? { text: '[]' };
			return { ...answer, text: answer.text.replaceAll('CONTACT_ID', 'LEAD_ID') };
		});
		servers.push(server);
		const host = new WireHost(list, {
			baseUrl: server.url,
			engine,
			pollBudgetMs: BUDGET_MS,
			parameters: { resources: ['contacts', 'leads'] },
		});
		await host.publish();
		dripping = true;
		// Stamps are whole seconds: this one has to lie behind the publishing.
		records.change('1', 0, { stampedAhead: 2_000 });
		for (let poll = 0; poll < POLLS_UNTIL_TOLD && host.items.length === 0; poll += 1)
			await timed(host.tick(), ENDS_WITHIN_MS);
		expect(host.items.map(({ objectType }) => objectType)).toEqual(['leads']);
		await timed(host.tick(), ENDS_WITHIN_MS);
		expect(host.told.join(' ')).toMatch(/contacts/);
	};

	it('does not hold back the resource beside it', async () => {
		await Promise.all(ENGINES.map(playBeside));
	});
});

describe('an answer without bound', () => {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	const MIB = 1 << 20;
	const SIZE = 300;
	/** What one answer may cost at most, all copies and what was not collected yet included. */
	const MOST_GROWTH = 200 * MIB;
	const ENOUGH_MS = 20_000;

	const KINDS: ReadonlyArray<readonly [string, Misbehaviour]> = [
		['300 MiB of JSON', large(SIZE)],
		['a body that unpacks to 300 MiB', bomb(SIZE)],
		['an error of 300 MiB', large(SIZE, 400)],
		['a refusal of 300 MiB', large(SIZE, 401)],
		['an outage of 300 MiB', large(SIZE, 503)],
	];

	it.each(
		rows(
			KINDS.flatMap(([name, by]) =>
				LIST_OF_EACH_CREDENTIAL.filter(
					({ credentialType }) =>
						credentialType.endsWith('InsightlyApi') ||
						// n8n itself reads a refusal first, to renew the login.
						(credentialType.endsWith('RestOAuth2Api') && name.startsWith('a refusal')),
				).map((list) => [name, list.credentialType, list, by] as const),
			),
			3,
		),
	)('%s is refused for its size, memory stays: %s', async (_name, _type, list, by) => {
		const { server, fault } = await emptyList(list);
		const host = new WireHost(list, { baseUrl: server.url, pollBudgetMs: ENOUGH_MS });
		await host.publish();
		fault.by = by;
		if (typeof collect === 'function') collect();
		const before = process.memoryUsage().rss;
		let peak = before;
		const look = () => (peak = Math.max(peak, process.memoryUsage().rss));
		const looking = setInterval(look, 10);
		await timed(host.tick(), ENOUGH_MS);
		clearInterval(looking);
		look();
		expect(peak - before).toBeLessThan(MOST_GROWTH);
		// Where n8n renews a login, the refusal itself is what matters.
		expect(host.told.join(' ')).toMatch(/large|big|size|\bMi?B\b|bytes|long|HTTP 401/i);
		expect(host.items).toEqual([]);
	});
});
