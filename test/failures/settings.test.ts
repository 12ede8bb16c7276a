import { UserError } from 'n8n-workflow';
import { ENGINES, endScenarios, idsOf, newsOf, prepared, started } from './scenario';
import { DAY, HOUR, MINUTE, pass, START } from '../harness/clock';
import { textOf } from '../harness/host';

afterEach(endScenarios);

/** A list whose records have no date, so that their content decides. */
const UNDATED = JSON.stringify({ contacts: { url: '/hubs/crm/contacts', idField: 'CONTACT_ID' } });
const WITH_VOLATILE = JSON.stringify({
	contacts: { url: '/hubs/crm/contacts', idField: 'CONTACT_ID', volatile: ['REVISION', 'AGE'] },
});

it.each([
	['Ignore Fields', UNDATED, { ignoreFields: 'REVISION, AGE' }],
	['"volatile" of a configuration', WITH_VOLATILE, {}],
])('a change of a field named in %s is none', async (_name, pollerConfiguration, options) => {
	const { provider, host } = await started('durable', {
		via: 'platform',
		options,
		parameters: { pollerConfiguration },
	});
	provider.change(1, { unstamped: true, fields: { AGE: 5 } });
	expect(await newsOf(host, 2)).toEqual([]);
	provider.change(1, { unstamped: true, fields: { AGE: 6, FIRST_NAME: 'Ada' } });
	expect(await newsOf(host, 2)).toHaveLength(1);
});

it('Lookback raises what the connector knows, and never lowers it', async () => {
	const { provider, host } = await started('durable', { options: { lookback: 0 } });
	provider.change(1);
	await newsOf(host, 1);
	pass(MINUTE);
	provider.change(2, { visibleAfter: 2 * MINUTE });
	provider.change(3);
	expect(await newsOf(host, 4)).toHaveLength(2);
});

it.each<[string, (at: number) => string | number]>([
	['milliseconds', (at) => at],
	['milliseconds as text', String],
	['seconds', (at) => at / 1_000],
	['ISO 8601', (at) => new Date(at).toISOString()],
	['SQL', (at) => new Date(at).toISOString().replace('T', ' ').replace('Z', ' +00:00')],
])('Start Date is read where an expression gives %s', async (_name, write) => {
	const { provider, host } = await prepared('durable', {
		parameters: { startFrom: 'date', startDate: write(START + DAY) },
	});
	pass(DAY - HOUR);
	provider.change(1);
	pass(2 * HOUR);
	provider.change(2);
	await host.publish();
	await host.tick();
	expect(idsOf(host)).toEqual(['2']);
});

describe('a credential that n8n cannot read', () => {
	const failing = (error: Error) => ({
		get openConnectorsInsightlyApi(): never {
			throw error;
		},
	});

	it.each(ENGINES)('because its database is busy is read by the next poll: %s', async (engine) => {
		const { provider, host } = await started(engine, { settings: { backOff: true } });
		const { credentials } = host.settings;
		provider.change(7);
		const busy = failing(new Error('timeout exceeded when trying to connect'));
		host.settings = { ...host.settings, credentials: busy };
		expect(await newsOf(host, 1)).toEqual([]);
		expect(host.errors.map(textOf)).toEqual([
			expect.stringMatching(
				/^temporarily-unavailable: n8n could not read the credential: timeout exceeded .* \/ Nothing is lost/,
			),
		]);
		host.settings = { ...host.settings, credentials };
		expect(await newsOf(host, 1)).toEqual(['created 7/1']);
	});

	it.each(ENGINES)('because it is gone waits for somebody: %s', async (engine) => {
		const { host } = await started(engine);
		const gone = failing(new UserError('Credential with ID "1" does not exist'));
		host.settings = { ...host.settings, credentials: gone };
		await newsOf(host, 1);
		expect(host.errors.map(textOf)).toEqual([
			expect.stringMatching(/^node-defect: Credential with ID "1" does not exist/),
		]);
	});
});
