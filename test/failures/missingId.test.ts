import { configurationOf, endScenarios, ENGINES, messagesOf, newsOf, started } from './scenario';
import { itUnder } from '../length';

afterEach(endScenarios);

const WRONG = {
	via: 'platform',
	parameters: {
		pollerConfiguration: JSON.stringify({ contacts: { ...configurationOf(), idField: 'nosuch' } }),
	},
} as const;

describe.each(ENGINES)('an idField that no record has, under the %s engine', (engine) => {
	const it = itUnder(engine);
	it('is told once for a few records, whose events still come', async () => {
		const { provider, host } = await started(engine, { ...WRONG, history: 0 });
		for (const id of [9, 10, 11]) {
			provider.change(id);
			await newsOf(host, 15);
		}
		expect(host.items).toHaveLength(3);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([expect.stringContaining('has an id in "nosuch"')]);
	});

	it('is an error for a page of them, with the fields that a record has', async () => {
		const { provider, host } = await started(engine, { ...WRONG, history: 0 });
		provider.changeAll(20, 39);
		await newsOf(host, 2);
		expect(messagesOf(host)).toEqual([
			'contacts: none of the Open Connectors records has an id in "nosuch"',
		]);
		expect(host.errors[0]).toMatchObject({
			description: expect.stringMatching(/^Check idField .* fields CONTACT_ID, /),
			failure: { cause: 'configuration-invalid' },
		});
	});

	it('is an error for two small pages in a row', async () => {
		const { provider, host } = await started(engine, {
			...WRONG,
			history: 0,
			options: { pageSize: 5 },
		});
		provider.changeAll(20, 28);
		await newsOf(host, 2);
		expect(messagesOf(host)).toEqual([expect.stringContaining('has an id in "nosuch"')]);
	});

	it('is no matter where records are told apart by what they hold', async () => {
		const { provider, host } = await started(engine, {
			...WRONG,
			history: 0,
			parameters: {
				pollerConfiguration: JSON.stringify({
					contacts: { ...configurationOf(), idField: undefined },
				}),
			},
		});
		provider.changeAll(20, 39);
		await newsOf(host, 2);
		expect(host.items).toHaveLength(20);
		expect([...host.errors, ...host.warnings]).toEqual([]);
	});
});
