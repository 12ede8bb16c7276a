import fastify from 'fastify';
import type { JsonRecord, JsonValue } from '../../sandbox/json';
import { mountIContact, type IContactSandbox } from '../../sandbox/providers/icontact/api';
import { createIContactElement } from '../../sandbox/providers/icontact/element';
import { createIContactWorld } from '../../sandbox/providers/icontact/world';
import { mountPlatform } from '../../sandbox/providers/platform/api';
import { WorldClock } from '../../sandbox/server';
import { get as getPlain, platformAuthorization } from './client';

interface Stand {
	readonly icontact: IContactSandbox;
	/** GET at the platform in front of the same records; `path` follows `/elements/api-v2`. */
	platform(path: string, query?: Query): ReturnType<typeof getPlain>;
	stop(): Promise<void>;
}

type Query = Readonly<Record<string, string | number>>;

const start = async (seed = 1): Promise<Stand> => {
	const server = fastify({ forceCloseConnections: true });
	const clock = new WorldClock();
	clock.freeze(Date.UTC(2026, 0, 5, 12));
	let url = '';
	const currentUrl = (): string => url;
	const icontact = mountIContact(server, createIContactWorld(clock, seed), currentUrl, seed);
	const element = createIContactElement(icontact.world, icontact.behaviour);
	const platform = mountPlatform(server, [element], clock, currentUrl, seed);
	url = await server.listen({ host: '127.0.0.1', port: 0 });
	return {
		icontact,
		platform: async (path, query) =>
			await getPlain(
				`${url}/elements/api-v2${path}`,
				query,
				platformAuthorization(platform.credentialFor('icontact')),
			),
		stop: async () => await server.close(),
	};
};

let stand: Stand;
let icontact: IContactSandbox;

beforeAll(async () => {
	stand = await start();
	icontact = stand.icontact;
});

beforeEach(() => {
	icontact.behaviour.reset();
	icontact.faults.clear();
});

afterAll(async () => await stand.stop());

const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const toRecords = (value: JsonValue | undefined): readonly JsonRecord[] =>
	Array.isArray(value) ? value.filter(isRecord) : [];

const rightHeaders = ({ credential } = icontact): Record<string, string> => ({
	'api-version': credential.apiVersion,
	'api-appid': credential.appId,
	'api-username': credential.username,
	'api-password': credential.password,
	accept: 'application/json',
});

/** GET, with the right headers unless others are given; `path` follows `/icp`. */
const ask = async (path: string, query: Query = {}, init: RequestInit = {}) => {
	const target = new URL(`${icontact.baseUrl}${path}`);
	for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value));
	const response = await fetch(target, { headers: rightHeaders(), ...init });
	const body: unknown = await response.json();
	return { status: response.status, headers: response.headers, body: isRecord(body) ? body : {} };
};

const folderPath = (resource: string): string => {
	const { accountId, clientFolderId } = icontact.credential;
	const account = `/a/${accountId}`;
	return resource.startsWith('users')
		? `${account}/${resource}`
		: `${account}/c/${clientFolderId}/${resource}`;
};

const list = async (resource: string, query: Query = {}) => {
	const { status, body } = await ask(folderPath(resource), query);
	return { status, body, records: toRecords(body[resource.split('/').at(-1) ?? '']) };
};

const idsOf = (records: readonly JsonRecord[], field: string): string[] =>
	records.map((record) => String(record[field]));

