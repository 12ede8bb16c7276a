import { rows } from '../length';
import { redirect } from '../harness/misbehaviours';
import { HOUR, pass, releaseTime, stopTime } from '../harness/clock';
import { ENGINES } from '../harness/host';
import { shown } from './wireHost';
import {
	DATED_LISTS,
	LIST_OF_EACH_CREDENTIAL,
	recordsOf,
	SECRET,
	type WireList,
} from './wireLists';
import { difference, POLL_EVERY, REST, WireScenario } from './wireScenario';
import { testCredential } from './credentialTest';
import { HttpServer, type HttpRequest } from '../harness/httpServer';

/*
 * A redirect to another server is never followed: the credential would go along, and what is there
 * is not the provider's. One within the server is.
 */

jest.setTimeout(120_000);

const STATUSES = [301, 302, 303, 307, 308];
const encoded = [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64')].map(
	// Base64 of a text that goes on: its last character depends on what follows.
	(text) => text.replace(/=+$/, '').slice(0, -1),
);

/** Whether anything of a credential arrived. */
const holdsSecret = (asked: readonly HttpRequest[]): boolean =>
	asked.some((request) => {
		const text = JSON.stringify(request);
		return encoded.some((secret) => text.includes(secret));
	});

let servers: HttpServer[] = [];
const started: WireScenario[] = [];

const start = async (list: WireList, index: number): Promise<WireScenario> => {
	const scenario = await WireScenario.start(list, ENGINES[index % ENGINES.length]);
	started.push(scenario);
	return scenario;
};

/** A server that answers whatever it is asked as the list would, with records of its own. */
async function elsewhere(list: WireList): Promise<HttpServer> {
	const foreign = recordsOf(list);
	foreign.change('666');
	const server = await HttpServer.start(
		(request) => list.page(request, foreign)?.answer ?? list.beside?.(request) ?? { text: '{}' },
	);
	servers.push(server);
	return server;
}

beforeEach(() => stopTime());
afterEach(async () => {
	await Promise.all([
		...servers.map(async (server) => await server.stop()),
		...started.splice(0).map(async ({ server }) => await server.stop()),
	]);
	servers = [];
	releaseTime();
});

async function poll(scenarios: readonly WireScenario[], ms = POLL_EVERY): Promise<void> {
	pass(ms);
	await Promise.all(scenarios.map(async ({ host }) => await host.tick()));
}

interface Target {
	readonly name: string;
	readonly to: (away: HttpServer, own: HttpServer) => string;
	/** How the message names it. */
	readonly named?: (away: HttpServer, own: HttpServer) => string;
}

const OTHERS: readonly Target[] = [
	{ name: 'another host', to: (away) => away.at('localhost') },
	{ name: 'another port', to: (away) => away.url },
	{
		name: 'another scheme',
		to: (_away, own) => own.url.replace('http:', 'https:'),
	},
	{
		name: 'a user of another host',
		to: (away) => away.at('localhost').replace('//', '//someone:secret@'),
		named: (away) => away.at('localhost').replace('http://', ''),
	},
	{ name: 'an address without a scheme', to: (away) => away.at('localhost').replace('http:', '') },
];

