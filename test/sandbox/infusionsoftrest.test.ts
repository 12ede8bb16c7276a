import { INFUSIONSOFT_REST_CONFIGURATION } from '../../sandbox/providers/infusionsoftrest/element';
import { get, platformAuthorization, type Answer } from './client';
import {
	bearer,
	idsIn,
	isRecord,
	listIn,
	startKeap,
	type KeapAccount,
} from './infusionsoftrestClient';

let keap: KeapAccount['keap'];
let platform: KeapAccount['platform'];
let world: KeapAccount['world'];
let ask: KeapAccount['ask'];
let stop: KeapAccount['stop'];

beforeEach(async () => {
	({ keap, platform, world, ask, stop } = await startKeap());
});

afterEach(async () => await stop());

const faultIn = ({ body }: Answer): unknown => body.fault;

describe('who may call', () => {
	it.each(['/v1/account/profile', '/v2/businessProfile'])(
		'opens %s by OAuth2 token, by key, and by key header',
		async (path) => {
			const { apiKey } = keap.apiCredential;
			expect((await ask(path)).body).toHaveProperty('name');
			expect((await ask(path, {}, bearer(apiKey))).status).toBe(200);
			const byHeader = await fetch(`${keap.baseUrl}${path}`, {
				headers: { 'x-keap-api-key': apiKey },
			});
			expect(byHeader.status).toBe(200);
		},
	);

	it.each([
		['no token', '', 'Invalid Access Token', 'keymanagement.service.invalid_access_token'],
		[
			'a wrong token',
			'Bearer w',
			'Invalid Access Token',
			'keymanagement.service.invalid_access_token',
		],
	])('refuses %s as the gateway does', async (_name, header, faultstring, errorcode) => {
		const answer = await ask('/v1/contacts', {}, header);
		expect(answer.status).toBe(401);
		expect(answer.body).toEqual({ fault: { faultstring, detail: { errorcode } } });
		expect(answer.headers.has('x-keap-product-quota-limit')).toBe(false);
	});

	it('refuses a wrong key header', async () => {
		const answer = await fetch(`${keap.baseUrl}/v1/contacts`, {
			headers: { 'x-keap-api-key': 'wrong' },
		});
		expect(answer.status).toBe(401);
	});

	it('tells an expired token, which a refresh replaces once', async () => {
		const { accessTokenUrl, clientId, clientSecret, oauthTokenData } = keap.credential;
		expect(oauthTokenData.scope).toContain('full');
		world.clock.advance(86_400_000);
		const expired = await ask('/v1/contacts');
		expect(expired.status).toBe(401);
		expect(faultIn(expired)).toMatchObject({ faultstring: 'Access Token expired' });

		const refresh = async (): Promise<Response> =>
			await fetch(accessTokenUrl, {
				method: 'POST',
				headers: {
					authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
				},
				body: new URLSearchParams({
					grant_type: 'refresh_token',
					refresh_token: oauthTokenData.refresh_token ?? '',
				}),
			});
		const fresh: unknown = await (await refresh()).json();
		const token = isRecord(fresh) ? String(fresh.access_token) : '';
		expect((await ask('/v1/contacts', {}, bearer(token))).status).toBe(200);
		expect((await refresh()).status).toBe(400);
		expect(keap.oauth2.refreshes).toBe(1);
	});

	it('tells a revoked token', async () => {
		keap.oauth2.revoke();
		expect(faultIn(await ask('/v2/contacts'))).toMatchObject({
			faultstring: 'Access Token not approved',
		});
		expect((await ask('/v2/contacts', {}, bearer(keap.apiCredential.apiKey))).status).toBe(200);
	});

	it('logs requests without tokens', async () => {
		await ask('/v1/contacts', { limit: 1 });
		expect(keap.requests.at(-1)).toMatchObject({
			url: '/infusionsoftrest/crm/rest/v1/contacts?limit=1',
			status: 200,
			authorized: true,
		});
		expect(JSON.stringify(keap.requests)).not.toContain(
			bearer(keap.credential.oauthTokenData.access_token).slice(7),
		);
	});
});