describe('the headers', () => {
	it.each([
		['api-username', 'nobody', 401],
		['api-password', 'wrong', 401],
		['api-appid', 'wrong', 401],
		['api-version', '9.9', 501],
		['accept', 'text/html', 406],
		['content-type', 'text/plain', 415],
	])('%s: %s is refused with %d and errors', async (name, value, status) => {
		const answer = await ask('/a/', {}, { headers: { ...rightHeaders(), [name]: value } });
		expect(answer.status).toBe(status);
		expect(answer.body).toEqual({ errors: [expect.any(String)] });
	});

	it('are all needed; a request without them is told of the user name', async () => {
		const { status, body } = await ask('/a/', {}, { headers: { accept: 'application/json' } });
		expect(status).toBe(401);
		expect(body).toEqual({ errors: ['Api username invalid'] });
		for (const name of Object.keys(rightHeaders())) {
			const others = Object.entries(rightHeaders()).filter(([other]) => other !== name);
			const headers = Object.fromEntries(others);
			expect((await ask('/a/', {}, { headers })).status).toBeGreaterThan(400);
		}
	});

	it.each(['2.0', '2.1', '2.2'])('know version %s', async (version) => {
		const headers = { ...rightHeaders(), 'api-version': version };
		expect((await ask('/a/', {}, { headers })).status).toBe(200);
	});

	it('are not in the request log, and the time needs none', async () => {
		icontact.world.clock.freeze(Date.UTC(2026, 7, 13, 17, 30, 19, 600));
		const { status, body } = await ask('/time', {}, { headers: {} });
		expect(status).toBe(200);
		expect(body).toEqual({ time: '2026-08-13T13:30:19-04:00', timestamp: 1_786_642_219 });
		expect(icontact.requests.at(-1)).toMatchObject({ url: '/icontact/icp/time', status: 200 });
		expect(JSON.stringify(icontact.requests)).not.toContain(icontact.credential.password);
	});
});

describe('accounts and client folders', () => {
	it('are found from nothing but the headers', async () => {
		const { accountId, clientFolderId } = icontact.credential;
		const accounts = await ask('/a/');
		expect(accounts.body).toMatchObject({ accounts: [{ accountId, enabled: '1' }], total: 1 });
		expect(accounts.body).toMatchObject({ limit: 20, offset: 0 });
		const folders = await ask(`/a/${accountId}/c/`);
		expect(folders.body).toEqual({
			clientfolders: [{ clientFolderId, logoId: null, emailRecipient: 'office@example.com' }],
			total: 1,
		});
		expect((await ask(`/a/${accountId}/c/${clientFolderId}`)).body).toHaveProperty('clientfolder');
	});

	it('may be several, of which one has the records', async () => {
		icontact.behaviour.set({ accounts: 2, clientFolders: 3 });
		const { accountId } = icontact.credential;
		const accounts = toRecords((await ask('/a')).body.accounts);
		const folders = toRecords((await ask(`/a/${accountId}/c`)).body.clientfolders);
		expect(accounts.map(({ multiClientFolder }) => multiClientFolder)).toEqual(['1', '1']);
		const totals = await Promise.all(
			idsOf(accounts, 'accountId').flatMap((account) =>
				idsOf(folders, 'clientFolderId').map(
					async (folder) => (await ask(`/a/${account}/c/${folder}/messages`)).body.total,
				),
			),
		);
		expect(totals).toEqual([12, 0, 0, 0, 0, 0]);
	});

	it.each([
		['/a/1/c/', 403],
		['/a/1/users', 403],
		['/a/{own}/c/1/contacts', 404],
		['/a/{own}/c/1', 404],
		['/b', 404],
	])('%s is refused with %d', async (path, status) => {
		const answer = await ask(path.replace('{own}', icontact.credential.accountId));
		expect(answer.status).toBe(status);
		expect(answer.body).toEqual({ errors: [expect.any(String)] });
	});
});

