import { RestApi, type RestTraits } from '../../harness/restApi';
import { RestPoller } from '../../harness/restPoller';
import { restSettings } from './settings';

type Way = readonly [name: string, traits: Partial<RestTraits>];

const PLACES = ['query', 'body', 'header'] as const;
const PAGINGS = [
	'none',
	'page',
	'offset',
	'cursor',
	'last-id',
	'link-header',
	'link-field',
] as const;
const MARKS = ['nothing', 'total', 'pages', 'more', 'end'] as const;

const WAYS: readonly Way[] = PLACES.flatMap((place) =>
	PAGINGS.flatMap((paging) =>
		// Pages are counted where they have numbers.
		MARKS.filter((mark) => mark !== 'pages' || paging === 'page').map(
			(mark): Way => [`${place}, ${paging}, marked by ${mark}`, { place, paging, mark }],
		),
	),
);

describe('every place with every way of paging reads a list to its end, and what changes later', () => {
	it.each(WAYS)('%s', async (_name, traits: Partial<RestTraits>) => {
		const order = traits.paging === 'last-id' ? 'id' : 'ascending';
		const api = new RestApi({ ...traits, order, clamp: 7 });
		for (let id = 1; id <= 30; id += 1) api.change(String(id));
		api.time += 60_000;
		const poller = new RestPoller(api, restSettings(api.traits));
		expect(await poller.news()).toEqual([]);
		api.time += 60_000;
		for (let id = 25; id <= 50; id += 1) api.change(String(id));
		api.time += 60_000;
		const expected = Array.from({ length: 26 }, (_, index) =>
			index < 6 ? `updated ${25 + index}/2` : `created ${25 + index}/1`,
		);
		expect((await poller.news()).slice().sort()).toEqual(expected.slice().sort());
		expect(await poller.news()).toEqual([]);
	});
});
