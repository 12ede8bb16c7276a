import type { INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server';
import { HOUR, MINUTE, pass } from '../harness/clock';
import { textOf } from '../harness/host';
import { loadOptions } from '../harness/loadOptions';
import { configureInstance, instanceOf } from '../harness/platformInstance';
import {
	ENGINES,
	Host,
	kinds,
	refusalOf,
	startOnStoppedClock,
	stopWithClock,
	tick,
	type EngineName,
} from '../harness/sandbox';
import { getInstanceResources } from '../../nodes/OpenConnectors/host/instanceConfiguration';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { itUnder } from '../length';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startOnStoppedClock()));
afterEach(async () => await stopWithClock(sandbox));

const instance = () => instanceOf(sandbox, sandbox.otherConnector.element);

const configure = async (configuration: Readonly<Record<string, unknown>>) =>
	await configureInstance(sandbox, sandbox.otherConnector.element, configuration);

const withPoller = async (poller: unknown) =>
	await configure({ 'event.poller.configuration': poller });

/** A resource that new and changed tickets come through, by a name of its own. */
const tickets = () => ({ ...sandbox.otherConnector.configuration });

const hostOf = (
	engine: EngineName,
	parameters: INodeParameters = {},
	credential: Readonly<Record<string, string>> = {},
) =>
	new Host(engine, {
		parameters: { connector: 'other', configure: 'instance', ...parameters },
		credentials: { openConnectorsApi: { ...sandbox.otherConnector.credential, ...credential } },
	});

const refuseConfiguration = (status: number) =>
	sandbox.platform.faults.set({ fail: { status, path: '/configuration' } });

const askedSince = async (work: () => Promise<unknown>) => {
	const before = sandbox.platform.requests.length;
	await work();
	return sandbox.platform.requests
		.slice(before)
		.map(({ url }) => url.split('?')[0].replace('/elements/api-v2', ''));
};