describe('resources', () => {
	it.each([
		['contacts', 'contact', 'contactId'],
		['messages', 'message', 'messageId'],
		['lists', 'list', 'listId'],
		['campaigns', 'campaign', 'campaignId'],
		['subscriptions', 'subscription', 'subscriptionId'],
		['sends', 'send', 'sendId'],
		['segments', 'segment', 'segmentId'],
		['customfields', 'customfield', 'privateName'],
		['signupforms', 'form', 'formId'],
		['uploads', 'upload', 'uploadId'],
		['webhooks', 'webhook', 'webhookId'],
		['users', 'user', 'userId'],
	])('%s: every record has its id and the number of its change', async (resource, single, id) => {
		const { world } = icontact;
		const { n } = world.create(resource, {});
		const { status, records, body } = await list(resource, { limit: 500, status: 'total' });
		const all = resource === 'contacts' ? records : (await list(resource, { limit: 500 })).records;
		expect(status).toBe(200);
		expect(idsOf(all, id).sort()).toEqual([...world.ids(resource)].sort());
		expect(all.map((record) => world.changeNumber(resource, record))).toContain(n);
		expect(body).toMatchObject({ limit: 500, offset: 0 });
		const one = await ask(folderPath(`${resource}/${String(all[0][id])}`));
		expect(one.body).toEqual({ [single]: all[0] });
		expect((await ask(folderPath(`${resource}/0`))).status).toBe(404);
	});

	it('hold text or null, contacts with their custom fields', async () => {
		const { records } = await list('contacts', { status: 'total' });
		for (const record of records) {
			for (const value of Object.values(record)) {
				expect(value === null || typeof value === 'string').toBe(true);
			}
			expect(record).toHaveProperty('region');
			expect(record).not.toHaveProperty('listId');
		}
		const { records: customFields } = await list('customfields');
		expect(idsOf(customFields, 'privateName')).toContain('region');
	});

	it('carry the number of an edit, and cannot all be edited', async () => {
		const { world } = icontact;
		for (const resource of world.resources) {
			const [id] = world.ids(resource);
			if (!world.isEditable(resource)) continue;
			const { n, record } = world.edit(resource, id);
			expect(world.changeNumber(resource, record)).toBe(n);
		}
		expect(() => world.edit('webhooks', world.ids('webhooks')[0])).toThrow('cannot be edited');
	});

	it('know no others, and are for reading', async () => {
		expect((await list('gadgets')).status).toBe(404);
		expect((await ask(folderPath('contacts/66674101/gadgets'))).status).toBe(404);
		const posted = await ask(
			folderPath('contacts'),
			{},
			{ method: 'POST', headers: rightHeaders() },
		);
		expect(posted.status).toBe(405);
	});
});

describe('what lies below a record', () => {
	const messageWith = (resource: string): string => {
		const [version] = icontact.world.visible(resource);
		return String(version.fields.messageId);
	};

	it.each([
		['bounces', 'bounceTime'],
		['unsubscribes', 'unsubscribeTime'],
		['opens', 'openTime'],
		['clicks', 'clickTime'],
	])('%s belong to a message, by contact and time', async (resource, time) => {
		const { world } = icontact;
		const message = messageWith(resource);
		const { n } = world.create(resource, { fields: { messageId: message } });
		const { records, body } = await list(`messages/${message}/${resource}`, { limit: 500 });
		const own = world.visible(resource).filter(({ fields }) => fields.messageId === message);
		expect(body.total).toBe(own.length);
		expect(own.length).toBeLessThan(world.ids(resource).length);
		expect(records.map((record) => world.changeNumber(resource, record))).toContain(n);
		for (const record of records) {
			expect(typeof record.contactId).toBe('number');
			expect(record[time]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/);
		}
		expect((await list(`messages/1/${resource}`)).status).toBe(404);
		expect((await list(resource)).status).toBe(404);
	});

	it('bounces and unsubscribes can be told apart by contact, opens cannot', () => {
		const { world } = icontact;
		const contacts = (resource: string) =>
			world.visible(resource).map((version) => world.toRecord(version).contactId);
		for (const resource of ['bounces', 'unsubscribes']) {
			expect(contacts(resource).map(String)).toEqual(world.ids(resource));
		}
		expect(new Set(contacts('opens')).size).toBeLessThan(contacts('opens').length);
	});

	it('statistics count a message', async () => {
		const message = messageWith('clicks');
		const { body } = await ask(folderPath(`messages/${message}/statistics`));
		const clicks = (await list(`messages/${message}/clicks`)).body.total;
		expect(body).toMatchObject({ statistics: { clicks: { total: clicks } } });
	});

	it('the actions of a contact date its edits, newest first', async () => {
		const { world } = icontact;
		world.clock.freeze(Date.UTC(2027, 0, 5, 12, 0, 0, 700));
		const { id } = world.create('contacts');
		world.clock.advance(60_000);
		world.edit('contacts', id);
		const { records, body } = await list(`contacts/${id}/actions`);
		expect(records).toMatchObject([
			{ actionType: 'EditFields', actionTime: '2027-01-05T07:01:00-0500' },
			{ actionType: 'AddContact', actionTime: '2027-01-05T07:00:00-0500' },
		]);
		expect(body).toMatchObject({ limit: 20, offset: 0, total: 2 });
	});

	it('criteria of a segment have ids', async () => {
		const [version] = icontact.world.visible('criteria');
		const path = `segments/${String(version.fields.segmentId)}/criteria`;
		const { records } = await list(path);
		expect(idsOf(records, 'criterionId')).toContain(version.id);
		const one = await ask(folderPath(`${path}/${version.id}`));
		expect(one.body).toMatchObject({ criterion: { criterionId: version.id } });
		expect((await ask(folderPath(`segments/1/criteria/${version.id}`))).status).toBe(404);
	});
});

