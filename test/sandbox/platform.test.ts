import { startSandbox, type Sandbox } from '../../sandbox/server';
import { changesIn, get, getInsightly, getPlatform } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	sandbox.insightly.behaviour.set({ requestsPerSecond: 1000 });
});

beforeEach(() => sandbox.platform.behaviour.reset());

afterAll(async () => await sandbox.stop());

const since = (stamp: string) => `updated_after_utc='${stamp}'`;

describe('the Authorization header', () => {
	const ask = async (authorization?: string, path = '/ping') =>
		await get(`${sandbox.platform.baseUrl}/elements/api-v2${path}`, {}, authorization);

	it('opens an instance with User and Element, in any order, with or without Organization', async () => {
		const { userSecret, organizationSecret, elementToken } = sandbox.platform.credential;
		for (const header of [
			`User ${userSecret}, Element ${elementToken}`,
			`Element ${elementToken},User ${userSecret}`,
			`User ${userSecret}, Organization ${organizationSecret}, Element ${elementToken}`,
		]) {
			expect((await ask(header)).body).toMatchObject({ endpoint: 'insightly' });
		}
	});

	it('is refused with 401 and {requestId, message} when a part is wrong or missing', async () => {
		const { userSecret, organizationSecret, elementToken } = sandbox.platform.credential;
		for (const header of [
			undefined,
			`User ${userSecret}`,
			`Element ${elementToken}`,
			`User wrong, Element ${elementToken}`,
			`User ${userSecret}, Element wrong`,
			`User ${userSecret}, Organization wrong, Element ${elementToken}`,
			`User ${userSecret}, Organization ${organizationSecret}`,
		]) {
			const { status, body, headers } = await ask(header);
			expect(status).toBe(401);
			expect(Object.keys(body)).toEqual(['requestId', 'message']);
			expect(headers.get('elements-request-id')).toBe(body.requestId);
		}
	});

	it('needs no instance for calls to the platform itself', async () => {
		const { userSecret, organizationSecret } = sandbox.platform.credential;
		const header = `User ${userSecret}, Organization ${organizationSecret}`;
		const { records } = await ask(header, '/instances');
		expect(records.map(({ token }) => token)).toEqual(Array(6).fill('********'));
		const { body } = await ask(header, '/elements/insightly/metadata');
		expect(body).toMatchObject({ key: 'insightly', hub: 'crm' });
	});

	it('is refused with 403 by a disabled instance, though its objects can be listed, and 401 by a deleted one', async () => {
		sandbox.platform.behaviour.set({ disabled: ['insightly'] });
		expect((await getPlatform(sandbox, '/hubs/crm/contacts')).status).toBe(403);
		expect((await getPlatform(sandbox, '/objects')).status).toBe(200);
		sandbox.platform.behaviour.set({ disabled: [], deleted: ['insightly'] });
		expect((await getPlatform(sandbox, '/hubs/crm/contacts')).status).toBe(401);
	});
});

