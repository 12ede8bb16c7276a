import { endScenarios, newsOf, started } from './scenario';
import { MINUTE, pass } from '../harness/clock';

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
