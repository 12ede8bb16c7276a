import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError, type Language } from '../../nodes/OpenConnectors/configuration/types';

const KEY = 'event.poller.configuration';
const CONTACTS = { contacts: { url: '/hubs/crm/contacts', idField: 'Key' } };
const LANGUAGES: readonly Language[] = ['documented', 'whole'];

const remarksOf = (source: unknown, language: Language = 'whole') =>
	parsePollerConfiguration(source, language).notices.map(({ text }) => text);

function messageOf(source: unknown, language: Language = 'whole'): string {
	try {
		parsePollerConfiguration(source, language);
	} catch (error) {
		if (error instanceof ConfigurationError) return error.message;
	}
	throw new Error('the configuration was not refused as it should be');
}

const CONFIGURATION = {
	'event.notification.enabled': 'true',
	'event.vendor.type': 'polling',
	'event.poller.refresh_interval': '5',
	[KEY]: CONTACTS,
};
const BODY = {
	element: { key: 'maximizer' },
	configuration: CONFIGURATION,
	name: 'Maximizer of the office',
	tags: ['crm', ' north '],
};

describe.each(LANGUAGES)('of a whole instance, in the language "%s"', (language) => {
	const FACTS = {
		instanceName: 'Maximizer of the office',
		tags: ['crm', 'north'],
		refreshIntervalMinutes: 5,
	};
	const listed = Object.entries(CONFIGURATION).map(([key, propertyValue]) => ({
		key,
		propertyValue: typeof propertyValue === 'string' ? propertyValue : JSON.stringify(CONTACTS),
	}));

	it.each<[string, unknown]>([
		['the body of POST /instances', BODY],
		['its text', JSON.stringify(BODY, null, 2)],
		['the answer to GET /instances/{id}', { id: 1, token: '********', ...BODY }],
		['a list of one', [BODY]],
		['the wrapper of the platform', { status: 'ok', elementInstance: BODY }],
		['settings in a list', { ...BODY, configuration: listed }],
		[
			'the configuration as an escaped string',
			{ ...BODY, configuration: { ...CONFIGURATION, [KEY]: JSON.stringify(CONTACTS) } },
		],
		[
			'resources directly below the configuration, without its other settings',
			{ ...BODY, configuration: { ...CONTACTS, 'event.poller.refresh_interval': 5 } },
		],
		[
			'resources directly below the configuration',
			{ ...BODY, configuration: { ...CONFIGURATION, [KEY]: undefined, ...CONTACTS } },
		],
	])('name, tags and interval are read out of %s', (_name, source) => {
		const read = parsePollerConfiguration(
			JSON.parse(typeof source === 'string' ? source : JSON.stringify(source)),
			language,
		);
		expect(read).toMatchObject(FACTS);
		expect(read.resources).toEqual([expect.objectContaining({ name: 'contacts', idField: 'Key' })]);
	});

	it('the name is read where no setting begins with event.', () => {
		const read = parsePollerConfiguration({ ...BODY, configuration: CONTACTS }, language);
		expect(read).toMatchObject({ instanceName: FACTS.instanceName, tags: FACTS.tags });
	});

	it('the settings alone have an interval, and no name', () => {
		const { instanceName, refreshIntervalMinutes } = parsePollerConfiguration(listed, language);
		expect({ instanceName, refreshIntervalMinutes }).toEqual({ refreshIntervalMinutes: 5 });
	});

	it('the notices say what the platform did and nothing here does', () => {
		const configuration = {
			...CONFIGURATION,
			'event.notification.enabled': false,
			'event.notification.callback.url': 'https://example.com/hook',
			'event.vendor.type': 'webhooks',
		};
		expect(remarksOf({ ...BODY, configuration }, language)).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^event\.notification\.enabled is false: .* while the workflow/),
				expect.stringMatching(/^event\.notification\.callback\.url is not called: /),
				expect.stringMatching(/^event\.vendor\.type is webhook: here the lists are polled/),
				expect.stringMatching(/^event\.poller\.refresh_interval: there are at least 5 minutes/),
			]),
		);
	});

	it('an interval that is none is named', () => {
		const configuration = { ...CONFIGURATION, 'event.poller.refresh_interval': 'often' };
		expect(remarksOf({ configuration }, language)).toContain(
			'event.poller.refresh_interval is not read: found the text "often"; expected minutes, for example 5.',
		);
	});

	it('defaults of an element are not those of an instance', () => {
		const settings = Object.entries({
			...CONFIGURATION,
			'event.notification.enabled': 'false',
		}).map(([key, defaultValue]) => ({ key, defaultValue }));
		for (const source of [settings, { id: 1, key: 'crm', name: 'CRM', configuration: settings }]) {
			const { resources, ...rest } = parsePollerConfiguration(source, language);
			expect(resources).toHaveLength(1);
			expect(rest.notices.filter(({ text }) => text.startsWith('event.'))).toEqual([]);
			expect(rest).toEqual({ notices: rest.notices });
		}
	});

	it('settings without a value are passed over', () => {
		const unset = { key: 'base.url', type: 'TEXTFIELD_1000' };
		const { resources } = parsePollerConfiguration({ configuration: [...listed, unset] }, language);
		expect(resources).toHaveLength(1);
	});

	it('the value that changes a setting is read', () => {
		const { resources } = parsePollerConfiguration(
			{ propertyValue: JSON.stringify(CONTACTS) },
			language,
		);
		expect(resources).toHaveLength(1);
	});

	it.each<[string, unknown]>([
		['in a list', [{ key: 'oauth.api.secret', propertyValue: 's3cr3t' }]],
		['of an element', { key: 'x', configuration: [{ key: 'password', defaultValue: 's3cr3t' }] }],
	])('settings %s that poll nothing are refused, without a secret', (_name, source) => {
		expect(messageOf(source, language)).toMatch(
			/^The configuration of this instance has no event\.poller\.configuration\./,
		);
		expect(messageOf(source, language)).not.toContain('s3cr3t');
	});

	it.each<unknown>([
		{ 'oauth.api.secret': 's3cr3t' },
		{ password: 's3cr3t' },
		{ token: 's3cr3t', contacts: CONTACTS.contacts },
		{ contacts: { url: 'https://me:s3cr3t@api.example.com/x' } },
		{ contacts: { url: 'x?access_token=s3cr3t' } },
		...(language === 'whole'
			? [
					{ contacts: { url: '/x', headers: 'Authorization: Bearer s3cr3t' } },
					{ contacts: { url: '/x', headers: { 'X-Api-Key': ['s3cr3t'] } } },
				]
			: []),
	])('%j is refused without its secret', (source) => {
		expect(messageOf(source, language)).toMatch(/found|secret/);
		expect(messageOf(source, language)).not.toContain('s3cr3t');
	});

	it('several instances are refused', () => {
		expect(messageOf([BODY, BODY], language)).toMatch(
			/^The list holds 2 objects\. Paste the one whose lists are to be polled/,
		);
	});
});

