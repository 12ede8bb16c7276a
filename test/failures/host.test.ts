import type { IDataObject } from 'n8n-workflow';
import { Host } from '../harness/host';
import {
	endScenarios,
	ENGINES,
	ids,
	idsOf,
	messagesOf,
	newsOf,
	prepared,
	repeated,
	shown,
	started,
} from './scenario';
import { itUnder } from '../length';
import type { Scripted } from '../harness/httpProvider';
import { HOUR, MINUTE, pass, releaseTime, SECOND } from '../harness/clock';

afterEach(endScenarios);

describe.each(ENGINES)('beside the %s engine of n8n', (engine) => {
	const it = itUnder(engine);

	describe('publishing', () => {
		it('is silent, and what it found when it should not be is not found again', async () => {
			const silent = await prepared(engine);
			await silent.host.publish();
			expect(silent.host.executions).toEqual([]);
			const telling = await prepared(engine, { parameters: { startFrom: 'beginning' } });
			await telling.host.publish();
			expect(idsOf(telling.host)).toEqual(ids(1, 5));
			pass(MINUTE);
			expect(await newsOf(telling.host, 3)).toEqual([]);
		});

		it('while the provider is down for an hour loses nothing and brings no history', async () => {
			const { provider, host } = await prepared(engine, {
				parameters: { resources: ['contacts', 'leads'] },
			});
			provider.change(8);
			provider.script = () => ({ status: 503 });
			pass(10 * SECOND);
			await host.publish();
			pass(MINUTE);
			provider.change(9);
			await newsOf(host, 30);
			provider.change(9, { resource: 'leads' });
			await newsOf(host, 30);
			provider.script = () => undefined;
			await newsOf(host, 6);
			expect(shown(host.items)).toEqual(['created 9/1', 'created leads 9/1']);
		});

		it('and a restart while the provider is down loses nothing either', async () => {
			const { provider, host } = await prepared(engine);
			provider.script = () => ({ status: 500 });
			await host.publish();
			pass(MINUTE);
			provider.change(9);
			await newsOf(host, 2);
			await host.restart();
			await newsOf(host, 2);
			provider.script = () => undefined;
			await newsOf(host, 6);
			expect(shown(host.items)).toEqual(['created 9/1']);
		});
	});

	it('a restart after many empty polls loses nothing and repeats nothing', async () => {
		const { provider, host } = await started(engine);
		provider.change(8);
		await newsOf(host, 20);
		provider.change(9);
		await host.restart();
		pass(MINUTE);
		await newsOf(host, 10);
		await host.restart();
		await newsOf(host, 3);
		expect(shown(host.items)).toEqual(['created 8/1', 'created 9/1']);
	});

	describe('renaming the node', () => {
		it('loses nothing: the state goes by the id of the node', async () => {
			const { provider, host } = await started(engine);
			provider.change(7);
			await newsOf(host, 3);
			provider.change(8);
			await host.republish({ nodeName: 'Renamed' });
			pass(MINUTE);
			await newsOf(host, 2);
			provider.change(9);
			await newsOf(host, 2);
			expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1', 'created 9/1']);
		});

		it('before anything was reported loses nothing', async () => {
			const { provider, host } = await started(engine);
			await newsOf(host, 3);
			provider.change(8);
			await host.republish({ nodeName: 'Renamed' });
			pass(MINUTE);
			await newsOf(host, 2);
			expect(shown(host.items)).toEqual(['created 8/1']);
		});
	});

	it('two polls at once report a change once', async () => {
		const { provider, host } = await started(engine);
		provider.change(9);
		provider.script = () => ({ afterMs: 30 });
		const found = await Promise.all([host.tick(), host.tick(), host.tick()]);
		expect(found.map((items) => items.length)).toEqual([1, 0, 0]);
		pass(MINUTE);
		expect(await newsOf(host, 3)).toEqual([]);
	});

	it('a poll that another has overtaken leaves no trace, however it ends', async () => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['contacts', 'leads'] },
			settings: { pollBudgetMs: 2_000, pollTimeoutMs: 100 },
		});
		// The first request of the poll takes so long that the next poll begins, and ends, meanwhile.
		provider.script = ({ number, resource }) =>
			number === 1 && resource === 'contacts' ? { afterMs: 600 } : undefined;
		const slow = host.tick();
		await jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow').sleep(200);
		pass(3 * SECOND);
		host.settings = { ...host.settings, pollTimeoutMs: 10_000 };
		provider.change(9, { resource: 'leads' });
		expect(await host.tick()).toHaveLength(1);
		const before = JSON.stringify(host.saved);
		expect(await slow).toEqual([]);
		await host.abandonedPolls();
		expect(messagesOf(host)).toEqual([]);
		expect(host.warnings).toEqual([]);
		expect(JSON.stringify(host.saved)).toBe(before);
		pass(MINUTE);
		expect(await newsOf(host, 3)).toEqual([]);
		expect(shown(host.items)).toEqual(['created leads 9/1']);
	});

	it('a poll that was superseded by publishing again loses nothing', async () => {
		const { provider, host } = await started(engine);
		provider.change(9);
		provider.script = () => ({ afterMs: 50 });
		const polling = host.tick();
		await host.republish({ parameters: { ...host.settings.parameters, output: 'event' } });
		await polling;
		pass(MINUTE);
		await newsOf(host, 3);
		expect(shown(host.items)).toEqual(['created 9/1']);
	});

	it.each([
		['of an unknown version', { v: 99, resources: {} }],
		['that is no object', 'broken'],
		['whose resource is of an unknown version', { v: 1, resources: { contacts: { v: 99 } } }],
	])('a state %s begins anew: no history, no error, and a word', async (_name, damaged) => {
		const { provider, host } = await started(engine);
		provider.change(8);
		await newsOf(host, 1);
		host.saved = {
			staticData: { 'node:Poll': { openConnectors: damaged } },
			cursor: { openConnectors: damaged },
		};
		await host.restart();
		pass(MINUTE);
		expect(await newsOf(host, 2)).toEqual([]);
		provider.change(9);
		expect(await newsOf(host, 2)).toEqual(['created 9/1']);
		expect(messagesOf(host)).toEqual([]);
		expect(host.warnings).toContainEqual(expect.stringContaining('could not be read'));
	});

	it('a poll that throws leaves the saved state as it was', async () => {
		const { provider, host } = await started(engine);
		provider.change(8);
		await newsOf(host, 1);
		const before = JSON.stringify(host.saved);
		provider.script = () => ({ status: 401 });
		await newsOf(host, 1);
		expect(host.errors).toHaveLength(1);
		expect(JSON.stringify(host.saved)).toBe(before);
	});

	it.each<[string, Scripted, object]>([
		['401', { status: 401 }, { cause: 'credential-invalid' }],
		['403', { status: 403 }, { cause: 'configuration-invalid' }],
		['404', { status: 404 }, { cause: 'configuration-invalid' }],
		['400', { status: 400 }, { cause: 'configuration-invalid' }],
		['429', { status: 429 }, { cause: 'rate-limited' }],
		[
			'429 with a wait',
			{ status: 429, headers: { 'retry-after': '90' } },
			{ cause: 'rate-limited', retryAfterMs: 90_000 },
		],
		['500', { status: 500 }, { cause: 'temporarily-unavailable' }],
		[
			'503 with a wait',
			{ status: 503, headers: { 'retry-after': '120' } },
			{ cause: 'temporarily-unavailable', retryAfterMs: 120_000 },
		],
		['a broken connection', 'drop', { cause: 'temporarily-unavailable' }],
		['HTML', { body: '<html></html>' }, { cause: 'temporarily-unavailable' }],
	])('%s is declared to n8n for its back-off', async (_name, fault, failure) => {
		const { provider, host } = await started(engine, { settings: { pollBudgetMs: 36_000 } });
		provider.script = () => fault;
		await newsOf(host, 1);
		expect(host.errors).toEqual([expect.objectContaining({ failure })]);
		expect(JSON.stringify(host.errors)).not.toContain('insightly-key');
	});

	it('a provider that never answers ends the poll within its time, and is told', async () => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['contacts', 'leads'] },
			settings: { pollBudgetMs: 2_000 },
		});
		releaseTime();
		provider.change(9);
		provider.script = () => 'hang';
		const began = Date.now();
		await host.tick();
		// Far more than the two seconds, as the machine may be busy, and far less than a request may last.
		expect(Date.now() - began).toBeLessThan(10_000);
		expect(messagesOf(host)).toEqual([expect.stringContaining('cannot be reached')]);
		provider.script = () => undefined;
		await host.tick();
		expect(shown(host.items)).toEqual(['created 9/1']);
	});

	it('a test in the editor fails with a remedy, and changes nothing', async () => {
		const { provider, host } = await started(engine);
		await newsOf(host, 1);
		const before = JSON.stringify(host.saved);
		provider.script = () => ({ status: 401 });
		await expect(host.fetchTestEvent()).rejects.toThrow('does not accept the credential');
		provider.script = () => ({ body: '[]' });
		await expect(host.fetchTestEvent()).rejects.toThrow('no records to show yet');
		expect(JSON.stringify(host.saved)).toBe(before);
	});

	it('a test in the editor shows what can be read, and tells what cannot', async () => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['leads', 'contacts'] },
		});
		provider.script = ({ resource }) => (resource === 'leads' ? { status: 403 } : undefined);
		const [first] = await host.fetchTestEvent();
		expect(first.json).toMatchObject({
			objectType: 'contacts',
			notices: [
				expect.stringContaining('leads: Insightly forbids reading this (HTTP 403)'),
				expect.stringMatching('^The published workflow has read everything up to '),
			],
		});
	});

	it('nothing is left in the state that grows with what was polled', async () => {
		const { provider, host } = await started(engine);
		let first = 0;
		for (let hour = 0; hour < 20; hour += 1) {
			provider.changeAll(100 * hour, 100 * hour + 99);
			await newsOf(host, 1);
			pass(2 * HOUR);
			await newsOf(host, 1);
			if (hour === 2) first = JSON.stringify(host.saved).length;
		}
		expect(JSON.stringify(host.saved).length).toBeLessThan(first * 1.2);
		expect(repeated(host)).toEqual([]);
	});
});

