import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import {
	ConfigurationError,
	type ResourceConfiguration,
} from '../../nodes/OpenConnectors/configuration/types';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { DatePatternError } from '../../nodes/OpenConnectors/dates/pattern';

const URL = "/hubs/crm/contacts?where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'";

const CONTACTS = {
	contacts: {
		url: URL,
		idField: 'CONTACT_ID',
		datesConfiguration: {
			updatedDateField: 'DATE_UPDATED_UTC',
			updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
			updatedDateTimezone: 'GMT',
			createdDateField: 'DATE_CREATED_UTC',
			createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss",
			createdDateTimezone: 'EST',
		},
	},
};

const READ: ResourceConfiguration = {
	name: 'contacts',
	url: URL,
	idField: 'CONTACT_ID',
	updated: { field: 'DATE_UPDATED_UTC', format: 'yyyy-MM-dd HH:mm:ss', timezone: 'GMT' },
	created: { field: 'DATE_CREATED_UTC', format: "yyyy-MM-dd'T'HH:mm:ss", timezone: 'EST' },
};

function patternProblem(pattern: string): string {
	try {
		compileDateFormat(pattern);
	} catch (error) {
		if (error instanceof DatePatternError) return error.message;
	}
	throw new Error('the pattern was not refused as it should be');
}

function errorOf(source: unknown): ConfigurationError {
	try {
		parsePollerConfiguration(source);
	} catch (error) {
		if (error instanceof ConfigurationError) return error;
	}
	throw new Error('the configuration was not refused as it should be');
}

/** The one resource that is read, when it is given as `contacts`. */
const contacts = (resource: unknown) =>
	parsePollerConfiguration({ contacts: resource }).resources[0];
const noticesOf = (resource: unknown) => parsePollerConfiguration({ contacts: resource }).notices;

const KEY = 'event.poller.configuration';
const text = JSON.stringify(CONTACTS);
const escaped = JSON.stringify(text);

describe('a poller configuration', () => {
	it.each<[string, unknown]>([
		['as an object', CONTACTS],
		['as JSON', text],
		['as JSON over several lines', `\n${JSON.stringify(CONTACTS, null, '\t')}\r\n`],
		['as an escaped string in its quotes', escaped],
		['as an escaped string without its quotes', escaped.slice(1, -1)],
		['as an escaped string, escaped once more', JSON.stringify(escaped)],
		['under its key', { [KEY]: CONTACTS }],
		['under its key, as JSON', JSON.stringify({ [KEY]: CONTACTS })],
		['under its key, as an escaped string', JSON.stringify({ [KEY]: text })],
		[
			'in the configuration of an instance',
			{
				'event.notification.enabled': 'true',
				'event.vendor.type': 'polling',
				[KEY]: text,
				'event.notification.callback.url': null,
			},
		],
		[
			'in the body of POST /instances',
			JSON.stringify({
				element: { key: 'insightly' },
				providerData: { code: 'x' },
				configuration: { 'event.notification.enabled': true, [KEY]: CONTACTS },
				tags: ['a'],
				name: 'mine',
			}),
		],
		[
			'in an answer of GET /instances/{id}',
			{ id: 1, name: 'mine', token: '********', configuration: { [KEY]: text }, valid: true },
		],
	])('is read %s', (_name, source) => {
		expect(parsePollerConfiguration(source)).toMatchObject({ resources: [READ], notices: [] });
	});

	it('keeps its resources in order, whatever they are called', () => {
		const names = [
			'messages',
			'/changed-messages',
			'calendars/{calendarId}/changed-events',
			'<INSERT_objectName>',
			'configuration',
			'constructor',
		];
		const source = Object.fromEntries(names.map((name) => [name, { url: '/x' }]));
		expect(parsePollerConfiguration(source).resources).toEqual(
			names.map((name) => ({ name, url: '/x' })),
		);
	});

	it('may leave everything about a resource to the connector', () => {
		expect(parsePollerConfiguration('{"leads":{}}').resources).toEqual([{ name: 'leads' }]);
	});
});

