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