describe.each(ENGINES)('the configuration of the instance, under the %s engine', (engine) => {
	const it = itUnder(engine);
	const create = () => sandbox.otherConnector.world.create('tickets');

	it.each([
		['as an object', () => ({ tickets: tickets() })],
		['as text', () => JSON.stringify({ tickets: tickets() })],
		['as an escaped string', () => JSON.stringify(JSON.stringify({ tickets: tickets() }))],
	])('is polled: %s', async (_form, poller) => {
		await withPoller(poller());
		const host = hostOf(engine);
		await host.publish();
		create();
		await tick(host);
		expect(host.errors).toEqual([]);
		expect(kinds(host)).toEqual(['CREATED tickets']);
	});

	it('is that of the product, too, where it is watched through the platform', async () => {
		await withPoller({ incidents: tickets() });
		const host = hostOf(engine, { connector: 'freshdesk', connection: 'openConnectors' });
		await host.publish();
		create();
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED incidents']);
	});

	it('is polled for the chosen resources alone, whatever is wrong with others', async () => {
		await withPoller({ tickets: tickets(), again: tickets(), broken: { url: 7 } });
		for (const instanceResources of [['again'], "={{ 'again' }}"]) {
			const host = hostOf(engine, { instanceResources });
			await host.publish();
			create();
			await tick(host);
			expect(kinds(host)).toEqual(['CREATED again']);
		}
		const other = hostOf(engine, { instanceResources: ['tickets', 'gone'] });
		expect((await refusalOf(other)).message).toBe(
			'Resources: the configuration has no "gone". Choose from the list: tickets, again, broken.',
		);
	});

	it('says what is wrong with it, as of a pasted one', async () => {
		await withPoller({ tickets: { ...tickets(), idField: 7 } });
		const pasted = hostOf(engine, {
			configure: 'json',
			pollerConfiguration: JSON.stringify({ tickets: { ...tickets(), idField: 7 } }),
		});
		const { message } = await refusalOf(hostOf(engine));
		expect(message).toContain('tickets.idField');
		expect(message).toBe((await refusalOf(pasted)).message);
	});

	it('is asked for no more than once an hour, and an edit of it counts from then on', async () => {
		await withPoller({ tickets: tickets() });
		const host = hostOf(engine);
		await host.publish();
		await withPoller({ tickets: tickets(), again: tickets() });
		const quiet = await askedSince(async () => {
			for (let minute = 5; minute < 60; minute += 5) await tick(host, 5 * MINUTE);
		});
		expect(quiet).toHaveLength(11);
		expect(new Set(quiet)).toEqual(new Set([expect.stringMatching(/incidents$/)]));
		const asked = await askedSince(async () => await tick(host, 6 * MINUTE));
		expect(asked.slice(0, 2)).toEqual(['/ping', `/instances/${instance().id}/configuration`]);
		create();
		await tick(host);
		expect(host.errors).toEqual([]);
		expect([...kinds(host)].sort()).toEqual(['CREATED again', 'CREATED tickets']);
	});

	it.each([503, 401])('goes on as it was where it cannot be read again: %i', async (status) => {
		await withPoller({ tickets: tickets() });
		const host = hostOf(engine);
		await host.publish();
		const before = host.warnings.length;
		refuseConfiguration(status);
		create();
		await tick(host, 2 * HOUR);
		expect(kinds(host)).toEqual(['CREATED tickets']);
		expect(host.errors).toEqual([]);
		expect(host.warnings.slice(before)).toEqual([
			expect.stringMatching(/could not be read again.*: Open Connectors .*\(HTTP \d+\)$/),
		]);
		expect(await askedSince(async () => await tick(host))).toHaveLength(1);
	});

	it('loses nothing where it cannot be read when n8n starts', async () => {
		await withPoller({ tickets: tickets() });
		const host = hostOf(engine);
		await host.publish();
		await tick(host);
		const saved = structuredClone(host.saved);
		refuseConfiguration(503);
		await host.restart();
		create();
		await tick(host);
		await tick(host);
		expect(host.saved).toEqual(saved);
		expect(host.errors.map(textOf)).toEqual([
			expect.stringContaining('temporarily-unavailable: Open Connectors could not answer'),
		]);
		sandbox.platform.faults.clear();
		await tick(host, 10 * MINUTE);
		expect(kinds(host)).toEqual(['CREATED tickets']);
	});

	it('refuses to publish with words of its own where it has no organization secret', async () => {
		await withPoller({ tickets: tickets() });
		refuseConfiguration(401);
		const { message } = await refusalOf(hostOf(engine, {}, { organizationSecret: '' }));
		expect(message).toContain('Organization Secret: the credential has none');
		const other = await refusalOf(hostOf(engine));
		expect(other.message).toBe('Open Connectors does not accept the credential (HTTP 401)');
	});

	it.each([
		['nothing', {}],
		['an empty object', { 'event.poller.configuration': {} }],
		['a blank text', { 'event.poller.configuration': ' ' }],
	])('that holds %s is refused, with the objects of the instance', async (_what, configuration) => {
		await configure({ 'event.notification.enabled': true, ...configuration });
		const refused = await refusalOf(hostOf(engine));
		expect(refused.failure).toEqual({ cause: 'configuration-invalid' });
		expect(refused.message).toMatch(
			/^event\.poller\.configuration: the instance has none\..*paste one.*Objects to poll: contacts, incidents\.$/,
		);
		const shown = await hostOf(engine)
			.fetchTestEvent()
			.catch((error: unknown) => textOf(error));
		expect(shown).toContain(refused.message);
	});

	it('brings its refresh interval and its notices, and no secret', async () => {
		await configure({
			'event.poller.configuration': { tickets: tickets() },
			'event.poller.refresh_interval': '5',
			'event.notification.signature.key': 'fluffy-cat-4711',
		});
		const host = hostOf(engine);
		await host.publish();
		const asked = await askedSince(async () => {
			for (let minute = 1; minute <= 10; minute += 1) await tick(host);
		});
		expect(asked).toHaveLength(2);
		expect(host.warnings.join()).toContain('event.notification.enabled is false');
		expect(JSON.stringify([host.log, host.saved])).not.toMatch(/signature|fluffy/);
	});
});

