import { detect } from '../../nodes/OpenConnectors/detect';

const NOTHING = {
	recordsField: null,
	idField: null,
	updatedDateField: null,
	updatedDateFormat: null,
	createdDateField: null,
	createdDateFormat: null,
	paging: null,
};

const at = (day: number) => `2025-02-0${day}T10:00:00Z`;
const order = (id: number) => ({ id, created_at: at(id), updated_at: at(id + 1) });

describe('what a form offers', () => {
	const body = {
		orders: [order(1), { ...order(2), note: 'Fragile', paid_at: null }],
		included: [{ id: 7, name: 'Ann' }],
	};

	it('has every list of the answer with its count, the likeliest first', () => {
		expect(detect({ body }).alternatives.lists).toEqual([
			{ field: 'orders', count: 2 },
			{ field: 'included', count: 1 },
		]);
	});

	it('has every field of the records with samples, and how its dates are read', () => {
		expect(detect({ body }).fields).toEqual([
			{ field: 'id', samples: [1, 2] },
			{ field: 'created_at', samples: [at(1), at(2)], format: "yyyy-MM-dd'T'HH:mm:ssX" },
			{ field: 'updated_at', samples: [at(2), at(3)], format: "yyyy-MM-dd'T'HH:mm:ssX" },
			{ field: 'note', samples: ['Fragile'] },
			{ field: 'paid_at', samples: [] },
		]);
	});

	it('reads another list where one was chosen', () => {
		const chosen = detect({ body }, 'included');
		expect(chosen).toMatchObject({
			recordsField: 'included',
			idField: 'id',
			createdDateField: null,
		});
	});

	it('has the ways to the next page', () => {
		const headers = {
			Link: '<https://api.example/orders?page=2>; rel="next"',
			'X-Total-Count': '9',
		};
		const request = { url: 'https://api.example/orders?page=1&per_page=2' };
		expect(detect({ body: [order(1), order(2)], headers, request }).alternatives.paging).toEqual([
			{ type: 'link', linkHeader: 'link', limitParam: 'per_page' },
			{
				type: 'page_number',
				pageParam: 'page',
				limitParam: 'per_page',
				totalHeader: 'x-total-count',
			},
		]);
	});
});

it('reads a body that is still text, a byte order mark before it', () => {
	const found = detect({ body: `\uFEFF${JSON.stringify([order(1), order(2)])}` });
	expect(found).toMatchObject({
		recordsField: null,
		idField: 'id',
		updatedDateField: 'updated_at',
	});
});

it.each([
	['nothing', undefined],
	['null', null],
	['a number', 7],
	['a web page', '<html><body>Maintenance</body></html>'],
	['an error', { error: { code: 401, message: 'Unauthorized' } }],
	['a list of texts', ['a', 'b']],
	['an empty object', {}],
	['an empty list', []],
])('proposes nothing for %s', (_, body) => {
	expect(detect({ body })).toMatchObject(NOTHING);
});

it('takes names of fields that every object inherits', () => {
	const body = JSON.parse(
		'{"items":[{"id":"a","__proto__":{"x":1},"constructor":"b"},{"id":"b","constructor":"c"}]}',
	);
	expect(detect({ body })).toMatchObject({ recordsField: 'items', idField: 'id' });
});

it('is quick with an answer of 10,000 records', () => {
	const body = { data: Array.from({ length: 10_000 }, (_, index) => ({ ...order(1), id: index })) };
	expect(detect({ body }).alternatives.lists).toEqual([{ field: 'data', count: 10_000 }]);
});

describe('ids', () => {
	it.each([
		[
			'the id, though another field comes first',
			[
				{ code: 'a', id: 1 },
				{ code: 'b', id: 2 },
			],
			'id',
		],
		[
			'what differs, where the id does not',
			[
				{ id: 1, uuid: 'a' },
				{ id: 1, uuid: 'b' },
			],
			'uuid',
		],
		[
			'what is always there',
			[
				{ id: 1, ref: 'a' },
				{ id: null, ref: 'b' },
			],
			'ref',
		],
		[
			'two ids that differ together',
			[
				{ shop_id: 1, item_id: 1 },
				{ shop_id: 1, item_id: 2 },
				{ shop_id: 2, item_id: 1 },
			],
			['shop_id', 'item_id'],
		],
		[
			'none, where only another thing has one',
			[
				{ name: 1.5, user: { id: 1 } },
				{ name: 2.5, user: { id: 2 } },
			],
			null,
		],
	])('takes %s', (_, body, idField) => {
		expect(detect({ body }).idField).toEqual(idField);
	});
});

