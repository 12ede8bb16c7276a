import type { INodeParameters } from 'n8n-workflow';
import { pollsADay } from '../../nodes/OpenConnectors/host/dailyRequests';
import type { Sandbox } from '../../sandbox/server';
import { endScenarios, prepared } from '../failures/scenario';
import { Host, startOnStoppedClock, stopWithClock, viaProviderTo } from '../harness/sandbox';

afterEach(endScenarios);

describe('polls a day', () => {
	const of = (...item: readonly object[]) => pollsADay({ item });

	it.each([
		['every minute', { mode: 'everyMinute' }, 1_440],
		['every hour', { mode: 'everyHour', minute: 7 }, 24],
		['every 5 minutes', { mode: 'everyX', value: 5, unit: 'minutes' }, 288],
		['every 7 minutes, begun anew each hour', { mode: 'everyX', value: 7, unit: 'minutes' }, 216],
		[
			'every 90 minutes, which n8n takes for every hour',
			{ mode: 'everyX', value: 90, unit: 'minutes' },
			24,
		],
		['every 2 hours', { mode: 'everyX', value: 2, unit: 'hours' }, 12],
		['every day', { mode: 'everyDay', hour: 3, minute: 0 }, 1],
		['on one day a week', { mode: 'everyWeek', hour: 3, minute: 0, weekday: 1 }, 1],
		['on one day a month', { mode: 'everyMonth', hour: 3, minute: 0, dayOfMonth: 1 }, 1],
		['a mode of a later n8n', { mode: 'everyFullMoon' }, 1_440],
	])('%s', (_name, item, polls) => {
		expect(of(item)).toBe(polls);
	});

	it.each([
		['* * * * *', 1_440],
		['20 * * * * *', 1_440],
		['*/10 * * * *', 144],
		['0 */10 * * * *', 144],
		['5/20 * * * *', 72],
		['0,30 8-17 * * 1-5', 20],
		['0 0-30/10 9 * * *', 4],
		['0,0,15-20,18 7 * * MON-FRI', 7],
		['30 4 1 * *', 1],
		['? H * * *', 1_440],
		['', 1_440],
	])('by the expression "%s"', (cronExpression, polls) => {
		expect(of({ mode: 'custom', cronExpression })).toBe(polls);
	});

	it('of several poll times are those of all', () => {
		const seconds = [0, 10, 20, 30, 40, 50].map((second) => ({
			mode: 'custom',
			cronExpression: `${second} * * * * *`,
		}));
		expect(of(...seconds)).toBe(8_640);
		expect(of({ mode: 'everyDay' }, { mode: 'everyHour' })).toBe(25);
	});

	it.each([undefined, {}, { item: [] }, { item: 'x' }, null])(
		'are those of every minute where %j is chosen',
		(pollTimes) => {
			expect(pollsADay(pollTimes)).toBe(1_440);
		},
	);
});

const lines = (host: Host, level: string) =>
	host.log
		.filter((line) => line.level === level && line.message.includes('requests a day'))
		.map(({ message }) => message.replace('Test > Poll: ', ''));

const LISTS = ['accounts', 'contacts', 'events', 'leads', 'notes', 'projects', 'tasks'];
const every = (minutes: number) => ({
	pollTimes: { item: [{ mode: 'everyX', value: minutes, unit: 'minutes' }] },
});

/** Insightly allows 20,000. */
const insightly = async (parameters: INodeParameters) =>
	(await prepared('in-memory', { parameters })).host;

describe('what a node says of the requests of a day', () => {
	it('to who publishes: how many there will be', async () => {
		const host = await insightly({ resources: LISTS, ...every(5) });
		await host.publish();
		expect(lines(host, 'info')).toEqual([
			'Polling 7 lists 288 times a day takes about 2,016 requests a day while nothing changes. Insightly allows at least 20,000.',
		]);
		expect(lines(host, 'warn')).toEqual([]);
	});

	it('is not said again at each start and each poll', async () => {
		const host = await insightly({ resources: ['contacts'] });
		await host.publish();
		await host.restart();
		await host.tick();
		expect(lines(host, 'info')).toEqual([
			expect.stringMatching(/^Polling 1 list 1,440 times a day takes about 1,440 requests a day/),
		]);
	});

	it('is a warning with advice above half of what the provider allows, in a test too', async () => {
		const warning =
			'Polling 7 lists 1,440 times a day would take about 10,080 requests a day while nothing changes. Insightly allows at least 20,000, ' +
			'for all that use the account. Lists in which nothing changes are read less and less often, down to every five minutes. ' +
			'Choose fewer resources, or poll less often under Poll Times.';
		const host = await insightly({ resources: LISTS });
		const [item] = await host.fetchTestEvent();
		expect(item.json.notices).toContain(warning);
		await host.publish();
		expect(lines(host, 'warn')).toEqual([warning]);
		expect(lines(host, 'info')).toEqual([]);
	});

	it('is no warning at half of it', async () => {
		const host = await insightly({ resources: LISTS.slice(1) });
		const [item] = await host.fetchTestEvent();
		expect(JSON.stringify(item.json)).not.toContain('requests a day');
	});

	it('goes by the refresh interval of a pasted instance', async () => {
		const contacts = {
			url: "/hubs/crm/contacts?where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'",
		};
		const host = await insightly({
			configure: 'json',
			pollerConfiguration: JSON.stringify({
				configuration: {
					'event.poller.refresh_interval': '15',
					'event.poller.configuration': JSON.stringify({ contacts }),
				},
			}),
		});
		await host.publish();
		expect(lines(host, 'info')).toEqual([
			expect.stringMatching(/^Polling 1 list 96 times a day takes about 96 requests a day/),
		]);
	});
});

describe('by connector', () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startOnStoppedClock();
	});
	afterEach(async () => await stopWithClock(sandbox));

	it('a resource of several lists takes a request for each, deletions among them', async () => {
		const constantContact = viaProviderTo('constantcontact');
		const host = constantContact(sandbox, 'in-memory', { resources: ['contacts', 'tags'] });
		await host.publish();
		// Changed, unsubscribed and deleted contacts, and tags.
		expect(lines(host, 'warn')).toEqual([
			expect.stringMatching(
				/^Polling 3 lists .* would take about 5,760 requests .* Constant Contact allows at least 10,000,/,
			),
		]);
	});

	it('through Open Connectors it is the provider that allows them', async () => {
		const host = new Host('in-memory', {
			parameters: {
				connector: 'constantcontact',
				connection: 'openConnectors',
				resources: ['campaigns'],
			},
			credentials: { openConnectorsApi: sandbox.platformCredentialFor('constantcontact') },
		});
		await host.publish();
		expect(lines(host, 'info')).toEqual([
			expect.stringContaining('Constant Contact allows at least 10,000'),
		]);
	});

	it('nothing is said where no limit of a day is known', async () => {
		const host = viaProviderTo('freshdesk')(sandbox, 'in-memory', { resources: ['contacts'] });
		await host.publish();
		expect([...lines(host, 'info'), ...lines(host, 'warn')]).toEqual([]);
	});
});
