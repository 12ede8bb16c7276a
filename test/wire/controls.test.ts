/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures the process of the test, never runs inside n8n */
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { CUTS, drip, large, NO_LISTS, redirect } from '../harness/misbehaviours';
import { HOUR, pass, releaseTime, stopTime } from '../harness/clock';
import { shown, WireHost } from './wireHost';
import { COMPARED_LISTS, DATED_LISTS, recordsOf, SECRET, type WireList } from './wireLists';
import { difference, POLL_EVERY, REST, WireScenario, type Where } from './wireScenario';
import { HttpServer, type Misbehaviour } from '../harness/httpServer';
import { itAtLength } from '../length';

/*
 * Negative controls: with a protection taken away, what the other tests of this folder scenario does
 * harm. It is taken away around the node: n8n's HTTP client gets other options than the node's, its
 * answers are changed on their way to the node, or a clock of the node's stands still.
 */

type Request = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** What is between the node and n8n's HTTP client; nothing, unless a test puts something there. */
const between: { request?: (options: IHttpRequestOptions, send: Request) => ReturnType<Request> } =
	{};
const clocks = { standStill: false };

jest.mock('n8n-core/dist/execution-engine/node-execution-context/poll-context', () => {
	const path = 'n8n-core/dist/execution-engine/node-execution-context/poll-context';
	const n8n =
		jest.requireActual<
			typeof import('n8n-core/dist/execution-engine/node-execution-context/poll-context')
		>(path);
	class PollContext extends n8n.PollContext {
		constructor(...given: ConstructorParameters<typeof n8n.PollContext>) {
			super(...given);
			const { helpers } = this;
			const send = helpers.httpRequestWithAuthentication;
			helpers.httpRequestWithAuthentication = async function (type, options, more) {
				const original: Request = async (changed) => await send.call(this, type, changed, more);
				return between.request ? await between.request(options, original) : await original(options);
			};
		}
	}
	return { PollContext };
});
jest.mock('../../nodes/OpenConnectors/host/timeLimit', () => {
	const path = '../../nodes/OpenConnectors/host/timeLimit';
	const actual =
		jest.requireActual<typeof import('../../nodes/OpenConnectors/host/timeLimit')>(path);
	const limitTime: typeof actual.limitTime = (totalMs, idleMs) =>
		clocks.standStill ? actual.limitTime(HOUR, HOUR) : actual.limitTime(totalMs, idleMs);
	return { ...actual, limitTime };
});
jest.setTimeout(120_000);

const servers: HttpServer[] = [];
beforeEach(() => stopTime());
afterEach(async () => {
	delete between.request;
	clocks.standStill = false;
	await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
	releaseTime();
});

function named(begin: string): WireList {
	const list = [...DATED_LISTS, ...COMPARED_LISTS].find(({ name }) => name.startsWith(begin));
	if (!list) throw new Error(`There is no list ${begin}`);
	return list;
}

/** Reads what came of a body, and says whether it came whole. */
async function readAll(body: unknown): Promise<{ text: string; isWhole: boolean }> {
	const pieces: Buffer[] = [];
	const isIterable = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
	if (!isIterable) return { text: String(body), isWhole: true };
	try {
		for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(Buffer.from(piece));
		return { text: Buffer.concat(pieces).toString(), isWhole: true };
	} catch {
		return { text: Buffer.concat(pieces).toString(), isWhole: false };
	}
}

/** Plays a fault once at a place of a list. @returns how what came differs from what was to come */
async function runOnce(list: WireList, by: Misbehaviour, where: Where): Promise<string> {
	const scenario = await WireScenario.start(list, 'in-memory');
	servers.push(scenario.server);
	await scenario.host.publish();
	pass(REST);
	await scenario.host.tick();
	pass(HOUR);
	const expected = scenario.change();
	scenario.misbehave(by, where, 1);
	for (let polls = 0; polls < 3; polls += 1) {
		pass(POLL_EVERY);
		await scenario.host.tick();
	}
	return difference(expected, shown(scenario.host.items));
}