describe('instances', () => {
	const call = async (method: string, path: string, body?: object) => {
		const { userSecret, organizationSecret } = sandbox.platform.credential;
		const answer = await fetch(`${sandbox.platform.baseUrl}/elements/api-v2${path}`, {
			method,
			headers: {
				authorization: `User ${userSecret}, Organization ${organizationSecret}`,
				'content-type': 'application/json',
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const content: Record<string, unknown> = JSON.parse(await answer.text());
		return { status: answer.status, body: content };
	};
	const contacts = { contacts: { url: '/hubs/crm/contacts', idField: 'CONTACT_ID' } };

	it('are made with polling, opened by their token, changed in part and never show a secret again', async () => {
		const made = await call('POST', '/instances', {
			element: { key: 'insightly' },
			name: 'Mine',
			configuration: {
				username: 'ada',
				password: 'a key',
				'event.notification.enabled': true,
				'event.poller.configuration': contacts,
			},
		});
		expect(made.body).toMatchObject({
			name: 'Mine',
			element: { key: 'insightly' },
			eventsEnabled: true,
			configuration: {
				password: '********',
				'event.poller.configuration': JSON.stringify(contacts),
			},
		});
		const { id, token } = made.body;
		const { userSecret } = sandbox.platform.credential;
		const header = `User ${userSecret}, Element ${token}`;
		const url = `${sandbox.platform.baseUrl}/elements/api-v2/ping`;
		expect((await get(url, {}, header)).body).toMatchObject({ endpoint: 'insightly' });

		await call('PATCH', `/instances/${id}`, {
			configuration: { 'event.notification.enabled': false },
		});
		expect((await call('GET', `/instances/${id}`)).body).toMatchObject({
			name: 'Mine',
			token: '********',
			eventsEnabled: false,
		});
		const { body } = await call('GET', `/instances/${id}/configuration`);
		expect(body).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ key: 'username', propertyValue: 'ada' }),
				expect.objectContaining({ key: 'password', propertyValue: '********' }),
			]),
		);
	});

	it.each([
		[{ name: 'Mine' }, 400],
		[{ element: { key: 'insightly' } }, 400],
		[{ name: 'Mine', element: { key: 'nobody' } }, 404],
	])('are refused: %j', async (body, status) => {
		const answer = await call('POST', '/instances', body);
		expect(answer.status).toBe(status);
		expect(Object.keys(answer.body)).toEqual(['requestId', 'message']);
	});
});

describe('hub calls', () => {
	it('serve the records of the Insightly stand-in, without null fields', async () => {
		const native = await getInsightly(sandbox, '/Organisations/Search');
		const { records } = await getPlatform(sandbox, '/hubs/crm/accounts');
		const ids = (list: typeof records) => list.map(({ ORGANISATION_ID: id }) => id);
		expect(ids(records)).toEqual(ids(native.records));
		expect(native.records[0]).toHaveProperty('IMAGE_URL', null);
		expect(records[0]).not.toHaveProperty('IMAGE_URL');
	});

	it.each(['/hubs/crm/leads', '/hubs/helpdesk/leads', '/leads'])(
		'work with the right hub, a wrong one, or none: %s',
		async (path) => {
			const { records, headers } = await getPlatform(sandbox, path);
			expect(records).toHaveLength(sandbox.insightly.world.ids('leads').length);
			expect(headers.get('elements-returned-count')).toBe(String(records.length));
		},
	);

	it('find one record', async () => {
		const [id] = sandbox.insightly.world.ids('contacts');
		const { body } = await getPlatform(sandbox, `/hubs/crm/contacts/${id}`);
		expect(body.CONTACT_ID).toBe(Number(id));
		const missing = await getPlatform(sandbox, '/hubs/crm/contacts/1');
		expect(missing.status).toBe(404);
		expect(missing.body).toHaveProperty('providerMessage');
	});

	it('know the documented resources only', async () => {
		const { status, body } = await getPlatform(sandbox, '/hubs/crm/gadgets');
		expect(status).toBe(404);
		expect(Object.keys(body)).toEqual(['requestId', 'message']);
	});

	it('sort and select on request', async () => {
		const { records } = await getPlatform(sandbox, '/hubs/crm/contacts', {
			orderBy: 'CONTACT_ID desc',
			fields: 'CONTACT_ID,LAST_NAME',
		});
		const ids = records.map(({ CONTACT_ID: id }) => Number(id));
		expect(ids).toEqual([...ids].sort((one, other) => other - one));
		expect(Object.keys(records[0]).sort()).toEqual(['CONTACT_ID', 'LAST_NAME']);
	});
});