describe('beside the in-memory engine alone', () => {
	it('a node that is registered twice reports each change once', async () => {
		const { provider, host } = await started('in-memory');
		await newsOf(host, 1);
		const other = host.registeredOnceMore();
		await other.publish();
		for (let id = 10; id < 15; id += 1) {
			provider.change(id);
			await newsOf(host, 1);
			await newsOf(other, 1);
			provider.change(id + 10);
			await newsOf(other, 1);
			await newsOf(host, 1);
		}
		expect([...idsOf(host), ...idsOf(other)].sort()).toEqual([...ids(10, 14), ...ids(20, 24)]);
	});

	it('publishing again does not go by what the process knew: another one may have polled', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 3);
		const before = structuredClone(host.saved);
		provider.change(8);
		expect(await newsOf(host, 1)).toEqual(['created 8/1']);
		host.saved = before;
		await host.publish('update');
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1', 'created 8/1']);
	});

	it('a state of an earlier version, kept under the name of the node, goes on', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		const [state] = Object.values(host.saved.staticData.global ?? {});
		const earlier = { ...(state as IDataObject) };
		delete earlier.seq;
		host.saved.staticData = { 'node:Poll': { openConnectors: earlier } };
		pass(5 * MINUTE);
		provider.change(8);
		await host.restart();
		pass(MINUTE);
		provider.change(9);
		await newsOf(host, 2);
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1', 'created 9/1']);
		expect(JSON.stringify(host.saved.staticData['node:Poll'])).not.toContain('contacts');
		expect(host.warnings).toEqual([]);
	});
});

