import { parseKey, toWorldId } from '../../sandbox/providers/maximizer/keys';
import {
	callMaximizer,
	isRecord,
	readMaximizer,
	rowsOf,
	startMaximizer,
	toReadBody,
	type ReadRequest,
	type Reply,
	type StartedMaximizer,
} from './maximizerClient';

let maximizer: StartedMaximizer;

beforeAll(async () => {
	maximizer = await startMaximizer();
});

beforeEach(() => {
	maximizer.behaviour.reset();
	maximizer.behaviour.set({ requestsPerWindow: 10_000 });
	maximizer.world.clock.run();
});

afterAll(async () => await maximizer.stop());

const read = async (entity: string, request: ReadRequest = {}): Promise<Reply> =>
	await readMaximizer(maximizer, entity, request);

const idsOf = (reply: Reply, entity: string): (string | undefined)[] =>
	rowsOf(reply, entity).map(({ Key: key }) => toWorldId(key, entity));

const CONTACTS = { Type: { $EQ: 'Contact' } };

describe('the token', () => {
	const ask = async (path: string, token: string) =>
		await callMaximizer(maximizer, path, path === '/VerifyToken' ? undefined : {}, token);

	it('of either kind opens every method', async () => {
		const { credential, oAuth2Credential } = maximizer;
		for (const token of [credential.accessToken, oAuth2Credential.oauthTokenData.access_token]) {
			expect((await ask('/TokenValid', token)).body).toEqual({ Code: 0 });
			expect((await ask('/VerifyToken', token)).status).toBe(200);
			expect((await ask('/GetSystemInfo', token)).body).toMatchObject({ Code: 0 });
			const { body } = await callMaximizer(maximizer, '/Read', toReadBody('Lead', {}), token);
			expect(body.Code).toBe(0);
		}
	});

	it.each(['', 'wrong'])(
		'"%s" is told by TokenValid in the body, by the others with 401',
		async (token) => {
			const { status, body } = await ask('/TokenValid', token);
			expect([status, body]).toEqual([200, { Code: -1, Msg: ['Token is invalid'] }]);
			expect(maximizer.requests.at(-1)).toMatchObject({ authorized: false, status: 200 });
			for (const path of ['/VerifyToken', '/Read', '/GetSystemInfo']) {
				expect((await ask(path, token)).status).toBe(401);
			}
			maximizer.behaviour.set({ badToken: 'code', messages: 'strings' });
			expect(await ask('/Read', token)).toEqual({
				status: 200,
				body: { Code: -1, Msg: ['Token is invalid'] },
			});
		},
	);

	it('expires; one of OAuth2 is renewed with client id and secret in the body', async () => {
		const { credential, oauth2, oAuth2Credential, behaviour } = maximizer;
		const { clientId, clientSecret, accessTokenUrl, oauthTokenData } = oAuth2Credential;
		oauth2.expireAccessTokens();
		expect((await ask('/Read', oauthTokenData.access_token)).status).toBe(401);
		const response = await fetch(accessTokenUrl, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'refresh_token',
				refresh_token: String(oauthTokenData.refresh_token),
				client_id: clientId,
				client_secret: clientSecret,
			}),
		});
		const renewed: unknown = await response.json();
		const token = isRecord(renewed) ? String(renewed.access_token) : '';
		expect((await ask('/TokenValid', token)).body).toEqual({ Code: 0 });
		behaviour.set({ accessToken: 'expired' });
		expect((await ask('/Read', credential.accessToken)).status).toBe(401);
	});

	it('is not in the request log, the body of the request is', async () => {
		await read('Lead', { top: 2 });
		expect(maximizer.requests.at(-1)).toMatchObject({
			method: 'POST',
			url: '/maximizer/octopus/Read',
			authorized: true,
			body: { Lead: { Criteria: { Top: 2 } } },
		});
		expect(JSON.stringify(maximizer.requests)).not.toContain(maximizer.credential.accessToken);
	});
});