describe('dates', () => {
	const formatOf = (...values: unknown[]) =>
		detect({ body: values.map((updated, id) => ({ id, updated })) }).updatedDateFormat;

	it.each([
		["yyyy-MM-dd'T'HH:mm:ssX", ['2025-02-03T10:00:00Z']],
		["yyyy-MM-dd'T'HH:mm:ssXXX", ['2025-02-03T10:00:00+01:00', '2025-02-03T10:00:00Z']],
		["yyyy-MM-dd'T'HH:mm:ssZ", ['2025-02-03T10:00:00+0100']],
		["yyyy-MM-dd'T'HH:mm:ssXX", ['2025-02-03T10:00:00+0100', '2025-02-03T10:00:00Z']],
		["yyyy-MM-dd'T'HH:mm:ss.SSSX", ['2025-02-03T10:00:00.120Z', '2025-02-03T10:00:00Z']],
		["yyyy-MM-dd'T'HH:mmX", ['2025-02-03T10:00Z']],
		['yyyy-MM-dd HH:mm:ss', ['2025-02-03 10:00:00', '0000-00-00 00:00:00']],
		['yyyy-MM-dd HH:mm:ss z', ['2025-02-03 10:00:00 UTC']],
		['yyyy-MM-dd', ['2025-02-03']],
		['yyyyMMddHHmmss', ['20250203100000']],
		["yyyyMMdd'T'HHmmssX", ['20250203T100000Z']],
		['MM/dd/yyyy hh:mm a', ['02/03/2025 10:00 AM', '02/23/2025 1:00 PM']],
		['dd/MM/yyyy HH:mm', ['03/02/2025 10:00', '23/02/2025 10:00']],
		['dd.MM.yyyy HH:mm:ss', ['03.02.2025 10:00:00']],
		['dd-MMM-yyyy HH:mm:ss', ['03-Feb-2025 10:00:00']],
		['MMM d, yyyy hh:mm:ss a', ['Feb 3, 2025 10:00:00 AM']],
		['EEE, dd MMM yyyy HH:mm:ss z', ['Mon, 03 Feb 2025 10:00:00 GMT']],
		['EEE MMM dd HH:mm:ss Z yyyy', ['Mon Feb 03 10:00:00 +0000 2025']],
		['seconds', [1738576800]],
		['seconds', ['1738576800']],
		['seconds', [1738576800.25]],
		['milliseconds', [1738576800000]],
		['milliseconds', ['1738576800000']],
		['milliseconds', ['/Date(1738576800000+0000)/', '/Date(1738576800000)/']],
		[null, ['yesterday']],
		[null, ['2025-02-03T10:00:00Z', 'soon']],
		[null, [12]],
		[null, [true]],
		[null, [null, '', 0]],
	])('are read by %s', (format, values) => {
		expect(formatOf(...values)).toBe(format);
	});

	it.each([
		['what only tells of a part', { id: 1, status_changed_at: at(1), password_updated_at: at(1) }],
		[
			'what happens in the business',
			{ id: 1, due_date: at(1), published_at: at(1), paid_on: at(1) },
		],
		['what belongs to another thing', { id: 1, author: { created_at: at(1), updated_at: at(1) } }],
		['numbers that could be dates', { id: 1, update_count: 1738576800, created_total: 'x' }],
	])('are not taken from %s', (_, record) => {
		expect(detect({ body: [record] })).toMatchObject({
			updatedDateField: null,
			createdDateField: null,
		});
	});

	it.each([
		[
			'a version',
			{ id: 1, createdAt: at(1), version: { createdAt: at(2) } },
			'version.createdAt',
			'createdAt',
		],
		[
			'stamps',
			{ id: 1, auditStamps: { created: { time: 1738576800 }, changed: { time: 1738749600 } } },
			'auditStamps.changed.time',
			'auditStamps.created.time',
		],
		[
			'objects',
			{ id: 1, created: { at: at(1), by: 'x' }, modified: { at: at(2), by: 'y' } },
			'modified.at',
			'created.at',
		],
		['an event, which has one date only', { id: 1, date: at(1) }, null, 'date'],
		[
			'another language',
			{ id: 1, angelegt_am: at(1), geaendert_am: at(2) },
			'geaendert_am',
			'angelegt_am',
		],
		[
			'GMT, and not the local time',
			{ id: 1, modified: at(3), modified_gmt: at(2) },
			'modified_gmt',
			null,
		],
	])('are found in %s', (_, record, updatedDateField, createdDateField) => {
		expect(detect({ body: [record] })).toMatchObject({ updatedDateField, createdDateField });
	});

	it('are read with the day first where one field shows that', () => {
		const body = [{ id: 1, created: '03/02/2025', updated: '23/02/2025' }];
		expect(detect({ body })).toMatchObject({
			createdDateFormat: 'dd/MM/yyyy',
			updatedDateFormat: 'dd/MM/yyyy',
		});
	});
});

describe('lists', () => {
	it('with dates are likelier than longer ones of other things', () => {
		const body = {
			users: [{ id: 1 }, { id: 2 }, { id: 3 }],
			page: { topics: [order(1), order(2)] },
		};
		expect(detect({ body }).recordsField).toBe('page.topics');
	});

	it('that the address names are likelier than others', () => {
		const body = { accounts: [order(1), order(2)], labels: [{ id: 1 }] };
		const request = { url: 'https://api.example/v1/labels?limit=2' };
		expect(detect({ body, request }).recordsField).toBe('labels');
	});

	it('may be left out of an empty answer, which still shows how they go on', () => {
		const body = { page: { size: 20, totalElements: 0, totalPages: 0, number: 0 } };
		const request = { url: 'https://api.example/orders?page=0&size=20' };
		expect(detect({ body, request })).toMatchObject({
			recordsField: null,
			paging: { type: 'page_number', pageParam: 'page', firstPage: 0, limitParam: 'size' },
		});
	});
});
