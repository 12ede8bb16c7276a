import {
	ConstantContactClient,
	DAY_MS,
	idsOf,
	inside,
	nextPath,
	recordsOf,
} from './constantcontactClient';

let client: ConstantContactClient;

beforeAll(async () => {
	client = await ConstantContactClient.start();
});

beforeEach(() => client.reset());

afterAll(async () => await client.stop());

describe('pages', () => {
	beforeAll(() => {
		for (let made = 0; made < 130; made++) {
			for (const resource of [
				'contacts',
				'lists',
				'tags',
				'custom-fields',
				'campaigns',
				'events',
			]) {
				client.sandbox.world.create(resource);
			}
		}
	});

	it.each([
		['/contacts', 'contacts', 50, 500],
		['/contact_lists', 'lists', 50, 500],
		['/contact_tags', 'tags', 50, 500],
		['/contact_custom_fields', 'custom_fields', 50, 100],
		['/emails', 'campaigns', 50, 500],
		['/events', 'records', 100, 100],
	])('%s: %s hold %i records by default, %i at most', async (path, envelope, standard, maximum) => {
		expect(recordsOf(await client.get(path), envelope)).toHaveLength(standard);
		expect((await client.get(path, { limit: maximum })).status).toBe(200);
		for (const limit of [maximum + 1, 0, 'many']) {
			expect((await client.get(path, { limit })).status).toBe(400);
		}
		client.sandbox.behaviour.set({ limitOutOfRange: 'clamp' });
		expect((await client.get(path, { limit: maximum + 1 })).status).toBe(200);
	});

	it.each([
		['contacts', '/contacts', 'contacts', 'contact_id'],
		['tags', '/contact_tags', 'tags', 'tag_id'],
		['custom-fields', '/contact_custom_fields', 'custom_fields', 'custom_field_id'],
	])('%s hold every record once, whatever the order', async (resource, path, envelope, id) => {
		for (const order of ['id', 'updated', 'newest'] as const) {
			client.sandbox.behaviour.set({ order });
			const read = await client.pages(path, { limit: 30 });
			const records = read.flatMap((page) => recordsOf(page, envelope));
			expect(idsOf(records, id)).toEqual([...client.sandbox.world.ids(resource)].sort());
		}
	});

	it('go on by a path below the base address, nested once more for tags', async () => {
		const first = await client.get('/contacts', { limit: 10 });
		expect(nextPath(first)).toMatch(/^\/v3\/contacts\?limit=10&cursor=[\w-]+$/);
		const tags = await client.get('/contact_tags', { limit: 10 });
		expect(inside(tags.body, '_links', 'next', 'next', 'href')).toMatch(/^\/v3\/contact_tags\?/);
		expect((await client.get('/contacts', { limit: 500 })).body).not.toHaveProperty('_links');
		expect((await client.get('/segments')).body._links).toEqual({ next: { href: null } });
		client.sandbox.behaviour.set({ nextLinks: 'origin' });
		expect(nextPath(await client.get('/contacts', { limit: 10 }))).toMatch(
			/^\/constantcontact\/v3\//,
		);
	});

	it('of events go on by next_cursor, and back by prev_cursor', async () => {
		const first = await client.get('/events', { limit: 60, sort_by: 'name', sort_order: 'DESC' });
		const total = client.sandbox.world.ids('events').length;
		expect(first.body).toMatchObject({ total_records: total, prev_cursor: null });
		const second = await client.get('/events', { next: String(first.body.next_cursor) });
		const third = await client.get('/events', { next: String(second.body.next_cursor) });
		const names = [first, second, third].flatMap((page) =>
			recordsOf(page, 'records').map(({ name }) => String(name)),
		);
		expect(names).toHaveLength(total);
		expect(names).toEqual([...names].sort().reverse());
		expect(third.body).toMatchObject({ next_cursor: null });
		const back = await client.get('/events', { prev: String(second.body.prev_cursor) });
		expect(recordsOf(back, 'records')).toEqual(recordsOf(first, 'records'));
		const all = await client.get('/events', { limit: 100, event_status: 'ERROR' });
		expect(all.body._links).toBeNull();
	});

	it('keep the filters of the first in the cursor', async () => {
		const { world } = client.sandbox;
		world.clock.freeze(world.clock.now() + DAY_MS);
		const since = new Date(world.clock.now() - 1).toISOString();
		const made = Array.from({ length: 5 }, () => world.create('contacts').id);
		const read = await client.pages('/contacts', {
			...{ limit: 2, updated_after: since, include_count: 'true', include: 'notes' },
		});
		expect(read).toHaveLength(3);
		const found = read.flatMap((page) => recordsOf(page, 'contacts'));
		expect(idsOf(found, 'contact_id')).toEqual([...made].sort());
		for (const { body } of read) expect(body.contacts_count).toBe(5);
		expect(found[4]).toHaveProperty('notes');
	});

	it('lose nothing when a record before them goes, unless cursors count', async () => {
		const { world, behaviour } = client.sandbox;
		const lost = async () => {
			const first = await client.get('/contacts', { limit: 10 });
			const [gone] = recordsOf(first, 'contacts');
			world.remove('contacts', String(gone.contact_id));
			const second = await client.follow(nextPath(first) ?? '');
			const read = [first, second].flatMap((page) => recordsOf(page, 'contacts'));
			const seen = new Set(read.map(({ contact_id: id }) => id));
			const expected = await client.contacts({ limit: 19 });
			return expected.filter(({ contact_id: id }) => !seen.has(id)).length;
		};
		expect(await lost()).toBe(0);
		behaviour.set({ cursor: 'offset' });
		expect(await lost()).toBe(1);
	});

	it('refuse cursors that are old, made up, or of another list', async () => {
		const { world, behaviour } = client.sandbox;
		world.clock.freeze();
		const next = nextPath(await client.get('/contacts', { limit: 10 })) ?? '';
		expect((await client.follow(next.replace('/contacts', '/contact_tags'))).status).toBe(400);
		expect((await client.get('/contacts', { cursor: 'abc' })).status).toBe(400);
		world.clock.advance(behaviour.current.cursorLifeMs);
		expect((await client.follow(next)).status).toBe(200);
		world.clock.advance(1);
		const { status, records } = await client.follow(next);
		expect(status).toBe(400);
		expect(records[0].error_message).toContain('expired');
	});
});