describe('beside the durable engine alone', () => {
	it('a poll that n8n abandons loses nothing and repeats nothing', async () => {
		const { provider, host } = await started('durable', { settings: { pollTimeoutMs: 50 } });
		provider.change(9);
		provider.script = ({ number }) => (number === 1 ? { afterMs: 150 } : undefined);
		expect(await newsOf(host, 1)).toEqual([]);
		await host.abandonedPolls();
		host.settings = { ...host.settings, pollTimeoutMs: 10_000 };
		expect(await newsOf(host, 3)).toEqual(['created 9/1']);
	});

	it('a poll that begins while an abandoned one still runs gives way', async () => {
		const { provider, host } = await started('durable', { settings: { pollTimeoutMs: 100 } });
		provider.change(9);
		provider.script = ({ number }) => (number === 1 ? { afterMs: 700 } : undefined);
		await host.tick();
		host.settings = { ...host.settings, pollTimeoutMs: 10_000 };
		expect(await host.tick()).toEqual([]);
		await host.abandonedPolls();
		expect(provider.asked).toHaveLength(1);
		pass(MINUTE);
		expect(await newsOf(host, 3)).toEqual(['created 9/1']);
	});

	it('its back-off ends with the first poll that works', async () => {
		const { provider, host } = await started('durable', { settings: { backOff: true } });
		provider.script = () => ({ status: 401 });
		await newsOf(host, 1);
		expect(host.backOffUntil - Date.now()).toBeGreaterThan(20 * MINUTE);
		provider.script = () => undefined;
		provider.change(9);
		await newsOf(host, 31);
		expect(shown(host.items)).toEqual(['created 9/1']);
		expect(host.backOffUntil).toBe(0);
	});

	it('polls that are given as much time as an activation poll go on where they stood', async () => {
		const { provider, host } = await started('durable', { settings: { pollBudgetMs: 300_000 } });
		provider.change(8);
		await newsOf(host, 3);
		provider.change(9);
		await newsOf(host, 3);
		expect(shown(host.items)).toEqual(['created 8/1', 'created 9/1']);
	});

	it('a move from the in-memory engine goes on where that stood', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(8);
		await newsOf(host, 1);
		provider.change(9);
		const moved = new Host('durable', host.settings);
		moved.saved = { staticData: host.saved.staticData, cursor: {} };
		expect(await newsOf(moved, 3)).toEqual(['created 9/1']);
	});
});
