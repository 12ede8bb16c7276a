import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';
import { ENGINES, Host, textOf, type EngineName } from '../harness/host';
import { HttpServer, type HttpRequest, type Reply } from '../harness/httpServer';
import { itUnder } from '../length';

const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;

let server: HttpServer;
let other: HttpServer;
let reply: (request: HttpRequest) => Reply;

const json = (value: unknown, more: Partial<Reply> = {}): Reply => ({
	text: JSON.stringify(value),
	...more,
});
const record = (id: number) => ({ id, updated_at: new Date(NOW - id * MINUTE_MS).toISOString() });

beforeEach(async () => {
	jest.useFakeTimers({
		now: NOW,
		doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'],
	});
	reply = () => json([]);
	server = await HttpServer.start((request) => reply(request));
	other = await HttpServer.start(() => json([record(66)]));
});
afterEach(async () => {
	await server.stop();
	await other.stop();
	jest.useRealTimers();
});

const ITEMS = {
	url: "/items?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
	idField: 'id',
	datesConfiguration: {
		updatedDateField: 'updated_at',
		updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSX",
	},
	paging: { type: 'link', linkHeader: 'link' },
};

const hostOf = (
	engine: EngineName,
	credential: ICredentialDataDecryptedObject,
	parameters: INodeParameters = {},
	settings: object = {},
) =>
	new Host(engine, {
		nodeType: new RestApiPollTrigger(),
		parameters: {
			configure: 'json',
			pollerConfiguration: JSON.stringify({ items: { ...ITEMS, ...settings } }),
			startFrom: 'beginning',
			...parameters,
		},
		credentials: { openConnectorsRestApi: { baseUrl: `${server.url}/v1`, ...credential } },
	});

/** All that a workflow leaves behind, and that somebody may read. */
const traces = (host: Host) => [
	JSON.stringify(host.saved),
	...host.log.map(({ message }) => message),
	...host.errors.map(textOf),
];

describe.each(ENGINES)('a key in the query, under the %s engine', (engine) => {
	const it = itUnder(engine);
	it.each(['fluffy-cat-4711', 'k3y42', 'a/b+c=d&e f', 'k/4+2'])(
		'%j reaches no log, error or state, though links and errors repeat it',
		async (token) => {
			const inUrl = encodeURIComponent(token);
			reply = ({ query }) => {
				const page = Number(query.get('page') ?? '1');
				if (page === 3) return json({ message: `no page for ${token} ${inUrl}` }, { status: 500 });
				const link = `<${server.url}/v1/items?page=${page + 1}&api_key=${inUrl}>; rel="next"`;
				return json([record(page)], { headers: { link } });
			};
			const credential = { authentication: 'query', parameterName: 'api_key', token };
			const host = hostOf(engine, credential, { options: { maxItems: 1 } });
			for (let poll = 0; poll < 6; poll += 1) {
				await (poll === 0 ? host.publish() : host.tick());
				jest.advanceTimersByTime(MINUTE_MS);
				for (const trace of traces(host)) {
					expect(trace).not.toContain(token);
					expect(trace).not.toContain(inUrl);
				}
			}
			expect(host.items.map(({ objectId }) => objectId)).toEqual(
				expect.arrayContaining(['1', '2']),
			);
			for (const { query } of server.asked) expect(query.getAll('api_key')).toEqual([token]);
			expect(traces(host).join('\n')).toMatch(/could not answer \(HTTP 500\)/);
		},
	);
});

describe('requests stay at the server of the base url', () => {
	const bearer = { authentication: 'bearer', token: 'fluffy-cat-4711' };

	it.each<[string, () => Reply]>([
		['a link', () => json([record(1)], { headers: { link: `<${other.url}/x>; rel="next"` } })],
		['a redirect', () => json({}, { status: 307, headers: { location: `${other.url}/x` } })],
	])('%s to another one is refused by name', async (_name, answer) => {
		reply = answer;
		const host = hostOf('in-memory', bearer);
		await host.publish().catch((error: unknown) => host.errors.push(error));
		expect([...host.errors.map(textOf), ...host.warnings].join('\n')).toContain(
			new URL(other.url).host,
		);
		expect(other.asked).toEqual([]);
	});

	it('a whole url of another one is refused by name', async () => {
		const host = hostOf('in-memory', bearer, {}, { url: `${other.url}/items` });
		const error: unknown = await host.publish().catch((failed: unknown) => failed);
		expect(textOf(error)).toMatch(/^configuration-invalid: .*items\.url/);
		expect(textOf(error)).toContain(new URL(other.url).host);
		expect([...server.asked, ...other.asked]).toEqual([]);
	});
});

describe('without a credential', () => {
	const openly = (settings: object) => {
		const host = hostOf('in-memory', {}, { authentication: 'none' }, settings);
		return Object.assign(host, { settings: { ...host.settings, credentials: {} } });
	};

	it('the url is whole, and asked as it is', async () => {
		reply = () => json([record(1)]);
		const host = openly({ url: `${server.url}/open/items` });
		await host.publish();
		await host.tick();
		expect(host.items.map(({ objectId }) => objectId)).toEqual(['1']);
		expect(server.asked[0].url).toBe('/open/items');
		expect(server.asked[0].headers.authorization).toBeUndefined();
	});

	it.each([
		['a path alone', {}],
		['a server that is none', { url: 'https://exa mple/items' }],
	])('%s is an error that says what to do', async (_what, settings) => {
		const error: unknown = await openly(settings)
			.publish()
			.catch((failed: unknown) => failed);
		expect(textOf(error)).toMatch(
			/^configuration-invalid: items\.url: names no server\. With Authentication None write the whole/,
		);
	});
});

it('a node of another kind keeps a state of its own', async () => {
	reply = () => json([record(1)]);
	const credential = { authentication: 'bearer', token: 'fluffy-cat-4711' };
	const own = hostOf('in-memory', credential);
	await own.publish();
	const generic = new Host('in-memory', {
		...own.settings,
		nodeType: undefined,
		parameters: { ...own.settings.parameters, connector: 'rest' },
	});
	await generic.publish();
	const eventOf = (host: Host) =>
		host.items.map(({ eventId, elementKey }) => [eventId, elementKey]);
	expect(eventOf(own)).toHaveLength(1);
	expect(eventOf(generic)).toEqual(eventOf(own));
});
