import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { SETTINGS_KEYS } from '../../nodes/OpenConnectors/configuration/settingsSchema';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import configurations from './restConfigurations.json';

const messageOf = (settings: unknown): string => {
	try {
		parsePollerConfiguration({ things: settings }, 'whole');
	} catch (error) {
		expect(error).toBeInstanceOf(ConfigurationError);
		return error instanceof Error ? error.message : '';
	}
	return '';
};

const BASE = {
	url: '/things/{repo}?from=${epoch:s}&to=${until:epoch:s}',
	idField: 'id',
};

const DATES = { updatedDateField: 'u', updatedDateFormat: 'seconds' };

/** Each key with a value that is right, one that is not, and what the message says of that one. */
const KEYS: ReadonlyArray<[key: string, right: unknown, wrong: unknown, message: string]> = [
	[
		'url',
		'/a?since=${epoch:s}',
		'a',
		'things.url: found the text "a"; expected a path below the base url',
	],
	['url', '/a/{id}', '/a?t=${now}', 'things.url: The placeholder ${now} is not known.'],
	['method', 'GET', 'PUT', 'things.method: found the text "PUT"; expected one of GET, POST'],
	[
		'headers',
		{ Accept: 'text/csv' },
		{ Accept: 1 },
		'things.headers.Accept: found the number 1; expected text',
	],
	[
		'headers',
		{ Since: '${epoch}' },
		{ Since: '${now}' },
		'things.headers.Since: The placeholder ${now}',
	],
	['idField', ['id', 'version'], [], 'things.idField: found a list; expected the path of a field'],
	['idField', "fields['My Id']", 'a[', 'things.idField: found the text "a["; expected the path'],
	[
		'datesConfiguration',
		{ updatedDateField: 'u', updatedDateFormat: 'seconds' },
		{ updatedField: 'u' },
		'things.datesConfiguration.updatedField: "updatedField" is not known: did you mean "updatedDateField"?',
	],
	[
		'datesConfiguration',
		{},
		{ updatedDateField: 'u' },
		'things.datesConfiguration.updatedDateFormat: found nothing',
	],
	[
		'filterByUpdatedDate',
		false,
		'perhaps',
		'things.filterByUpdatedDate: found the text "perhaps"; expected true or false',
	],
	['pageSize', 100, 0, 'things.pageSize: found the number 0; expected a whole number from 1 on'],
	[
		'pollDelay',
		3600,
		-1,
		'things.pollDelay: found the number -1; expected a whole number from 0 on',
	],
	[
		'recordsField',
		'data[*].item',
		'a[',
		'things.recordsField: found the text "a["; expected the path of a field',
	],
	['record', 'data.object', 5, 'things.record: found the number 5; expected the path of a field'],
	[
		'order',
		'descending',
		'newest',
		'things.order: found the text "newest"; expected one of ascending, descending, unknown',
	],
	[
		'granularity',
		'PT0.001S',
		'1s',
		'things.granularity: found the text "1s"; expected an ISO 8601 duration',
	],
	[
		'since',
		{ granularity: 'P1D', inclusive: true },
		{ inclusive: 'yes' },
		'things.since.inclusive: found the text "yes"; expected true or false',
	],
	['retention', 'P30D', 'P', 'things.retention: found the text "P"; expected an ISO 8601 duration'],
	['step', 'P7D', 7, 'things.step: found the number 7; expected an ISO 8601 duration'],
	['watch', 'dates', 'all', 'things.watch: found the text "all"; expected one of dates, snapshot'],
	[
		'deleted',
		{ field: 'status', values: ['gone', 0] },
		{ values: ['gone'] },
		'things.deleted.field: found nothing; expected the path of a field',
	],
	[
		'deleted',
		{ field: 'deleted_at' },
		{ field: 'status', values: [] },
		'things.deleted.values: found a list; expected a list of values',
	],
	[
		'volatile',
		['seen'],
		'seen',
		'things.volatile: found the text "seen"; expected a list of fields',
	],
	[
		'values',
		{ repo: ['a', 'b'] },
		{ repo: 'a' },
		'things.values.repo: found the text "a"; expected a list of values',
	],
	[
		'errors',
		[{ status: 200, field: 'ok', equals: false, action: 'retry' }],
		[{ action: 'shout' }],
		'things.errors.0.action: found the text "shout"; expected one of retry, fail, ignore',
	],
	[
		'errors',
		[{ header: 'x-left', equals: '0', action: 'fail', messageField: 'm' }],
		[{ action: 'fail', code: 1 }],
		'things.errors.0.code: "code" is not known: did you mean "status"?',
	],
	[
		'rateLimit',
		{ requests: 5, per: 'PT1S', pause: 'PT30S' },
		{ requests: 5 },
		'things.rateLimit.per: found nothing; expected an ISO 8601 duration',
	],
	[
		'none',
		{ field: 'orders', absent: true },
		{ field: 'orders', absent: 1 },
		'things.none.absent: found the number 1; expected true or false',
	],
	[
		'none',
		{ field: 'data', equals: null },
		{ path: 'data' },
		'things.none.path: "path" is not known: did you mean "field"?',
	],
	[
		'paging',
		{ type: 'none' },
		{ type: 'pages' },
		'things.paging.type: found the text "pages"; expected one of none, page_number, offset, cursor, link',
	],
	[
		'paging',
		{ type: 'none' },
		'offset',
		'things.paging: found the text "offset"; expected an object',
	],
	[
		'paging',
		{
			type: 'page_number',
			pageParam: 'p',
			firstPage: 0,
			totalPagesField: 'pages',
			hasMoreField: 'more',
		},
		{ type: 'page_number' },
		'things.paging.pageParam: found nothing; expected text',
	],
	[
		'paging',
		{ type: 'offset', offsetParam: 'o', firstOffset: 1, limitParam: 'n', totalHeader: 'X-Total' },
		{ type: 'offset', offsetParam: 'o', limit: 'n' },
		'things.paging.limit: "limit" is not known: did you mean "limitParam"?',
	],
	[
		'paging',
		{ type: 'offset', offsetParam: 'o', totalField: 'total', in: 'header' },
		{ type: 'offset', offsetParam: 'o', in: 'path' },
		'things.paging.in: found the text "path"; expected one of query, body, header',
	],
	[
		'paging',
		{
			type: 'cursor',
			cursorParam: 'c',
			cursorField: 'next',
			endField: 'end',
			alone: true,
			cursorUrl: '/more',
		},
		{ type: 'cursor', cursorParam: 'c' },
		'things.paging: found no place of the next page; expected exactly one of cursorField, cursorHeader, lastRecordField',
	],
	[
		'paging',
		{ type: 'cursor', cursorParam: 'c', cursorHeader: 'X-Next' },
		{ type: 'cursor', cursorParam: 'c', cursorField: 'a', lastRecordField: 'b' },
		'things.paging: found cursorField and lastRecordField; expected exactly one of',
	],
	[
		'paging',
		{ type: 'cursor', cursorParam: 'c', lastRecordField: 'id' },
		{ type: 'cursor', lastRecordField: 'id' },
		'things.paging.cursorParam: found nothing; expected text',
	],
	[
		'paging',
		{ type: 'link', linkField: 'links[rel=next].href' },
		{ type: 'link' },
		'things.paging: found no place of the next page; expected exactly one of linkField, linkHeader',
	],
	[
		'paging',
		{ type: 'link', linkHeader: 'link', limitParam: 'per_page' },
		{ type: 'link', linkHeader: 'link', pageParam: 'p' },
		'things.paging.pageParam: "pageParam" is a key of the paging type page_number, and the type is link.',
	],
];

