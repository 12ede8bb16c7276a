import {
	ConstantContactClient,
	DAY_MS,
	idsOf,
	inside,
	recordsOf,
	type Query,
} from './constantcontactClient';

const AT = Date.UTC(2010, 0, 5, 12, 0, 0, 700);

let client: ConstantContactClient;

beforeAll(async () => {
	client = await ConstantContactClient.start();
});

beforeEach(() => client.reset());

afterAll(async () => await client.stop());

describe('dates', () => {
	it('after a date leaves out a record stamped exactly then, unless told to let it in', async () => {
		const { world, behaviour } = client.sandbox;
		const { id, record } = world.create('contacts', { at: AT });
		const stamp = '2010-01-05T12:00:00.700Z';
		expect(record.updated_at).toBe(stamp);
		const window = { updated_before: '2010-01-05T12:00:00.701Z' };
		expect(await client.contactIds({ updated_after: stamp, ...window })).toEqual([]);
		expect(
			await client.contactIds({ updated_after: '2010-01-05T12:00:00.699Z', ...window }),
		).toEqual([id]);
		expect(await client.contactIds({ created_after: stamp, ...window })).toEqual([]);
		behaviour.set({ boundary: 'inclusive' });
		expect(await client.contactIds({ updated_after: stamp, ...window })).toEqual([id]);
		expect(await client.contactIds({ created_after: stamp, ...window })).toEqual([id]);
		expect(await client.contactIds({ updated_after: stamp, updated_before: stamp })).toEqual([id]);
	});

	it('campaigns go by whole seconds and by update alone', async () => {
		const { world } = client.sandbox;
		const { id } = world.create('campaigns', { at: AT });
		const found = async (after: string, before: string) =>
			idsOf(
				await client.list('/emails', 'campaigns', { after_date: after, before_date: before }),
				'campaign_id',
			);
		expect(await found('2010-01-05T11:59:59Z', '2010-01-05T12:00:01Z')).toEqual([id]);
		expect(await found('2010-01-05T12:00:00.000Z', '2010-01-05T12:00:01Z')).toEqual([]);
		world.edit('campaigns', id, { at: AT + 60_000 });
		expect(await found('2010-01-05T11:59:59Z', '2010-01-05T12:00:01Z')).toEqual([]);
		expect(await found('2010-01-05T12:00:59Z', '2010-01-05T12:01:01Z')).toEqual([id]);
	});

	it('created_after finds what is new, updated_after what was edited', async () => {
		const { world } = client.sandbox;
		const old = world.create('contacts', { at: AT - 30 * DAY_MS });
		world.edit('contacts', old.id, { at: AT + DAY_MS });
		const fresh = world.create('contacts', { at: AT + DAY_MS + 1 });
		const window = { updated_before: '2010-01-06T12:00:01.000Z' };
		expect(
			await client.contactIds({ updated_after: '2010-01-06T12:00:00.000Z', ...window }),
		).toEqual([old.id, fresh.id].sort());
		expect(
			await client.contactIds({ created_after: '2010-01-06T12:00:00.000Z', ...window }),
		).toEqual([fresh.id]);
		expect(
			await client.contactIds({
				updated_after: '2010-01-06',
				created_before: '2010-01-06',
				...window,
			}),
		).toEqual([old.id]);
	});

	it.each(['2010-01-06T12:00:00+00:00', '2010-01-06T07:00:00-05:00', '2010-01-06T12:00:00'])(
		'reads %s as the same instant',
		async (after) => {
			expect(await client.contactIds({ updated_after: after })).toEqual(
				await client.contactIds({ updated_after: '2010-01-06T12:00:00.000Z' }),
			);
		},
	);

	it('refuses what is no date with an array of one error', async () => {
		const { status, records } = await client.get('/contacts', { updated_after: 'yesterday' });
		expect(status).toBe(400);
		expect(records).toEqual([
			{
				error_key: 'contacts.api.validation.error',
				error_message: expect.stringContaining('updated_after'),
			},
		]);
	});

	it('ignores a filter the resource does not have, unless told to refuse it', async () => {
		const future = { updated_after: '2100-01-01T00:00:00Z' };
		expect(await client.list('/contact_lists', 'lists', future)).toHaveLength(
			client.sandbox.world.ids('lists').length,
		);
		client.sandbox.behaviour.set({ unknownParameters: 'refuse' });
		expect((await client.get('/contact_lists', future)).status).toBe(400);
		expect((await client.get('/contacts', future)).status).toBe(200);
	});
});

