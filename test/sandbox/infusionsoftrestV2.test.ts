import { idsIn, listIn, startKeap, type KeapAccount } from './infusionsoftrestClient';

let keap: KeapAccount['keap'];
let world: KeapAccount['world'];
let ask: KeapAccount['ask'];
let stop: KeapAccount['stop'];

beforeEach(async () => {
	({ keap, world, ask, stop } = await startKeap());
});

afterEach(async () => await stop());

const V1_STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/;
const V2_STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe('lists of v2', () => {
	it.each([
		['contacts', 'contacts', '', ''],
		['companies', 'companies', '', ''],
		['opportunities', 'opportunities', 'created_time', 'last_updated_time'],
		['orders', 'orders', 'creation_time', 'modification_time'],
		['tasks', 'tasks', 'create_time', 'modification_time'],
		['notes', 'notes', 'create_time', 'update_time'],
		['tags', 'tags', 'create_time', 'update_time'],
		['subscriptions', 'subscriptions', '', 'modification_time'],
		['products', 'products', 'create_time', 'update_time'],
		['campaigns', 'campaigns', 'date_created', ''],
		['emails', 'emails', 'sent_time', ''],
		['automations', 'automations', 'published_date', ''],
		['users', 'users', 'create_time', 'update_time'],
		['payments', 'sales/payments', 'payment_time', 'update_time'],
		['files', 'files', 'created_time', 'updated_time'],
		['affiliates', 'affiliates', 'date_created', ''],
	])(
		'%s at %s: ids as text, number of the change, dates (%s, %s)',
		async (resource, path, created, updated) => {
			const answer = await ask(`/v2/${path}`);
			const records = listIn(answer, resource);
			expect(records.map(({ id }) => id)).toEqual(world.ids(resource));
			expect(answer.body).not.toHaveProperty('count');
			for (const record of records) {
				expect(world.changeNumber(resource, record)).toBe(
					world.latest(resource, String(record.id))?.n,
				);
				for (const field of [created, updated].filter((name) => name !== '')) {
					expect(record[field]).toMatch(V2_STAMP);
				}
			}
		},
	);

	it('stage moves carry an offset, transactions have no id', async () => {
		const moves = listIn(await ask('/v2/opportunities/stageMoves'), 'stage_moves');
		expect(moves.map(({ id }) => id)).toEqual(world.ids('stage-moves'));
		expect(moves[0].move_time).toMatch(V1_STAMP);
		expect(world.changeNumber('stage-moves', moves[0])).toBeGreaterThan(0);
		const transactions = listIn(await ask('/v2/sales/transactions'), 'transactions');
		expect(transactions).toHaveLength(8);
		for (const record of transactions) expect(record).not.toHaveProperty('id');
	});

	it.each([
		['seconds', '2026-09-01T00:32:12Z'],
		['milliseconds', '2026-09-01T00:32:12.000Z'],
		['offset', '2026-09-01T00:32:12.000+0000'],
	] as const)('writes stamps in the form "%s"', async (stampsV2, stamp) => {
		keap.behaviour.set({ stampsV2 });
		const { id } = world.create('notes', { at: Date.UTC(2026, 8, 1, 0, 32, 11, 500) });
		expect((await ask(`/v2/notes/${id}`)).body).toMatchObject({ create_time: stamp });
	});

	it.each([
		['empty', { next_page_token: '' }],
		['null', { next_page_token: null }],
		['absent', {}],
	] as const)('ends a list with a token that is %s', async (endOfList, end) => {
		keap.behaviour.set({ endOfList });
		const { next_page_token: token, contacts, ...rest } = (await ask('/v2/contacts')).body;
		expect(contacts).toHaveLength(40);
		expect(token === undefined ? rest : { ...rest, next_page_token: token }).toEqual(end);
	});

	it('goes on by token; an empty one begins anew, one of another list is refused', async () => {
		const first = await ask('/v2/contacts', { page_size: 25 });
		const token = String(first.body.next_page_token);
		const second = await ask('/v2/contacts', { page_size: 25, page_token: token });
		expect([...idsIn(first, 'contacts'), ...idsIn(second, 'contacts')]).toEqual(
			world.ids('contacts'),
		);
		const again = await ask('/v2/contacts', { page_size: 25, page_token: '' });
		expect(again.body).toEqual(first.body);
		expect((await ask('/v2/tags', { page_token: token })).status).toBe(400);
		expect((await ask('/v2/contacts', { page_token: 'invented' })).status).toBe(400);
	});

	it('a last page that is full has a token too, unless told otherwise', async () => {
		const ask20 = async () =>
			await ask('/v2/contacts', {
				page_size: 20,
				page_token: String((await ask('/v2/contacts', { page_size: 20 })).body.next_page_token),
			});
		const last = await ask20();
		const token = String(last.body.next_page_token);
		expect(token).not.toBe('');
		const beyond = await ask('/v2/contacts', { page_size: 20, page_token: token });
		expect(beyond.body).toEqual({ contacts: [], next_page_token: '' });
		keap.behaviour.set({ tokenAfterLastFullPage: false });
		expect((await ask20()).body.next_page_token).toBe('');
	});

	it.each([
		['users', 100],
		['automations', 25],
		['notes', 1000],
	])('%s come %i a page at most', async (path, maximum) => {
		for (let made = 0; made <= maximum; made++) world.create(path);
		const answer = await ask(`/v2/${path}`, { page_size: 5000 });
		expect(listIn(answer, path)).toHaveLength(maximum);
		keap.behaviour.set({ aboveMaximum: 'refuse' });
		expect((await ask(`/v2/${path}`, { page_size: 5000 })).status).toBe(400);
	});

	it('only automations tell how many there are', async () => {
		expect((await ask('/v2/automations')).body.automation_count).toBe(4);
	});

	it.each([
		['contacts', 'contacts', 'start_update_time'],
		['orders', 'orders', 'modified_since_time'],
		['tasks', 'tasks', 'since_time'],
		['notes', 'notes', 'since_time'],
		['tags', 'tags', 'since_update_time'],
	])('%s are filtered by update with %s.%s', async (resource, path, name) => {
		world.clock.freeze(Date.UTC(2026, 8, 6, 12));
		const [id] = world.ids(resource);
		world.edit(resource, id);
		const since = async (value: string) =>
			idsIn(await ask(`/v2/${path}`, { filter: `${name}==${value}` }), resource);
		expect(await since('2026-09-06T11:59:59.999Z')).toEqual([id]);
		expect(await since('2026-09-06T13:59:59.999+02:00')).toEqual([id]);
		expect(await since('2026-09-06T12:00:00.000Z')).toEqual([]);
		keap.behaviour.set({ boundary: 'inclusive' });
		expect(await since('2026-09-06T12:00:00.000Z')).toEqual([id]);
	});

	it('companies are filtered on or after, whatever the setting', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6, 12));
		const [id] = world.ids('companies');
		world.edit('companies', id);
		const filter = 'since_time==2026-09-06T12:00:00.000Z;until_time==2026-09-06T12:00:00.000Z;';
		expect(idsIn(await ask('/v2/companies', { filter }), 'companies')).toEqual([id]);
	});

	it('orders and tags are filtered by creation too', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6, 12));
		world.edit('orders', world.ids('orders')[0]);
		const { id } = world.create('orders');
		const filter = 'created_since_time==2026-09-06T11:00:00.000Z';
		expect(idsIn(await ask('/v2/orders', { filter }), 'orders')).toEqual([id]);
		const tag = world.create('tags');
		const created = { filter: 'since_create_time==2026-09-06T11:00:00.000Z' };
		expect(idsIn(await ask('/v2/tags', created), 'tags')).toEqual([tag.id]);
	});

	it.each([
		['an unknown name', 'contacts', 'updated_since==2026-09-06T12:00:00.000Z'],
		['a date without milliseconds', 'contacts', 'start_update_time==2026-09-06T12:00:00Z'],
		['a date without a zone', 'contacts', 'start_update_time==2026-09-06T12:00:00.000'],
		['a day', 'tags', 'since_update_time==2026-09-06'],
		['one equals sign', 'contacts', 'start_update_time=2026-09-06T12:00:00.000Z'],
		['a comparison of a date', 'notes', 'since_time>=2026-09-06T12:00:00.000Z'],
		[
			'a since that opportunities do not have',
			'opportunities',
			'since_time==2026-09-06T12:00:00.000Z',
		],
	])('refuses %s in a filter with 400', async (_name, path, filter) => {
		const { status, body } = await ask(`/v2/${path}`, { filter });
		expect(status).toBe(400);
		expect(body).toMatchObject({ code: 400, status: 'INVALID_ARGUMENT' });
	});

	it('ignores parameters that are none of its own', async () => {
		const query = {
			since: '2100-01-01T00:00:00.000Z',
			start_update_time: '2100-01-01T00:00:00.000Z',
			limit: 1,
		};
		expect(listIn(await ask('/v2/contacts', query), 'contacts')).toHaveLength(40);
	});

	it.each([
		['opportunities', 'opportunity_id>307', ['308', '309', '310']],
		['opportunities', 'opportunity_id>=309;opportunity_id<310', ['309']],
		['contacts', 'ids==1003,1001', ['1001', '1003']],
		['contacts', 'contact_id<=1002', ['1001', '1002']],
		['companies', 'company_id==505', ['505']],
	])('%s: %s finds %j', async (path, filter, ids) => {
		expect(idsIn(await ask(`/v2/${path}`, { filter }), path)).toEqual(ids);
	});

	it('matches the start of a text with a star, in any case', async () => {
		const { id } = world.create('contacts', { fields: { family_name: "O'Unheard-of" } });
		const found = async (filter: string) =>
			idsIn(await ask('/v2/contacts', { filter }), 'contacts');
		expect(await found("family_name==o'unheard*")).toEqual([id]);
		expect(await found("family_name==O'Unheard")).toEqual([]);
	});

	it('sorts by the names of each list, in two directions', async () => {
		const times = async (orderBy: string) =>
			listIn(await ask('/v2/opportunities', { order_by: orderBy }), 'opportunities').map(
				({ last_updated_time: time }) => String(time),
			);
		const down = await times('update_time desc');
		expect(down).toEqual([...down].sort().reverse());
		expect(await times('update_time')).toEqual([...down].sort());
		expect((await ask('/v2/opportunities', { order_by: 'last_updated_time desc' })).status).toBe(
			400,
		);
		expect((await ask('/v2/opportunities', { order_by: 'update_time down' })).status).toBe(400);
	});

	it('fields of contacts and companies: the times come when named, and nothing else then', async () => {
		const first = async (path: string, query: Record<string, string> = {}) =>
			listIn(await ask(`/v2/${path}`, { page_size: 1, ...query }), path)[0];
		for (const path of ['contacts', 'companies']) {
			expect(await first(path)).not.toHaveProperty('update_time');
			const named = await first(path, { fields: 'id,update_time' });
			expect(Object.keys(named).sort()).toEqual(['id', 'update_time']);
			keap.behaviour.set({ fieldsV2: 'added' });
			expect(Object.keys(await first(path, { fields: 'update_time' })).length).toBeGreaterThan(5);
			keap.behaviour.set({ fieldsV2: 'only' });
			expect((await ask(`/v2/${path}`, { fields: 'last_updated' })).status).toBe(400);
		}
		keap.behaviour.set({ contactTimesV2: 'always' });
		expect(await first('contacts')).toHaveProperty('update_time');
		expect(await first('companies')).not.toHaveProperty('update_time');
		const task = await first('tasks', { fields: 'custom_fields' });
		expect(task).toHaveProperty('custom_fields');
		expect(task).toHaveProperty('title');
	});
});
