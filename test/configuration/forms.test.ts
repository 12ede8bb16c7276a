import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { cpuMsOf } from '../cpuTime';

const KEY = 'event.poller.configuration';
const URL = "/hubs/crm/contacts?where=LastModifyDate>'${date:yyyy-MM-dd'T'HH:mm:ssXXX}'";
const CONTACTS = { contacts: { url: URL, idField: 'Key' } };
const READ = { name: 'contacts', url: URL, idField: 'Key' };
const BODY = {
	element: { key: 'maximizer' },
	configuration: { 'event.vendor.type': 'polling', [KEY]: CONTACTS },
	name: 'mine',
};

const resourcesOf = (source: unknown) => parsePollerConfiguration(source).resources;
const remarksOf = (source: unknown) =>
	parsePollerConfiguration(source).notices.map(({ text }) => text);

function messageOf(source: unknown): string {
	try {
		parsePollerConfiguration(source);
	} catch (error) {
		if (error instanceof ConfigurationError) return error.message;
	}
	throw new Error('the configuration was not refused as it should be');
}

const pretty = JSON.stringify(BODY, null, 2);
const shellQuoted = pretty.replaceAll("'", "'\\''");
const HEAD =
	"curl -X POST \\\n  https://api.openconnectors.example/elements/api-v2/instances \\\n  -H 'content-type: application/json' \\\n";

