import { HOUR, MINUTE, pass } from '../harness/clock';
import type { Host, HostSettings } from '../harness/host';
import { endScenarios, ENGINES, newsOf, prepared, started } from '../failures/scenario';
import { icontactCredential } from './worlds/settings';

afterEach(endScenarios);

const NAMES = {
	workflowId: expect.stringMatching(/^workflow-\d+$/),
	workflowName: 'Test',
	nodeName: 'Poll',
};

const debugLines = (host: Host) => host.log.filter(({ level }) => level === 'debug');

/** A list that is compared whole. */
const comparingWhole = ({ settings }: Host, url: string): HostSettings => ({
	parameters: { ...settings.parameters, connector: 'icontact', resources: ['campaigns'] },
	credentials: {
		openConnectorsIContactApi: icontactCredential(url),
	},
});

/** The figures of the latest poll. */
const figures = (host: Host) => debugLines(host).at(-1)?.metadata;

describe.each(ENGINES)('what whoever runs n8n reads, under the %s engine', (engine) => {
	it('a failure that lasts is told when it begins, after an hour and when it ends, each with its workflow', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 500 });
		await newsOf(host, 1);
		pass(HOUR);
		await newsOf(host, 1);
		provider.script = () => undefined;
		pass(5 * MINUTE);
		await newsOf(host, 1);
		const told = (level: string, sentence: string) => ({
			level,
			message: `Test > Poll: ${sentence}`,
			metadata: NAMES,
		});
		const failed = 'contacts: Insightly could not answer (HTTP 500)';
		expect(host.log.filter(({ message }) => message.includes('contacts: '))).toEqual([
			told('warn', failed),
			told('warn', failed),
			told('info', 'contacts: read again, after 4020 seconds'),
		]);
	});

	it('each poll has one line with its figures, a quiet one too', async () => {
		const { provider, host } = await prepared(engine, {
			traits: { requestMs: 1_400 },
			parameters: { resources: ['contacts', 'leads'] },
		});
		await host.publish();
		pass(MINUTE);
		const before = debugLines(host).length;
		provider.change(10);
		provider.change(11);
		await newsOf(host, 2);
		const lines = debugLines(host).slice(before);
		const SHAPE =
			/^Test > Poll: Polled: lists 2\/2, requests 2, records \d+, events \d, held back 0, failing 0, lag \d s, 2800 ms$/;
		for (const { message } of lines) expect(message).toMatch(SHAPE);
		const quiet = { lists: 2, ofLists: 2, requests: 2, heldBack: 0, failing: 0, ms: 2800 };
		expect(lines.map(({ metadata }) => metadata)).toEqual([
			expect.objectContaining({ ...NAMES, ...quiet, events: 2, lagSeconds: 1 }),
			expect.objectContaining({ ...NAMES, ...quiet, events: 0, lagSeconds: 1 }),
		]);
	});

	it('the line tells how far the list that fails has fallen behind', async () => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['contacts', 'leads'] },
		});
		provider.script = ({ resource }) => (resource === 'leads' ? { status: 500 } : undefined);
		// Ten minutes, and the pauses between the requests of ten polls.
		await newsOf(host, 10);
		expect(figures(host)).toMatchObject({ lists: 1, ofLists: 2, failing: 1, lagSeconds: 601 });
		provider.script = () => undefined;
		pass(5 * MINUTE);
		await host.tick();
		expect(figures(host)).toMatchObject({ lists: 2, failing: 0, lagSeconds: 0 });
	});

	it('a poll whose error is thrown has its line, too', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 500 });
		await newsOf(host, 3);
		expect(host.errors).toHaveLength(1);
		expect(debugLines(host)).toHaveLength(4);
		expect(figures(host)).toMatchObject({ lists: 0, failing: 1, events: 0, lagSeconds: 180 });
	});

	it('changes of a list that is compared whole, and wait for their turn, are counted', async () => {
		const { provider, host } = await prepared(engine, { options: { maxItems: 2 } });
		host.settings = comparingWhole(host, provider.url);
		await host.publish();
		pass(MINUTE);
		for (let id = 10; id < 15; id += 1) provider.change(id, { resource: 'campaigns' });
		await newsOf(host, 1);
		expect(figures(host)).toMatchObject({ events: 2, heldBack: 3 });
		await newsOf(host, 2);
		expect(figures(host)).toMatchObject({ events: 1, heldBack: 0 });
	});

	it('a poll that settings stop says so', async () => {
		const { host } = await started(engine);
		host.settings = {
			...host.settings,
			parameters: { ...host.settings.parameters, resources: [] },
		};
		if (engine === 'in-memory') await host.publish('init');
		await host.tick();
		expect(debugLines(host).at(-1)?.message).toContain(
			'Not polled: Resources: no resource is chosen',
		);
	});
});