describe('dates', () => {
	const contactAt = async (at: number): Promise<JsonValue | undefined> => {
		const { id } = icontact.world.create('contacts', { at });
		const { records } = await list('contacts', { contactId: id });
		return records[0].createDate;
	};

	it('of contacts are US Eastern without a zone, whole seconds', async () => {
		expect(await contactAt(Date.UTC(2026, 6, 1, 12, 0, 0, 900))).toBe('2026-07-01 08:00:00');
		expect(await contactAt(Date.UTC(2026, 0, 1, 12))).toBe('2026-01-01 07:00:00');
	});

	it('of contacts say the same twice in the hour that clocks repeat', async () => {
		expect(await contactAt(Date.UTC(2026, 10, 1, 5, 30))).toBe('2026-11-01 01:30:00');
		expect(await contactAt(Date.UTC(2026, 10, 1, 6, 30))).toBe('2026-11-01 01:30:00');
	});

	it('of subscriptions and signup forms carry their offset', async () => {
		const { world } = icontact;
		const { record } = world.create('subscriptions', { at: Date.UTC(2026, 6, 1, 12) });
		expect(record.addDate).toBe('2026-07-01T08:00:00-04:00');
		const { id } = world.create('signupforms', { at: Date.UTC(2026, 0, 1, 12) });
		const edited = world.edit('signupforms', id, { at: Date.UTC(2026, 6, 1, 12) });
		expect(edited.record).toMatchObject({
			created: '2026-01-01T07:00:00-05:00',
			updated: '2026-07-01T08:00:00-04:00',
		});
	});

	it.each([
		['compact', '20260701 08:00:00'],
		['wall', '2026-07-01 08:00:00'],
		['offset', '2026-07-01T08:00:00-04:00'],
	] as const)('of messages: %s', async (messageDates, text) => {
		const { id } = icontact.world.create('messages', { at: Date.UTC(2026, 6, 1, 12) });
		icontact.behaviour.set({ messageDates });
		const { records } = await list('messages', { messageId: id });
		expect(records).toMatchObject([{ createDate: text }]);
	});

	it('move when the stamps are told to be in a wrong zone', async () => {
		icontact.faults.set({ stampZone: 'UTC' });
		expect(await contactAt(Date.UTC(2026, 6, 1, 12))).toBe('2026-07-01 12:00:00');
		const { id } = icontact.world.create('subscriptions', { at: Date.UTC(2026, 6, 1, 12) });
		const { records } = await list('subscriptions', { subscriptionId: id });
		expect(records).toMatchObject([{ addDate: '2026-07-01T12:00:00-04:00' }]);
	});
});