describe('behind the platform', () => {
	it('campaigns look as in the old API and go by modified_since', async () => {
		const { world } = client.sandbox;
		world.clock.freeze(world.clock.now() + DAY_MS);
		const { id, n } = world.create('campaigns');
		const at = new Date(Math.floor(world.clock.now() / 1000) * 1000);
		const since = (instant: number) =>
			`modified_since='${new Date(instant).toISOString().slice(0, 19)}Z'`;
		const { records } = await client.getHub('/campaigns', { where: since(at.getTime() - 1000) });
		expect(records).toEqual([
			{
				id,
				name: expect.any(String),
				status: expect.stringMatching(/^[A-Z]+$/),
				modified_date: at.toISOString(),
			},
		]);
		expect(world.changeNumber('campaigns', records[0])).toBe(n);
		expect((await client.getHub('/campaigns', { where: since(at.getTime()) })).records).toEqual([]);
		expect((await client.getHub('/campaigns', { where: "name='x'" })).status).toBe(400);
	});

	it('contacts and lists are there too', async () => {
		const { world } = client.sandbox;
		const { id } = world.create('contacts', { fields: { permission_to_send: 'explicit' } });
		client.sandbox.unsubscribe(id);
		const optedOut = await client.getHub('/contacts', { where: "status='OPTOUT'", pageSize: 500 });
		expect(idsOf(optedOut.records, 'id')).toContain(id);
		expect(world.changeNumber('contacts', optedOut.records[0])).toBeGreaterThan(0);
		const { records } = await client.getHub('/lists', { pageSize: 500 });
		expect(idsOf(records, 'id')).toEqual([...world.ids('lists')].sort());
	});
});
