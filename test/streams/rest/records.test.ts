import { recordSource } from '../../../nodes/OpenConnectors/streams/rest/records';
import { restReading } from '../../../nodes/OpenConnectors/streams/rest/reading';
import { datesOf } from '../../../nodes/OpenConnectors/configuration/dateSettings';
import type { ResourceSettings } from '../../../nodes/OpenConnectors/configuration/language';
import { UTC } from '../../../nodes/OpenConnectors/dates/zone';

/** What a configuration reads out of the body of an answer. */
function readBy(settings: ResourceSettings, body: unknown) {
	const { idField } = settings;
	const { select, compile } = recordSource('things', settings);
	const configuration = {
		name: 'things',
		...(typeof idField === 'string' ? { idField } : {}),
		...datesOf(settings.datesConfiguration),
	};
	const { reader } = restReading(configuration, settings, compile, { zone: UTC });
	return select(body).map((record) => ({
		id: reader.id(record),
		updated: reader.updated(record),
		deleted: reader.deleted(record),
		record,
	}));
}

const idsIn = (settings: ResourceSettings, body: unknown) =>
	readBy({ idField: 'id', ...settings }, body).map(({ id }) => id);

describe('where records are', () => {
	it.each<readonly [string, ResourceSettings, unknown, readonly unknown[]]>([
		['the answer itself', {}, [{ id: 1 }], [1]],
		['a field', { recordsField: 'data.items' }, { data: { items: [{ id: 1 }] } }, [1]],
		[
			'one value out of each entry, null passed over',
			{ recordsField: 'data[*].item' },
			{ data: [{ item: { id: 1 } }, { item: null }, null, { item: { id: 2 } }] },
			[1, 2],
		],
		[
			'lists in a list',
			{ recordsField: 'groups[*].items[*]' },
			{ groups: [{ items: [{ id: 1 }, { id: 2 }] }, { items: [] }, { items: [{ id: 3 }] }] },
			[1, 2, 3],
		],
		['entries of a bare list', { recordsField: '[*].node' }, [{ node: { id: 1 } }], [1]],
		[
			'nothing, declared by absence',
			{ recordsField: 'orders', none: { field: 'orders', absent: true } },
			{ cursor: 'x' },
			[],
		],
		[
			'nothing, declared by null',
			{ recordsField: 'data', none: { field: 'data', equals: null } },
			{ data: null },
			[],
		],
	])('%s', (_name, settings, body, expected) => {
		expect(idsIn(settings, body)).toEqual(expected);
	});

	it.each<readonly [string, ResourceSettings, unknown, string]>([
		[
			'an answer without the list',
			{ recordsField: 'items' },
			{ things: [] },
			'things.recordsField: leads to no list in the answer. It has the fields things.',
		],
		[
			'an undeclared null',
			{ recordsField: 'data' },
			{ data: null },
			'things.recordsField: leads to no list',
		],
		['an object where a list is expected', {}, { things: [] }, 'things.recordsField: is missing'],
		[
			'the error of an API',
			{ recordsField: 'items' },
			{ message: 'Down for maintenance' },
			'an error object: Down for maintenance',
		],
		[
			'a record path that leads to nothing',
			{ recordsField: 'items', record: 'object' },
			{ items: [{ id: 1 }] },
			'things.record: leads to no record in any of 1 entries of the list. It has the fields id.',
		],
		[
			'a list of texts',
			{ recordsField: 'items' },
			{ items: ['a'] },
			'things.recordsField: leads to a list whose entry 1 is no object',
		],
	])('no list: %s', (_name, settings, body, message) => {
		expect(() => idsIn(settings, body)).toThrow(message);
	});
});

it('record proper, with id, date and mark of deletion from outside of it', () => {
	const settings: ResourceSettings = {
		idField: '^.id',
		recordsField: 'events',
		record: 'data.object',
		datesConfiguration: { updatedDateField: '^.created', updatedDateFormat: 'seconds' },
		deleted: { field: '^.type', values: ['thing.deleted'] },
	};
	const events = [
		{ id: 'e1', created: 1_767_614_400, type: 'thing.updated', data: { object: { name: 'Ada' } } },
		{ id: 'e2', created: 1_767_614_401, type: 'thing.deleted', data: {} },
	];
	expect(readBy(settings, { events })).toEqual([
		{ id: 'e1', updated: 1_767_614_400_000, deleted: false, record: { name: 'Ada' } },
		{ id: 'e2', updated: 1_767_614_401_000, deleted: true, record: {} },
	]);
});

describe('dates', () => {
	const DATES = {
		updatedDateField: ['edited', 'changed'],
		updatedDateFormat: 'yyyy-MM-dd',
		createdDateField: 'made',
	};
	it.each([
		['the first that holds something', { edited: null, changed: '2026-01-03' }, '2026-01-03'],
		[
			'the created one where the updated one is empty',
			{ edited: null, changed: '', made: '2026-01-02' },
			'2026-01-02',
		],
		[
			'the same for what databases write in its place',
			{ edited: '0000-00-00 00:00:00', made: '2026-01-02' },
			'2026-01-02',
		],
		['none where the field is not even there', { made: '2026-01-02' }, undefined],
		['none where it cannot be read', { edited: 'soon', made: '2026-01-02' }, undefined],
	])('%s', (_name, record, expected) => {
		const [{ updated }] = readBy({ datesConfiguration: DATES }, [record]);
		expect(updated).toBe(expected && Date.parse(expected));
	});
});

it.each([
	[{ field: 'gone', values: [true] }, { gone: 'true' }, true],
	[{ field: 'gone', values: [1] }, { gone: '1' }, true],
	[{ field: 'gone', values: [null] }, { gone: null }, true],
	[{ field: 'gone', values: [{ by: 'x' }] }, { gone: { by: 'x' } }, true],
	[{ field: 'gone', values: ['yes'] }, { gone: 'no' }, false],
	[{ field: 'gone', values: [null] }, {}, false],
	[{ field: 'gone' }, { gone: '2026-01-01' }, true],
	[{ field: 'gone' }, { gone: null }, false],
] as const)('deletions by %j: %j is %s', (deleted, record, expected) => {
	expect(readBy({ deleted }, [record])[0].deleted).toBe(expected);
});

it('several fields are one id', () => {
	expect(idsIn({ idField: ['list', 'id'] }, [{ list: 'a', id: 7 }])).toEqual(['a-7']);
});