describe('pages', () => {
	const total = (): number => icontact.world.ids('contacts').length;

	beforeAll(() => {
		while (icontact.world.ids('contacts').length < 620) icontact.world.create('contacts');
	});

	it('hold 20 records unless told otherwise, and 500 at most, as `limit` says', async () => {
		const plain = await list('contacts', { status: 'total' });
		expect(plain.records).toHaveLength(20);
		expect(plain.body).toMatchObject({ limit: 20, offset: 0, total: total() });
		expect(plain.body).not.toHaveProperty('warnings');
		const capped = await list('contacts', { status: 'total', limit: 1000 });
		expect(capped.records).toHaveLength(500);
		expect(capped.body).toMatchObject({ limit: 500 });
		icontact.behaviour.set({ limitMaximum: 100 });
		const { body, records } = await list('contacts', { status: 'total', limit: 500 });
		expect(records).toHaveLength(100);
		expect(body).toMatchObject({ limit: 100 });
		icontact.behaviour.set({ limitAboveMaximum: 'refuse' });
		expect((await list('contacts', { limit: 500 })).status).toBe(400);
	});

	it.each<Query>([{ limit: 'all' }, { limit: 0 }, { offset: -1 }])(
		'refuse %p with 400',
		async (query: Query) => {
			expect((await list('contacts', query)).status).toBe(400);
		},
	);

	it.each(['id', 'updated', 'newest', 'shuffled'] as const)(
		'by %s: hold every record once',
		async (order) => {
			icontact.behaviour.set({ order });
			const first = await list('contacts', { status: 'total', limit: 500 });
			const second = await list('contacts', { status: 'total', limit: 500, offset: 500 });
			const ids = idsOf([...first.records, ...second.records], 'contactId');
			expect(new Set(ids).size).toBe(total());
			expect(ids).toHaveLength(total());
			if (order === 'id') expect(ids).toEqual(icontact.world.ids('contacts'));
			if (order === 'shuffled') expect(ids).not.toEqual(icontact.world.ids('contacts'));
		},
	);

	it('are sorted by `orderby`, several fields, either way', async () => {
		const byId = await list('contacts', { status: 'total', limit: 500, orderby: 'contactId:asc' });
		expect(idsOf(byId.records, 'contactId')).toEqual(icontact.world.ids('contacts').slice(0, 500));
		const newest = await list('contacts', { status: 'total', orderby: 'createDate:desc' });
		const dates = idsOf(newest.records, 'createDate');
		expect(dates).toEqual([...dates].sort().reverse());
		const { records } = await list('contacts', {
			status: 'total',
			limit: 500,
			orderby: 'lastName:desc,firstName',
		});
		const names = records.map(({ lastName, firstName }) => [String(lastName), String(firstName)]);
		for (const [index, [last, first]] of names.slice(1).entries()) {
			const [lastBefore, firstBefore] = names[index];
			expect(last < lastBefore || (last === lastBefore && first >= firstBefore)).toBe(true);
		}
	});

	it('may say null instead of an empty list', async () => {
		expect((await list('contacts', { email: 'nobody' })).body.contacts).toEqual([]);
		icontact.behaviour.set({ emptyList: 'null' });
		expect((await list('contacts', { email: 'nobody' })).body.contacts).toBeNull();
	});
});

