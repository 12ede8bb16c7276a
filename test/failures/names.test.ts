import { findConnector } from '../../nodes/OpenConnectors/connectors';
import { endScenarios, ENGINES, newsOf, prepared } from './scenario';
import { MINUTE, pass } from '../harness/clock';
import { itUnder } from '../length';

afterEach(endScenarios);

const BORN_WITH = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'];

const SECONDS = 'yyyy-MM-dd HH:mm:ss';

/** Written by hand: an object literal cannot hold `__proto__`. */
const configuration = (resource: string, idField: string) =>
	`{"${resource}":${JSON.stringify({
		url: `/hubs/crm/contacts?where=DATE_UPDATED_UTC>'\${gmtDate:${SECONDS}}'`,
		idField,
		datesConfiguration: {
			updatedDateField: 'DATE_UPDATED_UTC',
			updatedDateFormat: SECONDS,
			createdDateField: 'DATE_CREATED_UTC',
			createdDateFormat: SECONDS,
		},
	})}}`;

describe.each(ENGINES)('names that objects have by birth, under the %s engine', (engine) => {
	const it = itUnder(engine);
	it.each(BORN_WITH)('a resource may be called %s', async (name) => {
		const { provider, host } = await prepared(engine, {
			via: 'platform',
			parameters: { pollerConfiguration: configuration(name, 'CONTACT_ID') },
		});
		await host.publish();
		pass(MINUTE);
		for (const id of [11, 12, 13]) {
			provider.change(id);
			await newsOf(host, 2);
			await host.restart();
		}
		expect(new Set(host.items.map(({ objectId }) => objectId))).toEqual(
			new Set(['11', '12', '13']),
		);
		expect(host.items.map(({ objectType }) => objectType)).toContain(name);
		expect(host.errors).toEqual([]);
		expect(host.warnings).toEqual([]);
	});

	it.each(BORN_WITH)(
		'an id that would be called %s is missed in records without it',
		async (name) => {
			const { provider, host } = await prepared(engine, {
				via: 'platform',
				parameters: { pollerConfiguration: configuration('contacts', name) },
			});
			await host.publish();
			pass(MINUTE);
			provider.change(11);
			provider.change(12);
			await newsOf(host, 3);
			expect(host.items.map(({ objectId }) => objectId)).toEqual(['', '']);
		},
	);
});

it.each(BORN_WITH)('no connector is called %s', (name) => {
	expect(findConnector(name)).toBeUndefined();
});
