import fastify, { type FastifyInstance } from 'fastify';
import { WorldClock } from '../../sandbox/clock';
import { createMaximizerElement } from '../../sandbox/providers/maximizer/element';
import { createMaximizerWorld } from '../../sandbox/providers/maximizer/world';
import { mountPlatform, type PlatformSandbox } from '../../sandbox/providers/platform/api';
import type { World } from '../../sandbox/world';
import { get, platformAuthorization, type Answer } from './client';

const NOW = Date.UTC(2026, 0, 5, 12, 0, 0, 700);

let server: FastifyInstance;
let world: World;
let platform: PlatformSandbox;

beforeAll(async () => {
	server = fastify({ forceCloseConnections: true });
	const clock = new WorldClock();
	clock.freeze(NOW);
	let url = '';
	world = createMaximizerWorld(clock, 1);
	platform = mountPlatform(server, [createMaximizerElement(world)], clock, () => url, 1);
	url = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => await server.close());

const ask = async (path: string, where?: string): Promise<Answer> =>
	await get(
		`${platform.baseUrl}/elements/api-v2${path}`,
		where === undefined ? {} : { where },
		platformAuthorization(platform.credentialFor('maximizer')),
	);

it.each(['contacts', 'companies', 'opportunities'])(
	'%s: the documented condition finds the change, by Key, in the documented format',
	async (resource) => {
		const { n, id } = world.create(resource);
		const path = `/hubs/crm/${resource}`;
		const { records } = await ask(path, "LastModifyDate>'2026-01-05T11:59:59+00:00'");
		expect(records).toMatchObject([{ Key: id, LastModifyDate: '2026-01-05T12:00:00Z' }]);
		expect(world.changeNumber(resource, records[0])).toBe(n);
		const exactly = await ask(path, "LastModifyDate>'2026-01-05T04:00:00-08:00'");
		expect(exactly.records).toEqual([]);
		expect((await ask(`${path}/${encodeURIComponent(id)}`)).body).toEqual(records[0]);
	},
);

it('addressbook-entries are companies, individuals and contacts', async () => {
	const { n } = world.create('individuals');
	const { records } = await ask(
		'/hubs/crm/addressbook-entries',
		"LastModifyDate>='2026-01-05T12:00:00Z' AND Type='Individual'",
	);
	expect(records.map((record) => world.changeNumber('addressbook-entries', record))).toEqual([n]);
	const all = await ask('/hubs/crm/addressbook-entries');
	const kinds = new Set(all.records.map(({ Type: type }) => type));
	expect([...kinds].sort()).toEqual(['Company', 'Contact', 'Individual']);
	expect((await ask('/hubs/crm/objects/addressbook-entries/metadata')).status).toBe(200);
});

it('end a window where asked, and refuse what is no date', async () => {
	const before = await ask('/hubs/crm/contacts', "LastModifyDate<'2026-01-05T12:00:00Z'");
	expect(before.records).toHaveLength(30);
	const { status, body } = await ask('/hubs/crm/contacts', "LastModifyDate>'soon'");
	expect(status).toBe(400);
	expect(body).toHaveProperty('providerMessage');
});