describe('search terms', () => {
	const found = async (query: Query, resource = 'lists', field = 'name') => {
		const { records, body } = await list(resource, query);
		return { values: idsOf(records, field).sort(), warnings: body.warnings };
	};

	beforeAll(() => {
		for (const name of ['Alpha one', 'Alpha two', 'Beta (10)', 'Beta (9)']) {
			icontact.world.create('lists', {
				fields: { name, publicname: 'probe', welcomeMessageId: '' },
			});
		}
		for (const [index, size] of ['9', '10', '11'].entries()) {
			icontact.world.create('sends', {
				fields: { recipientCount: size, excludeListIds: `probe${index}` },
			});
		}
	});

	it.each([
		[{ name: 'Alpha one' }, ['Alpha one']],
		[{ name: 'alpha*' }, ['Alpha one', 'Alpha two']],
		[{ name: '*ta (1*' }, ['Beta (10)']],
		[{ name: 'Alpha one,Beta (9)' }, ['Alpha one', 'Beta (9)']],
		[{ name: 'Alpha' }, []],
		[{ name: '' }, []],
		[{ welcomeMessageId: '' }, []],
		[{ publicname: 'probe', name: '*two' }, ['Alpha two']],
		[{ publicname: 'probe', name: 'Beta', nameSearchType: 'lt' }, ['Alpha one', 'Alpha two']],
	])('%p finds %p', async (query: Query, names) => {
		expect(await found(query)).toEqual({ values: names, warnings: undefined });
	});

	it.each([
		['eq', '10', ['10']],
		['gt', '10', ['11']],
		['gte', '10', ['10', '11']],
		['lt', '10', ['9']],
		['lte', '10', ['10', '9']],
		['bet', '9,10', ['10', '9']],
	])('compares numbers by %s', async (operator, value, sizes) => {
		const query = {
			excludeListIds: 'probe*',
			recipientCount: value,
			recipientCountSearchType: operator,
		};
		expect((await found(query, 'sends', 'recipientCount')).values).toEqual(sizes);
	});

	it.each([
		['an unknown term', { unlisted: 'true' }, 'unlisted'],
		['a name in other case', { listID: '1' }, 'listID'],
		['an unknown operator', { listId: '*', listIdSearchType: 'like' }, 'listIdSearchType'],
		['an operator without its field', { nameSearchType: 'gt' }, 'nameSearchType'],
		['a sort by what is no field', { orderby: 'createDate:desc' }, 'createDate'],
		['a parameter in other case', { orderBy: 'name' }, 'orderBy'],
	])('leaves out %s with 200 and a warning', async (_name, query: Query, term) => {
		const { total } = (await list('lists')).body;
		const { status, body } = await list('lists', query);
		expect(status).toBe(200);
		expect(body.total).toBe(total);
		expect(body.warnings).toEqual([expect.stringContaining(term)]);
	});

	it('finds contacts by a list, though contacts do not show it', async () => {
		const listId = icontact.world.ids('lists')[0];
		const { body } = await list('contacts', { listId });
		const on = icontact.world.visible('contacts').filter(({ fields }) => fields.listId === listId);
		expect(body.total).toBe(on.length);
		expect(on.length).toBeGreaterThan(0);
	});
});

