import type { IDataObject } from 'n8n-workflow';
import { DAY, HOUR, MINUTE, pass, SECOND, setClock, START } from '../harness/clock';
import type { EngineName, Host } from '../harness/host';
import {
	endScenarios,
	ENGINES,
	messagesOf,
	newsOf,
	prepared,
	shown,
	started,
	type Scenario,
} from '../failures/scenario';
import { itUnder } from '../length';

afterEach(endScenarios);

const hourly = (engine: EngineName, { options, ...scenario }: Scenario = {}) =>
	prepared(engine, { ...scenario, options: { heartbeat: 'everyHour', ...options } });

/** Polls every five minutes. */
async function pollFor(host: Host, ms: number): Promise<void> {
	for (const end = Date.now() + ms; Date.now() < end; ) {
		pass(5 * MINUTE);
		await host.tick();
	}
}

const heartbeats = ({ items }: Host): readonly IDataObject[] =>
	items.filter(({ eventType }) => eventType === 'HEARTBEAT');

const records = (host: Host) => heartbeats(host).map(({ record }) => record);

/** Kills n8n between the two writes of its in-memory engine: it has kept the state, and not the items. */
function loseLatest(host: Host): readonly IDataObject[] {
	const [lost = []] = host.executions.splice(-1);
	return lost.map(({ json }) => json);
}

const at = (ms: number) => new Date(START + ms).toISOString();