describe.each(rows(OTHERS, 4))('to $name', ({ name: target, to, named = to }) => {
	const statuses = target === 'another host' ? rows(STATUSES, 4) : rows([302, 308], 2);

	it.each(statuses)(
		'by %i: nothing of the credential goes there, and nothing of it is believed',
		async (status) => {
			const scenarios = await Promise.all(LIST_OF_EACH_CREDENTIAL.map(start));
			const aways = await Promise.all(scenarios.map(async ({ list }) => await elsewhere(list)));
			await Promise.all(scenarios.map(async ({ host }) => await host.publish()));
			await poll(scenarios, REST);
			for (const [index, scenario] of scenarios.entries()) {
				const address = to(aways[index], scenario.server);
				scenario.misbehave(
					(response) => redirect(status, `${address}/moved`)(response, { text: '' }),
					'first',
					Infinity,
				);
			}
			for (let polls = 0; polls < 2; polls += 1) await poll(scenarios);
			const wrong = scenarios.flatMap(({ name, host, server }, index) => {
				const away = aways[index];
				const address = named(away, server).replace(/^\/\//, '');
				return [
					...(holdsSecret(away.asked) ? [`${name}: the credential went along`] : []),
					...(away.asked.length > 0 ? [`${name}: followed`] : []),
					...(host.items.length > 0 ? [`${name}: ${shown(host.items).join(', ')}`] : []),
					...(host.told.some((text) => text.includes(address))
						? []
						: [`${name}: told: ${host.told.join(' ')}`]),
					...(host.letOut.includes('someone:secret')
						? [`${name}: shows the user of the address`]
						: []),
				];
			});
			expect(wrong).toEqual([]);
			for (const scenario of scenarios) scenario.behave();
			pass(HOUR);
			const expected = scenarios.map((scenario) => scenario.change());
			for (let polls = 0; polls < 3; polls += 1) await poll(scenarios);
			expect(
				scenarios.map(({ host }, index) => difference(expected[index], shown(host.items))),
			).toEqual(scenarios.map(() => ''));
		},
	);

	it('while a workflow is published: it is refused, and the message names the address', async () => {
		const wrong = await Promise.all(
			LIST_OF_EACH_CREDENTIAL.map(async (list, index) => {
				const scenario = await start(list, index);
				const away = await elsewhere(list);
				const address = to(away, scenario.server);
				scenario.misbehave(redirect(302, `${address}/moved`), 'first', Infinity);
				const isPublished = await scenario.host.tryToPublish();
				const shownAddress = named(away, scenario.server).replace(/^\/\//, '');
				const isNamed = scenario.host.told.some((text) => text.includes(shownAddress));
				return [
					...(isNamed ? [] : [`${scenario.name}: told: ${scenario.host.told.join(' ')}`]),
					...(isPublished && scenario.host.warnings.length === 0
						? [`${scenario.name}: silent`]
						: []),
					...(away.asked.length > 0 ? [`${scenario.name}: followed`] : []),
				];
			}),
		);
		expect(wrong.flat()).toEqual([]);
	});

	it.each(statuses)(
		'by %i, the test of a credential: it does not pass, and nothing goes there',
		async (status) => {
			const wrong = await Promise.all(
				LIST_OF_EACH_CREDENTIAL.map(async ({ credentialType, credential }) => {
					const away = await HttpServer.start(() => ({ text: '{}' }));
					const own: HttpServer = await HttpServer.start(() => ({
						text: '',
						by: redirect(status, `${to(away, own)}/moved`),
					}));
					servers.push(away, own);
					const result = await testCredential(credentialType, { ...credential, baseUrl: own.url });
					return [
						...(own.asked.length > 0 ? [] : [`${credentialType}: nothing was asked`]),
						...(result.isOk ? [`${credentialType}: passes`] : []),
						...(holdsSecret(away.asked) ? [`${credentialType}: the credential went along`] : []),
					];
				}),
			);
			expect(wrong.flat()).toEqual([]);
		},
	);
});

it('the test of a credential passes where the provider answers, and not where it refuses', async () => {
	for (const { credentialType, credential } of LIST_OF_EACH_CREDENTIAL) {
		for (const status of [200, 401]) {
			const own = await HttpServer.start(() => ({ status, text: '{}' }));
			servers.push(own);
			const result = await testCredential(credentialType, {
				...credential,
				baseUrl: own.url,
				accessTokenUrl: `${own.url}/oauth/token`,
			});
			expect({ credentialType, status, isOk: result.isOk }).toEqual({
				credentialType,
				status,
				isOk: status === 200,
			});
			expect(holdsSecret(own.asked)).toBe(true);
		}
	}
});

describe('within the server', () => {
	it.each(rows([301, 302, 307, 308], 4, 3))('%i is followed', async (status) => {
		const lists = LIST_OF_EACH_CREDENTIAL.filter(
			// These change a POST into a GET, by custom: then it is not the same request any more.
			({ credentialType }) => status > 303 || !credentialType.includes('Maximizer'),
		);
		const scenarios = await Promise.all(lists.map(start));
		await Promise.all(scenarios.map(async ({ host }) => await host.publish()));
		await poll(scenarios, REST);
		pass(HOUR);
		const expected = scenarios.map((scenario) => scenario.change());
		for (const scenario of scenarios) scenario.move(status);
		for (let polls = 0; polls < 3; polls += 1) await poll(scenarios);
		expect(
			scenarios.map(({ name, host }, index) => [
				name,
				difference(expected[index], shown(host.items)),
				host.told,
			]),
		).toEqual(scenarios.map(({ name }) => [name, '', []]));
	});

	it.each<[string, (own: HttpServer) => string | undefined]>([
		['a loop', (own) => `${own.url}/loop`],
		['no address', () => undefined],
		['an address that is none', () => 'http://[broken'],
	])('%s is told, and ends', async (_name, to) => {
		const scenarios = await Promise.all(DATED_LISTS.map(start));
		await Promise.all(scenarios.map(async ({ host }) => await host.publish()));
		for (const scenario of scenarios) scenario.redirectAll(to(scenario.server));
		await poll(scenarios);
		const asked = scenarios.map(({ server }) => server.asked.length);
		expect(Math.max(...asked)).toBeLessThan(100);
		expect(scenarios.filter(({ host }) => host.told.length === 0).map(({ name }) => name)).toEqual(
			[],
		);
		expect(scenarios.flatMap(({ host }) => host.items)).toEqual([]);
	});
});
