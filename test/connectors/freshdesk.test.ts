import { startOnStoppedClock, stopWithClock, tick, viaProviderTo, Host } from '../harness/sandbox';
import { DAY, pass, SECOND } from '../harness/clock';
import type { Sandbox } from '../../sandbox/server';

/* What is particular to Freshdesk: its requests, the list of deleted tickets, its limit of requests. */

const viaFreshdesk = viaProviderTo('freshdesk');

let sandbox: Sandbox;

beforeEach(async () => (sandbox = await startOnStoppedClock()));
afterEach(async () => await stopWithClock(sandbox));

const askedBy = (path: string) =>
	sandbox.freshdesk.requests
		.map(({ url }) => decodeURIComponent(url))
		.filter((url) => url.startsWith(`/freshdesk/api/v2${path}?`));

async function watching(...resources: string[]): Promise<Host> {
	const host = viaFreshdesk(sandbox, 'durable', { resources });
	await host.publish();
	return host;
}

it('asks for contacts and tickets as the documents say', async () => {
	await watching('contacts', 'tickets');
	expect(askedBy('/contacts')).toEqual([
		expect.stringMatching(/\?_updated_since=2026-\d\d-\d\dT\d\d:\d\d:\d\dZ&page=1&per_page=100$/),
	]);
	const asked =
		'updated_since=2026-\\S{5}T\\S{8}Z&order_by=updated_at&order_type=asc&page=1&per_page=100$';
	const [listed, deleted] = askedBy('/tickets');
	expect(listed).toMatch(new RegExp(`tickets\\?${asked}`));
	expect(deleted).toMatch(new RegExp(`tickets\\?filter=deleted&${asked}`));
});

it('reports a ticket of each kind once, and a deleted one as it was', async () => {
	const host = await watching('tickets');
	const { world } = sandbox.freshdesk;
	const [edited, removed] = world.ids('tickets');
	pass(SECOND);
	const made = world.create('tickets');
	pass(SECOND);
	world.edit('tickets', edited);
	world.remove('tickets', removed);
	await tick(host);
	await tick(host);
	expect(host.errors).toEqual([]);
	expect(host.items.map(({ eventType, objectId }) => [eventType, objectId])).toEqual([
		['CREATED', made.id],
		['UPDATED', edited],
		['DELETED', removed],
	]);
	expect(host.items[2]).toMatchObject({
		objectType: 'tickets',
		hubKey: 'helpdesk',
		record: { id: Number(removed), subject: expect.any(String) },
	});
});

it('reads a backlog of tickets by the time of the last one, so that no page behind the 300th is asked for', async () => {
	const host = viaFreshdesk(sandbox, 'durable', {
		resources: ['tickets'],
		events: ['created'],
		options: { pageSize: 2, maxItems: 1_000 },
	});
	await host.publish();
	const { world } = sandbox.freshdesk;
	sandbox.freshdesk.liftLimits();
	for (let made = 0; made < 40; made += 1) {
		pass(SECOND);
		world.create('tickets');
	}
	await tick(host);
	expect(host.items).toHaveLength(40);
	expect(askedBy('/tickets').filter((url) => /&page=[^1]/.test(url))).toEqual([]);
});

it('a request too many is answered with the time to wait, and nothing is lost', async () => {
	const host = await watching('contacts');
	sandbox.freshdesk.faults.set({ fail: { status: 429, retryAfterSeconds: 90 } });
	const { id } = sandbox.freshdesk.world.create('contacts');
	await tick(host);
	expect(host.items).toEqual([]);
	sandbox.freshdesk.faults.clear();
	await tick(host, DAY / 24);
	expect(host.items).toEqual([expect.objectContaining({ objectId: id, eventType: 'CREATED' })]);
});
