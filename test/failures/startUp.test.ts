import { MINUTE, pass, SECOND, setClock } from '../harness/clock';
import { endScenarios, newsOf, prepared, shown, started } from './scenario';

afterEach(endScenarios);

/** Under the durable engine n8n calls no node while it starts. */
const ENGINE = 'in-memory';

const BOTH = { parameters: { resources: ['contacts', 'leads'] } };

describe('when n8n starts', () => {
	it('lists that were read within five minutes wait for the next poll', async () => {
		const { provider, host } = await started(ENGINE, BOTH);
		provider.change(7);
		await newsOf(host, 1);
		provider.change(8);
		provider.asked.splice(0);
		await host.restart();
		expect(provider.asked).toEqual([]);
		expect(await newsOf(host, 1)).toEqual(['created 8/1']);
	});

	it('lists that were not are read at once', async () => {
		const { provider, host } = await started(ENGINE, BOTH);
		provider.change(7);
		await newsOf(host, 1);
		provider.change(8);
		host.executions.splice(0);
		pass(6 * MINUTE);
		await host.restart();
		expect(shown(host.items)).toEqual(['created 8/1']);
	});

	it.each([
		['every hour', { mode: 'everyHour', minute: 0 }],
		['every day', { mode: 'everyDay', hour: 6, minute: 0 }],
		['every ten minutes', { mode: 'everyX', unit: 'minutes', value: 10 }],
	])(
		'lists that are polled %s are read at once, as a poll may have been missed',
		async (_name, item) => {
			const { provider, host } = await started(ENGINE, {
				parameters: { pollTimes: { item: [item] } },
			});
			provider.change(7);
			await newsOf(host, 1);
			provider.asked.splice(0);
			await host.restart();
			expect(provider.asked).not.toEqual([]);
		},
	);

	it('a list that could not be read with the others is read at once', async () => {
		const { provider, host } = await started(ENGINE, BOTH);
		provider.script = ({ resource }) => (resource === 'leads' ? { status: 503 } : undefined);
		pass(5 * MINUTE);
		provider.change(7);
		provider.change(9, { resource: 'leads' });
		await newsOf(host, 1);
		provider.script = () => undefined;
		provider.asked.splice(0);
		host.executions.splice(0);
		await host.restart();
		expect(new Set(provider.asked.map(({ resource }) => resource))).toEqual(new Set(['leads']));
		expect(shown(host.items).slice(-1)).toEqual(['created leads 9/1']);
	});

	it('every list is read at once where the clock was set back since', async () => {
		const { provider, host } = await started(ENGINE, BOTH);
		provider.change(7);
		await newsOf(host, 1);
		provider.asked.splice(0);
		setClock(Date.now() - 10 * MINUTE);
		await host.restart();
		expect(provider.asked).not.toEqual([]);
	});

	it.each([
		['init', 3],
		['update', 10],
	] as const)('a slow provider has so much time (%s)', async (mode, pages) => {
		const { provider, host } = await prepared(ENGINE, {
			history: 1_000,
			parameters: { startFrom: 'beginning' },
			options: { pageSize: 20 },
		});
		provider.script = () => pass(4 * SECOND);
		await host.publish(mode);
		expect(provider.asked).toHaveLength(pages);
	});
});
