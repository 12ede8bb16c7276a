import { hash53 } from '../../nodes/OpenConnectors/core/fingerprint';
import { SingleFlight } from '../../nodes/OpenConnectors/host/singleFlight';
import * as state from '../../nodes/OpenConnectors/host/state';
import * as unconfirmedBatch from '../../nodes/OpenConnectors/host/unconfirmedBatch';
import * as key from '../../nodes/OpenConnectors/streams/key';
import { releaseTime, stopTime } from '../harness/clock';
import { rows, upTo } from '../length';
import type { HostWorldChoice, WorldEvent } from './worlds/plan';
import { playHostWorlds, type HostPromise } from './worlds/playAll';

beforeAll(() => stopTime());
afterAll(releaseTime);
afterEach(() => jest.restoreAllMocks());

/** Negative controls: with one protection switched off the worlds must break; a suite that does not notice tests nothing. */
interface Control {
	readonly off: string;
	readonly shows: HostPromise;
	readonly worlds: HostWorldChoice;
	readonly doctor: () => void;
}

const WORLDS = upTo(2, 4);

const CALM = { isInDrips: false, isHeavy: false, latestMs: 0, isShared: false };

/** The same things happen again and again. */
const again = (...events: ReadonlyArray<WorldEvent | undefined>): HostWorldChoice => ({
	...CALM,
	events: [...events, ...events, ...events],
});

const { loadState, saveState } = state;
const { keyOf } = key;

const CONTROLS: readonly Control[] = [
	{
		off: 'the batch that n8n may have lost',
		shows: 'lost',
		worlds: {
			...again('n8n is killed between state and items', 'the leader is killed'),
			engine: 'in-memory',
			list: 'dated',
		},
		doctor: () =>
			jest
				.spyOn(unconfirmedBatch, 'replayOf')
				.mockImplementation(() => ({ items: [], states: new Map() })),
	},
	{
		off: 'what the process saved last, with two registrations',
		shows: 'twice',
		worlds: { ...again('it is registered twice'), engine: 'in-memory', list: 'dated' },
		doctor: () =>
			jest.spyOn(state, 'loadState').mockImplementation((context) => loadState(context)),
	},
	{
		off: 'the state under the id of the node',
		shows: 'lost',
		worlds: {
			...again(undefined, 'the node is renamed'),
			engine: 'in-memory',
			list: 'compared',
		},
		doctor: () =>
			jest.spyOn(state, 'saveState').mockImplementation((context, ...more) => {
				const saved = saveState(context, ...more);
				const global = context.getWorkflowStaticData('global');
				for (const name of Object.keys(global)) delete global[name];
				context.getWorkflowStaticData('node').openConnectors = saved;
				return saved;
			}),
	},
	{
		off: 'the count of states, when a name comes back',
		shows: 'twice',
		worlds: {
			...again(...Array.from({ length: 4 }, (): WorldEvent => 'the node is renamed')),
			engine: 'in-memory',
			list: 'dated',
		},
		doctor: () =>
			jest
				.spyOn(state, 'saveState')
				.mockImplementation((context, saved, before, activation) =>
					saveState(context, saved, { ...before, seq: 0 }, activation),
				),
	},
	{
		off: 'holding back a poll from the state of before',
		shows: 'twice',
		worlds: { ...again(undefined, 'n8n saves late'), engine: 'durable', list: 'dated' },
		doctor: () =>
			jest
				.spyOn(SingleFlight.prototype, 'run')
				.mockImplementation(async (_flight, work) => await work(() => false)),
	},
	{
		off: 'the meaning of the settings in place of their text',
		shows: 'lost',
		worlds: { ...again('settings are written otherwise'), list: 'platform', engine: 'in-memory' },
		doctor: () =>
			jest.spyOn(key, 'keyOf').mockImplementation((parameters, plan) => {
				const [identity, ...more] = keyOf(parameters, plan).split('.');
				const text = JSON.stringify([parameters, plan.configuration]);
				return [`${identity}${hash53(text)}`, ...more].join('.');
			}),
	},
];

it.each(rows(CONTROLS, 2))(
	'without $off worlds break: $shows',
	async ({ shows, worlds, doctor }) => {
		expect((await playHostWorlds(1, WORLDS, worlds)).broken).toEqual([]);
		doctor();
		const { broken } = await playHostWorlds(1, WORLDS, worlds);
		expect(broken.map((verdict) => verdict[shows] ?? []).flat()).not.toEqual([]);
	},
);