describe('a date key', () => {
	const given = CONTACTS.contacts;
	const respelled = (change: (key: string) => string) =>
		contacts({
			...given,
			datesConfiguration: Object.fromEntries(
				Object.entries(given.datesConfiguration).map(([key, value]) => [change(key), value]),
			),
		});

	it.each<[string, (key: string) => string]>([
		['updatedAtField for updatedDateField', (key) => key.replace('Date', 'At')],
		['a capital first letter', (key) => key[0].toUpperCase() + key.slice(1)],
		['small letters', (key) => key.toLowerCase()],
		['capitals', (key) => key.replace('Date', 'AT').toUpperCase()],
		[
			'updateDateTimezone for updatedDateTimezone',
			(key) => key.replace('updatedDateT', 'updateDateT'),
		],
	])('may be spelled with %s', (_name, change) => {
		expect(respelled(change)).toEqual(READ);
	});

	it.each<[string, object, Partial<ResourceConfiguration>]>([
		['nothing', {}, {}],
		[
			'only an updated date',
			{ updatedDateField: 'u', updatedDateFormat: 'seconds' },
			{ updated: { field: 'u', format: 'seconds' } },
		],
		[
			'only a created date',
			{ createdDateField: 'c', createdDateFormat: 'seconds' },
			{ created: { field: 'c', format: 'seconds' } },
		],
		[
			'blank texts',
			{
				updatedDateField: '',
				updatedDateFormat: '',
				updatedDateTimezone: ' ',
				createdDateField: 'c',
				createdDateFormat: 'seconds',
				createdDateTimezone: '',
			},
			{ created: { field: 'c', format: 'seconds' } },
		],
		[
			'a created date without a format of its own',
			{ updatedDateField: 'u', updatedDateFormat: 'milliseconds', createdDateField: 'c' },
			{
				updated: { field: 'u', format: 'milliseconds' },
				created: { field: 'c', format: 'milliseconds' },
			},
		],
		[
			'an updated date without a format of its own',
			{ updatedDateField: 'u', createdDateField: 'c', createdDateFormat: 'seconds' },
			{ updated: { field: 'u', format: 'seconds' }, created: { field: 'c', format: 'seconds' } },
		],
		[
			'null',
			{ updatedDateField: null, createdDateField: 'c', createdDateFormat: 'seconds' },
			{ created: { field: 'c', format: 'seconds' } },
		],
		[
			'nested fields',
			{
				updatedDateField: "['Modified Time']",
				updatedDateFormat: 'milliseconds',
				createdDateField: 'a.b',
			},
			{
				updated: { field: "['Modified Time']", format: 'milliseconds' },
				created: { field: 'a.b', format: 'milliseconds' },
			},
		],
	])('%s', (_name, datesConfiguration, dates) => {
		expect(contacts({ url: '/x', datesConfiguration })).toEqual({
			name: 'contacts',
			url: '/x',
			...dates,
		});
	});
});