describe.each(LANGUAGES)('files of the successor, in the language "%s"', (language) => {
	const polling = { configuration: CONTACTS };
	it.each<[string, unknown]>([
		[
			'element.json',
			{ name: 'CRM', configuration: [{ key: KEY, defaultValue: JSON.stringify(CONTACTS) }] },
		],
		[
			'a resource file',
			{ name: 'contacts', metadata: { events: { eventMode: 'polling', polling } } },
		],
		['its metadata', { metadata: { events: { polling } } }],
		['its events', { events: { eventMode: ['polling'], polling } }],
		['an escaped string', { events: { polling: { configuration: JSON.stringify(CONTACTS) } } }],
		[
			'one resource without its name',
			{
				path: '/hubs/crm/contacts',
				metadata: { events: { polling: { configuration: CONTACTS.contacts } } },
			},
		],
	])('%s', (_name, source) => {
		const { resources } = parsePollerConfiguration(source, language);
		expect(resources).toEqual([expect.objectContaining({ name: 'contacts', idField: 'Key' })]);
	});

	it.each<[string, unknown]>([
		['alone', { events: { eventMode: 'polling', polling: true } }],
		['as a list', { metadata: { events: [{ operation: 'CREATED', eventMode: 'polling' }] } }],
		['by itself', { eventMode: 'polling', displayName: 'Contact created' }],
	])('a description of events is no resource: %s', (_name, source) => {
		expect(messageOf(source, language)).toMatch(
			/^The text says which events there are \(eventMode\)/,
		);
	});

	it('a description of events beside resources is passed over, and named', () => {
		const { resources, notices } = parsePollerConfiguration(
			{ events: { eventMode: 'polling' }, ...CONTACTS },
			language,
		);
		expect(resources.map(({ name }) => name)).toEqual(['contacts']);
		expect(notices[0].text).toBe(
			'events is not polled: it says which events there are (eventMode).',
		);
	});

	it('a resource called events is one', () => {
		const { resources } = parsePollerConfiguration({ events: CONTACTS.contacts }, language);
		expect(resources[0]).toMatchObject({ name: 'events', url: '/hubs/crm/contacts' });
	});
});