describe('createDate as a term', () => {
	const AT = Date.UTC(2031, 0, 5, 17, 0, 0, 700);

	beforeAll(() => {
		for (const hours of [-24, 0, 1]) {
			icontact.world.create('messages', { at: AT + hours * 3_600_000 });
			icontact.world.create('contacts', { at: AT + hours * 3_600_000 });
		}
	});

	const count = async (value: string, operator: string, resource = 'messages') => {
		const query = { createDate: value, createDateSearchType: operator, limit: 500 };
		return (await list(resource, query)).body.total;
	};

	it.each([
		['2031-01-05T12:00:00', 'gte', 2],
		['2031-01-05T12:00:00', 'gt', 1],
		['2031-01-05T12:00:00-05:00', 'eq', 1],
		['2031-01-05T17:00:00Z', 'gte', 2],
		['2031-01-05T12:00:01', 'gte', 1],
		['2031-01-05', 'gte', 2],
		['2031-01-04', 'gt', 2],
		['2031-01-05', 'eq', 2],
		['2031-01-04,2031-01-05', 'bet', 3],
		['2031-01-05T12:00:00,2031-01-05T13:00:00', 'bet', 2],
	])(
		'%s %s finds %d messages, Eastern unless it says otherwise',
		async (value, operator, total) => {
			expect(await count(value, operator)).toBe(total);
		},
	);

	it('is left out with a warning when it cannot be read', async () => {
		const { body } = await list('messages', { createDate: 'soon', createDateSearchType: 'gte' });
		expect(body.warnings).toEqual([expect.stringContaining('createDate')]);
		expect(body.total).toBe(icontact.world.ids('messages').length);
	});

	it('does nothing for contacts but warn, unless told to work', async () => {
		const query = { createDate: '2031-01-05', createDateSearchType: 'gte', status: 'total' };
		const ignored = await list('contacts', query);
		expect(ignored.body.total).toBe(icontact.world.ids('contacts').length);
		expect(ignored.body.warnings).toEqual([
			expect.stringContaining('createDate, createDateSearchType'),
		]);
		icontact.behaviour.set({ createdFilter: 'applied' });
		const applied = await list('contacts', query);
		expect(applied.body).toMatchObject({ total: 2 });
		expect(applied.body).not.toHaveProperty('warnings');
	});

	it('tells the client of what it hides as older', async () => {
		const { world } = icontact;
		const older = world.create('messages', { at: AT - 1000 });
		const asked = await list('messages', {
			createDate: '2031-01-05T12:00:00',
			createDateSearchType: 'gte',
		});
		expect(asked.records.map((record) => world.changeNumber('messages', record))).not.toContain(
			older.n,
		);
		expect(world.wasShown(older.n)).toBe(true);
	});
});

describe('status of contacts', () => {
	const idsBy = async (query: Query) =>
		idsOf((await list('contacts', { limit: 500, ...query })).records, 'contactId').sort();

	beforeAll(() => {
		for (const id of icontact.world.ids('contacts').slice(300))
			icontact.world.remove('contacts', id);
	});

	it('total is everything, none only who is on a list, unlisted the others', async () => {
		const { world } = icontact;
		const { id } = world.create('contacts', { fields: { listId: null } });
		const [all, listed, unlisted] = await Promise.all([
			idsBy({ status: 'total' }),
			idsBy({}),
			idsBy({ status: 'unlisted' }),
		]);
		expect(all).toEqual([...world.ids('contacts')].sort());
		expect(unlisted).toContain(id);
		expect(listed).not.toContain(id);
		expect([...listed, ...unlisted].sort()).toEqual(all);
		expect(unlisted.length).toBeGreaterThan(3);
	});

	it('a state finds the contacts in it', async () => {
		const { records } = await list('contacts', { status: 'donotcontact', limit: 500 });
		expect(records.length).toBeGreaterThan(0);
		expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['donotcontact']));
	});

	it('deleted finds nothing, unless told to', async () => {
		const { world } = icontact;
		const { id } = world.create('contacts');
		const { n } = world.remove('contacts', id);
		expect(await idsBy({ status: 'deleted' })).toEqual([]);
		icontact.behaviour.set({ deletedContacts: 'listed' });
		const { records } = await list('contacts', { status: 'deleted', contactId: id });
		expect(records).toMatchObject([{ contactId: id, status: 'deleted' }]);
		expect(world.changeNumber('contacts', records[0])).toBe(n);
		expect(await idsBy({ status: 'total' })).not.toContain(id);
		expect((await ask(folderPath(`contacts/${id}`))).status).toBe(404);
	});
});

