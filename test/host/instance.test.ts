import type { INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server';
import { pass } from '../harness/clock';
import { ENGINES, Host, startOnStoppedClock, stopWithClock } from '../harness/sandbox';
import { itUnder } from '../length';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startOnStoppedClock()));
afterEach(async () => await stopWithClock(sandbox));

/** The body that made an instance, as the platform's documentation prints it. */
const BODY = {
	element: { key: 'insightly' },
	configuration: {
		'event.notification.enabled': true,
		'event.vendor.type': 'polling',
		'event.poller.refresh_interval': '15',
		'event.poller.configuration': JSON.stringify({ contacts: {} }),
	},
	tags: ['sales', 'europe'],
	name: 'Insightly of sales',
};

const hostOf = (engine: (typeof ENGINES)[number], options: INodeParameters = {}) =>
	new Host(engine, {
		parameters: {
			connector: 'insightly',
			configure: 'json',
			pollerConfiguration: JSON.stringify(BODY),
			startFrom: 'beginning',
			options,
		},
		credentials: { openConnectorsInsightlyApi: { ...sandbox.insightly.credential } },
	});

describe.each(ENGINES)('a whole instance, under the %s engine', (engine) => {
	const it = itUnder(engine);
	const firstEvent = async (options: INodeParameters) => {
		const host = hostOf(engine, options);
		await host.publish();
		await host.tick();
		return host.items[0];
	};

	it('its name and tags stand in the events', async () => {
		expect(await firstEvent({})).toMatchObject({
			instanceName: 'Insightly of sales',
			tags: ['sales', 'europe'],
		});
	});

	it('unless the options say otherwise', async () => {
		expect(await firstEvent({ instanceName: 'Mine', tags: 'x, y' })).toMatchObject({
			instanceName: 'Mine',
			tags: ['x', 'y'],
		});
	});

	it('goes on at the next poll all the same while there is more to read', async () => {
		const host = hostOf(engine, { maxItems: 10, pageSize: 10 });
		await host.publish();
		const before = host.items.length;
		for (let minute = 1; minute <= 3; minute += 1) {
			pass(60_000);
			await host.tick();
		}
		expect(host.items.length - before).toBe(3 * 10);
	});

	it('is polled no more often than it says, and nothing is lost by that', async () => {
		const host = hostOf(engine);
		await host.publish();
		while ((await host.tick()).length > 0);
		const asked: number[] = [];
		const made = [];
		for (let minute = 1; minute <= 45; minute += 1) {
			pass(60_000);
			if (minute % 10 === 0) made.push(sandbox.insightly.world.create('contacts').id);
			const before = sandbox.insightly.requests.length;
			await host.tick();
			if (sandbox.insightly.requests.length > before) asked.push(minute);
		}
		pass(15 * 60_000);
		await host.tick();
		expect(asked.length).toBeLessThanOrEqual(3);
		const received = host.items.map(({ objectId }) => objectId);
		expect(received).toEqual(expect.arrayContaining(made.map(String)));
	});

	it('a poll of n8n that comes some seconds too soon counts, one a minute too soon does not', async () => {
		const host = hostOf(engine);
		await host.publish();
		while ((await host.tick()).length > 0);
		const asksAfter = async (ms: number) => {
			pass(ms);
			const before = sandbox.insightly.requests.length;
			await host.tick();
			return sandbox.insightly.requests.length > before;
		};
		await asksAfter(15 * 60_000);
		expect(await asksAfter(14 * 60_000)).toBe(false);
		expect(await asksAfter(40_000)).toBe(true);
	});
});