describe.each(KEYS)('the key %s', (key, right, wrong, message) => {
	it(`takes ${JSON.stringify(right)}`, () => {
		expect(messageOf({ ...BASE, [key]: right })).toBe('');
	});

	it(`refuses ${JSON.stringify(wrong)}, and says what to write`, () => {
		expect(messageOf({ ...BASE, [key]: wrong })).toContain(message);
	});
});

describe('keys that go together', () => {
	it('are a body and POST', () => {
		const body = { filter: [{ since: '${epoch:ms:number}' }] };
		expect(messageOf({ ...BASE, method: 'POST', body })).toBe('');
		expect(messageOf({ ...BASE, body })).toContain(
			'things.method: found nothing; a body takes "method": "POST"',
		);
		const broken = { filter: [{ since: '${epoch:h}' }] };
		expect(messageOf({ ...BASE, method: 'POST', body: broken })).toContain(
			'things.body.filter.0.since: The placeholder ${epoch:h} is not known.',
		);
	});

	it.each([
		{ type: 'page_number', pageParam: 'page', maximumPage: 300 },
		{ type: 'cursor', cursorParam: 'after', cursorField: 'after', maximumOffset: 10_000 },
		{ type: 'offset', offsetParam: 'after', maximumOffset: 10_000 },
	])('are a maximum and an ascending order: %j', (paging) => {
		const dated = { ...BASE, datesConfiguration: DATES };
		expect(messageOf({ ...dated, paging, order: 'ascending' })).toBe('');
		expect(messageOf({ ...dated, paging })).toMatch(
			/^things.order: found nothing; maximum\w+ takes "order": "ascending"/,
		);
	});
});

it('every key has an example', () => {
	const shown = new Set(KEYS.map(([key]) => key));
	const needless = ['xPath', 'filterByCurrentDate', 'createdCheckTolerance'];
	expect(SETTINGS_KEYS.filter((key) => !shown.has(key) && key !== 'body').sort()).toEqual(
		needless.sort(),
	);
});

it.each([undefined, null, [], 'contacts'])('%j is no resource', (value) => {
	expect(messageOf(value)).toContain('expected an object, for example');
});

it('a key that is not known is named', () => {
	expect(messageOf({ ...BASE, pagging: {} })).toContain(
		'things.pagging: "pagging" is not known: did you mean "paging"?',
	);
});

describe('configurations of real APIs', () => {
	it.each(Object.entries(configurations))('%s', (_name, resources) => {
		for (const [name, settings] of Object.entries(resources))
			expect(parsePollerConfiguration({ [name]: settings }, 'whole')).toEqual({
				resources: [expect.objectContaining({ name, settings })],
				notices: [],
			});
	});

	it('are thirteen', () => {
		expect(Object.keys(configurations)).toHaveLength(13);
	});
});

describe.each(Object.values(CONNECTORS))(
	'the definition of $displayName',
	({ resources, defaults }) => {
		const isSetting = ([key]: readonly [string, unknown]) => SETTINGS_KEYS.includes(key);
		const settingsOf = (list: object) => Object.fromEntries(Object.entries(list).filter(isSetting));

		it.each(resources)('is written in the language: $name', (resource) => {
			const lists = [
				resource,
				...(resource.additionalLists ?? []),
				resource.deletions ?? [],
			].flat();
			for (const list of lists) {
				const settings = settingsOf({ ...defaults, ...list });
				const { resources } = parsePollerConfiguration({ [resource.name]: settings }, 'whole');
				expect(resources[0].settings).toEqual(settings);
			}
		});
	},
);