describe('limits', () => {
	it('sends the figures of product and account with every answer', async () => {
		keap.behaviour.reset();
		const { headers } = await ask('/v1/contacts', { limit: 1 });
		expect(headers.get('x-keap-product-quota-limit')).toBe('150000');
		expect(headers.get('x-keap-product-quota-used')).toBe('1');
		expect(headers.get('x-keap-product-quota-available')).toBe('149999');
		expect(headers.get('x-keap-product-quota-time-unit')).toBe('day');
		expect(headers.get('x-keap-product-throttle-limit')).toBe('1500');
		expect(headers.get('x-keap-tenant-throttle-limit')).toBe('10000|250000');
		const expiry = Number(headers.get('x-keap-product-quota-expiry-time'));
		expect(expiry % 86_400_000).toBe(0);
		keap.behaviour.set({ quotaExpiry: 'seconds' });
		const other = await ask('/v1/contacts', { limit: 1 });
		expect(other.headers.get('x-keap-product-quota-expiry-time')).toBe(String(expiry / 1000));
		const byKey = await ask('/v1/contacts', {}, bearer(keap.apiCredential.apiKey));
		expect(byKey.headers.get('x-keap-product-throttle-limit')).toBe('240');
	});

	it.each([
		['the client', { oauth: { perMinute: 2, perDay: 1000 } }],
		['the client in a day', { oauth: { perMinute: 1000, perDay: 2 } }],
		['the account', { tenant: { perMinute: 2, perDay: 1000 } }],
	])('answers 429 with the recorded body beyond the quota of %s', async (_name, quota) => {
		keap.behaviour.set(quota);
		await ask('/v1/contacts');
		await ask('/v1/contacts');
		const { status, body, headers } = await ask('/v1/contacts');
		expect(status).toBe(429);
		expect(body).toEqual({
			code: '429',
			message: 'Quota Exceeded',
			status: 'Request Throttled',
			details: null,
		});
		expect(headers.has('retry-after')).toBe(false);
		keap.behaviour.set({ retryAfterSeconds: 3 });
		expect((await ask('/v1/contacts')).headers.get('retry-after')).toBe('3');
	});

	it('stops a spike at the gateway, without any figures', async () => {
		keap.behaviour.set({ spikePerSecond: 0 });
		const answer = await ask('/v1/contacts');
		expect(answer.status).toBe(429);
		expect(faultIn(answer)).toMatchObject({
			detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' },
		});
		expect(answer.headers.has('x-keap-product-throttle-limit')).toBe(false);
	});
});

describe('errors', () => {
	it.each(['/v1/contacts/1', '/v2/contacts/1', '/v1/nothing', '/v2/appointments', '/v3/contacts'])(
		'answers 404 for %s in the words of the application',
		async (path) => {
			const { status, body } = await ask(path);
			expect(status).toBe(404);
			expect(body).toMatchObject({ code: 404, status: 'NOT_FOUND', details: [] });
		},
	);

	it('answers 403 for what the user may not see', async () => {
		keap.behaviour.set({ notPermitted: ['opportunities'] });
		for (const path of ['/v1/opportunities', '/v2/opportunities', '/v1/opportunities/301']) {
			expect((await ask(path)).status).toBe(403);
		}
		expect((await ask('/v1/contacts')).status).toBe(200);
	});

	it('fails as told, in the words of whoever would', async () => {
		keap.faults.set({ fail: { status: 503, message: 'Down' } });
		expect(faultIn(await ask('/v1/contacts'))).toMatchObject({ faultstring: 'Down' });
		keap.faults.set({ fail: { status: 500, message: 'Broken' } });
		expect((await ask('/v1/contacts')).body).toMatchObject({ code: 500, message: 'Broken' });
		keap.faults.set({ fail: { status: 429 } });
		expect((await ask('/v1/contacts')).body).toHaveProperty('status', 'Request Throttled');
	});
});

describe('tags of contacts', () => {
	it('show in the contact, from the tag and for the contact, in both versions', async () => {
		const [contactId] = world.ids('contacts');
		const { id: tagId } = world.create('tags');
		keap.applyTag(contactId, tagId);
		const stamp = '2026-09-05T13:00:00';
		const contact = (await ask(`/v1/contacts/${contactId}`)).body;
		expect(contact.tag_ids).toContain(Number(tagId));

		const v1 = await ask(`/v1/tags/${tagId}/contacts`);
		expect(v1.body.count).toBe(1);
		expect(listIn(v1, 'contacts')).toMatchObject([
			{ contact: { id: Number(contactId) }, date_applied: `${stamp}.000+0000` },
		]);
		const v2 = listIn(await ask(`/v2/tags/${tagId}/contacts`), 'contacts');
		expect(v2).toMatchObject([{ id: contactId, applied_time: `${stamp}Z` }]);
		const filter = 'since_applied_time==2026-09-05T13:00:00.000Z';
		expect(listIn(await ask(`/v2/tags/${tagId}/contacts`, { filter }), 'contacts')).toEqual([]);
		expect(listIn(await ask(`/v1/contacts/${contactId}/tags`), 'tags').at(-1)).toMatchObject({
			tag: { id: Number(tagId) },
		});
		expect(listIn(await ask(`/v2/contacts/${contactId}/tags`), 'tags').at(-1)).toMatchObject({
			tag: { id: tagId },
			applied_time: `${stamp}Z`,
		});

		keap.removeTag(contactId, tagId);
		expect((await ask(`/v1/tags/${tagId}/contacts`)).body.count).toBe(0);
		expect((await ask('/v1/tags/1/contacts')).status).toBe(404);
	});

	it('move the contact only when told so', async () => {
		const [contactId] = world.ids('contacts');
		const updated = async () => (await ask(`/v1/contacts/${contactId}`)).body.last_updated;
		const before = await updated();
		keap.applyTag(contactId, '91');
		expect(await updated()).toBe(before);
		keap.behaviour.set({ taggingMovesUpdate: true });
		keap.removeTag(contactId, '91');
		expect(await updated()).toBe('2026-09-05T13:00:00.000+0000');
	});
});