describe('contacts', () => {
	it('who unsubscribe are found by optout_after, not by updated_after', async () => {
		const { world } = client.sandbox;
		world.clock.freeze();
		const [contactId] = world.ids('contacts');
		const { body: before } = await client.get(`/contacts/${contactId}`);
		const since = new Date(world.clock.now() - 1).toISOString();
		const { n } = client.sandbox.unsubscribe(contactId);
		expect(await client.contactIds({ updated_after: since })).toEqual([]);
		const [found, ...others] = await client.contacts({ optout_after: since });
		expect(others).toEqual([]);
		expect(world.changeNumber('contacts', found)).toBe(n);
		expect(found).toMatchObject({
			contact_id: contactId,
			updated_at: before.updated_at,
			email_address: {
				permission_to_send: 'unsubscribed',
				opt_out_date: new Date(world.clock.now()).toISOString(),
			},
		});
		expect(await client.contactIds({ status: 'unsubscribed' })).toContain(contactId);
		world.clock.advance(1000);
		world.edit('contacts', contactId, { fields: { first_name: 'Nora' } });
		expect(await client.contactIds({ updated_after: since })).toEqual([contactId]);
		expect((await client.contacts({ optout_after: since }))[0].email_address).toMatchObject({
			opt_out_date: new Date(world.clock.now() - 1000).toISOString(),
		});
	});

	it('are kept when deleted, out of sight until asked for', async () => {
		const { world, behaviour } = client.sandbox;
		world.clock.freeze();
		const [, contactId] = world.ids('contacts');
		const before = (await client.get(`/contacts/${contactId}`)).body;
		const { n } = world.remove('contacts', contactId);
		expect(await client.contactIds()).toEqual([...world.ids('contacts')].sort());
		expect(await client.contactIds({ status: 'deleted' })).toEqual([contactId]);
		expect(await client.contactIds({ status: 'all' })).toHaveLength(
			world.ids('contacts').length + 1,
		);
		const [deleted] = await client.contacts({ status: 'deleted', include: 'list_memberships' });
		expect(world.changeNumber('contacts', deleted)).toBe(n);
		expect(deleted).toMatchObject({
			deleted_at: new Date(world.clock.now()).toISOString().slice(0, 10),
			updated_at: before.updated_at,
			list_memberships: [],
		});

		const since = {
			status: 'deleted',
			updated_after: new Date(world.clock.now() - 1).toISOString(),
		};
		expect(await client.contactIds(since)).toEqual([]);
		behaviour.set({ removalMovesUpdatedAt: true, contactDeletedAt: 'time' });
		const [moved] = await client.contacts(since);
		const now = new Date(world.clock.now()).toISOString();
		expect(moved).toMatchObject({ contact_id: contactId, updated_at: now, deleted_at: now });
	});

	it('bring their parts only when these are included', async () => {
		const parts = ['custom_fields', 'list_memberships', 'phone_numbers', 'street_addresses'];
		const [plain] = await client.contacts({ limit: 1 });
		for (const part of [...parts, 'taggings', 'notes']) expect(plain).not.toHaveProperty(part);
		const [full] = await client.contacts({ limit: 1, include: parts.join(',') });
		for (const part of parts) expect(full).toHaveProperty(part);
		expect(full).not.toHaveProperty('taggings');
		expect((await client.get('/contacts', { include: 'everything' })).status).toBe(400);
	});

	it('can be found by address, list and status', async () => {
		const [one] = await client.contacts({ limit: 1, include: 'list_memberships' });
		const address = inside(one, 'email_address', 'address');
		expect(await client.contactIds({ email: String(address) })).toContain(one.contact_id);
		const [listId] = client.sandbox.world.ids('lists');
		const members = await client.contacts({ lists: listId, include: 'list_memberships' });
		expect(members.length).toBeGreaterThan(0);
		for (const { list_memberships: ids } of members) expect(ids).toContain(listId);
		const tooMany = Array.from({ length: 26 }, () => listId).join(',');
		expect((await client.get('/contacts', { lists: tooMany })).status).toBe(400);
		expect((await client.get('/contacts', { status: 'gone' })).status).toBe(400);
		const active = await client.contactIds({ status: 'active' });
		const pending = await client.contactIds({ status: 'pending_confirmation' });
		expect(await client.contactIds({ status: 'active,pending_confirmation' })).toEqual(
			[...active, ...pending].sort(),
		);
	});

	it('of a segment come at the second asking, with no other filter', async () => {
		const [segmentId] = client.sandbox.world.ids('segments');
		const first = await client.get('/contacts', { segment_id: segmentId, limit: 5 });
		expect(first.status).toBe(202);
		const read = await client.pages('/contacts', { segment_id: segmentId, limit: 5 });
		const found = read.flatMap((page) => recordsOf(page, 'contacts'));
		expect(found.length).toBeGreaterThan(5);
		expect(found.length).toBeLessThan(client.sandbox.world.ids('contacts').length);
		const both = await client.get('/contacts', { segment_id: segmentId, status: 'all' });
		expect(both.status).toBe(400);
	});
});

