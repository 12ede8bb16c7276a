import { MINUTE, pass, releaseTime, hurryTime } from '../harness/clock';
import { ENGINES } from '../harness/host';
import { itUnder, rows, upTo } from '../length';
import { WireHost } from './wireHost';
import { COMPARED_LISTS, DATED_LISTS, recordsOf, type WireList } from './wireLists';
import { HttpServer, type WholeAnswer, type HttpRequest } from '../harness/httpServer';

/*
 * A list whose every page names a new next one is noticed after a few pages, poll by poll, and told;
 * it is neither read until the time is over nor passed over in silence.
 */

jest.setTimeout(120_000);

const MOST_POLLS = upTo(2, 4);
/** Time in which a poll could read hundreds of pages. */
const BUDGET_MS = 120_000;
/** Pages that bring nothing new are read twice at most, and what a poll reads beside them is little. */
const MOST_REQUESTS = 60;
/** A provider that filters behind its paging gives some empty pages. */
const MOST_EMPTY = 50;
/** Pages that are no more than a list that ends has: a provider's word for more is not always taken. */
const FEW = 2;
const SPOKEN = /page|list|again|end/i;

const HAS_TOKENS = /token|link|page keys/;
const LISTS = [...DATED_LISTS, ...COMPARED_LISTS].filter(({ name }) => HAS_TOKENS.test(name));

/** Puts a position into an answer in place of the one it has, or has not. */
function withNext(list: WireList, answer: WholeAnswer, position: number): WholeAnswer {
	const token = `endless-${position}`;
	if (list.isBare)
		return { ...answer, headers: { ...answer.headers, 'Elements-Next-Page-Token': token } };
	const body: unknown = JSON.parse(answer.text);
	const fields: object = typeof body === 'object' && body !== null ? body : {};
	const next = list.name.includes('link')
		? { _links: { next: { href: `/v3/endless?cursor=${token}` } } }
		: list.name.includes('keys')
			? { NextPageKey: token }
			: { next_page_token: token };
	return { ...answer, text: JSON.stringify({ ...fields, ...next }) };
}

let servers: HttpServer[] = [];
beforeEach(hurryTime);
afterEach(async () => {
	await Promise.all(servers.map(async (server) => await server.stop()));
	servers = [];
	releaseTime();
});

/** The request as one for the first page of all that there is. */
const first = (request: HttpRequest): HttpRequest => ({
	...request,
	query: new URLSearchParams(),
	body: '{"OrderBy":{"PageSize":10,"PageKey":null}}',
});

describe.each(ENGINES)('under the %s engine', (engine) => {
	const it = itUnder(engine);
	const lists = rows(LISTS, 4, ENGINES.indexOf(engine));

	it.each([
		['the same records', 5, MOST_REQUESTS],
		['no records', 0, MOST_EMPTY],
	])('a list that goes on for ever with %s is told', async (_name, count, mostPages) => {
		const problems = await Promise.all(
			lists.map(async (list) => {
				let isEndless = false;
				const none = recordsOf(list);
				const records = recordsOf(list);
				for (let id = 1; id <= count; id += 1)
					records.change(String(id), 0, { stampedAhead: MINUTE });
				let pages = 0;
				const server = await HttpServer.start((request) => {
					const page = list.page(request, none);
					if (!page) return list.beside?.(request) ?? { text: '{}' };
					if (!isEndless) return page.answer;
					pages += 1;
					const answer = list.page(first(request), records)?.answer ?? page.answer;
					return withNext(list, answer, pages);
				});
				servers.push(server);
				const host = new WireHost(list, { baseUrl: server.url, engine, pollBudgetMs: BUDGET_MS });
				await host.publish();
				return { list, server, host, begin: () => (isEndless = true), pages: () => pages };
			}),
		).then(async (scenarios) => {
			for (const { begin } of scenarios) begin();
			const most = new Map<string, number>();
			for (let poll = 0; poll < MOST_POLLS; poll += 1) {
				pass(6 * MINUTE);
				const before = scenarios.map(({ pages }) => pages());
				await Promise.all(scenarios.map(async ({ host }) => await host.tick()));
				for (const [index, { list, pages }] of scenarios.entries())
					most.set(list.name, Math.max(most.get(list.name) ?? 0, pages() - before[index]));
			}
			return scenarios.flatMap(({ list, host }) => [
				...(host.told.some((text) => SPOKEN.test(text)) || (most.get(list.name) ?? 0) <= FEW
					? []
					: [`${list.name}: not told`]),
				...((most.get(list.name) ?? 0) <= mostPages
					? []
					: [`${list.name}: ${most.get(list.name)} pages in one poll`]),
				...(list.watch === 'comparison' && host.items.length > 0 ? [`${list.name}: events`] : []),
			]);
		});
		expect(problems).toEqual([]);
	});
});
