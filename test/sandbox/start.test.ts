/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { mock } from 'jest-mock-extended';
import { displayName } from '../../sandbox/n8n/displayName';
import { followEvents, sumUp } from '../../sandbox/n8n/console';
import { Execution } from '../../sandbox/n8n/executions';
import { toDelivery } from '../../sandbox/n8n/feed';
import type { N8nClient } from '../../sandbox/n8n/client';
import type { Trial } from '../../sandbox/n8n/trial';
import { connectorTrial, restTrial, type TrialSubject } from '../../sandbox/n8n/trialSubjects';
import { toNote } from '../../sandbox/n8n/note';
import { readStartOptions } from '../../sandbox/n8n/options';
import { CONNECTOR_NAMES, findSubject, resourcesOf, SUBJECTS } from '../../sandbox/n8n/subjects';
import { EVERY_MINUTE, POLL_TRIGGER, REST_TRIGGER, toWorkflow } from '../../sandbox/n8n/workflow';
import {
	Activity,
	type Change,
	type ReceivedChange,
	type Sandbox,
	startSandbox,
} from '../../sandbox/server';

/** What there is to watch. */
const TRIALS: ReadonlyArray<readonly [string, (sandbox: Sandbox) => TrialSubject]> = [
	...SUBJECTS.map(
		(subject) => [subject.label, (sandbox: Sandbox) => connectorTrial(subject, sandbox)] as const,
	),
	['any REST API', restTrial],
];

const read = (...args: string[]) => readStartOptions(['node', 'start.ts', ...args]);

describe('options of npm start', () => {
	it('watch Insightly, once a minute, unless told otherwise', () => {
		expect(read()).toMatchObject({
			connector: 'insightly',
			connection: 'provider',
			pollEvery: 60,
			rate: 0.5,
			durable: false,
		});
	});

	it.each([
		['keap', 'infusionsoftrest'],
		...CONNECTOR_NAMES.map((name): [string, string] => [name, name]),
	])('know the connector %s', (name, connector) => {
		expect(read('--connector', name, '--poll-every', '10')).toMatchObject({
			connector,
			pollEvery: 10,
		});
	});

	it.each([
		['--connector', 'nobody', new RegExp([...CONNECTOR_NAMES, 'keap'].join(', '))],
		['--poll-every', '7', /60, 30, 20, 15, 10/],
		['--poll-every', '', /60, 30, 20, 15, 10/],
		['--rate', '0', /from 0.01 to 50/],
	])('end the program with what can be given: %s %s', (option, value, says) => {
		const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
			throw new Error('ended');
		});
		const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
		expect(() => read(option, value)).toThrow('ended');
		expect(write.mock.calls.join()).toMatch(says);
		expect(exit).toHaveBeenCalledWith(1);
		jest.restoreAllMocks();
	});
});