describe('what was removed', () => {
	it('lists stay readable with their deletion', async () => {
		const { world } = client.sandbox;
		const { id } = world.create('lists');
		world.remove('lists', id);
		const ids = async (query: Query = {}) =>
			idsOf(await client.list('/contact_lists', 'lists', query), 'list_id');
		expect(await ids()).not.toContain(id);
		expect(await ids({ status: 'deleted' })).toEqual([id]);
		expect(await ids({ status: 'all' })).toContain(id);
		const [deleted] = await client.list('/contact_lists', 'lists', { status: 'deleted' });
		expect(deleted).toHaveProperty('deleted_at');
	});

	it('campaigns are listed as Removed', async () => {
		const { world } = client.sandbox;
		const { id } = world.create('campaigns');
		world.remove('campaigns', id);
		const removed = (await client.list('/emails', 'campaigns')).filter(
			({ current_status: status }) => status === 'Removed',
		);
		expect(idsOf(removed, 'campaign_id')).toEqual([id]);
	});

	it('events are listed when asked for', async () => {
		const { world, behaviour } = client.sandbox;
		const { id } = world.create('events');
		world.remove('events', id);
		const ids = async (query: Query = {}) =>
			idsOf(await client.list('/events', 'records', { limit: 100, ...query }), 'event_id');
		expect(await ids()).not.toContain(id);
		expect(await ids({ event_status: 'DELETED' })).toEqual([id]);
		behaviour.set({ deletedEvents: 'listed' });
		expect(await ids()).toContain(id);
	});

	it.each([
		['tags', '/contact_tags'],
		['custom-fields', '/contact_custom_fields'],
		['segments', '/segments'],
	])('%s leave no trace', async (resource, path) => {
		const { id } = client.sandbox.world.create(resource);
		expect((await client.get(`${path}/${id}`)).status).toBe(200);
		client.sandbox.world.remove(resource, id);
		expect((await client.get(`${path}/${id}`)).status).toBe(404);
	});
});

describe('faults', () => {
	it('late: a change shows after a while, and counts as shown only then', async () => {
		const { world, faults } = client.sandbox;
		world.clock.freeze();
		const since = { updated_after: new Date(world.clock.now() - 1).toISOString() };
		const { id, n } = world.create('contacts');
		faults.set({ late: { ms: 5000 } });
		expect(await client.contactIds(since)).toEqual([]);
		expect(world.wasShown(n)).toBe(false);
		world.clock.advance(5000);
		expect(await client.contactIds(since)).toEqual([id]);
		expect(world.wasShown(n)).toBe(true);
	});

	it('stamp zone: the wall time of a place with a false Z, but a true offset', async () => {
		const { world, faults } = client.sandbox;
		const at = AT - 1000 * DAY_MS;
		const contact = world.create('contacts', { at });
		const list = world.create('lists', { at });
		faults.set({ stampZone: 'Asia/Tokyo' });
		const { body } = await client.get(`/contacts/${contact.id}`);
		expect(body.updated_at).toBe(new Date(at + 9 * 3_600_000).toISOString());
		const { updated_at: updated } = (await client.get(`/contact_lists/${list.id}`)).body;
		expect(updated).toMatch(/\+09:00$/);
		expect(Date.parse(String(updated))).toBe(Math.floor(at / 1000) * 1000);
	});
});
