import { fromSettings, settingsOfForm, toSettings } from '../../nodes/OpenConnectors/host/form';
import { lists } from '../../nodes/OpenConnectors/host/formProperties';
import configurations from '../configuration/restConfigurations.json';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every list of the real configurations, by its name. */
const REAL = Object.values(configurations).flatMap((configuration) =>
	Object.entries(configuration).flatMap(([name, settings]) =>
		isObject(settings) ? [[name, settings] as const] : [],
	),
);

describe('real configurations', () => {
	it('there are some', () => expect(REAL.length).toBeGreaterThan(10));

	it.each(REAL)('%s becomes a form, and the form stands for it', (name, settings) => {
		const form = fromSettings(name, settings);
		expect(form).toBeDefined();
		expect(settingsOfForm({ list: [form] })).toEqual({ [name]: settings });
	});
});

it('every key of the language comes back', () => {
	const settings = {
		url: '/items',
		method: 'POST',
		headers: { accept: 'text/json' },
		body: { query: 'q' },
		idField: ['a.id', 'b'],
		datesConfiguration: {
			updatedDateField: 'changed',
			updatedDateFormat: 'seconds',
			updatedDateTimezone: 'Europe/Berlin',
			createdDateField: "['made at']",
			createdDateFormat: 'milliseconds',
			createdDateTimezone: 'GMT',
		},
		filterByUpdatedDate: false,
		recordsField: 'data[*].item',
		record: 'data.object',
		paging: {
			type: 'cursor',
			in: 'body',
			cursorParam: 'variables.after',
			cursorField: 'next',
			limitParam: 'variables.first',
			hasMoreField: 'more',
			alone: true,
			maximumOffset: 10_000,
		},
		pageSize: 100,
		pollDelay: 60,
		order: 'descending',
		granularity: 'PT1S',
		since: { granularity: 'P1D', inclusive: false },
		retention: 'P30D',
		step: 'P1D',
		watch: 'snapshot',
		deleted: { field: 'status', values: ['deleted', 1, true, null] },
		volatile: ['lastSeen', 'stats.views'],
		values: { repo: ['a', 'b'] },
		errors: [{ status: 200, field: 'ok', equals: false, action: 'fail' }],
		rateLimit: { requests: 10, per: 'PT1M' },
		none: { field: 'data', equals: null },
	};
	const form = fromSettings('items', settings);
	expect(toSettings('items', form ?? {})).toEqual(settings);
});

it.each([
	['a key of the list', { url: '/x', wrong: 1 }],
	['a key of the dates', { url: '/x', datesConfiguration: { dateField: 'x' } }],
	['a key of the paging', { url: '/x', paging: { type: 'link', stop: 1 } }],
	['a key of what is deleted', { url: '/x', deleted: { field: 'x', when: 1 } }],
])('%s that the form does not have makes no form', (_name, settings) => {
	expect(fromSettings('items', settings)).toBeUndefined();
});

describe('what is typed', () => {
	it.each<[string, object, object]>([
		['blank fields are left out', { recordsField: ' ', idField: '', paging: '' }, {}],
		['one page', { paging: 'none', pagingSettings: { limitParam: 'x' } }, {}],
		[
			'paging that was chosen from the answer',
			{ paging: '{"type":"link","linkHeader":"link"}' },
			{ paging: { type: 'link', linkHeader: 'link' } },
		],
		['one path in brackets', { idField: '["Record ID"]' }, { idField: '["Record ID"]' }],
		['several paths', { idField: '["a","b"]' }, { idField: ['a', 'b'] }],
		[
			'values of a deletion',
			{ deletedField: 'status', deletedValues: 'deleted, 4,true' },
			{ deleted: { field: 'status', values: ['deleted', 4, true] } },
		],
		['a deletion without values', { deletedField: 'gone' }, { deleted: { field: 'gone' } }],
		['JSON that an expression gave', { more: { body: { a: 1 } } }, { body: { a: 1 } }],
	])('%s', (_name, typed, settings) => {
		expect(toSettings('items', { name: 'items', url: ' /items ', ...typed })).toEqual({
			url: '/items',
			...settings,
		});
	});

	it.each<[string, unknown, RegExp]>([
		['no list', {}, /Lists.*none is added/],
		['no name', { list: [{ url: '/x' }] }, /a list has no name/],
		['one name twice', { list: [{ name: 'x' }, { name: 'x' }] }, /two lists are called "x"/],
		[
			'a body that is no JSON',
			{ list: [{ name: 'x', more: { body: '{a' } }] },
			/^x\.body: found "{a", which is no JSON/,
		],
		[
			'a page size that is no number',
			{ list: [{ name: 'x', more: { pageSize: 'ten' } }] },
			/^x\.pageSize: found "ten"; expected a number/,
		],
	])('%s is an error', (_name, form, words) => {
		expect(() => settingsOfForm(form)).toThrow(words);
	});
});

it('the fields that have to be filled in are few', () => {
	const [list] = lists.options ?? [];
	const fields = 'values' in list ? list.values : [];
	expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
		'name',
		'url',
	]);
});
