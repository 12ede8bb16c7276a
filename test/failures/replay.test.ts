import type { IDataObject } from 'n8n-workflow';
import { Host } from '../harness/host';
import { endScenarios, ids, idsOf, messagesOf, newsOf, shown, started } from './scenario';
import { MINUTE, pass, SECOND } from '../harness/clock';

afterEach(endScenarios);

/** n8n is killed between its two writes: it has the state of the latest poll, and not its items. */
async function kill(host: Host, downMs = 10 * SECOND): Promise<readonly IDataObject[]> {
	const lost = host.executions.pop() ?? [];
	pass(downMs);
	await host.restart();
	return lost.map(({ json }) => json);
}

/** What the state of the node holds of the latest batch. */
function batchOf(host: Host): unknown {
	const { global = {} } = host.saved.staticData;
	const [state] = Object.values(global as Record<string, { last?: unknown }>);
	return state?.last;
}

/** The same workflow in another process, which goes on from what is saved. */
function elsewhere(host: Host): Host {
	const other = new Host('in-memory', host.settings);
	other.saved = structuredClone(host.saved);
	return other;
}

describe('a batch that the in-memory engine lost when it was killed', () => {
	it('comes as it was, though the records changed meanwhile, which is reported, too', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		provider.change(8);
		await newsOf(host, 1);
		provider.change(8);
		const lost = await kill(host);
		expect(lost).toHaveLength(2);
		expect(host.items.slice(0, 2)).toEqual(lost);
		pass(MINUTE);
		await newsOf(host, 3);
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1', 'updated 8/2']);
	});

	it('comes at once while the provider is away', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		provider.script = () => ({ status: 503 });
		const lost = await kill(host);
		expect(host.items).toEqual(lost);
		await newsOf(host, 6);
		provider.script = () => undefined;
		await newsOf(host, 6);
		expect(shown(host.items)).toEqual(['created 7/1']);
	});

	it('comes while the credential cannot be read, and polling goes on when it can', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		const { credentials } = host.settings;
		host.settings = { ...host.settings, credentials: {} };
		await kill(host);
		expect(shown(host.items)).toEqual(['created 7/1']);
		provider.change(8);
		await host.republish({ credentials });
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1']);
	});

	it('comes before an error that would stop publishing, and the error after it', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		const other = elsewhere(host);
		provider.script = () => ({ status: 401 });
		await other.publish();
		expect(shown(other.items)).toEqual(['created 7/1']);
		pass(MINUTE);
		await newsOf(other, 1);
		expect(messagesOf(other)).toEqual([expect.stringContaining('credential')]);
	});

	it('comes again when n8n is killed twice, with what was found beside it', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		provider.change(8);
		await kill(host, 3 * MINUTE);
		await kill(host, 3 * MINUTE);
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1']);
	});

	it('does not come when n8n starts after five minutes', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		await kill(host, 3 * MINUTE);
		expect(host.items).toHaveLength(1);
		await kill(host, 5 * MINUTE);
		await newsOf(host, 3);
		expect(host.items).toEqual([]);
	});
});

it('a batch does not come again because a later one of another list does', async () => {
	const { provider, host } = await started('in-memory', {
		parameters: { resources: ['contacts', 'leads'] },
	});
	provider.change(7);
	await newsOf(host, 1);
	provider.script = ({ resource }) => (resource === 'contacts' ? { status: 503 } : undefined);
	for (let id = 10; id < 17; id += 1) {
		provider.change(id, { resource: 'leads' });
		await newsOf(host, 1);
	}
	const before = host.items.length;
	await host.restart();
	expect(shown(host.items.slice(before))).toEqual(['created leads 16/1']);
});

describe('a batch that did arrive', () => {
	it('is not repeated by the process that returned it, published again or made leader', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		await host.publish('update');
		await host.publish('leadershipChange');
		await newsOf(host, 1);
		expect(shown(host.items)).toEqual(['created 7/1']);
	});

	it('is repeated by a process that becomes the leader again, when it is of another', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		const other = elsewhere(host);
		await other.publish('leadershipChange');
		pass(MINUTE);
		provider.change(8);
		expect(await newsOf(other, 1)).toEqual(['created 8/1']);
		host.saved = other.saved;
		await host.publish('leadershipChange');
		expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1']);
	});

	it('leaves the state with the next poll', async () => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 2);
		expect(batchOf(host)).toBeDefined();
		await host.publish('update');
		expect(batchOf(host)).toBeUndefined();
	});

	it('is not kept by the durable engine, which saves state and items at once', async () => {
		const { provider, host } = await started('durable');
		provider.change(7);
		await newsOf(host, 1);
		expect(JSON.stringify(host.saved)).not.toContain('"last"');
		await host.restart();
		await newsOf(host, 2);
		expect(shown(host.items)).toEqual(['created 7/1']);
	});
});

describe('a batch that is too large for the state', () => {
	const TEXT = 'x'.repeat(40_000);

	it('is read again, and again when n8n is killed twice', async () => {
		const { provider, host } = await started('in-memory');
		for (let id = 10; id < 40; id += 1) provider.change(id, { fields: { TEXT } });
		await newsOf(host, 1);
		expect(JSON.stringify(host.saved).length).toBeLessThan(60_000);
		await kill(host);
		expect(idsOf(host)).toEqual(ids(10, 39));
		await kill(host);
		expect(idsOf(host)).toEqual(ids(10, 39));
		pass(MINUTE);
		expect(await newsOf(host, 3)).toEqual([]);
	});

	it('comes when the provider is back, however long it was away', async () => {
		const { provider, host } = await started('in-memory');
		for (let id = 10; id < 40; id += 1) provider.change(id, { fields: { TEXT } });
		await newsOf(host, 1);
		provider.script = () => ({ status: 503 });
		await kill(host);
		await newsOf(host, 10);
		provider.script = () => undefined;
		await newsOf(host, 10);
		expect(idsOf(host)).toEqual(ids(10, 39));
	});

	it('does not displace a smaller one that comes with it', async () => {
		const { provider, host } = await started('in-memory', {
			parameters: { resources: ['contacts', 'leads'] },
		});
		provider.script = ({ resource }) => (resource === 'leads' ? { status: 503 } : undefined);
		pass(5 * MINUTE);
		provider.change(7);
		await newsOf(host, 1);
		provider.script = () => undefined;
		for (let id = 10; id < 40; id += 1)
			provider.change(id, { resource: 'leads', fields: { TEXT } });
		await kill(host);
		await kill(host);
		expect(idsOf(host)).toEqual(['7', ...ids(10, 39)]);
	});
});

it.each(['no list', '{}', '[5]'])(
	'items that cannot be read (%s) are lost with a word',
	async (items) => {
		const { provider, host } = await started('in-memory');
		provider.change(7);
		await newsOf(host, 1);
		const saved = JSON.stringify(host.saved, (name, value: unknown) =>
			name === 'items' ? items : value,
		);
		host.saved = JSON.parse(saved) as typeof host.saved;
		await kill(host);
		await newsOf(host, 2);
		expect(host.items).toEqual([]);
		expect(host.warnings).toEqual([expect.stringContaining('latest events')]);
	},
);