describe.each(ENGINES)('the heartbeat, under the %s engine', (engine) => {
	const it = itUnder(engine);
	it('is off unless it is chosen', async () => {
		const { host } = await started(engine);
		await pollFor(host, 2 * HOUR);
		expect(host.items).toEqual([]);
		expect(JSON.stringify(host.saved)).not.toContain('heartbeat');
	});

	it('has the shape of all events', async () => {
		const { host } = await hourly(engine, {
			options: { instanceName: 'Berlin', tags: 'sales, europe' },
		});
		await host.publish();
		await pollFor(host, HOUR);
		expect(host.items).toEqual([
			{
				eventType: 'HEARTBEAT',
				objectType: 'heartbeat',
				objectId: '7d1c8a52-0d5c-4a86-9f0b-0f6f3f7b7b11',
				date: at(HOUR),
				record: {
					working: true,
					since: at(0),
					events: 0,
					lists: [{ name: 'contacts', lastSuccess: at(HOUR), lagSeconds: 0 }],
				},
				elementKey: 'insightly',
				hubKey: '',
				instanceName: 'Berlin',
				tags: ['sales', 'europe'],
				pollDate: at(HOUR),
				eventId: `insightly:heartbeat:7d1c8a52-0d5c-4a86-9f0b-0f6f3f7b7b11:${START + HOUR}`,
			},
		]);
	});

	it('is a record with the event in _event, where that is the output', async () => {
		const { host } = await hourly(engine, { parameters: { output: 'record' } });
		await host.publish();
		await pollFor(host, HOUR);
		expect(host.items).toEqual([
			expect.objectContaining({
				working: true,
				events: 0,
				_event: expect.objectContaining({ eventType: 'HEARTBEAT', objectType: 'heartbeat' }),
			}),
		]);
	});

	it.each([
		['everyHour', HOUR],
		['everyDay', DAY],
	])('%s comes once in its time, never before it, and not by publishing', async (name, every) => {
		const { host } = await hourly(engine, { options: { heartbeat: name } });
		await host.publish();
		await host.tick();
		pass(every - MINUTE);
		await host.tick();
		expect(host.items).toEqual([]);
		pass(MINUTE);
		await host.tick();
		await host.tick();
		expect(heartbeats(host)).toHaveLength(1);
		pass(every - MINUTE);
		await host.tick();
		expect(heartbeats(host)).toHaveLength(1);
		pass(MINUTE);
		await host.tick();
		expect(heartbeats(host)).toHaveLength(2);
		expect(new Set(heartbeats(host).map(({ eventId }) => eventId)).size).toBe(2);
	});

	it('comes every hour of polls that come each hour, some seconds sooner or later', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		for (const seconds of [5, -8, 3, 0, 6, -5, 4, 2, -7]) {
			pass(HOUR + seconds * SECOND);
			await host.tick();
		}
		expect(heartbeats(host)).toHaveLength(9);
	});

	it('comes once after a pause of many hours', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		pass(7 * HOUR + 20 * MINUTE);
		await host.tick();
		await pollFor(host, 35 * MINUTE);
		expect(heartbeats(host)).toHaveLength(1);
		await pollFor(host, 5 * MINUTE);
		expect(heartbeats(host)).toHaveLength(2);
	});

	it('comes behind the events of its poll, and counts those since the one before', async () => {
		const { provider, host } = await hourly(engine);
		await host.publish();
		provider.change(10);
		await pollFor(host, 55 * MINUTE);
		provider.change(11);
		provider.change(12);
		await pollFor(host, 5 * MINUTE);
		expect(shown(host.items.slice(0, 3))).toEqual(['created 10/1', 'created 11/1', 'created 12/1']);
		expect(host.items[3]).toMatchObject({ eventType: 'HEARTBEAT', record: { events: 3 } });
		await pollFor(host, HOUR);
		expect(records(host).slice(1)).toEqual([
			expect.objectContaining({ since: at(HOUR), events: 0 }),
		]);
	});

	it('does not go by the chosen events', async () => {
		const { host } = await hourly(engine, { parameters: { events: ['updated'] } });
		await host.publish();
		await pollFor(host, HOUR);
		expect(heartbeats(host)).toHaveLength(1);
	});

	it('comes while all lists fail, with why and since when, and takes the place of no error', async () => {
		const { provider, host } = await hourly(engine);
		await host.publish();
		await pollFor(host, 30 * MINUTE);
		provider.script = () => ({ status: 401 });
		await pollFor(host, 30 * MINUTE);
		const error = 'contacts: Insightly does not accept the credential (HTTP 401)';
		expect(records(host)).toEqual([
			{
				working: false,
				since: at(0),
				events: 0,
				lists: [
					{
						name: 'contacts',
						lastSuccess: at(30 * MINUTE),
						lagSeconds: 30 * 60,
						failingSince: at(35 * MINUTE),
						error,
					},
				],
			},
		]);
		expect(messagesOf(host)).toEqual([error]);
	});

	it('goes before an error that begins with its poll, which the next one throws', async () => {
		const { provider, host } = await hourly(engine);
		await host.publish();
		await pollFor(host, 55 * MINUTE);
		provider.script = () => ({ status: 401 });
		await pollFor(host, 5 * MINUTE);
		expect(records(host)).toEqual([expect.objectContaining({ working: false })]);
		expect(host.errors).toEqual([]);
		await newsOf(host, 1);
		expect(messagesOf(host)).toEqual([
			'contacts: Insightly does not accept the credential (HTTP 401)',
		]);
	});

	it('tells which of the lists fails', async () => {
		const { provider, host } = await hourly(engine, {
			parameters: { resources: ['contacts', 'leads'] },
		});
		await host.publish();
		provider.script = ({ resource }) => (resource === 'leads' ? { status: 403 } : undefined);
		await pollFor(host, HOUR);
		expect(records(host)).toEqual([
			expect.objectContaining({
				working: false,
				lists: [
					{ name: 'contacts', lastSuccess: expect.any(String), lagSeconds: 0 },
					expect.objectContaining({
						name: 'leads',
						error: 'leads: Insightly forbids reading this (HTTP 403)',
					}),
				],
			}),
		]);
	});

	it('tells of a list that was never read', async () => {
		const { provider, host } = await hourly(engine);
		provider.script = () => ({ status: 500 });
		await host.publish();
		await pollFor(host, HOUR);
		expect(records(host)).toEqual([
			expect.objectContaining({
				working: false,
				lists: [expect.objectContaining({ lastSuccess: null, lagSeconds: 3600 })],
			}),
		]);
	});

	it('comes where settings stop all polls, with what is wrong with them', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		await pollFor(host, 30 * MINUTE);
		host.settings = { ...host.settings, credentials: {} };
		if (engine === 'in-memory') await host.publish('init');
		await pollFor(host, 50 * MINUTE);
		expect(records(host)).toEqual([
			expect.objectContaining({
				working: false,
				lists: [
					expect.objectContaining({
						name: 'contacts',
						lagSeconds: 30 * 60,
						failingSince: expect.any(String),
						error: expect.stringMatching(/^Credential: none is chosen/),
					}),
				],
			}),
		]);
		expect(host.errors).toHaveLength(1);
	});

	it('goes on through starts of n8n, and none brings one', async () => {
		const { provider, host } = await hourly(engine);
		await host.publish();
		for (let start = 0; start < 11; start += 1) {
			provider.change(10 + start);
			await pollFor(host, 5 * MINUTE);
			await host.restart();
		}
		expect(heartbeats(host)).toEqual([]);
		await pollFor(host, 10 * MINUTE);
		expect(records(host)).toEqual([expect.objectContaining({ events: 11 })]);
	});

	it('that n8n may have lost comes again with its id', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		await pollFor(host, HOUR);
		const [lost] = engine === 'in-memory' ? loseLatest(host) : heartbeats(host);
		await host.restart();
		await newsOf(host, 3);
		expect(heartbeats(host)).toEqual([lost]);
	});

	it('has the same id where the poll that returned it comes to nothing', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		await host.tick();
		pass(HOUR);
		const before = structuredClone(host.saved);
		await host.tick();
		host.saved = before;
		await host.restart();
		pass(MINUTE);
		await host.tick();
		const [first, second] = heartbeats(host);
		expect(second.eventId).toBe(first.eventId);
		expect(second.date).not.toBe(first.date);
	});

	it('waits no longer than its time where the clock is set back', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		await pollFor(host, 30 * MINUTE);
		setClock(START - DAY);
		await host.tick();
		await pollFor(host, HOUR);
		const [{ date, record }, ...others] = heartbeats(host);
		expect(others).toEqual([]);
		expect(record).toMatchObject({ lists: [{ lastSuccess: date }] });
	});

	it('begins anew where what was kept of it is damaged', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		await pollFor(host, 30 * MINUTE);
		host.saved = JSON.parse(
			JSON.stringify(host.saved).replaceAll(/("openConnectors:heartbeat":)\{[^}]*\}/g, '$1"x"'),
		);
		await host.restart();
		await pollFor(host, HOUR - 5 * MINUTE);
		expect(host.errors).toEqual([]);
		expect(heartbeats(host)).toEqual([]);
		await pollFor(host, 10 * MINUTE);
		expect(heartbeats(host)).toHaveLength(1);
	});

	it('takes less than 100 characters of the state', async () => {
		const { provider, host } = await hourly(engine);
		await host.publish();
		provider.change(10);
		await pollFor(host, 3 * HOUR);
		const [kept] = /"openConnectors:heartbeat":\{[^}]*\}/.exec(JSON.stringify(host.saved)) ?? [];
		expect(kept?.length).toBeLessThan(100);
	});

	it('is not shown by a test', async () => {
		const { host } = await hourly(engine);
		await host.publish();
		pass(2 * HOUR);
		const items = await host.fetchTestEvent();
		expect(items.map(({ json }) => json.eventType)).not.toContain('HEARTBEAT');
	});
});

it('an interval that there is not is refused by its name', async () => {
	const { host } = await hourly('in-memory', { options: { heartbeat: 'weekly' } });
	await expect(host.publish()).rejects.toThrow(
		'Heartbeat: "weekly" is no interval. Write off, everyHour or everyDay.',
	);
});
