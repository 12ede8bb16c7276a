import { toEvent } from '../../../nodes/OpenConnectors/host/event';
import { streamsOf, RestPoller } from '../../harness/restPoller';
import { BASE, RestApi } from '../../harness/restApi';
import { MINUTE } from '../../harness/clock';
import { restSettings } from './settings';

const VALUES = { repo: ['a', 'b/c'] };

/** An API with a list for each of some names; one of them may fail. */
function apiOf(failing?: string) {
	const lists = new Map(['a', 'b%2Fc'].map((name) => [name, new RestApi({ order: 'id' })]));
	const api = {
		lists,
		time: 0,
		send: async (request: Parameters<RestApi['send']>[0]) => {
			const name = /repos\/([^/]+)\//.exec(request.url)?.[1] ?? '';
			if (name === failing) return { status: 404, headers: {}, body: '{}' };
			const list = lists.get(name);
			if (!list) throw new Error(`There is no ${name}.`);
			return await list.send(request);
		},
	};
	return api;
}

const settingsOf = (values: Readonly<Record<string, readonly string[]>> = VALUES) => {
	const { url = '', ...rest } = restSettings(new RestApi().traits);
	return { ...rest, url: url.replace('/things', '/repos/{repo}/things'), values };
};

it('a list for each value, with a state and a key of its own, under the name of the resource', () => {
	const streams = streamsOf(settingsOf(), apiOf());
	expect(streams.map(({ name, stateKey, values }) => [name, stateKey, values])).toEqual([
		['things', 'things (repo=a)', { repo: 'a' }],
		['things', 'things (repo=b/c)', { repo: 'b/c' }],
	]);
	expect(new Set(streams.map(({ key }) => key)).size).toBe(2);
});

it('every combination of several, each once', () => {
	const streams = streamsOf(settingsOf({ repo: ['a', 'b', 'a'], state: ['x', 'y'] }), apiOf());
	expect(streams).toHaveLength(4);
});

it('no more than can be read', () => {
	const many = Array.from({ length: 101 }, (_, index) => String(index));
	expect(() => streamsOf(settingsOf({ repo: many }), apiOf())).toThrow(
		'things.values: means 101 lists',
	);
});

it('one that fails does not hold back the others', async () => {
	const api = apiOf('a');
	const poller = new RestPoller(api, settingsOf());
	const [failing, right] = poller.streams;
	for (const list of api.lists.values()) api.time = list.time;
	expect((await poller.pollList(right)).error).toBeUndefined();
	const other = api.lists.get('b%2Fc');
	if (other) other.time = api.time += MINUTE;
	other?.change('7');
	if (other) other.time = api.time += MINUTE;
	expect((await poller.pollList(failing)).error).toMatchObject({ code: 'not-found' });
	const { changes } = await poller.pollList(right);
	expect(changes.map(({ id }) => id)).toEqual(['7']);
	expect(other?.asked[0].url).toContain(`${BASE}/repos/b%2Fc/things?`);
});

it('events say of which list they are, and keep the ids of the records', () => {
	const context = {
		elementKey: 'rest',
		hubKey: '',
		objectType: 'things',
		instanceName: '',
		tags: [],
	};
	const change = { kind: 'created', id: '7', version: '5', record: { id: 7 } } as const;
	const [one, other] = ['a', 'b'].map((repo) =>
		toEvent(change, { ...context, values: { repo }, listName: `things (repo=${repo})` }, 0),
	);
	expect(one).toMatchObject({ objectType: 'things', objectId: '7', values: { repo: 'a' } });
	expect(one.eventId).not.toBe(other.eventId);
	expect(toEvent(change, context, 0)).not.toHaveProperty('values');
});
