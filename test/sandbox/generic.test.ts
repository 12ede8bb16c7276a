import fastify, { type FastifyInstance } from 'fastify';
import { OpenConnectorsFreshdeskApi } from '../../credentials/OpenConnectorsFreshdeskApi.credentials';
import {
	defineConnector,
	type ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import { WorldClock } from '../../sandbox/clock';
import { bearer, standInOf, type GenericAccount } from '../../sandbox/generic';
import { seededSecrets } from '../../sandbox/random';

/* The stand-in of a provider that does what its connector's definition says. */

const AT = Date.UTC(2026, 0, 5, 12);
const COUNT = 7;

let server: FastifyInstance;
let account: GenericAccount;
let address = '';

afterEach(async () => await server.close());

/** Serves one list of things, made a minute apart from noon on, behind the seeded ones. */
async function serve(resource: Partial<ResourceDefinition>, more = {}): Promise<void> {
	server = fastify({ forceCloseConnections: true });
	const clock = new WorldClock();
	clock.freeze(AT);
	const definition = defineConnector({
		key: 'things',
		displayName: 'Things',
		hub: 'crm',
		credentials: [{ type: 'openConnectorsFreshdeskApi' }],
		versionPath: '/v1',
		defaults: {},
		forbiddenHint: 'Nobody may.',
		resources: [
			{
				name: 'things',
				displayName: 'Things',
				url: "/things?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
				idField: 'id',
				datesConfiguration: {
					updatedDateField: 'updated',
					updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssX",
					createdDateField: 'meta.created',
					createdDateFormat: 'seconds',
				},
				granularity: 'PT1S',
				pageSize: 3,
				...resource,
			},
		],
		...more,
	});
	const standIn = standInOf({
		definition,
		credential: new OpenConnectorsFreshdeskApi(),
		login: ({ apiKey }) => bearer(apiKey),
		records: { things: { seeded: 0, make: () => ({ name: 'a thing' }) } },
	});
	const url = () => address;
	account = standIn.mount({ server, clock, url, seed: 1, secrets: seededSecrets(1) });
	address = await server.listen({ host: '127.0.0.1', port: 0 });
	for (let made = 0; made < COUNT; made += 1) {
		account.world.create('things');
		clock.advance(60_000);
	}
}

type Thing = Readonly<Record<string, unknown>> & { readonly id: number };

/** What an answer may hold beside a list. */
interface Envelope {
	readonly things?: readonly Thing[];
	readonly data?: { readonly things: readonly Thing[] };
	readonly cursor?: string;
	readonly next?: { readonly href: string };
	readonly links?: ReadonlyArray<{ readonly href: string }>;
}

async function ask(path: string, headers = bearer(account.credential.apiKey)) {
	const target = path.startsWith('http') ? path : `${account.baseUrl}/v1${path}`;
	const answer = await fetch(target, { headers });
	const body: readonly Thing[] | Envelope = JSON.parse(await answer.text());
	const envelope: Envelope = 'length' in body ? {} : body;
	const records = 'length' in body ? body : (body.data?.things ?? body.things ?? []);
	const ids = records.map(({ id }) => id);
	return { status: answer.status, headers: answer.headers, envelope, records, ids };
}

const ALL = Array.from({ length: COUNT }, (_, index) => 1001 + index);

it('writes ids, dates and numbers of changes where the definition reads them', async () => {
	await serve({});
	const { records } = await ask('/things');
	expect(records[0]).toEqual({
		id: 1001,
		name: 'a thing',
		updated: '2026-01-05T12:00:00Z',
		meta: { created: AT / 1_000 },
		sandbox_change: 1,
	});
});

it.each([
	['inclusive, where that is documented', { since: { inclusive: true } }, [1004, 1005, 1006, 1007]],
	['exclusive, where nothing is', {}, [1005, 1006, 1007]],
])('filters by the updated date: %s', async (_name, more, expected) => {
	await serve({ ...more, pageSize: 10 });
	const { ids } = await ask('/things?since=2026-01-05T12:03:00Z');
	expect(ids).toEqual(expected);
});

it.each([
	['epoch seconds', 'since=${epoch:s}', `since=${AT / 1_000 + 300}`],
	[
		'a condition',
		"where=updated>'${gmtDate:yyyy-MM-dd HH:mm}'",
		"where=updated>'2026-01-05 12:05'",
	],
])('reads the instant as the url writes it: %s', async (_name, parameter, query) => {
	await serve({ url: `/things?${parameter}` });
	expect((await ask(`/things?${query}`)).ids).toEqual([1007]);
	expect((await ask(`/things?${query.slice(0, 8)}x`)).status).toBe(400);
});

it('refuses a parameter that no list has, another login, and too many requests', async () => {
	await serve({}, { rateLimit: { requests: 3, per: 'PT1M' } });
	expect((await ask('/things?sort=name')).status).toBe(400);
	expect((await ask('/things', bearer('another'))).status).toBe(401);
	expect((await ask('/things')).status).toBe(200);
	const { status, headers } = await ask('/things');
	expect([status, Number(headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
	expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
});

it('shows what was deleted in the list of deletions alone, by the time it was', async () => {
	const dates = { updatedDateField: 'deleted_at', updatedDateFormat: 'milliseconds' };
	await serve({ deletions: { url: '/things?state=deleted', datesConfiguration: dates } });
	account.world.remove('things', 1002);
	expect((await ask('/things')).ids).toEqual(ALL.filter((id) => id !== 1002));
	expect((await ask('/things?state=deleted')).records).toEqual([
		expect.objectContaining({ id: 1002, deleted_at: AT + COUNT * 60_000 }),
	]);
});

it('keeps what was deleted in the list, where it leaves a trace there', async () => {
	await serve({ deleted: { field: 'status', values: ['Removed'] } });
	account.world.remove('things', 1002);
	const { records } = await ask('/things');
	expect(records[0]).not.toHaveProperty('status');
	expect(records[1]).toMatchObject({ id: 1002, status: 'Removed' });
});

describe('pages', () => {
	it('by number, with totals, and none behind the last that is served', async () => {
		await serve({
			recordsField: 'data.things',
			paging: {
				type: 'page_number',
				pageParam: 'page',
				limitParam: 'size',
				maximumPage: 3,
				totalField: 'total',
				totalPagesHeader: 'X-Pages',
				hasMoreField: 'more',
			},
		});
		const last = await ask('/things?page=3&size=3');
		expect(last.envelope).toMatchObject({
			data: { things: [{ id: 1007 }] },
			total: 7,
			more: false,
		});
		expect(last.headers.get('x-pages')).toBe('3');
		expect((await ask('/things?page=1&size=50')).envelope).toMatchObject({ more: true });
		expect((await ask('/things?page=4')).status).toBe(400);
	});

	it('by offset', async () => {
		await serve({
			paging: { type: 'offset', offsetParam: 'skip', limitParam: 'top', totalHeader: 'X-Total' },
		});
		const { ids, headers } = await ask('/things?skip=5&top=2');
		expect([ids, headers.get('x-total')]).toEqual([[1006, 1007], '7']);
	});

	it('by a cursor that holds the filter', async () => {
		await serve({
			recordsField: 'things',
			paging: { type: 'cursor', cursorParam: 'after', cursorField: 'cursor', alone: true },
		});
		const first = await ask('/things?since=2026-01-05T12:02:00Z');
		const second = await ask(`/things?after=${first.envelope.cursor}`);
		expect([...first.ids, ...second.ids]).toEqual([1004, 1005, 1006, 1007]);
		expect(second.envelope).not.toHaveProperty('cursor');
		expect((await ask('/things?after=invented')).status).toBe(400);
	});

	it('by a field of the last record', async () => {
		await serve({ paging: { type: 'cursor', cursorParam: 'after', lastRecordField: 'id' } });
		expect((await ask('/things?after=1003')).ids).toEqual([1004, 1005, 1006]);
	});

	it.each([
		['in a header', { linkHeader: 'Link' }],
		['in a field', { linkField: 'next.href' }],
		['in a list of links', { linkField: 'links[rel=next].href' }],
	])('by a link %s', async (_name, where) => {
		const isBare = 'linkHeader' in where;
		await serve({
			...(isBare ? {} : { recordsField: 'things' }),
			paging: { type: 'link', ...where },
		});
		const found: number[] = [];
		let next: string | undefined = '/things?since=2026-01-05T12:00:00Z';
		while (next !== undefined) {
			const { ids, envelope, headers } = await ask(next);
			found.push(...ids);
			const link = /<(.*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
			next = link ?? envelope.next?.href ?? envelope.links?.[0].href;
		}
		expect(found).toEqual(ALL.slice(1));
	});
});

it('does not take a list that is asked for by more than an address', async () => {
	await serve({});
	const body = { since: '${epoch}' };
	await server.close();
	await expect(serve({ method: 'POST', body })).rejects.toThrow('needs a stand-in of its own');
});
