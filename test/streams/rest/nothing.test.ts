import { RestApi } from '../../harness/restApi';
import { RestPoller } from '../../harness/restPoller';
import { restSettings } from './settings';
import { recordSource } from '../../../nodes/OpenConnectors/streams/rest/records';

describe('the answer that says that there is nothing', () => {
	const none = { field: 'nowhere', absent: true };
	const { select } = recordSource('things', { recordsField: 'items', none });

	it('has no list, or an empty one', () => {
		expect(select({})).toEqual([]);
		expect(select({ items: [] })).toEqual([]);
	});

	it('is none that holds records', () => {
		expect(select({ items: [{ id: 1 }] })).toEqual([{ id: 1 }]);
		const wrapped = recordSource('things', { recordsField: 'items[*].thing', none });
		expect(wrapped.select({ items: [{ thing: { id: 1 } }] })).toEqual([{ id: 1 }]);
		expect(recordSource('things', { none }).select([{ id: 1 }])).toEqual([{ id: 1 }]);
	});
});

describe('records that lack the field of the updated date', () => {
	const poll = async (updatedDateField: string) => {
		const api = new RestApi();
		for (let id = 1; id <= 4; id += 1) api.change(String(id));
		api.time += 60_000;
		const right = restSettings(api.traits);
		const datesConfiguration = { ...right.datesConfiguration, updatedDateField };
		const poller = new RestPoller(api, { ...right, datesConfiguration }, { kind: 'at', at: 0 });
		return (await poller.poll()).warnings.map(({ code }) => code);
	};

	it('are told of, and their contents count', async () => {
		expect(await poll('updatedAt')).toEqual(['undated-records']);
		expect(await poll('updated_at')).toEqual([]);
	});
});
