import { get } from './client';
import { bearer, idsIn, listIn, startKeap, type KeapAccount } from './infusionsoftrestClient';

let keap: KeapAccount['keap'];
let world: KeapAccount['world'];
let ask: KeapAccount['ask'];
let stop: KeapAccount['stop'];

beforeEach(async () => {
	({ keap, world, ask, stop } = await startKeap());
});

afterEach(async () => await stop());

const V1_STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/;

describe('lists of v1', () => {
	it.each([
		['contacts', 'date_created', 'last_updated'],
		['companies', '', ''],
		['opportunities', 'date_created', 'last_updated'],
		['orders', 'creation_date', 'modification_date'],
		['tasks', 'creation_date', 'modification_date'],
		['notes', 'date_created', 'last_updated'],
		['appointments', '', ''],
		['tags', '', ''],
		['campaigns', 'date_created', ''],
		['emails', 'sent_date', ''],
		['transactions', 'transaction_date', ''],
		['subscriptions', '', ''],
		['products', '', ''],
		['users', 'date_created', 'last_updated'],
		['files', 'date_created', 'last_updated'],
		['affiliates', '', ''],
	])(
		'%s: ids, number of the change, dates (%s, %s) and no others',
		async (path, created, updated) => {
			const answer = await ask(`/v1/${path}`);
			const records = listIn(answer, path);
			expect(records.map(({ id }) => String(id))).toEqual(world.ids(path));
			expect(answer.body.count).toBe(records.length);
			for (const record of records) {
				expect(typeof record.id).toBe('number');
				expect(world.changeNumber(path, record)).toBe(world.latest(path, String(record.id))?.n);
				for (const field of [created, updated].filter((name) => name !== '')) {
					expect(record[field]).toMatch(V1_STAMP);
				}
				const dates = Object.keys(record).filter((name) =>
					/creat.*date|date.*creat|modif|updated$/.test(name),
				);
				expect(dates.sort()).toEqual(
					[created, updated].filter((name) => /creat|modif|updat/.test(name)).sort(),
				);
			}
			const spelled = await ask(`/v1/${path}/`);
			expect(listIn(spelled, path)).toEqual(records);
		},
	);

	it('a single record is written as in the list', async () => {
		const [first] = listIn(await ask('/v1/tasks'), 'tasks');
		expect((await ask(`/v1/tasks/${String(first.id)}`)).body).toEqual(first);
	});

	it('rounds stamps to the second, half up, and tells the exact time of contacts beside', async () => {
		const at = Date.UTC(2026, 8, 1, 0, 32, 11, 590);
		const { id } = world.create('contacts', { at });
		const record = (await ask(`/v1/contacts/${id}`)).body;
		expect(record.last_updated).toBe('2026-09-01T00:32:12.000+0000');
		expect(record.last_updated_utc_millis).toBe(at);
		const early = world.create('contacts', { at: at - 100 });
		expect((await ask(`/v1/contacts/${early.id}`)).body.last_updated).toBe(
			'2026-09-01T00:32:11.000+0000',
		);
	});

	it('count is the total; next is always there, and past the end as recorded', async () => {
		const page = await ask('/v1/contacts', { limit: 15, offset: 30, order: 'id' });
		expect(listIn(page, 'contacts')).toHaveLength(10);
		expect(page.body.count).toBe(40);
		const next = new URL(String(page.body.next));
		expect(next.pathname).toBe('/infusionsoftrest/crm/rest/v1/contacts/');
		expect(Object.fromEntries(next.searchParams)).toEqual({
			limit: '10',
			offset: '45',
			order: 'id',
		});
		expect(new URL(String(page.body.previous)).searchParams.get('offset')).toBe('15');

		const beyond = await get(next.href, {}, bearer(keap.credential.oauthTokenData.access_token));
		expect(listIn(beyond, 'contacts')).toEqual([]);
		expect(beyond.body.count).toBe(40);
		expect(new URL(String(beyond.body.next)).searchParams.get('offset')).toBe('55');

		const whole = await ask('/v1/contacts');
		expect(new URL(String(whole.body.next)).searchParams.get('offset')).toBe('1000');
	});

	it('holds at most 1000 records', async () => {
		for (let made = 0; made < 1000; made++) world.create('notes');
		const { aboveMaximum } = keap.behaviour.current;
		expect(aboveMaximum).toBe('cap');
		expect(listIn(await ask('/v1/notes', { limit: 5000 }), 'notes')).toHaveLength(1000);
		keap.behaviour.set({ aboveMaximum: 'refuse' });
		expect((await ask('/v1/notes', { limit: 5000 })).status).toBe(400);
		expect((await ask('/v1/notes', { limit: 'many' })).status).toBe(400);
	});

	it('since compares the rounded stamp; at the very stamp only when told so', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6, 12, 0, 0, 600));
		const { id } = world.create('contacts');
		const since = async (text: string) =>
			idsIn(await ask('/v1/contacts', { since: text }), 'contacts');
		expect(await since('2026-09-06T12:00:00.999Z')).toEqual([id]);
		expect(await since('2026-09-06T12:00:00.999999Z')).toEqual([id]);
		expect(await since('2026-09-06T12:00:01.000Z')).toEqual([]);
		keap.behaviour.set({ boundary: 'inclusive' });
		expect(await since('2026-09-06T12:00:01.000Z')).toEqual([id]);
		expect(await since('2026-09-06T12:00:01.001Z')).toEqual([]);
		expect((await ask('/v1/contacts', { since: 'yesterday' })).status).toBe(400);
		const until = await ask('/v1/contacts', { until: '2026-09-06T12:00:00.000Z' });
		expect(until.body.count).toBe(40);
	});

	it.each([
		'companies',
		'opportunities',
		'notes',
		'tags',
		'users',
		'files',
		'products',
		'affiliates',
	])('%s know no since and ignore it without a word, as any parameter', async (path) => {
		const all = await ask(`/v1/${path}`, { since: '2100-01-01T00:00:00.000Z', nonsense: 1 });
		expect(idsIn(all, path)).toEqual(world.ids(path));
	});

	it('since of orders looks at the date the setting says', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6));
		const [id] = world.ids('orders');
		world.edit('orders', id, { fields: { notes: 'Changed.' } });
		const since = async () =>
			idsIn(await ask('/v1/orders', { since: '2026-09-05T23:00:00.000Z' }), 'orders');
		expect(await since()).toEqual([]);
		keap.behaviour.set({ ordersSince: 'updated' });
		expect(await since()).toEqual([id]);
		const made = world.create('orders');
		keap.behaviour.set({ ordersSince: 'created' });
		expect(await since()).toEqual([made.id]);
	});

	it('since of tasks looks at the change, unless the setting says the due date', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6));
		const { id } = world.create('tasks', { fields: { due_at: null } });
		const since = async () =>
			idsIn(await ask('/v1/tasks', { since: '2026-09-05T23:00:00.000Z' }), 'tasks');
		expect(await since()).toEqual([id]);
		keap.behaviour.set({ tasksSince: 'own' });
		expect(await since()).not.toContain(id);
	});

	it('appointments have no date of change; since selects by when they take place', async () => {
		const { id } = world.create('appointments', { fields: { start_at: Date.UTC(2027, 0, 5, 9) } });
		const since = '2027-01-05T08:00:00.000Z';
		const answer = await ask('/v1/appointments', { since, until: '2027-01-05T10:00:00.000Z' });
		const [record] = listIn(answer, 'appointments');
		expect(record).toMatchObject({ id: Number(id), start_date: '2027-01-05T09:00:00.000+0000' });
		expect(answer.body.count).toBe(1);
		expect(answer.body).toHaveProperty('sync_token');
		world.edit('appointments', id, { fields: { start_at: Date.UTC(2026, 11, 1) } });
		expect((await ask('/v1/appointments', { since })).body.count).toBe(0);
	});

	it('orders as documented', async () => {
		const names = async (query: Record<string, string>) =>
			listIn(await ask('/v1/contacts', query), 'contacts').map(({ family_name: name }) =>
				String(name),
			);
		const up = await names({ order: 'name' });
		expect(up).toEqual([...up].sort());
		const down = await names({ order: 'name', order_direction: 'descending' });
		expect(down).toEqual([...down].sort().reverse());
		expect((await ask('/v1/contacts', { order: 'last_updated' })).status).toBe(400);
		const created = listIn(
			await ask('/v1/opportunities', { order: 'date_created' }),
			'opportunities',
		);
		const dates = created.map(({ date_created: date }) => String(date));
		expect(dates).toEqual([...dates].sort());
	});

	it('by shuffled order pages still hold every record once', async () => {
		keap.behaviour.set({ order: 'shuffled' });
		const pages = await Promise.all(
			[0, 15, 30].map(async (offset) =>
				idsIn(await ask('/v1/contacts', { limit: 15, offset }), 'contacts'),
			),
		);
		expect(pages.flat()).not.toEqual(world.ids('contacts'));
		expect(pages.flat().sort()).toEqual([...world.ids('contacts')].sort());
	});

	it('some fields come only when optional_properties names them', async () => {
		const [plain] = listIn(await ask('/v1/contacts', { limit: 1 }), 'contacts');
		expect(plain).not.toHaveProperty('job_title');
		const query = { limit: 1, optional_properties: 'job_title,custom_fields' };
		const [full] = listIn(await ask('/v1/contacts', query), 'contacts');
		expect(full).toHaveProperty('job_title');
		expect(full).toHaveProperty('custom_fields');
		expect(full).not.toHaveProperty('lead_source_id');
	});

	it('filters by the documented parameters', async () => {
		const [order] = world.ids('orders');
		world.edit('orders', order, { fields: { paid: true, contact_id: 1007 } });
		const answer = await ask('/v1/orders', { paid: 'true', contact_id: 1007 });
		expect(idsIn(answer, 'orders')).toContain(order);
		for (const record of listIn(answer, 'orders')) expect(record.status).toBe('PAID');
	});
});