describe('entities', () => {
	it.each([
		['companies', 'AbEntry', { Type: { $EQ: 'Company' } }, 'CompanyName'],
		['individuals', 'AbEntry', { Type: { $EQ: 'Individual' } }, 'FullName'],
		['contacts', 'AbEntry', CONTACTS, 'FullName'],
		['opportunities', 'Opportunity', {}, 'Objective'],
		['cases', 'Case', {}, 'Subject'],
		['leads', 'Lead', {}, 'CompanyName'],
		['campaigns', 'Campaign', {}, 'Name'],
		['tasks', 'Task', {}, 'Activity'],
		['notes', 'Note', {}, 'Text'],
		['appointments', 'Appointment', {}, 'Subject'],
		['interaction-logs', 'InteractionLog', {}, 'Subject'],
		['users', 'User', {}, 'DisplayName'],
	])('%s: all of them come, each with its number', async (resource, entity, query, field) => {
		const { world } = maximizer;
		const reply = await read(entity, { fields: { Key: 1, [field]: 1 }, query });
		expect(idsOf(reply, entity).sort()).toEqual([...world.ids(resource)].sort());
		for (const row of rowsOf(reply, entity)) {
			expect(Object.keys(row)).toEqual(['Key', field]);
			expect(world.changeNumber(resource, row)).toBeGreaterThan(0);
		}
	});

	it('the address book holds all three kinds, and a contact shares the id of its company', async () => {
		const { world } = maximizer;
		const fields = { Key: { ID: 1, Number: 1, EntityType: 1 }, Type: 1, ParentKey: { ID: 1 } };
		const rows = rowsOf(await read('AbEntry', { fields }), 'AbEntry');
		expect(rows).toHaveLength(world.visible('addressbook-entries').length);
		const keys = rows.map(({ Key: key }) => JSON.stringify(key));
		expect(new Set(keys).size).toBe(rows.length);
		const ids = rows.map(({ Key: key }) => (isRecord(key) ? key.ID : undefined));
		expect(new Set(ids).size).toBeLessThan(rows.length);
		const contact = rows.find(({ Type: type }) => type === 'Contact');
		expect(contact?.Key).toMatchObject({ EntityType: 1 });
		expect(ids).toContain(isRecord(contact?.ParentKey) ? contact.ParentKey.ID : undefined);
	});

	it('several can be read at once; others there are none', async () => {
		const request = (type: string) => ({
			Scope: { Fields: { Type: 1 } },
			Criteria: { SearchQuery: { Type: { $EQ: type } }, Top: 2 },
		});
		const reply = await callMaximizer(maximizer, '/Read', {
			...toReadBody('Lead', { top: 2 }),
			'AbEntry.Companies': request('Company'),
		});
		expect(rowsOf(reply, 'Lead')).toHaveLength(2);
		expect(rowsOf(reply, 'AbEntry.Companies')).toEqual([{ Type: 'Company' }, { Type: 'Company' }]);
		expect((await read('Gadget')).body.Code).toBe(-1);
	});

	it('their fields are told by the schema, with what can be searched and sorted', async () => {
		maximizer.behaviour.set({ notSortable: ['AbEntry/LastModifyDate'] });
		const query = { Key: { $TREE: '/AbEntry' } };
		const rows = rowsOf(await read('Schema', { fields: 1, query }), 'Schema');
		expect(rows.find(({ Name: name }) => name === 'LastModifyDate')).toMatchObject({
			Queryable: true,
			Sortable: false,
		});
		const all = await read('Schema', { fields: 1, query: { Key: { $TREE: '/' } } });
		expect(rowsOf(all, 'Schema')).toContainEqual({ Key: '/AuditLog', Name: 'AuditLog' });
	});
});

describe('keys', () => {
	const keysOf = async (compatibility: Record<string, string>) => {
		const reply = await read('AbEntry', {
			orderBy: { Fields: [{ CreationDate: 'ASC' }] },
			frame: { Compatibility: compatibility },
		});
		return rowsOf(reply, 'AbEntry').map(({ Key: key }) => String(key));
	};
	const wordsOf = (keys: readonly string[]) => [...new Set(keys.map((key) => parseKey(key)?.word))];

	it('begin with AbEntry or with the type, by the compatibility asked for', async () => {
		maximizer.behaviour.set({ keys: 'stable' });
		const modern = await keysOf({ AbEntryKey: '2.0' });
		const old = await keysOf({});
		expect(wordsOf(modern)).toEqual(['AbEntry']);
		expect(wordsOf(old).sort()).toEqual(['Company', 'Contact', 'Individual']);
		expect(old.map((key) => toWorldId(key))).toEqual(modern);
	});

	it('change from answer to answer, their parts do not, and any of them finds the record', async () => {
		const [first, second] = [await keysOf({}), await keysOf({})];
		expect(second).not.toEqual(first);
		expect(second.map((key) => toWorldId(key))).toEqual(first.map((key) => toWorldId(key)));
		const query = { Key: { $EQ: first[3] } };
		expect(idsOf(await read('AbEntry', { query }), 'AbEntry')).toEqual([toWorldId(second[3])]);
	});
});