describe('a cURL command', () => {
	it.each([
		['-d, quotes escaped', `${HEAD}  -d '${shellQuoted}'`],
		['-d, quotes escaped the other way', `${HEAD} -d '${pretty.replaceAll("'", `'"'"'`)}'`],
		['-d, quotes not escaped, as in the documentation', `${HEAD}  -d '${pretty}'`],
		['--data', `${HEAD}  --data '${shellQuoted}'`],
		['--data=', `${HEAD}  --data='${shellQuoted}'`],
		['--data-raw on a line of its own', `${HEAD}  --data-raw \\\n  '${shellQuoted}'`],
		['-d without a space', `${HEAD}  -d'${shellQuoted}' -v`],
		['--json', `curl --json '${shellQuoted}' https://api.example.com`],
		['more behind the data', `curl -d '${shellQuoted}' -H 'accept: {"a"}' https://api.example.com`],
		['double quotes', `curl -d ${JSON.stringify(JSON.stringify(BODY))} https://api.example.com`],
		[
			'the quoting of browsers',
			`curl --data-raw $'${JSON.stringify(BODY).replaceAll('\\', '\\\\').replaceAll("'", '\\u0027')}'`,
		],
		['a prompt before it', `$ ${HEAD} -d '${shellQuoted}'`],
		['only what follows its headers', `  -d '${shellQuoted}'`],
		[
			'the configuration as an escaped string',
			`curl -d '${JSON.stringify({ configuration: { [KEY]: JSON.stringify(CONTACTS) } }).replaceAll("'", "'\\''")}'`,
		],
		['only the JSON that was in it', shellQuoted],
	])('is read with %s', (_name, text) => {
		expect(parsePollerConfiguration(text)).toMatchObject({ resources: [READ], notices: [] });
	});

	it('is refused at the line and column of the pasted text', () => {
		const text = `curl \\\n-d '{"configuration": {\n"${KEY}": {"contacts": {"url": "/x?a='\\''b'\\''",}}}}'`;
		const column = (text.split('\n').pop() ?? '').indexOf(',}') + 2;
		expect(messageOf(text)).toBe(
			`The poller configuration is not valid JSON at line 3, column ${column}. JSON takes double quotes, no comments and no comma before a closing bracket.`,
		);
	});

	it.each([
		[
			'curl https://api.example.com/instances',
			'The cURL command sends no data: it has neither -d nor --data. Paste the whole command, or only the JSON that it sends.',
		],
		[
			"curl -X POST https://api.example.com -d @instance.json -H 'a: b'",
			'The cURL command sends the file instance.json. Paste the JSON of that file.',
		],
	])('%s: the message says what to paste', (text, message) => {
		expect(messageOf(text)).toBe(message);
	});

	it('that holds secrets is read, and the secrets are neither kept nor repeated', () => {
		const text = `curl -H 'Authorization: User abc123=, Organization def456' -d '${shellQuoted}'`;
		expect(remarksOf(text)).toEqual([
			'The cURL command holds the secrets of an Open Connectors account. They are not used here: leave only the JSON, and keep secrets in a credential.',
		]);
		expect(JSON.stringify(parsePollerConfiguration(text))).not.toMatch(/abc123|def456/);
		expect(remarksOf(text.replace('abc123=', '<INSERT_USER_SECRET>'))).toEqual([]);
	});
});

describe('a piece cut out of a document', () => {
	it.each([
		['an entry', JSON.stringify(CONTACTS).slice(1, -1)],
		['the key and its object', `"${KEY}": ${JSON.stringify(CONTACTS)}`],
		['the key and its escaped string', `"${KEY}": ${JSON.stringify(JSON.stringify(CONTACTS))}`],
		['the configuration', `"configuration": ${JSON.stringify(BODY.configuration)}`],
		[
			'an escaped string over several lines',
			JSON.stringify(JSON.stringify(CONTACTS)).slice(1, -1).replace(',', ',\n'),
		],
		['with a byte order mark', `\uFEFF${JSON.stringify(CONTACTS)}`],
	])('is read: %s', (_name, text) => {
		expect(resourcesOf(text)).toEqual([READ]);
	});

	it('is refused at its own line and column', () => {
		expect(messageOf('"contacts": {"url": "/x"},\n"leads": {"url": "/y",}')).toContain(
			'at line 2, column 23.',
		);
	});
});

describe('event.poller.urls', () => {
	const line =
		"accounts|/hubs/crm/accounts?where=LastModifiedDate>=${date}|id|LastModifiedDate|yyyy-MM-dd'T'HH:mm:ssZ|GMT|CreatedDate|yyyy-MM-dd|EST";
	const columns = line.split('|');
	const url = columns[1];
	const updated = { field: 'LastModifiedDate', format: "yyyy-MM-dd'T'HH:mm:ssZ" };

	it.each<[string, string, object]>([
		[
			'nine columns',
			line,
			{
				url,
				idField: 'id',
				updated: { ...updated, timezone: 'GMT' },
				created: { field: 'CreatedDate', format: 'yyyy-MM-dd', timezone: 'EST' },
			},
		],
		[
			'blank columns',
			`accounts|${url}||LastModifiedDate|yyyy-MM-dd'T'HH:mm:ssZ||CreatedDate|yyyy-MM-dd|`,
			{ url, updated, created: { field: 'CreatedDate', format: 'yyyy-MM-dd' } },
		],
		['five columns', columns.slice(0, 5).join('|'), { url, idField: 'id', updated }],
		['two columns', 'accounts|/hubs/crm/accounts', { url: '/hubs/crm/accounts' }],
		['blanks around columns', ' accounts | /hubs/crm/accounts | ', { url: '/hubs/crm/accounts' }],
		['columns too many, but blank', `accounts|/x${'|'.repeat(12)}`, { url: '/x' }],
	])('with %s', (_name, text, read) => {
		expect(resourcesOf(text)).toEqual([{ name: 'accounts', ...read }]);
		expect(resourcesOf({ 'event.poller.urls': text })).toEqual([{ name: 'accounts', ...read }]);
	});

	it.each(['\n', '\r\n', '\n\n', '\\n'])('with lines separated by %j', (end) => {
		expect(resourcesOf(['a|/x', 'b', 'c|/z'].join(end))).toEqual([
			{ name: 'a', url: '/x' },
			{ name: 'b' },
			{ name: 'c', url: '/z' },
		]);
	});

	it('in the configuration of an instance', () => {
		const configuration = { 'event.poller.urls': 'a|/x\nb|/y', [KEY]: ' ' };
		expect(resourcesOf(JSON.stringify({ configuration }))).toEqual([
			{ name: 'a', url: '/x' },
			{ name: 'b', url: '/y' },
		]);
	});

	it.each([
		[
			'a|/x\n|/y',
			'line 2 names no resource. Write resource|url|xPathFilter|updatedDateField|updatedDateFormat|updatedDateTimeZone|createdDateField|createdDateFormat|createdDateTimeZone.',
		],
		[
			'a|/x|1|2|3|4|5|6|7|8|9',
			'line 1 has 11 columns; expected at most 9: resource|url|xPathFilter|updatedDateField|updatedDateFormat|updatedDateTimeZone|createdDateField|createdDateFormat|createdDateTimeZone.',
		],
		['a|/x\n\nb|y', 'line 3 has "y" as its url; expected a path, for example b|/hubs/crm/b.'],
		['a|/x\nb|/y\na|/z', 'line 3 names the resource a again, after line 1. Keep one of the two.'],
	])('%j: the message names the line', (text, problem) => {
		expect(messageOf(text)).toBe(`event.poller.urls: ${problem}`);
	});

	it('that is neither lines nor names is refused', () => {
		const expected =
			'expected names of resources, for example contacts|accounts, or lines, for example contacts|/hubs/crm/contacts';
		expect(messageOf({ 'event.poller.urls': 5 })).toBe(
			`event.poller.urls: found the number 5; ${expected}`,
		);
		expect(messageOf({ 'event.poller.urls': 'all of them' })).toBe(
			`event.poller.urls: found the text "all of them"; ${expected}`,
		);
	});
});

describe('bare names of resources', () => {
	const LIST = [{ name: 'contacts' }, { name: 'leads' }];
	it.each<[string, unknown]>([
		['joined by |', 'contacts|leads'],
		['joined by commas', 'contacts, leads'],
		['joined by lines', 'contacts\nleads\n'],
		['joined in several ways, one twice', ' contacts,\r\nleads | contacts,'],
		['in quotes', '"contacts|leads"'],
		['as a list', '["contacts","leads"]'],
		['under event.poller.urls', { 'event.poller.urls': 'contacts|leads' }],
		['under event.objects', { 'event.vendor.type': 'polling', 'event.objects': 'contacts,leads' }],
	])('leave everything to the connector: %s', (_name, source) => {
		expect(resourcesOf(source)).toEqual(LIST);
	});

	it('may be one, nested or placeholders', () => {
		expect(resourcesOf('contacts')).toEqual([{ name: 'contacts' }]);
		expect(resourcesOf('/changed-messages,calendars/{calendarId}/changed-events')).toEqual([
			{ name: '/changed-messages' },
			{ name: 'calendars/{calendarId}/changed-events' },
		]);
	});

	it('choose among the entries beside them', () => {
		const source = {
			'event.poller.urls': 'contacts\nleads',
			[KEY]: JSON.stringify({ deals: { url: '/d' }, ...CONTACTS, tasks: { url: '/t' } }),
		};
		expect(resourcesOf(source)).toEqual([READ, { name: 'leads' }]);
		expect(remarksOf(source)).toEqual([
			'event.poller.urls chooses contacts, leads; deals, tasks are not polled.',
		]);
	});

	it('are not read out of other text', () => {
		for (const text of ['poll all contacts', 'a, b c', '/hubs/crm/contacts', '<a>', ',', 'a|b/?c'])
			expect(messageOf(text)).toContain('is not valid JSON at line 1, column 1.');
	});
});

describe('an instance', () => {
	it('with both forms is read by the JSON form', () => {
		const source = { 'event.poller.urls': 'a|/x', [KEY]: CONTACTS };
		expect(resourcesOf(source)).toEqual([READ]);
		expect(remarksOf(source)).toEqual([
			'event.poller.urls is not read: event.poller.configuration stands for it.',
		]);
	});

	it('that holds secrets is read, and the secrets are named', () => {
		const configuration = {
			...BODY.configuration,
			'oauth.api.secret': 'hush',
			password: 'hush',
			username: 'me',
			'event.notification.signature.key': '********',
			'oauth.api.key': '<INSERT_API_KEY>',
		};
		expect(remarksOf({ ...BODY, configuration })).toEqual([
			'oauth.api.secret, password are not used here: leave only event.poller.configuration, and keep secrets in a credential.',
		]);
	});

	it.each<[string, object]>([
		['configuration', { 'event.notification.enabled': true, 'event.vendor.type': 'polling' }],
		['body', { element: { key: 'x' }, configuration: { 'event.vendor.type': 'polling' } }],
		['body without anything', { element: { key: 'x' }, configuration: {} }],
	])('without a poller configuration is told so: %s', (_name, source) => {
		expect(messageOf(source)).toMatch(
			/^The configuration of this instance has no event\.poller\.configuration\. Add one, for example \{"contacts":/,
		);
	});
});

describe('settings as the platform lists them', () => {
	const setting = { id: 1, key: KEY, defaultValue: JSON.stringify(CONTACTS), type: 'TEXTAREA' };
	const other = { key: 'event.notification.enabled', defaultValue: 'false' };
	it.each<[string, unknown]>([
		['one setting of an element', setting],
		['all settings of an element', [other, setting]],
		['an element', { id: 2, key: 'crm', configuration: [other, setting], resources: [] }],
		['the settings of an instance', [{ key: KEY, propertyValue: CONTACTS }]],
	])('%s', (_name, source) => {
		expect(resourcesOf(source)).toEqual([READ]);
		expect(resourcesOf(JSON.stringify(source))).toEqual([READ]);
	});
});

describe('resources that stand elsewhere', () => {
	it('directly under the configuration of an instance are read, and named', () => {
		const source = { ...BODY, configuration: { username: '<YOURS>', ...CONTACTS } };
		expect(resourcesOf(source)).toEqual([READ]);
		expect(remarksOf(source)).toEqual([expect.stringContaining('contacts stand without')]);
	});

	it('inside one another are read as if they stood beside it', () => {
		const leads = { url: '/hubs/crm/leads', idField: 'Key' };
		const source = { contacts: { ...CONTACTS.contacts, leads } };
		expect(resourcesOf(source)).toEqual([READ, { name: 'leads', ...leads }]);
		expect(remarksOf(source)).toEqual([expect.stringContaining('leads stand inside contacts')]);
	});

	it('are read in spite of commas before closing brackets', () => {
		const source = `{"contacts":{"url":"/hubs/crm/contacts?a=',}'","idField":"Key",},}`;
		expect(resourcesOf(source)).toEqual([{ ...READ, url: "/hubs/crm/contacts?a=',}'" }]);
		expect(remarksOf(source)).toEqual([expect.stringContaining('comma')]);
	});
});

describe('a configuration that cannot be used', () => {
	it('because it is a resource without its name', () => {
		expect(messageOf(CONTACTS.contacts)).toMatch(
			/^The poller configuration is a resource without its name\. Put it under its name, for example \{"contacts":/,
		);
	});

	it('because it is nested without end', () => {
		let text = JSON.stringify(CONTACTS);
		for (let level = 0; level < 6; level += 1) text = JSON.stringify({ [KEY]: text });
		expect(messageOf(text)).toMatch(
			/^The poller configuration is nested more than 10 levels deep\. Paste only the object keyed by resource name, for example \{"contacts":/,
		);
	});

	it('because it names too many resources', () => {
		const many = Array.from({ length: 501 }, (_, index) => `r${index}`);
		expect(resourcesOf(many.slice(1))).toHaveLength(500);
		expect(messageOf(many)).toBe(
			'The poller configuration names 501 resources; one node polls at most 500. Split it over several nodes.',
		);
	});
});

describe('a megabyte of hostile text', () => {
	const repeat = (piece: string) => piece.repeat(1_000_000 / piece.length);
	const inUrl = (text: string) => `{"a":{"url":"/${text}"}}`;
	const inFormat = (text: string) =>
		`{"a":{"datesConfiguration":{"updatedDateField":"u","updatedDateFormat":"${text}"}}}`;
	const numbered = (piece: (index: number) => string) =>
		Array.from({ length: 60_000 }, (_, index) => piece(index)).join(',');

	it.each<[string, string]>([
		['line ends', `${repeat('\n')}x y`],
		['names', repeat('a|')],
		['lines', repeat('a|/x\n')],
		['columns', `a|/x${repeat('|')}`],
		['resources', `{${numbered((index) => `"resource${index}":{}`)}}`],
		['keys', `{"a":{${numbered((index) => `"updatedDateFiel${index}":1`)}}}`],
		['blocks in blocks', `${repeat('{"event.poller.configuration":')}${repeat('}')}`],
		['escapes', repeat('{\\"')],
		['shell quotes', `curl -d '${repeat("'\\''")}`],
		['double quotes', `curl -d "${repeat('\\"')}`],
		['flags', `curl ${repeat(' -d ')}`],
		['opening braces', inUrl(repeat('{'))],
		['placeholders', inUrl(repeat('${date:y}'))],
		['open placeholders', inUrl(repeat('${'))],
		['variables in a placeholder', inUrl(`\${${repeat('{a}')}`)],
		['quotes', inUrl(repeat("'"))],
		['blanks', inUrl(`${repeat(' ')}x`)],
		['a format of quotes', inFormat(repeat("'"))],
		['a format of words', inFormat(repeat('10 digit '))],
	])('is read or refused within seconds: %s', (_name, text) => {
		const readIt = () => {
			try {
				parsePollerConfiguration(text);
			} catch (error) {
				expect(error).toBeInstanceOf(ConfigurationError);
			}
		};
		expect(cpuMsOf(4_000, readIt)).toBeLessThan(4_000);
	});
});