describe('event.poller.defaults', () => {
	const defaults = {
		pageSize: '50',
		datesConfiguration: { UpdatedDateField: 'updated', updatedDateFormat: 'milliseconds' },
		headers: { accept: 'text/json', 'X-Version': '1' },
		paging: { type: 'offset', offsetParam: 'start', limitParam: 'count' },
	};
	const things = { url: '/things?since=${epoch}', idField: 'id' };
	const settingsOf = (resource: object, given: unknown = defaults) =>
		parsePollerConfiguration(
			{ 'event.poller.defaults': given, [KEY]: { things: { ...things, ...resource } } },
			'whole',
		).resources[0].settings;

	it.each<[string, unknown]>([
		['beside the configuration', { 'event.poller.defaults': defaults, [KEY]: { things } }],
		[
			'as text',
			{ 'event.poller.defaults': JSON.stringify(defaults), [KEY]: JSON.stringify({ things }) },
		],
		[
			'in an instance',
			{ name: 'x', configuration: { 'event.poller.defaults': defaults, [KEY]: { things } } },
		],
		[
			'in a list of settings',
			[
				{ key: 'event.poller.defaults', propertyValue: JSON.stringify(defaults) },
				{ key: KEY, propertyValue: JSON.stringify({ things }) },
			],
		],
		['beside the resources', { 'event.poller.defaults': defaults, things }],
	])('are read %s', (_name, source) => {
		const { resources, notices } = parsePollerConfiguration(source, 'whole');
		expect(notices).toEqual([]);
		expect(resources).toHaveLength(1);
		expect(resources[0]).toMatchObject({
			pageSize: 50,
			updated: { field: 'updated', format: 'milliseconds' },
			settings: { paging: defaults.paging, headers: defaults.headers },
		});
	});

	it('a key of the resource wins', () => {
		expect(settingsOf({ pageSize: 10 })).toMatchObject({ pageSize: 10 });
	});

	it('dates, headers and paging of the same type are merged key by key', () => {
		const settings = settingsOf({
			datesConfiguration: { updatedDateField: 'modified' },
			headers: { Accept: 'text/csv' },
			paging: { limitParam: 'max' },
		});
		expect(settings).toMatchObject({
			datesConfiguration: { updatedDateField: 'modified', updatedDateFormat: 'milliseconds' },
			paging: { type: 'offset', offsetParam: 'start', limitParam: 'max' },
		});
		expect(settings?.headers).toEqual({ Accept: 'text/csv', 'X-Version': '1' });
	});

	it('a paging of another type stands for itself', () => {
		const paging = { type: 'link', linkHeader: 'link' };
		expect(settingsOf({ paging })?.paging).toEqual(paging);
	});

	it('null takes one away', () => {
		const settings = settingsOf({ pageSize: null, paging: null, headers: { accept: null } });
		expect(settings).not.toHaveProperty('pageSize');
		expect(settings).not.toHaveProperty('paging');
		expect(settings?.headers).toEqual({ 'X-Version': '1' });
	});

	it.each<[unknown, string]>([
		[
			{ pageSize: 0 },
			'event.poller.defaults.pageSize: found the number 0; expected a whole number',
		],
		[
			{ pagesize: 'x' },
			'event.poller.defaults.pageSize: found the text "x"; expected a whole number',
		],
		[
			{ recordField: 'data' },
			'event.poller.defaults.recordField: "recordField" is not known: did you mean "recordsField"',
		],
		[
			{ paging: { type: 'pages' } },
			'event.poller.defaults.paging.type: found the text "pages"; expected one of',
		],
		['{', 'event.poller.defaults: found the text "{"; expected JSON'],
		['x', 'event.poller.defaults: found the text "x"; expected JSON'],
		[5, 'event.poller.defaults: found the number 5; expected an object'],
	])('%j is refused where it stands', (given, message) => {
		expect(() => settingsOf({}, given)).toThrow(message);
	});

	it('belong to the whole language', () => {
		expect(
			remarksOf({ 'event.poller.defaults': defaults, [KEY]: { things } }, 'documented'),
		).toEqual(['event.poller.defaults is not read: it belongs to the connector REST API.']);
	});
});

describe('path variables that stand for zones', () => {
	const source = (resource: object) => ({ things: { idField: 'id', ...resource } });
	it.each(LANGUAGES)('are filled in, in the language "%s"', (language) => {
		const { resources } = parsePollerConfiguration(
			source({
				url: "/things/{box}?t=${dateTimeZone:{Zone}:yyyy-MM-dd'T'HH:mm}",
				datesConfiguration: {
					updatedDateField: 'u',
					updatedDateFormat: 'yyyy-MM-dd HH:mm',
					updatedDateTimezone: '{Zone}',
				},
			}),
			language,
			{ Zone: 'America/Denver', box: '7' },
		);
		expect(resources[0]).toMatchObject({
			url: "/things/{box}?t=${dateTimeZone:America/Denver:yyyy-MM-dd'T'HH:mm}",
			updated: { timezone: 'America/Denver' },
		});
	});

	it('stay to be named where they have no value', () => {
		expect(() =>
			parsePollerConfiguration(source({ url: '/a?t=${dateTimeZone:{Zone}:yyyy}' }), 'whole', {
				a: 'b',
			}),
		).toThrow('names no known time zone');
	});

	it('Rails names are zones', () => {
		const { resources } = parsePollerConfiguration(
			source({
				url: '/things',
				datesConfiguration: {
					updatedDateField: 'u',
					updatedDateFormat: 'yyyy-MM-dd HH:mm',
					updatedDateTimezone: 'Central Time (US & Canada)',
				},
			}),
		);
		expect(resources[0].updated?.timezone).toBe('Central Time (US & Canada)');
	});
});