describe('a resource key', () => {
	const dates = { updatedDateField: 'u', updatedDateFormat: 'seconds', createdDateField: 'c' };
	const DATES = {
		updated: { field: 'u', format: 'seconds' },
		created: { field: 'c', format: 'seconds' },
	};
	it.each<[string, object, Partial<ResourceConfiguration>]>([
		['a blank url', { url: ' ' }, {}],
		['a blank idField', { url: '/x', idField: ' ' }, { url: '/x' }],
		['numbers', { pageSize: 100, pollDelay: 30 }, { pageSize: 100, pollDelaySeconds: 30 }],
		[
			'numbers as text',
			{ pageSize: '100', pollDelay: ' 30 ' },
			{ pageSize: 100, pollDelaySeconds: 30 },
		],
		['no delay', { pollDelay: 0 }, { pollDelaySeconds: 0 }],
		[
			'other letter case',
			{ URL: '/x', IdField: 'id', PAGESIZE: 5 },
			{ url: '/x', idField: 'id', pageSize: 5 },
		],
		[
			'filterByUpdatedDate off',
			{ filterByUpdatedDate: false, datesConfiguration: dates },
			{ ...DATES, filterByUpdatedDate: false },
		],
		[
			'filterByUpdatedDate off as text, under its misspelled name',
			{ filterByUpdateDate: 'False', datesConfiguration: dates },
			{ ...DATES, filterByUpdatedDate: false },
		],
		[
			'filterByUpdatedDate on',
			{ filterByUpdatedDate: 'true', datesConfiguration: dates },
			{ ...DATES, filterByUpdatedDate: true },
		],
		[
			'filterByUpdatedDate off, with a date that has no format',
			{ filterByUpdatedDate: false, datesConfiguration: { updatedDateField: 'u' } },
			{ filterByUpdatedDate: false },
		],
		['filterByCurrentDate, which has no effect', { filterByCurrentDate: 'true' }, {}],
		['createdCheckTolerance, which has no effect', { createdCheckTolerance: '10' }, {}],
		[
			'createdCheckTolerance among the dates',
			{ datesConfiguration: { createdCheckTolerance: 5 } },
			{},
		],
		[
			'createdCheckTolerance at both levels',
			{ createdCheckTolerance: 2, datesConfiguration: { createdCheckTolerance: 5 } },
			{},
		],
		[
			'updatedDateTimezone outside of datesConfiguration',
			{ updatedDateTimezone: 'MST', datesConfiguration: dates },
			{ ...DATES, updated: { field: 'u', format: 'seconds', timezone: 'MST' } },
		],
		[
			'updatedDateTimezone at both levels',
			{ updatedDateTimezone: 'MST', datesConfiguration: { ...dates, updateDateTimezone: 'GMT' } },
			{ ...DATES, updated: { field: 'u', format: 'seconds', timezone: 'GMT' } },
		],
		['an id path in xPath', { idField: ' ', xPath: 'a.id' }, { idField: 'a.id' }],
		['idField beside xPath', { idField: 'id', xPath: 'a.id' }, { idField: 'id' }],
		['an xPath that is no field path', { xPath: '//a/@id' + "'" }, {}],
		[
			'null',
			{ url: null, idField: null, pageSize: null, datesConfiguration: null, pollDelay: '' },
			{},
		],
		[
			'unknown keys, which have no effect',
			{ urll: '/x', batchSize: 5, datesConfiguration: { deletedDateField: 'd' } },
			{},
		],
	])('%s', (_name, resource, read) => {
		expect(contacts(resource)).toEqual({ name: 'contacts', ...read });
	});
});