describe('deletions', () => {
	const audit = async (query: ReadRequest['query'] = {}) =>
		await read('AuditLog', {
			fields: {
				CreationDate: 1,
				Type: 1,
				Org: { AbEntry: { Key: { ID: 1, Number: 1 }, LastName: 1 } },
				New: { AbEntry: { LastName: 1 } },
			},
			query,
		});

	it('are in the audit log with Org only, edits with both, creations with New only', async () => {
		const { world } = maximizer;
		world.clock.freeze(Date.now() + 3_600_000);
		const from = new Date(world.clock.now()).toISOString();
		maximizer.behaviour.set({ dateZone: 'UTC' });
		const { id } = world.create('contacts');
		world.edit('contacts', id);
		const { n } = world.remove('contacts', id);
		const range = { CreationDate: { $RANGE: [from, '2100-01-01'] } };
		const source = { Source: { $EQ: 'AbEntry' } };
		const rows = rowsOf(await audit({ $AND: [range, source] }), 'AuditLog');
		const byType = new Map(rows.map((row) => [row.Type, row]));
		expect(rows).toHaveLength(3);
		expect(Object.keys(byType.get(1) ?? {})).toEqual(['CreationDate', 'Type', 'New']);
		expect(Object.keys(byType.get(2) ?? {})).toEqual(['CreationDate', 'Type', 'Org', 'New']);
		const deletion = byType.get(3);
		expect(Object.keys(deletion ?? {})).toEqual(['CreationDate', 'Type', 'Org']);
		const original = isRecord(deletion?.Org) ? deletion.Org.AbEntry : undefined;
		expect(toWorldId(isRecord(original) ? original.Key : undefined)).toBe(id);
		expect(world.wasShown(n)).toBe(true);
	});

	it('are there only for audited entities, which the configuration names', async () => {
		const { world, behaviour } = maximizer;
		behaviour.set({ audited: ['Opportunity'] });
		world.remove('contacts', world.ids('contacts')[0]);
		expect(rowsOf(await audit({ Source: { $EQ: 'AbEntry' } }), 'AuditLog')).toEqual([]);
		const { body } = await callMaximizer(maximizer, '/ConfigurationRead', {});
		expect(body.Configuration).toEqual({ AuditLog: { Opportunity: true } });
	});
});

describe('limits and refusals', () => {
	it('answers 429 to the 31st call of ten seconds, without a word on when to return', async () => {
		const own = await startMaximizer();
		const statuses: number[] = [];
		for (let call = 0; call < 32; call++) {
			statuses.push((await callMaximizer(own, '/TokenValid', {})).status);
		}
		const { headers } = await fetch(`${own.baseUrl}/VerifyToken`);
		await own.stop();
		expect(statuses.filter((status) => status === 429)).toHaveLength(2);
		expect(headers.has('retry-after')).toBe(false);
	});

	it('come with HTTP 200, a negative Code, and Msg of objects or texts', async () => {
		const refused = async () => await read('AbEntry', { frame: { Configuration: {} } });
		const { status, body } = await refused();
		expect(status).toBe(200);
		expect(body).toEqual({
			Code: -1,
			Msg: [{ Message: expect.stringContaining('driver'), ErrorCode: -10003 }],
		});
		maximizer.behaviour.set({ messages: 'strings' });
		expect((await refused()).body).toEqual({ Code: -1, Msg: [expect.any(String)] });
		maximizer.behaviour.set({ withoutDriver: 'empty' });
		expect((await refused()).body.AbEntry).toEqual({ Data: [] });
		maximizer.behaviour.set({ withoutDriver: 'serve' });
		expect(rowsOf(await refused(), 'AbEntry')).not.toEqual([]);
	});

	it('knows what is no JSON and what is no method', async () => {
		const { baseUrl, credential } = maximizer;
		const response = await fetch(`${baseUrl}/Read`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Bearer ${credential.accessToken}`,
			},
			body: '{"AbEntry":',
		});
		expect(response.status).toBe(400);
		expect((await callMaximizer(maximizer, '/AbEntryFind', {})).status).toBe(404);
	});
});