describe('what both versions share', () => {
	it('shows one account, and no deletion', async () => {
		const { id } = world.create('contacts');
		expect((await ask(`/v1/contacts/${id}`)).body.id).toBe(Number(id));
		expect((await ask(`/v2/contacts/${id}`)).body.id).toBe(id);
		world.remove('contacts', id);
		for (const version of ['v1', 'v2']) {
			expect((await ask(`/${version}/contacts/${id}`)).status).toBe(404);
			expect(idsIn(await ask(`/${version}/contacts`), 'contacts')).not.toContain(id);
		}
	});

	it('is late, in a wrong zone, and slow on request', async () => {
		keap.faults.set({ late: { ms: 10_000 }, stampZone: 'America/New_York' });
		const { id } = world.create('notes');
		expect((await ask(`/v1/notes/${id}`)).status).toBe(404);
		world.clock.advance(10_000);
		expect((await ask(`/v1/notes/${id}`)).body.last_updated).toBe('2026-09-05T09:00:00.000+0000');
		expect((await ask(`/v2/notes/${id}`)).body.update_time).toBe('2026-09-05T09:00:00Z');
	});

	it('tells the oracle what a list has shown, or hidden because it was asked for later changes', async () => {
		const shown = world.create('contacts');
		await ask('/v1/contacts', { limit: 41 });
		expect(world.wasShown(shown.n)).toBe(true);
		const hidden = world.create('contacts');
		const unasked = world.create('notes');
		await ask('/v2/contacts', {
			filter: `start_update_time==${new Date(world.clock.now() + 1).toISOString()}`,
		});
		expect(world.wasShown(hidden.n)).toBe(true);
		expect(world.wasShown(unasked.n)).toBe(false);
	});

	it('numbers every change of every resource', () => {
		for (const resource of world.resources) {
			const made = [world.create(resource)];
			if (world.isEditable(resource)) made.push(world.edit(resource, made[0].id));
			for (const { n, record } of made) expect(world.changeNumber(resource, record)).toBe(n);
		}
	});
});

describe('behind the platform', () => {
	const askPlatform = async (path: string, query: Record<string, string> = {}) =>
		await get(
			`${platform.baseUrl}/elements/api-v2${path}`,
			query,
			platformAuthorization(platform.credentialFor('infusionsoftrest')),
		);

	it('serves the resources it is documented to poll, as v1 writes them', async () => {
		for (const resource of [
			'tasks',
			'files',
			'opportunities',
			'contacts',
			'orders',
			'transactions',
		]) {
			const { records } = await askPlatform(`/hubs/crm/${resource}`);
			expect(records.map(({ id }) => String(id))).toEqual(world.ids(resource));
		}
		expect((await askPlatform('/hubs/crm/notes')).status).toBe(404);
	});

	it('gives appointments the dates its published configuration names', async () => {
		const { url: path, idField, datesConfiguration } = INFUSIONSOFT_REST_CONFIGURATION;
		world.clock.freeze(Date.UTC(2026, 8, 6, 12, 0, 0, 39));
		const { id } = world.create('appointments');
		world.clock.advance(1000);
		world.edit('appointments', id);
		const { records } = await askPlatform(path);
		const record = records.find((candidate) => String(candidate[idField]) === id);
		expect(record?.[datesConfiguration.createdDateField]).toBe('2026-09-06T12:00:00.039Z');
		expect(record?.[datesConfiguration.updatedDateField]).toBe('2026-09-06T12:00:01.039Z');
		const [native] = listIn(await ask('/v1/appointments'), 'appointments');
		expect(native).not.toHaveProperty('modification_date');
	});

	it('hands conditions on as parameters, and drops what the API would ignore', async () => {
		world.clock.freeze(Date.UTC(2026, 8, 6, 12));
		const { id } = world.create('contacts');
		const where = "since='2026-09-06T11:00:00.000Z'";
		const { records } = await askPlatform('/hubs/crm/contacts', { where });
		expect(records.map((record) => String(record.id))).toEqual([id]);
		const ignored = await askPlatform('/hubs/crm/opportunities', { where });
		expect(ignored.records).toHaveLength(10);
		const refused = await askPlatform('/hubs/crm/contacts', { where: "since>'2026-09-06'" });
		expect(refused.status).toBe(400);
	});

	it('sorts on request', async () => {
		const { records } = await askPlatform('/hubs/crm/tasks', { orderBy: 'modification_date desc' });
		const dates = records.map(({ modification_date: date }) => String(date));
		expect(dates).toEqual([...dates].sort().reverse());
	});
});