describe('answers', () => {
	it('call their JSON HTML, errors too, unless told otherwise', async () => {
		for (const path of ['/time', folderPath('contacts'), '/a/1/c', '/nowhere']) {
			expect((await ask(path)).headers.get('content-type')).toBe('text/html; charset=utf-8');
		}
		icontact.behaviour.set({ contentType: 'application/json' });
		expect((await ask('/time')).headers.get('content-type')).toBe('application/json');
	});

	it('are 503 beyond the hourly or daily figure, without a time to come back', async () => {
		const own = await start();
		const other = icontact;
		icontact = own.icontact;
		icontact.behaviour.set({ requestsPerHour: 2 });
		const statuses = [await ask('/time'), await ask('/time'), await ask('/time')];
		icontact.behaviour.set({ requestsPerHour: 100, requestsPerDay: 2, retryAfterSeconds: 30 });
		const daily = await ask('/time');
		await own.stop();
		icontact = other;
		expect(statuses.map(({ status }) => status)).toEqual([200, 200, 503]);
		expect(statuses[2].headers.has('retry-after')).toBe(false);
		expect(statuses[2].body).toEqual({ errors: [expect.any(String)] });
		expect(daily.status).toBe(503);
		expect(daily.headers.get('retry-after')).toBe('30');
	});

	it('are 503 during maintenance, before anybody looks at the headers', async () => {
		icontact.behaviour.set({ maintenance: true });
		expect((await ask('/a', {}, { headers: {} })).status).toBe(503);
	});

	it('fail in the words of the provider, and are late', async () => {
		const { world, faults } = icontact;
		faults.set({ fail: { status: 402, when: { next: 1 }, message: 'Unpaid.' } });
		expect((await list('lists')).body).toEqual({ errors: ['Unpaid.'] });
		faults.set({ late: { ms: 10_000 } });
		const { n } = world.create('lists');
		const shown = async () =>
			(await list('lists')).records.map((record) => world.changeNumber('lists', record));
		expect(await shown()).not.toContain(n);
		expect(world.wasShown(n)).toBe(false);
		world.clock.advance(10_000);
		expect(await shown()).toContain(n);
		expect(world.wasShown(n)).toBe(true);
	});
});

describe('behind the platform', () => {
	it('contacts and messages come as the documented configurations read them', async () => {
		const { world } = icontact;
		const at = Date.UTC(2026, 6, 1, 12);
		const contact = world.create('contacts', { at });
		const message = world.create('messages', { at });
		const contacts = await stand.platform('/hubs/general/contacts', {
			where: `contactId='${contact.id}'`,
		});
		expect(contacts.records).toMatchObject([{ createDate: '2026-07-01 08:00:00' }]);
		expect(contacts.records[0]).not.toHaveProperty('prefix', null);
		const messages = await stand.platform('/hubs/general/messages', {
			where: `messageId='${message.id}'`,
		});
		expect(messages.records).toMatchObject([{ createDate: '2026-07-01T08:00:00-04:00' }]);
		expect((await stand.platform('/hubs/general/lists')).status).toBe(404);
	});

	it('conditions become search terms, unknown ones vanish without a word', async () => {
		const all = await stand.platform('/messages', { pageSize: 500 });
		const where = "createDate>='2031-01-05' and subject='*'";
		const some = await stand.platform('/messages', { pageSize: 500, where });
		expect(some.records.length).toBeGreaterThan(0);
		expect(some.records.length).toBeLessThan(all.records.length);
		const unknown = await stand.platform('/messages', { pageSize: 500, where: "colour='blue'" });
		expect(unknown.records).toEqual(all.records);
		const listed = await stand.platform('/contacts', { pageSize: 500 });
		const total = await stand.platform('/contacts', { pageSize: 500, where: "status='total'" });
		expect(total.records.length).toBeGreaterThan(listed.records.length);
	});

	it.each(["subject!='x'", "createDate>='2031-01-01' and createDate<'2031-02-01'"])(
		'refuses %s, which the provider cannot search',
		async (where) => {
			const { status, body } = await stand.platform('/messages', { where });
			expect(status).toBe(400);
			expect(body).toHaveProperty('providerMessage');
		},
	);
});

it('holds the same records for the same seed, others for another', async () => {
	const names = (seed: number) => {
		const world = createIContactWorld(new WorldClock(), seed);
		return world.visible('contacts').map(({ fields }) => String(fields.email));
	};
	expect(names(7)).toHaveLength(40);
	expect(names(7)).toEqual(names(7));
	expect(names(8)).not.toEqual(names(7));
});