describe('a remark', () => {
	const dates = { updatedDateField: 'u', updatedDateFormat: 'seconds' };
	it.each<[string, object, readonly string[]]>([
		['nothing odd', { url: '/x', idField: 'id', datesConfiguration: {} }, []],
		[
			'aliases',
			{
				filterByUpdateDate: true,
				datesConfiguration: { createdAtField: 'c', createdAtFormat: 'seconds' },
			},
			[],
		],
		[
			'an unknown key',
			{ webhook: true },
			['contacts.webhook is not known here and has no effect.'],
		],
		[
			'a misspelled key',
			{ urll: '/x', pagSize: 5 },
			[
				'contacts.urll is not known here and has no effect. Is url meant?',
				'contacts.pagSize is not known here and has no effect. Is pageSize meant?',
			],
		],
		[
			'a key that every object has',
			JSON.parse('{"toString":1,"constructor":2,"__proto__":3}'),
			[
				'contacts.toString is not known here and has no effect.',
				'contacts.constructor is not known here and has no effect.',
				'contacts.__proto__ is not known here and has no effect.',
			],
		],
		[
			'a key of the successor',
			{ postHooks: [] },
			["contacts.postHooks is a key of the platform's successor and has no effect here."],
		],
		[
			'an unknown date key',
			{ datesConfiguration: { deletedDateField: 'd', updatedDateFeild: 'u' } },
			[
				'contacts.datesConfiguration.deletedDateField is not known here and has no effect.',
				'contacts.datesConfiguration.updatedDateFeild is not known here and has no effect. Is updatedDateField meant?',
			],
		],
		['the zone at the other level', { updatedDateTimezone: 'EST' }, []],
		[
			'two zones that differ',
			{
				updatedDateTimezone: 'EST',
				datesConfiguration: { ...dates, updatedDateTimezone: 'GMT' },
			},
			[
				'contacts.updatedDateTimezone is not read: contacts.datesConfiguration.updatedDateTimezone says otherwise.',
			],
		],
		[
			'two zones that are the same',
			{
				updatedDateTimezone: 'GMT',
				datesConfiguration: { ...dates, updatedDateTimezone: 'GMT' },
			},
			[],
		],
		[
			'two spellings that differ',
			{ datesConfiguration: { ...dates, updatedAtField: 'v' } },
			[
				'contacts.datesConfiguration.updatedAtField is not read: updatedDateField is the same setting, with another value.',
			],
		],
		[
			'two spellings that differ, the documented one last',
			{ filterByUpdateDate: false, filterByUpdatedDate: true },
			[
				'contacts.filterByUpdateDate is not read: filterByUpdatedDate is the same setting, with another value.',
			],
		],
		['two spellings of the same', { datesConfiguration: { ...dates, updatedAtField: 'u' } }, []],
		[
			'filterByCurrentDate',
			{ filterByCurrentDate: true },
			['contacts.filterByCurrentDate is not needed here: no record is reported twice.'],
		],
		['filterByCurrentDate that is off', { filterByCurrentDate: 'false' }, []],
		[
			'createdCheckTolerance',
			{ createdCheckTolerance: 10 },
			[
				'contacts.createdCheckTolerance is not needed here: a record made since the last poll is created, however its dates compare.',
			],
		],
		[
			'createdCheckTolerance among the dates',
			{ datesConfiguration: { createdCheckTolerance: '10' } },
			[
				'contacts.createdCheckTolerance is not needed here: a record made since the last poll is created, however its dates compare.',
			],
		],
		[
			'an xPath that is none',
			{ xPath: "//a['" },
			['contacts.xPath is not read: it is no path of a field. Write an idField, for example id.'],
		],
		[
			'letters that look like others',
			{ datesConfiguration: { updatedDateField: 'u', updatedDateFormat: 'YYYY-MM-DD' } },
			[
				'contacts.datesConfiguration.updatedDateFormat: Y is the year of the week and D the day of the year; write yyyy and dd for calendar dates.',
			],
		],
		[
			'quotes that do not pair',
			{ url: "/hubs/finance/customers?where=a>='${date:yyyy-MM-dd'T'HH:mm:ssXXX}''" },
			['contacts.url: its single quotes do not pair; it is sent as it is written.'],
		],
	])('%s', (_name, resource, texts) => {
		expect(noticesOf(resource)).toEqual(texts.map((text) => ({ kind: 'remark', text })));
	});

	it('a name that stands for another', () => {
		expect(parsePollerConfiguration({ '<INSERT_objectName>': { url: '/x' } }).notices).toEqual([
			{
				kind: 'remark',
				text: '<INSERT_objectName> stands for a name of your own: events carry it as objectType.',
			},
		]);
	});
});

