import type { INodeParameters } from 'n8n-workflow';
import type { Host } from '../harness/host';
import type { HttpProvider } from '../harness/httpProvider';
import { HOUR, MINUTE, pass, SECOND } from '../harness/clock';
import { configurationOf, endScenarios, ENGINES, ids, idsOf, newsOf, started } from './scenario';
import { itUnder } from '../length';

afterEach(endScenarios);

const CONFIGURATION = configurationOf();
const { url, datesConfiguration } = CONFIGURATION;

/** Parameters with something of the configuration written otherwise. */
const written = (changes: object): INodeParameters => ({
	pollerConfiguration: JSON.stringify({ contacts: { ...CONFIGURATION, ...changes } }),
});
const options = (some: INodeParameters): INodeParameters => ({ options: some });

/** A day passes without a poll, with a change an hour: the ids of the records. */
function changeForADay(provider: HttpProvider): readonly string[] {
	for (let id = 101; id <= 124; id += 1) {
		pass(HOUR);
		provider.change(id);
	}
	pass(MINUTE);
	return ids(101, 124);
}

/** Publishes other settings, and polls. @returns what was logged of the list */
async function edit(host: Host, parameters: INodeParameters): Promise<readonly string[]> {
	const logged = host.log.length;
	await host.republish({ parameters: { ...host.settings.parameters, ...parameters } });
	pass(MINUTE);
	await newsOf(host, 3);
	return host.log
		.slice(logged)
		.map(({ message }) => message)
		.filter((message) => message.includes('contacts'));
}

const MINUTES = { updatedDateFormat: 'yyyy-MM-dd HH:mm' };

describe.each(ENGINES)(
	'settings that are edited after a day without a poll, under the %s engine',
	(engine) => {
		const it = itUnder(engine);
		it.each<[string, INodeParameters]>([
			[
				'an unused path variable',
				options({ pathVariables: { values: [{ name: 'x', value: '1' }] } }),
			],
			['another name of the zone', options({ timezone: 'Etc/UTC' })],
			['blanks around the operator', written({ url: url.replace('>', ' > ') })],
			['a page size in the url', written({ url: `${url}&pageSize=50` })],
			['the beginning', { startFrom: 'beginning' }],
			[
				'the name of the resource',
				{ pollerConfiguration: JSON.stringify({ persons: CONFIGURATION }) },
			],
			['what is copied into events', options({ tags: 'new', instanceName: 'mine' })],
		])('%s: all changes arrive, and nothing is said', async (_name, parameters) => {
			const { provider, host } = await started(engine, { via: 'platform' });
			provider.change(7);
			await newsOf(host, 3);
			const changed = changeForADay(provider);
			expect(await edit(host, parameters)).toEqual([]);
			expect(idsOf(host)).toEqual(['7', ...changed]);
		});

		it.each<[string, INodeParameters]>([
			['another filter', written({ url: `${url}&status=open` })],
			[
				'another step of the date',
				written({ datesConfiguration: { ...datesConfiguration, ...MINUTES } }),
			],
		])(
			'%s: all changes arrive, and it is said once from when polling goes on',
			async (_name, parameters) => {
				const { provider, host } = await started(engine, { via: 'platform' });
				provider.change(7);
				pass(2 * MINUTE);
				await newsOf(host, 5);
				const changed = changeForADay(provider);
				expect(await edit(host, parameters)).toEqual([
					expect.stringContaining('the settings changed; polling goes on from 20'),
				]);
				expect(idsOf(host)).toEqual(['7', ...changed]);
			},
		);

		it('another list begins anew, which is said once', async () => {
			const { provider, host } = await started(engine, { via: 'platform' });
			provider.change(7);
			await newsOf(host, 3);
			changeForADay(provider);
			provider.change(30, { resource: 'leads' });
			pass(2 * MINUTE);
			const leads = written({ url: url.replace('contacts', 'leads'), idField: 'LEAD_ID' });
			expect(await edit(host, leads)).toEqual([expect.stringContaining('polling begins anew')]);
			provider.change(31, { resource: 'leads' });
			await newsOf(host, 2);
			expect(idsOf(host)).toEqual(['7', '31']);
		});

		it('another filter in the middle of a window loses nothing', async () => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				options: { pageSize: 20, maxItems: 20 },
			});
			provider.changeAll(100, 179);
			await newsOf(host, 2);
			expect(idsOf(host).length).toBeLessThan(80);
			await edit(host, written({ url: `${url}&status=open` }));
			await newsOf(host, 5);
			expect(new Set(idsOf(host))).toEqual(new Set(ids(100, 179)));
		});

		it('another reading while the provider is away, and its clock is wrong, loses nothing', async () => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				traits: { clockOffset: 10 * MINUTE },
			});
			provider.change(7);
			pass(2 * MINUTE);
			await host.tick();
			pass(10 * SECOND);
			provider.change(8);
			pass(HOUR);
			provider.script = () => ({ status: 503 });
			const said = await edit(
				host,
				written({ datesConfiguration: { ...datesConfiguration, ...MINUTES } }),
			);
			expect(said.filter((line) => line.includes('settings changed'))).toHaveLength(1);
			provider.script = () => undefined;
			await newsOf(host, 6);
			expect(idsOf(host)).toEqual(['7', '8']);
		});
	},
);
