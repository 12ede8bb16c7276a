import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { compareWithOracle, type Sandbox } from '../../sandbox/server';
import { pass } from '../harness/clock';
import {
	ENGINES,
	Host,
	startOnStoppedClock,
	stopWithClock,
	type EngineName,
} from '../harness/sandbox';
import { itUnder } from '../length';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
	sandbox.insightly.behaviour.set({ requestsPerSecond: 1_000 });
});
afterEach(async () => await stopWithClock(sandbox));

const viaInsightly = (engine: EngineName, parameters = {}, credential = {}) =>
	new Host(engine, {
		parameters: { connector: 'insightly', resources: ['contacts', 'leads'], ...parameters },
		credentials: {
			openConnectorsInsightlyApi: { ...sandbox.insightly.credential, ...credential },
		},
	});

const viaPlatform = (engine: EngineName, parameters = {}) =>
	new Host(engine, {
		parameters: {
			connector: 'insightly',
			connection: 'openConnectors',
			resources: ['contacts', 'leads'],
			...parameters,
		},
		credentials: { openConnectorsApi: sandbox.platform.credential },
	});

const received = (host: Host) =>
	host.items.map((item) => ({
		resource: String(item.objectType),
		id: String(item.objectId),
		kind: String(item.eventType).toLowerCase(),
		record: item.record,
		eventId: String(item.eventId),
	}));

const kinds = (host: Host) => host.items.map((item) => `${item.eventType} ${item.objectType}`);

describe.each(ENGINES)('under the %s engine', (engine) => {
	const it = itUnder(engine);
	it.each([
		['straight from the provider', viaInsightly],
		['through Open Connectors', viaPlatform],
	])('%s, publishing is silent and every change after it comes once', async (_name, via) => {
		const { world } = sandbox.insightly;
		const host = via(engine);
		await host.publish();
		const after = world.mark();
		const made = world.create('contacts');
		world.create('leads');
		await host.tick();
		world.edit('contacts', made.id);
		await host.tick();
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts', 'CREATED leads', 'UPDATED contacts']);
		expect(host.errors).toEqual([]);
		expect(compareWithOracle(world, received(host), { after })).toMatchObject({
			made: 3,
			missing: [],
			twice: [],
			wrongKind: [],
			unknown: [],
		});
	});

	it('a change between publishing and the first poll is not lost', async () => {
		const host = viaInsightly(engine);
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('a restart long after the last batch loses nothing and repeats nothing', async () => {
		const host = viaInsightly(engine);
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		pass(5 * 60_000);
		await host.restart();
		sandbox.insightly.world.create('leads');
		await host.tick();
		pass(5 * 60_000);
		await host.restart();
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts', 'CREATED leads']);
	});

	it('a batch that n8n may have lost when it was killed comes again as it was', async () => {
		const { world } = sandbox.insightly;
		const host = viaInsightly(engine);
		await host.publish();
		const first = world.create('contacts');
		const second = world.create('contacts');
		await host.tick();
		// Killed between the two writes of the in-memory engine: it has the state, not the items.
		host.executions.length = engine === 'in-memory' ? 0 : host.executions.length;
		world.edit('contacts', second.id);
		await host.restart();
		await host.tick();
		const told = host.items.map(({ eventType, objectId }) => `${eventType} ${objectId}`);
		expect(told).toEqual([`CREATED ${first.id}`, `CREATED ${second.id}`, `UPDATED ${second.id}`]);
	});

	it('a provider that is down while publishing neither stops the trigger nor hides changes', async () => {
		const { world, faults } = sandbox.insightly;
		const host = viaInsightly(engine);
		faults.set({ fail: { status: 500 } });
		await host.publish();
		world.create('contacts');
		await host.tick();
		faults.clear();
		world.create('leads');
		pass(10_000);
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts', 'CREATED leads']);
		expect(host.warnings.join()).toContain('Insightly could not answer');
	});

	it('one resource that fails does not hold back the others', async () => {
		const { world, faults } = sandbox.insightly;
		const host = viaInsightly(engine);
		await host.publish();
		faults.set({ fail: { status: 500, path: '/Contacts/' } });
		world.create('contacts');
		world.create('leads');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED leads']);
		expect(host.warnings.join()).toContain('contacts: Insightly could not answer');
		await host.tick();
		expect(host.errors).toHaveLength(1);
		faults.clear();
		pass(10_000);
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED leads', 'CREATED contacts']);
	});

	it('a rate limit is declared to n8n with its wait', async () => {
		const host = viaInsightly(engine, { resources: ['contacts'] });
		await host.publish();
		sandbox.insightly.faults.set({ fail: { status: 429, retryAfterSeconds: 600 } });
		await host.tick();
		const [error] = host.errors;
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'contacts: Insightly is receiving too many requests (HTTP 429)',
			failure: { cause: 'rate-limited', retryAfterMs: 600_000 },
		});
	});

	it('a test in the editor shows records and leaves the state as it was', async () => {
		const host = viaInsightly(engine);
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		const before = JSON.stringify(host.saved);
		const items = await host.fetchTestEvent();
		expect(items.map(({ json }) => json.objectType)).toEqual(
			expect.arrayContaining(['contacts', 'leads']),
		);
		expect(JSON.stringify(host.saved)).toBe(before);
	});

	it('settings that leave what is read as it is change nothing: page size, lookback, beginning', async () => {
		const { world } = sandbox.insightly;
		const host = viaInsightly(engine);
		await host.publish();
		world.create('contacts');
		host.settings = {
			...host.settings,
			parameters: { ...host.settings.parameters, options: { pageSize: 50, lookback: 30 } },
		};
		if (engine === 'in-memory') await host.publish();
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts']);
		world.create('contacts');
		host.settings = {
			...host.settings,
			parameters: { ...host.settings.parameters, startFrom: 'date', startDate: '2027-01-01' },
		};
		if (engine === 'in-memory') await host.publish();
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts', 'CREATED contacts']);
	});

	it('damaged state gives a new baseline, not an error', async () => {
		const host = viaInsightly(engine);
		await host.publish();
		const damaged = { openConnectors: { v: 1, resources: { contacts: { v: 99 }, leads: 'x' } } };
		host.saved = { staticData: { 'node:Poll': damaged }, cursor: damaged };
		if (engine === 'in-memory') await host.restart();
		await host.tick();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts']);
		expect(host.errors).toEqual([]);
	});
});