describe('an answer that is none', () => {
	const FAULTS: ReadonlyArray<readonly [string, Misbehaviour]> = [
		['a chunked stream is cut', CUTS['a chunked stream is cut']],
		['{}', NO_LISTS['{}']],
	];
	const HARM: ReadonlyArray<readonly [string, Where, RegExp]> = [
		// Not of lists that are compared: a deletion takes two readings there.
		['Keap, by id', 'middle', /lost/],
	];

	/** What breaks off, or holds no list, is given to the node as a list without records. */
	const forgive = (empty: string) => {
		between.request = async (options, send) => {
			const response = await send(options);
			const { text, isWhole } = await readAll(response.body);
			return { ...response, body: isWhole && text !== '{}' ? text : empty };
		};
	};

	it.each(FAULTS.flatMap(([fault, by]) => HARM.map((harm) => [fault, ...harm, by] as const)))(
		'%s: taken for an empty list it does harm, %s, %s page',
		async (_fault, begin, where, harm, by) => {
			const list = named(begin);
			expect(await runOnce(list, by, where)).toBe('');
			const nothing = list.page(
				{ method: 'GET', url: '/', query: new URLSearchParams(), headers: {}, body: '' },
				recordsOf(list),
			);
			forgive(nothing?.answer.text ?? '');
			expect(await runOnce(list, by, where)).toMatch(harm);
		},
	);
});

describe('a redirect to another server', () => {
	it.each(['iContact, newest', 'Keap, by id'])(
		'that is followed takes the credential along, and its answer is believed: %s',
		async (begin) => {
			const list = named(begin);
			const foreign = recordsOf(list);
			foreign.change('666', 0, { stampedAhead: REST });
			const away = await HttpServer.start(
				(request) => list.page(request, foreign)?.answer ?? { text: '{}' },
			);
			const scenario = await WireScenario.start(list, 'in-memory');
			servers.push(away, scenario.server);
			await scenario.host.publish();
			pass(REST);
			await scenario.host.tick();
			scenario.misbehave(redirect(302, `${away.at('localhost')}/moved`), 'first', Infinity);
			pass(POLL_EVERY);
			await scenario.host.tick();
			expect(away.asked).toEqual([]);
			between.request = async (options, send) =>
				await send({ ...options, disableFollowRedirect: false });
			pass(POLL_EVERY);
			await scenario.host.tick();
			expect(JSON.stringify(away.asked)).toContain(SECRET);
			expect(shown(scenario.host.items).join()).toContain('666');
		},
	);
});

describe('an answer without end or bound', () => {
	const BUDGET_MS = 1_000;
	/** On a busy machine. */
	const ENDS_WITHIN_MS = 3 * BUDGET_MS;
	const MIB = 1 << 20;

	async function published(by: Misbehaviour, pollBudgetMs = BUDGET_MS): Promise<WireHost> {
		const list = named('Insightly');
		let isBad = false;
		const server = await HttpServer.start(() => ({ text: '[]', ...(isBad ? { by } : {}) }));
		servers.push(server);
		const host = new WireHost(list, { baseUrl: server.url, pollBudgetMs });
		await host.publish();
		isBad = true;
		return host;
	}

	const hasEnded = async (polling: Promise<unknown>, withinMs: number): Promise<boolean> => {
		let timer: NodeJS.Timeout | undefined;
		const watched = new Promise<boolean>((resolve) => {
			timer = setTimeout(() => resolve(false), withinMs);
		});
		const ended = await Promise.race([polling.then(() => true), watched]);
		clearTimeout(timer);
		return ended;
	};

	it('holds the poll for as long as it drips, when the time of a request has no end', async () => {
		expect(await hasEnded((await published(drip())).tick(), ENDS_WITHIN_MS)).toBe(true);
		clocks.standStill = true;
		const polling = (await published(drip())).tick();
		expect(await hasEnded(polling, 1.5 * BUDGET_MS)).toBe(false);
		await Promise.all(servers.splice(0).map(async (server) => await server.stop()));
		await polling;
	});

	itAtLength('fills the memory, when n8n reads it to its end', async () => {
		// What the process had before decides how much more it takes: what is held at once is what counts.
		let held = 0;
		between.request = async (options, send) => {
			const response = await send({ ...options, encoding: 'text' });
			held = Math.max(held, String(response.body).length);
			return response;
		};
		const host = await published(large(100), 60_000);
		await host.tick();
		expect(held).toBeGreaterThan(64 * MIB);
	});
});
