import fastify from 'fastify';
import { WorldClock } from '../../sandbox/clock';
import { mountConstantContact } from '../../sandbox/providers/constantcontact/api';
import { createConstantContactWorld } from '../../sandbox/providers/constantcontact/world';
import { get } from './client';
import { ConstantContactClient, DAY_MS, idsOf, inside } from './constantcontactClient';

let client: ConstantContactClient;

beforeAll(async () => {
	client = await ConstantContactClient.start();
});

beforeEach(() => client.reset());

afterAll(async () => await client.stop());

describe('the token', () => {
	it('must be a live one; the body is a single error', async () => {
		const unauthorized = { error_key: 'unauthorized', error_message: 'Unauthorized' };
		const token = client.bearer();
		expect((await client.get('/contacts', {}, token)).status).toBe(200);
		for (const wrong of ['Bearer made-up', `Basic ${token}`, '']) {
			const { status, body } = await client.get('/contacts', {}, wrong);
			expect({ status, body }).toEqual({ status: 401, body: unauthorized });
		}
		client.sandbox.oauth2.expireAccessTokens();
		expect((await client.get('/contacts', {}, token)).status).toBe(401);
		const other = client.bearer();
		client.sandbox.oauth2.revoke();
		expect((await client.get('/contacts', {}, other)).body).toEqual(unauthorized);
	});

	it.each([
		['/contacts', 'contact_data'],
		['/contact_lists', 'contact_data'],
		['/contact_tags', 'contact_data'],
		['/contact_custom_fields', 'contact_data'],
		['/segments', 'contact_data'],
		['/activities', 'contact_data'],
		['/emails', 'campaign_data'],
		['/events', 'campaign_data'],
		['/reports/summary_reports/email_campaign_summaries', 'campaign_data'],
		['/account/summary', 'account_read'],
	])('opens %s with the scope %s alone', async (path, scope) => {
		expect((await client.get(path, {}, client.bearer(scope))).status).toBe(200);
		const others = ['contact_data', 'campaign_data', 'account_read'].filter((one) => one !== scope);
		const { status, body } = await client.get(path, {}, client.bearer(others.join(' ')));
		expect({ status, key: body.error_key }).toEqual({ status: 403, key: 'insufficient_scope' });
	});

	it('comes with the credential, which can renew it', async () => {
		const { baseUrl, clientId, clientSecret, accessTokenUrl, oauthTokenData } =
			client.sandbox.credential;
		const authorization = `Bearer ${oauthTokenData.access_token}`;
		expect((await get(`${baseUrl}/v3/contacts`, {}, authorization)).status).toBe(200);
		const response = await fetch(accessTokenUrl, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
			},
			body: new URLSearchParams({
				grant_type: 'refresh_token',
				refresh_token: oauthTokenData.refresh_token ?? '',
			}),
		});
		expect(response.status).toBe(200);
		expect(JSON.stringify(client.sandbox.requests)).not.toContain(oauthTokenData.access_token);
	});
});