describe('the trial workflow', () => {
	const { nodes } = toWorkflow({
		name: 'Maximizer changes',
		parameters: {},
		credentials: {},
		pollTimes: EVERY_MINUTE,
		note: toNote('Maximizer', 'http://127.0.0.1:4100', 60),
	});

	it('opens with one poll time that people can read, and a note', () => {
		expect(nodes.find(({ type }) => type === POLL_TRIGGER)?.parameters).toEqual({
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		});
		const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(note?.parameters).toMatchObject({
			content: expect.stringMatching(
				/## Maximizer changes[^]*127\.0\.0\.1:4100[^]*--poll-every 10/,
			),
		});
	});

	it('of any REST API is the form of the node for it, and says so', async () => {
		const sandbox = await startSandbox();
		await sandbox.stop();
		const { trigger, form, about } = restTrial(sandbox);
		const workflow = {
			name: 'REST API changes',
			...trigger,
			credentials: { [form.type]: { id: '7', name: 'Issue tracker' } },
			pollTimes: EVERY_MINUTE,
			note: toNote('REST API', sandbox.url, 60, about),
		};
		const written = toWorkflow(workflow);
		expect(written.nodes[0]).toMatchObject({
			...REST_TRIGGER,
			parameters: {
				lists: {
					list: [
						{
							name: 'issues',
							url: expect.stringMatching(/^\/repos\/acme\/shop\/issues\?.*since=\$\{gmtDate:/),
							idField: 'id',
							updatedDateField: 'updated_at',
							createdDateField: 'created_at',
							paging: 'link',
						},
					],
				},
			},
		});
		expect(Object.keys(written.connections)).toEqual([REST_TRIGGER.name]);
		expect(JSON.stringify(written.nodes)).toContain('no connector of this API');
	});

	it('says what the many poll times are, when it polls more often', () => {
		expect(toNote('Maximizer', 'http://127.0.0.1:4100', 10)).toMatch(
			/every 10 s.*no shorter time than a minute.*Poll Times/,
		);
	});
});

describe('the name of a record in the terminal', () => {
	it.each(TRIALS)('is known for %s', async (_label, toSubject) => {
		const sandbox = await startSandbox();
		await sandbox.stop();
		const subject = toSubject(sandbox);
		const { world } = subject;
		for (const resource of resourcesOf(subject)) {
			const { record } = world.create(resource);
			const name = displayName(record);
			expect([resource, name]).toEqual([resource, expect.stringMatching(/^\S.{2,}/)]);
			expect(name).not.toMatch(/sandbox change/);
		}
	});

	it('is not there for a record without any', () => {
		expect(displayName({ id: 7, name: '', subject: 3 })).toBe('');
	});

	it('is not longer than a line', () => {
		expect(displayName({ Text: 'a'.repeat(200) })).toHaveLength(61);
	});
});

describe('the sums in the terminal', () => {
	const toEvent = ({ resource, id, kind, record }: Change): ReceivedChange => ({
		resource,
		id,
		kind,
		record,
		eventId: `${resource} ${id}`,
	});

	it.each(TRIALS)('are those of %s', async (_label, toSubject) => {
		const sandbox = await startSandbox();
		await sandbox.stop();
		const subject = toSubject(sandbox);
		const { world } = subject;
		const [work] = subject.works;
		const trial = { subject, pollEvery: 60 };
		const activity = new Activity(world, { ...work, restMs: 60_000 });
		const made = [...activity.step(10)];
		const [first, second, ...others] = made.map(toEvent);
		const received = [first, first, ...others].map((event) => subject.toWorld(event));
		const now = Date.now();
		expect(sumUp(trial, received, now)).toBe(
			'made 10, received 10, on their way 1, missing 0, twice 1',
		);
		expect(sumUp(trial, received, now + 80_000)).toBe(
			'made 10, received 10, on their way 0, missing 1, twice 1',
		);
		expect(sumUp(trial, [...received, second], now + 80_000)).toContain('missing 0, twice 1');
	});

	it('count deletions where the provider shows them', async () => {
		const sandbox = await startSandbox();
		await sandbox.stop();
		const subject = connectorTrial(findSubject('icontact', 'provider'), sandbox);
		const { world } = subject;
		world.remove('contacts', world.ids('contacts')[0]);
		expect(sumUp({ subject, pollEvery: 60 }, [], Date.now())).toContain('on their way 1');
	});
});

describe('following the events', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it('goes on when requests to n8n fail, and says so once', async () => {
		const client = mock<N8nClient>();
		let asked = 0;
		client.executionsAfter.mockImplementation(async () => {
			asked++;
			if (asked < 4) throw new TypeError('fetch failed');
			return [];
		});
		const lines: string[] = [];
		void followEvents(mock<Trial>({ client }), (line) => lines.push(line));
		await jest.advanceTimersByTimeAsync(10_000);
		expect(asked).toBeGreaterThan(5);
		expect(lines).toEqual([expect.stringMatching(/n8n does not answer.*fetch failed/)]);
	});

	it('says of an execution without words that it failed', () => {
		const failed = Execution.parse({
			id: '7',
			status: 'error',
			mode: 'trigger',
			startedAt: null,
			data: { resultData: { runData: {}, error: {} } },
		});
		expect(toDelivery(failed)).toEqual({ events: [], error: 'the execution failed' });
	});

	it('ends at an answer that it does not understand, instead of asking for ever', async () => {
		const client = mock<N8nClient>();
		client.executionsAfter.mockRejectedValue(new Error('another shape'));
		await expect(followEvents(mock<Trial>({ client }), () => {})).rejects.toThrow('another shape');
	});
});