describe('the where clause', () => {
	it('filters by update as the documented configuration asks', async () => {
		const { world } = sandbox.insightly;
		const before = new Date(world.clock.now() - 2000).toISOString().slice(0, 19).replace('T', ' ');
		const { n } = world.create('contacts');
		const { records } = await getPlatform(sandbox, '/hubs/crm/contacts', { where: since(before) });
		expect(changesIn(sandbox, 'contacts', records)).toEqual([n]);
	});

	it('takes one more field, in any spelling of AND, with doubled quotes', async () => {
		const { n } = sandbox.insightly.world.create('contacts', { fields: { LAST_NAME: "O'Hara" } });
		const where = `${since('2020-01-01 00:00:00')} and LAST_NAME = 'O''Hara'`;
		const { records } = await getPlatform(sandbox, '/hubs/crm/contacts', { where });
		expect(changesIn(sandbox, 'contacts', records)).toEqual([n]);
	});

	it.each([
		['an unknown field', "NO_SUCH_FIELD='1'", true],
		['an operator the provider lacks', "updated_after_utc>'2026-01-05 12:00:00'", true],
		['an unreadable date', "updated_after_utc='soon'", true],
		['a missing quote', "updated_after_utc='2026-01-05 12:00:00", false],
		['a doubled closing quote', "updated_after_utc='2026-01-05 12:00:00''", false],
	])('refuses %s with 400', async (_name, where, byProvider) => {
		const { status, body } = await getPlatform(sandbox, '/hubs/crm/contacts', { where });
		expect(status).toBe(400);
		expect('providerMessage' in body).toBe(byProvider);
	});
});

describe('pages', () => {
	it('go on by token until there is none, and hold every record once', async () => {
		const ids: unknown[] = [];
		let nextPage: string | null = null;
		do {
			const page = await getPlatform(
				sandbox,
				'/hubs/crm/contacts',
				nextPage === null
					? { pageSize: 7, where: since('2020-01-01 00:00:00') }
					: { pageSize: 7, nextPage },
			);
			ids.push(...page.records.map(({ CONTACT_ID: id }) => String(id)));
			nextPage = page.headers.get('elements-next-page-token');
		} while (nextPage !== null);
		expect(ids).toEqual(sandbox.insightly.world.ids('contacts'));
	});

	it('go on by number too', async () => {
		const { records } = await getPlatform(sandbox, '/hubs/crm/contacts', { page: 2, pageSize: 5 });
		expect(records.map(({ CONTACT_ID: id }) => String(id))).toEqual(
			sandbox.insightly.world.ids('contacts').slice(5, 10),
		);
	});

	it('refuse a token that is invented, of another resource, or too old', async () => {
		const { headers } = await getPlatform(sandbox, '/hubs/crm/contacts', { pageSize: 5 });
		const nextPage = headers.get('elements-next-page-token') ?? '';
		const statusOf = async (path: string, token: string) =>
			(await getPlatform(sandbox, path, { nextPage: token })).status;
		expect(await statusOf('/hubs/crm/contacts', nextPage)).toBe(200);
		expect(await statusOf('/hubs/crm/contacts', 'invented')).toBe(400);
		expect(await statusOf('/hubs/crm/leads', nextPage)).toBe(400);
		sandbox.platform.behaviour.set({ tokenLifeMs: -1 });
		expect(await statusOf('/hubs/crm/contacts', nextPage)).toBe(400);
	});
});

const aSecondBefore = (stamp: string) => new Date(Date.parse(stamp) - 1_000).toISOString();

it('the other connector answers its documented configuration', async () => {
	const { element, resource, world, credential, configuration } = sandbox.otherConnector;
	expect(configuration).toMatchObject({ idField: 'id' });
	const { n, record } = world.create(resource);
	const { records } = await getPlatform(
		sandbox,
		String(configuration.url).split('?', 1)[0],
		{ where: `updated_since='${aSecondBefore(String(record.updated_at))}'` },
		credential,
	);
	expect(element).toBe('freshdesk');
	expect(records.map((found) => world.changeNumber(resource, found))).toEqual([n]);
	expect(records[0].updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	const refused = await getPlatform(sandbox, '/incidents', { where: "subject='x'" }, credential);
	expect(refused.status).toBe(400);
	expect(refused.body).toHaveProperty('providerMessage');
});
