import fastify, { type FastifyInstance } from 'fastify';
import type { JsonRecord } from '../../sandbox/json';
import { HOUR, MINUTE, pass, releaseTime, SECOND, stopTime } from '../harness/clock';
import { told } from './constantcontactHost';
import { Host, withVariables } from '../harness/sandbox';

/** A list of several pages is read every few minutes only. */
const REST = 15 * MINUTE;

const CAMPAIGN_ACTIVITY = '98edac88-f4bc-408c-9e64-acd890384231';

/** The reports of one email, which the stand-in lacks: newest first, linked by cursor, two entries a page. */
class Reports {
	readonly asked: string[] = [];
	private readonly entries = new Map<string, JsonRecord[]>();
	private readonly server: FastifyInstance = fastify({ forceCloseConnections: true });
	url = '';

	async start(): Promise<void> {
		const path = '/v3/reports/email_reports/:email/tracking/:report';
		this.server.get<{
			Params: { email: string; report: string };
			Querystring: { limit?: string; cursor?: string };
		}>(path, async ({ params, query, url }, reply) => {
			this.asked.push(url);
			reply.header('date', new Date().toUTCString());
			const from = Number(query.cursor ?? 0);
			const list = params.email === CAMPAIGN_ACTIVITY ? this.of(params.report) : [];
			const href = `${url.split('?')[0]}?cursor=${from + 2}`;
			return {
				tracking_activities: list.slice(from, from + 2),
				_links: { next: { href: from + 2 < list.length ? href : null } },
			};
		});
		this.url = await this.server.listen({ host: '127.0.0.1', port: 0 });
	}

	async stop(): Promise<void> {
		await this.server.close();
	}

	/** Entries of a report, newest first. */
	of(report: string): JsonRecord[] {
		const list = this.entries.get(report) ?? [];
		this.entries.set(report, list);
		return list;
	}

	/** A contact does something now, to the second. */
	add(report: string, contact: number, more: JsonRecord = {}): void {
		this.of(report).unshift({
			contact_id: `contact-${contact}`,
			campaign_activity_id: CAMPAIGN_ACTIVITY,
			created_time: `${new Date().toISOString().slice(0, 19)}Z`,
			...more,
		});
	}
}

let reports: Reports;

beforeEach(async () => {
	stopTime();
	reports = new Reports();
	await reports.start();
});
afterEach(async () => {
	releaseTime();
	await reports.stop();
});

const watching = (resource: string) =>
	new Host('durable', {
		parameters: {
			connector: 'constantcontact',
			resources: [resource],
			events: ['created', 'updated', 'deleted'],
			options: withVariables({ campaignActivityId: CAMPAIGN_ACTIVITY }),
		},
		credentials: {
			openConnectorsConstantContactOAuth2Api: {
				baseUrl: reports.url,
				oauthTokenData: { access_token: 'token' },
			},
		},
	});

describe.each([
	['email-bounces', 'bounces'],
	['email-clicks', 'clicks'],
	['email-forwards', 'forwards'],
	['email-opens', 'opens'],
	['email-opt-outs', 'optouts'],
	['email-sends', 'sends'],
])('%s', (resource, report) => {
	it('tell every entry once, also of one contact at several times', async () => {
		for (let contact = 0; contact < 9; contact += 1) reports.add(report, contact);
		pass(2_000);
		const host = watching(resource);
		await host.publish();
		pass(REST);
		for (let contact = 20; contact < 25; contact += 1) reports.add(report, contact);
		await host.tick();
		pass(REST);
		reports.add(report, 20);
		await host.tick();
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(host.items.map(({ eventType }) => eventType)).toEqual(Array(6).fill('CREATED'));
		expect(new Set(host.items.map(({ objectId }) => objectId)).size).toBe(6);
		expect(host.items[5]).toMatchObject({ record: { contact_id: 'contact-20' } });
	});

	it('are read as far back as something may be new', async () => {
		for (let contact = 0; contact < 40; contact += 1) {
			reports.add(report, contact);
			pass(HOUR);
		}
		const host = watching(resource);
		await host.publish();
		pass(REST);
		await host.tick();
		const before = reports.asked.length;
		pass(REST);
		reports.add(report, 99);
		await host.tick();
		expect(host.items).toHaveLength(1);
		expect(reports.asked.length - before).toBeLessThan(5);
	});
});

it('clicks on two links within one second are two', async () => {
	const host = watching('email-clicks');
	await host.publish();
	pass(MINUTE);
	reports.add('clicks', 1, { url_id: '11' });
	reports.add('clicks', 1, { url_id: '12' });
	await host.tick();
	expect([...told(host)].map((line) => line.slice(-3)).sort()).toEqual(['-11', '-12']);
});

it('a contact who opens again is told as updated, though long after', async () => {
	reports.add('unique_opens', 1);
	const host = watching('email-unique-opens');
	await host.publish();
	pass(5 * HOUR);
	reports.of('unique_opens').splice(0);
	reports.add('unique_opens', 1);
	pass(SECOND);
	reports.add('unique_opens', 2);
	await host.tick();
	expect([...told(host)].sort()).toEqual([
		'created email-unique-opens contact-2',
		'updated email-unique-opens contact-1',
	]);
});

it('a contact who opens the email is no longer among those who did not', async () => {
	for (let contact = 0; contact < 4; contact += 1) reports.add('didnotopens', contact);
	const host = watching('emails-not-opened');
	await host.publish();
	pass(REST);
	reports.of('didnotopens').splice(1, 1);
	await host.tick();
	pass(REST);
	await host.tick();
	expect(told(host)).toEqual([
		expect.stringMatching(/^deleted emails-not-opened contact-2-2026-01-05T12:00:00Z$/),
	]);
});