describe('collections', () => {
	const MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
	const ZEROS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/;
	const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
	const OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/;

	it.each([
		['contacts', '/contacts', 'contacts', 'contact_id', MILLISECONDS, 'updated_at', MILLISECONDS],
		['lists', '/contact_lists', 'lists', 'list_id', MILLISECONDS, 'updated_at', OFFSET],
		['tags', '/contact_tags', 'tags', 'tag_id', SECONDS, 'updated_at', MILLISECONDS],
		[
			...['custom-fields', '/contact_custom_fields', 'custom_fields', 'custom_field_id'],
			...[OFFSET, 'updated_at', MILLISECONDS],
		],
		['segments', '/segments', 'segments', 'segment_id', SECONDS, 'edited_at', SECONDS],
		['campaigns', '/emails', 'campaigns', 'campaign_id', ZEROS, 'updated_at', ZEROS],
	] as const)(
		'%s: every record of %s has its id, its stamps and its number',
		async (resource, path, envelope, id, created, updated, format) => {
			const records = await client.list(path, envelope, { limit: 100 });
			expect(idsOf(records, id)).toEqual([...client.sandbox.world.ids(resource)].sort());
			for (const record of records) {
				expect(record.created_at).toMatch(created);
				expect(record[updated]).toMatch(format);
				expect(client.sandbox.world.changeNumber(resource, record)).toBeGreaterThan(0);
			}
			const { body } = await client.get(`${path}/${records[0][id]}`);
			expect(body).toEqual(records[0]);
			expect((await client.get(`${path}/unknown`)).records[0]).toHaveProperty('error_key');
		},
	);

	it('segments have numbers for ids', async () => {
		const [segment] = await client.list('/segments', 'segments');
		expect(typeof segment.segment_id).toBe('number');
	});

	it('events show no update in the list, but on their own', async () => {
		const [event] = await client.list('/events', 'records', { limit: 100 });
		expect(event.create_time).toMatch(SECONDS);
		expect(JSON.stringify(event)).not.toContain('update');
		expect((await client.get(`/events/${event.event_id}`)).body).toMatchObject({
			event_id: event.event_id,
			last_update_time: expect.stringMatching(MILLISECONDS),
			default_track: { track_id: expect.any(String) },
		});
	});

	it('registrations belong to the track of an event', async () => {
		const events = await client.list('/events', 'records', { limit: 100 });
		const found = await Promise.all(
			events.map(async ({ event_id: eventId }) => {
				const { body } = await client.get(`/events/${eventId}`);
				const track = inside(body, 'default_track', 'track_id');
				const path = `/events/${eventId}/tracks/${String(track)}/registrations`;
				return await client.list(path, 'records', { limit: 100 });
			}),
		);
		expect(idsOf(found.flat(), 'registration_id')).toEqual(
			[...client.sandbox.world.ids('registrations')].sort(),
		);
		expect(found.flat()[0].registration_time).toMatch(MILLISECONDS);
		const wrong = await client.get(`/events/${events[0].event_id}/tracks/none/registrations`);
		expect(wrong.status).toBe(404);
	});

	it('summaries stand for campaigns, last sent first', async () => {
		const { world } = client.sandbox;
		const path = '/reports/summary_reports/email_campaign_summaries';
		world.edit('campaign-summaries', world.ids('campaign-summaries')[2]);
		const summaries = await client.list(path, 'bulk_email_campaign_summaries');
		const sent = summaries.map(({ last_sent_date: at }) => String(at));
		expect(sent).toEqual([...sent].sort().reverse());
		expect(world.ids('campaigns')).toContain(summaries[0].campaign_id);
		expect(summaries[0].campaign_id).toBe(world.ids('campaign-summaries')[2]);
	});

	it('activities are forgotten after ten days', async () => {
		const { world } = client.sandbox;
		world.clock.freeze();
		const ids = async () => idsOf(await client.list('/activities', 'activities'), 'activity_id');
		expect(await ids()).toEqual([]);
		const { id } = world.create('activities', { fields: { state: 'failed' } });
		expect(await ids()).toEqual([id]);
		expect(await client.list('/activities', 'activities', { state: 'completed' })).toEqual([]);
		world.clock.advance(10 * DAY_MS);
		expect(await ids()).toEqual([]);
	});
});

describe('limits', () => {
	it('throttles the fifth request of a second, and tells nothing in headers', async () => {
		const own = fastify({ forceCloseConnections: true });
		const world = createConstantContactWorld(new WorldClock(), 1);
		const limited = mountConstantContact(own, world, () => '', 1);
		const at = await own.listen({ host: '127.0.0.1', port: 0 });
		const token = `Bearer ${limited.oauth2.issue().access_token}`;
		const answers = await Promise.all(
			Array.from(
				{ length: 6 },
				async () => await get(`${at}/constantcontact/v3/segments`, {}, token),
			),
		);
		await own.close();
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(2);
		for (const { headers, records } of refused) {
			expect(records[0].error_key).toBe('throttled');
			expect([...headers.keys()].filter((name) => /retry|limit|quota/.test(name))).toEqual([]);
		}
	});

	it('refuses everything when the day is used up', async () => {
		client.sandbox.behaviour.set({ requestsPerDay: 1 });
		const { status, records } = await client.get('/contacts');
		expect({ status, key: records[0].error_key }).toEqual({ status: 429, key: 'quota_exceeded' });
	});

	it('fails as it is told, in reports with a single error', async () => {
		client.sandbox.faults.set({ fail: { status: 503, message: 'Down.' } });
		const body = { error_key: 'service_unavailable', error_message: 'Down.' };
		expect((await client.get('/contacts')).records).toEqual([body]);
		const report = await client.get('/reports/summary_reports/email_campaign_summaries');
		expect(report.body).toEqual(body);
	});
});

it('holds the same records for the same seed, others for another', () => {
	const names = (seed: number) => {
		const world = createConstantContactWorld(new WorldClock(), seed);
		return world.visible('contacts').map(({ fields }) => fields.address);
	};
	expect(names(7)).toHaveLength(40);
	expect(names(7)).toEqual(names(7));
	expect(names(8)).not.toEqual(names(7));
});