it('a new publication reads it anew, and throws what somebody has to mend', async () => {
	await withPoller({ tickets: tickets() });
	const host = hostOf('in-memory');
	await host.publish();
	pass(MINUTE);
	const asked = await askedSince(async () => await host.republish());
	expect(asked.slice(0, 2)).toEqual(['/ping', expect.stringContaining('/configuration')]);
	refuseConfiguration(503);
	await host.republish();
	refuseConfiguration(403);
	await expect(host.republish()).rejects.toThrow('Open Connectors forbids reading this');
});

it('another token is another instance', async () => {
	await withPoller({ tickets: tickets() });
	const host = hostOf('in-memory');
	await host.publish();
	host.settings.credentials.openConnectorsApi = { ...sandbox.platform.credential };
	const asked = await askedSince(async () => await tick(host));
	expect(asked.slice(0, 2)).toEqual(['/ping', expect.stringContaining('/configuration')]);
});

it('a test asks for it each time', async () => {
	await withPoller({ tickets: tickets() });
	const host = hostOf('in-memory');
	for (let times = 0; times < 2; times += 1) {
		const asked = await askedSince(async () => await host.fetchTestEvent());
		expect(asked[1]).toContain('/configuration');
	}
});

it('what was stored before polls the pasted configuration', async () => {
	const { configuration, resource, credential } = sandbox.otherConnector;
	for (const configure of [{}, { configure: 'resources' }, { configure: 'json' }]) {
		const host = new Host('durable', {
			parameters: {
				connector: 'other',
				pollerConfiguration: JSON.stringify({ [resource]: configuration }),
				...configure,
			},
			credentials: { openConnectorsApi: credential },
		});
		const asked = await askedSince(async () => await host.publish());
		expect(new Set(asked)).toEqual(new Set([expect.stringMatching(/incidents$/)]));
	}
});

describe('the editor', () => {
	const offered = async (credentials = { openConnectorsApi: sandbox.otherConnector.credential }) =>
		await loadOptions(getInstanceResources, {
			nodeType: new OpenConnectorsPollTrigger(),
			parameters: { connector: 'other', configure: 'instance' },
			credentials,
			path: 'parameters.instanceResources',
		});

	it('offers the resources of the instance, with what each shows', async () => {
		const { createdDateField, createdDateFormat } = Object(tickets().datesConfiguration);
		await withPoller({
			tickets: tickets(),
			'new-tickets': {
				...tickets(),
				datesConfiguration: { createdDateField, createdDateFormat },
			},
			broken: { url: 7 },
		});
		expect(await offered()).toEqual([
			{ name: 'tickets', value: 'tickets', description: 'New, changed' },
			{ name: 'new-tickets', value: 'new-tickets', description: 'New only' },
			{
				name: 'broken',
				value: 'broken',
				description: expect.stringContaining('broken.url: found the number 7'),
			},
		]);
	});

	it('says that there is none, and names the objects', async () => {
		await expect(offered()).rejects.toThrow(
			/the instance has none\..*Objects to poll: contacts, incidents\./,
		);
	});

	it('says that the credential is refused, and that there is none', async () => {
		const wrong = { ...sandbox.otherConnector.credential, elementToken: 'fluffy-cat-4711' };
		await expect(offered({ openConnectorsApi: wrong })).rejects.toThrow(
			'Open Connectors does not accept the credential',
		);
		await expect(
			loadOptions(getInstanceResources, {
				nodeType: new OpenConnectorsPollTrigger(),
				parameters: { connector: 'other', configure: 'instance' },
				credentials: {},
				path: 'parameters.instanceResources',
			}),
		).rejects.toThrow('Credential: none is chosen');
	});
});

it.each([
	['a web page', '<html>Welcome</html>', 'instead of the list'],
	['no id', '{"dateTime":"x"}', 'Element Token: Open Connectors does not say'],
])('%s in place of the instance is said', async (_what, text, message) => {
	sandbox.platform.faults.set({
		misbehave: { path: '/ping', by: (response) => response.end(text) },
	});
	const { message: shown } = await refusalOf(hostOf('in-memory'));
	expect(shown).toContain(message);
});