describe('a configuration that cannot be used', () => {
	const EXAMPLE =
		`{"contacts":{"url":"/hubs/crm/contacts?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'",` +
		`"idField":"CONTACT_ID","datesConfiguration":{"updatedDateField":"DATE_UPDATED_UTC",` +
		`"updatedDateFormat":"yyyy-MM-dd HH:mm:ss"}}}`;

	it.each<[unknown, string]>([
		['', `The poller configuration is empty. Paste one, for example ${EXAMPLE}`],
		[' \n ', `The poller configuration is empty. Paste one, for example ${EXAMPLE}`],
		[{ [KEY]: '' }, `The poller configuration is empty. Paste one, for example ${EXAMPLE}`],
		[
			'{}',
			`The poller configuration names no resource. Write one object per resource, for example ${EXAMPLE}`,
		],
		[
			{ [KEY]: {} },
			`The poller configuration names no resource. Write one object per resource, for example ${EXAMPLE}`,
		],
		[
			'[]',
			`The poller configuration is a list; expected an object keyed by resource name, for example ${EXAMPLE}`,
		],
		[
			'null',
			`The poller configuration is null; expected an object keyed by resource name, for example ${EXAMPLE}`,
		],
		[
			'5',
			`The poller configuration is the number 5; expected an object keyed by resource name, for example ${EXAMPLE}`,
		],
		[
			undefined,
			`The poller configuration is nothing; expected an object keyed by resource name, for example ${EXAMPLE}`,
		],
	])('%j: the message shows a right one', (source, message) => {
		expect(errorOf(source)).toMatchObject({ path: '', message });
	});

	it('the example that messages show can be used', () => {
		expect(parsePollerConfiguration(EXAMPLE)).toMatchObject({
			resources: [{ name: 'contacts', idField: 'CONTACT_ID' }],
			notices: [],
		});
	});

	const FIELD =
		"expected the path of a field, for example metadata.updateTime or ['Modified Time']";
	const FORMAT =
		"expected milliseconds, seconds or a Java date pattern, for example yyyy-MM-dd'T'HH:mm:ssXXX";
	const OBJECT = 'expected an object, for example {"url":"/hubs/crm/contacts","idField":"id"}';
	const COUNT = 'expected a whole number from 1 on, for example 100';
	const TOLERANCE = 'expected a whole number from 0 on, for example 10';
	const FLAG = 'expected true or false, for example true';
	const DATES =
		'expected an object, for example {"updatedDateField":"updated_at","updatedDateFormat":"milliseconds"}';
	const updated = (dates: object) => ({
		datesConfiguration: { updatedDateField: 'u', updatedDateFormat: 'seconds', ...dates },
	});

	it.each<[unknown, string, string]>([
		['/hubs/crm/contacts', '', `found the text "/hubs/crm/contacts"; ${OBJECT}`],
		[null, '', `found null; ${OBJECT}`],
		[[], '', `found a list; ${OBJECT}`],
		['x'.repeat(70), '', `found the text "${'x'.repeat(59)}…; ${OBJECT}`],
		[
			{ url: 5 },
			'url',
			'found the number 5; expected text in quotes, for example "/hubs/crm/contacts"',
		],
		[
			{ URL: ['/x'] },
			'url',
			'found a list; expected text in quotes, for example "/hubs/crm/contacts"',
		],
		[
			{ url: 'contacts' },
			'url',
			'found the text "contacts"; expected a path that begins with a slash, for example /hubs/crm/contacts',
		],
		[
			{ url: 'https://api.example.com/contacts' },
			'url',
			'found the text "https://api.example.com/contacts"; expected a path that begins with a slash, for example /hubs/crm/contacts',
		],
		[
			{ url: "/hubs/social/users?where=q='<EXAMPLE>'" },
			'url',
			'found <EXAMPLE>, which stands for a value of your own; expected that value',
		],
		[
			{ url: '/x?where=a>${date}' },
			'url',
			'The placeholder ${date} has no date pattern. Write one, for example ${gmtDate:yyyy-MM-dd HH:mm:ss}, or give the resource an updatedDateFormat.',
		],
		[
			{ url: "/x?where=a>'${dateTimeZone:{TimeZone}:yyyy-MM-dd}'" },
			'url',
			'The placeholder ${dateTimeZone:{TimeZone}:yyyy-MM-dd} names no known time zone. Write an IANA name, an offset or an abbreviation, for example ${dateTimeZone:America/Denver:yyyy-MM-dd HH:mm:ss}.',
		],
		[{ idField: {} }, 'idField', 'found an object; expected text in quotes, for example "id"'],
		[
			{ idField: 'a[' },
			'idField',
			'found the text "a["; expected the path of a field, for example id or customer.id',
		],
		[{ filterByUpdatedDate: 'no' }, 'filterByUpdatedDate', `found the text "no"; ${FLAG}`],
		[{ filterByUpdateDate: 1 }, 'filterByUpdatedDate', `found the number 1; ${FLAG}`],
		[{ pageSize: 'many' }, 'pageSize', `found the text "many"; ${COUNT}`],
		[{ pageSize: true }, 'pageSize', `found the boolean true; ${COUNT}`],
		[{ pageSize: 1.5 }, 'pageSize', `found the number 1.5; ${COUNT}`],
		[{ pageSize: -5 }, 'pageSize', `found the number -5; ${COUNT}`],
		[{ pageSize: '0' }, 'pageSize', `found the text "0"; ${COUNT}`],
		[{ pageSize: '9'.repeat(20) }, 'pageSize', `found the text "${'9'.repeat(20)}"; ${COUNT}`],
		[
			{ pollDelay: -1 },
			'pollDelay',
			'found the number -1; expected a whole number from 0 on, for example 30',
		],
		[{ createdCheckTolerance: 'x' }, 'createdCheckTolerance', `found the text "x"; ${TOLERANCE}`],
		[{ datesConfiguration: 'x' }, 'datesConfiguration', `found the text "x"; ${DATES}`],
		[{ datesConfiguration: [] }, 'datesConfiguration', `found a list; ${DATES}`],
		[
			{ datesConfiguration: { updatedDateField: 5 } },
			'datesConfiguration.updatedDateField',
			'found the number 5; expected text in quotes, for example "updated_at"',
		],
		[
			{ datesConfiguration: { createdAtFormat: false } },
			'datesConfiguration.createdDateFormat',
			'found the boolean false; expected text in quotes, for example "yyyy-MM-dd\'T\'HH:mm:ssXXX"',
		],
		[
			{ datesConfiguration: { createdCheckTolerance: [] } },
			'datesConfiguration.createdCheckTolerance',
			`found a list; ${TOLERANCE}`,
		],
		[
			updated({ updatedDateField: "['Modified Time'" }),
			'datesConfiguration.updatedDateField',
			`found the text "['Modified Time'"; ${FIELD}`,
		],
		[
			{ datesConfiguration: { updatedDateField: 'u' } },
			'datesConfiguration.updatedDateFormat',
			`found nothing for the field "u"; ${FORMAT}`,
		],
		[
			{ filterByUpdatedDate: false, datesConfiguration: { createdDateField: 'c' } },
			'datesConfiguration.createdDateFormat',
			`found nothing for the field "c"; ${FORMAT}`,
		],
		[
			updated({ updatedDateFormat: '518862600' }),
			'datesConfiguration.updatedDateFormat',
			`found the text "518862600"; ${FORMAT}. It is a value, and not how values are written.`,
		],
		[
			updated({ updatedDateFormat: 'HH:mm' }),
			'datesConfiguration.updatedDateFormat',
			`found the text "HH:mm"; ${FORMAT}. It names no year, so that no date can be read.`,
		],
		[
			updated({ createdDateField: 'c', createdDateFormat: 'yyyy-bb' }),
			'datesConfiguration.createdDateFormat',
			`found the text "yyyy-bb"; ${FORMAT}. ${patternProblem('yyyy-bb')}`,
		],
		[
			updated({ updatedDateTimezone: 'Middle Earth' }),
			'datesConfiguration.updatedDateTimezone',
			'found the text "Middle Earth"; expected an IANA name, an offset or an abbreviation, for example America/Denver, -07:00 or GMT',
		],
	])('%j: the message says where and what was found', (resource, path, problem) => {
		const where = ['contacts', ...(path ? [path] : [])].join('.');
		expect(errorOf({ contacts: resource })).toMatchObject({
			name: 'ConfigurationError',
			path: where,
			problem,
			message: `${where}: ${problem}`,
		});
	});

	it('can be put below a resource', () => {
		expect(new ConfigurationError('url', 'is missing').within('leads').message).toBe(
			'leads.url: is missing',
		);
		expect(new ConfigurationError('', 'is missing').within('leads').message).toBe(
			'leads: is missing',
		);
	});
});
