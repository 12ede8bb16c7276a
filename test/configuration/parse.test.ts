import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import {
	ConfigurationError,
	type ResourceConfiguration,
} from '../../nodes/OpenConnectors/configuration/types';

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
				'event.poller.refresh_interval': '5',
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
		expect(parsePollerConfiguration(source)).toEqual({ resources: [READ], notices: [] });
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
				createdDateField: ' c ',
				createdDateFormat: ' seconds ',
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
		['a field without any format', { updatedDateField: 'u' }, { updated: { field: 'u' } }],
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
	it.each<[string, object, Partial<ResourceConfiguration>]>([
		['a blank url', { url: ' ' }, {}],
		['a blank idField', { url: '/x', idField: ' ' }, { url: '/x' }],
		[
			'blanks around',
			{ url: ' /x ', idField: ' customer.id ' },
			{ url: '/x', idField: 'customer.id' },
		],
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
			'filterByUpdatedDate off, so that the created date alone decides',
			{ filterByUpdatedDate: false, datesConfiguration: dates },
			{ created: { field: 'c', format: 'seconds' } },
		],
		[
			'filterByUpdatedDate off as text, under its misspelled name',
			{ filterByUpdateDate: 'false', datesConfiguration: dates },
			{ created: { field: 'c', format: 'seconds' } },
		],
		[
			'filterByUpdatedDate on',
			{ filterByUpdatedDate: 'true', datesConfiguration: dates },
			{ updated: { field: 'u', format: 'seconds' }, created: { field: 'c', format: 'seconds' } },
		],
	])('%s', (_name, resource, read) => {
		expect(contacts(resource)).toEqual({ name: 'contacts', ...read });
	});
});

describe('a notice', () => {
	it.each<[string, object, readonly string[]]>([
		['nothing odd', { url: '/x', idField: 'id', datesConfiguration: {} }, []],
		['aliases', { filterByUpdateDate: true, datesConfiguration: { createdAtField: 'c' } }, []],
		['an unknown key', { urll: '/x' }, ['contacts.urll is not known here and has no effect.']],
		[
			'a key that every object has',
			JSON.parse('{"toString":1,"constructor":2}'),
			[
				'contacts.toString is not known here and has no effect.',
				'contacts.constructor is not known here and has no effect.',
			],
		],
		[
			'an unknown date key',
			{ datesConfiguration: { deletedDateField: 'd' } },
			['contacts.datesConfiguration.deletedDateField is not known here and has no effect.'],
		],
		[
			'a zone at the wrong level',
			{ updatedDateTimezone: 'EST' },
			['contacts.updatedDateTimezone is not known here and has no effect.'],
		],
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
	])('%s', (_name, resource, notices) => {
		expect(noticesOf(resource)).toEqual(notices);
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

	const TEXT = 'expected text in quotes';
	const COUNT = 'expected a whole number, for example 100';
	const FLAG = 'expected true or false';
	const DATES = 'expected an object with updatedDateField and its like';

	it.each<[unknown, string, string]>([
		[
			'/hubs/crm/contacts',
			'',
			'is the string "/hubs/crm/contacts"; expected an object with url and idField',
		],
		[null, '', 'is null; expected an object with url and idField'],
		[[], '', 'is a list; expected an object with url and idField'],
		[
			'x'.repeat(70),
			'',
			`is the string "${'x'.repeat(59)}…; expected an object with url and idField`,
		],
		[{ url: 5 }, 'url', `${TEXT}, found the number 5`],
		[{ url: null }, 'url', `${TEXT}, found null`],
		[{ URL: ['/x'] }, 'url', `${TEXT}, found a list`],
		[{ idField: {} }, 'idField', `${TEXT}, found an object`],
		[{ filterByUpdatedDate: 'no' }, 'filterByUpdatedDate', `${FLAG}, found the string "no"`],
		[{ filterByUpdateDate: 1 }, 'filterByUpdatedDate', `${FLAG}, found the number 1`],
		[{ pageSize: 'many' }, 'pageSize', `${COUNT}, found the string "many"`],
		[{ pageSize: true }, 'pageSize', `${COUNT}, found the boolean true`],
		[{ pageSize: 1.5 }, 'pageSize', `${COUNT}, found the number 1.5`],
		[{ pageSize: -5 }, 'pageSize', `${COUNT}, found the number -5`],
		[{ pageSize: 0 }, 'pageSize', `${COUNT}, found the number 0`],
		[{ pageSize: '0' }, 'pageSize', `${COUNT}, found the string "0"`],
		[{ pollDelay: -1 }, 'pollDelay', `${COUNT}, found the number -1`],
		[{ createdCheckTolerance: 'x' }, 'createdCheckTolerance', `${COUNT}, found the string "x"`],
		[{ datesConfiguration: 'x' }, 'datesConfiguration', `${DATES}, found the string "x"`],
		[{ datesConfiguration: [] }, 'datesConfiguration', `${DATES}, found a list`],
		[{ datesConfiguration: null }, 'datesConfiguration', `${DATES}, found null`],
		[
			{ datesConfiguration: { updatedDateField: 5 } },
			'datesConfiguration.updatedDateField',
			`${TEXT}, found the number 5`,
		],
		[
			{ datesConfiguration: { createdAtFormat: false } },
			'datesConfiguration.createdDateFormat',
			`${TEXT}, found the boolean false`,
		],
		[
			{ datesConfiguration: { createdCheckTolerance: [] } },
			'datesConfiguration.createdCheckTolerance',
			`${COUNT}, found a list`,
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