describe('polls that meet', () => {
	afterEach(() => jest.restoreAllMocks());

	it('one that begins from a state whose items were just returned repeats nothing', async () => {
		const host = viaInsightly('durable');
		await host.publish();
		sandbox.insightly.world.create('contacts');
		const before = host.saved.cursor;
		await host.tick();
		const after = host.saved.cursor;
		// The durable engine handed the state out before the poll above was saved.
		host.saved.cursor = before;
		expect(await host.tick()).toEqual([]);
		host.saved.cursor = after;
		expect(await host.tick()).toEqual([]);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('a state that was never saved counts again, so that nothing is lost', async () => {
		const host = viaInsightly('durable');
		await host.publish();
		sandbox.insightly.world.create('contacts');
		const before = host.saved.cursor;
		await host.tick();
		host.saved.cursor = before;
		pass(59_000);
		expect(await host.tick()).toEqual([]);
		pass(2_000);
		await host.tick();
		const [first, second] = host.items;
		expect(host.items).toHaveLength(2);
		expect(second.eventId).toBe(first.eventId);
	});

	it('one that begins while another runs gives way', async () => {
		const host = viaInsightly('in-memory');
		await host.publish();
		sandbox.insightly.world.create('contacts');
		sandbox.insightly.faults.set({ slow: { ms: 200 } });
		const [first, second] = await Promise.all([host.tick(), host.tick()]);
		expect([first.length, second.length]).toEqual([1, 0]);
	});
});

describe('starting points', () => {
	it('Beginning reports all existing records, over as many polls as it takes', async () => {
		const { world } = sandbox.insightly;
		const host = viaInsightly('durable', {
			resources: ['contacts'],
			startFrom: 'beginning',
			options: { maxItems: 10, pageSize: 30 },
		});
		await host.publish();
		for (let polls = 0; polls < 20; polls += 1) await host.tick();
		expect(new Set(host.items.map((item) => item.objectId))).toEqual(
			new Set(world.ids('contacts')),
		);
		expect(host.items).toHaveLength(world.ids('contacts').length);
		expect(host.executions.length).toBeGreaterThan(1);
	});
});

describe('the first poll refuses what somebody has to mend', () => {
	const publishing = async (host: Host) => {
		try {
			await host.publish();
		} catch (error) {
			if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
		}
		throw new Error('Publishing should have failed with an error of n8n');
	};

	it('a wrong key, without showing it', async () => {
		const host = viaInsightly('in-memory', {}, { apiKey: 'wrong-key-4711' });
		const error = await publishing(host);
		expect(error.message).toBe(
			'contacts and leads: Insightly does not accept the credential (HTTP 401). ' +
				'Open the credential, enter its values again and test it.',
		);
		expect(error.description).toContain('Open the credential, enter its values again and test it.');
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(JSON.stringify(error)).not.toContain('wrong-key-4711');
	});

	it('no credential', async () => {
		const host = new Host('in-memory', {
			parameters: { connector: 'insightly', resources: ['contacts'] },
			credentials: {},
		});
		expect((await publishing(host)).message).toBe(
			'Credential: none is chosen. Choose or create one at the top of the node.',
		);
	});

	it('no resource, an unknown one, and one that the platform does not know', async () => {
		expect((await publishing(viaInsightly('in-memory', { resources: [] }))).message).toContain(
			'Resources: no resource is chosen',
		);
		expect((await publishing(viaInsightly('in-memory', { resources: ['tea'] }))).message).toContain(
			'"tea" is not a resource of this connector',
		);
		expect(
			(await publishing(viaPlatform('in-memory', { resources: ['tasks'] }))).message,
		).toContain('Open Connectors documents no polling of Insightly Tasks');
	});

	it('a broken configuration, with its path', async () => {
		const pollerConfiguration = JSON.stringify({
			contacts: {
				url: '/hubs/crm/contacts',
				idField: 'CONTACT_ID',
				datesConfiguration: { updatedDateField: 'DATE_UPDATED_UTC', updatedDateFormat: 'yyyy-QQ' },
			},
		});
		const host = viaInsightly('in-memory', { configure: 'json', pollerConfiguration });
		const error = await publishing(host);
		expect(error.message).toMatch(/^contacts.*yyyy-QQ/);
		expect(error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
	});
});

describe('configuration by JSON', () => {
	const documented = (url = '/hubs/crm/contacts') => ({
		contacts: {
			url: `${url}?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'`,
			idField: 'CONTACT_ID',
			datesConfiguration: {
				updatedDateField: 'DATE_UPDATED_UTC',
				updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
				updatedDateTimezone: 'GMT',
				createdDateField: 'DATE_CREATED_UTC',
				createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
				createdDateTimezone: 'GMT',
			},
		},
	});

	it.each([
		['provider', viaInsightly],
		['openConnectors', viaPlatform],
	])('the documented Insightly configuration works word for word: %s', async (_name, via) => {
		const host = via('durable', {
			configure: 'json',
			pollerConfiguration: JSON.stringify(documented(), null, 2),
		});
		await host.publish();
		const { id } = sandbox.insightly.world.create('contacts');
		await host.tick();
		sandbox.insightly.world.edit('contacts', id);
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts', 'UPDATED contacts']);
		expect(host.items[0]).toMatchObject({ objectId: id, hubKey: 'crm', elementKey: 'insightly' });
	});

	it('the other spelling of the date keys means the same', async () => {
		const text = JSON.stringify(documented()).replace(/(updated|created)Date(?=[FT])/g, '$1At');
		expect(text).toContain('updatedAtField');
		const host = viaInsightly('durable', { configure: 'json', pollerConfiguration: text });
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('what is odd in a configuration is said in a test event, and once in the log', async () => {
		const { contacts } = documented();
		const host = viaInsightly('durable', {
			configure: 'json',
			pollerConfiguration: JSON.stringify({ contacts: { ...contacts, colour: 'blue' } }),
		});
		const notice = 'contacts.colour is not known here and has no effect.';
		const [first, ...others] = await host.fetchTestEvent();
		expect(first.json.notices).toEqual([notice]);
		expect(others.some(({ json }) => 'notices' in json)).toBe(false);
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(host.warnings.filter((warning) => warning.includes(notice))).toHaveLength(1);
		expect(host.items.some((item) => 'notices' in item)).toBe(false);
	});

	it('a delay that is too long to look back is said', async () => {
		const { contacts } = documented();
		const noticesOf = async (pollDelay: number) => {
			const host = viaInsightly('durable', {
				configure: 'json',
				pollerConfiguration: JSON.stringify({ contacts: { ...contacts, pollDelay } }),
			});
			const [first] = await host.fetchTestEvent();
			return first.json.notices;
		};
		expect(await noticesOf(86_400)).toBeUndefined();
		expect(await noticesOf(86_401)).toEqual([
			'contacts.pollDelay is longer than 24 hours, the most that is looked back here.',
		]);
	});

	it('legacy lines take the id field of the connector', async () => {
		const host = viaPlatform('durable', {
			configure: 'json',
			pollerConfiguration:
				"contacts|/hubs/crm/contacts?where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'||" +
				'DATE_UPDATED_UTC|yyyy-MM-dd HH:mm:ss|GMT|DATE_CREATED_UTC|yyyy-MM-dd HH:mm:ss|GMT',
		});
		await host.publish();
		const { id } = sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(host.items).toEqual([expect.objectContaining({ objectId: id, eventType: 'CREATED' })]);
	});

	it('any connector of the platform works through it', async () => {
		const { world, credential, configuration, resource } = sandbox.otherConnector;
		const host = new Host('durable', {
			parameters: {
				connector: 'other',
				pollerConfiguration: JSON.stringify({ [resource]: configuration }),
			},
			credentials: { openConnectorsApi: credential },
		});
		await host.publish();
		const { id } = world.create(resource);
		await host.tick();
		world.edit(resource, id);
		await host.tick();
		expect(host.errors).toEqual([]);
		expect(kinds(host)).toEqual([`CREATED ${resource}`, `UPDATED ${resource}`]);
	});

	it('a path of the provider is sent as it is written', async () => {
		const host = viaInsightly('durable', {
			configure: 'json',
			pollerConfiguration: JSON.stringify(
				Object.fromEntries(
					Object.entries(documented()).map(([name, entry]) => [
						name,
						{
							...entry,
							url: "/Contacts/Search?updated_after_utc=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
						},
					]),
				),
			),
		});
		await host.publish();
		sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});
});

describe('what an item holds', () => {
	it('only the chosen kinds, with instance name and tags', async () => {
		const { world } = sandbox.insightly;
		const host = viaInsightly('durable', {
			events: ['updated'],
			options: { instanceName: 'Vienna', tags: 'sales, europe' },
		});
		await host.publish();
		const { id } = world.create('contacts');
		await host.tick();
		world.edit('contacts', id);
		await host.tick();
		expect(host.items).toEqual([
			expect.objectContaining({
				eventType: 'UPDATED',
				instanceName: 'Vienna',
				tags: ['sales', 'europe'],
			}),
		]);
	});

	it('the record with the event beside its fields, when that is chosen', async () => {
		const host = viaInsightly('durable', { output: 'record' });
		await host.publish();
		const { id } = sandbox.insightly.world.create('contacts');
		await host.tick();
		expect(host.items).toHaveLength(1);
		expect(String(host.items[0].CONTACT_ID)).toBe(id);
		expect(host.items[0]._event).toMatchObject({ eventType: 'CREATED', objectId: id });
		expect(Object.keys(host.items[0]).at(-1)).toBe('_event');
	});

	it('a custom object is named by a path variable', async () => {
		const host = viaInsightly('durable', {
			resources: ['custom-objects'],
			options: { pathVariables: { values: [{ name: 'objectName', value: 'Vehicle__c' }] } },
		});
		await host.publish();
		sandbox.insightly.world.create('Vehicle__c');
		await host.tick();
		expect(kinds(host)).toEqual(['CREATED custom-objects']);
	});
});
