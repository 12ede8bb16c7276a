import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';

const read = (resource: object) => parsePollerConfiguration({ contacts: resource });
const repairsOf = (resource: object) =>
	read(resource)
		.notices.filter(({ kind }) => kind === 'repair')
		.map(({ text }) => text);

const WHERE = "/hubs/crm/contacts?where=modified>'";

describe('a url', () => {
	it.each([
		['/x ', '/x', 'the blanks around it are left out'],
		["/hubs/general/contacts}'", '/hubs/general/contacts', "the stray }' at its end is left out"],
		['/hubs/general/contacts}', '/hubs/general/contacts', 'the stray } at its end is left out'],
		["/a/{id}/b}'", '/a/{id}/b', "the stray }' at its end is left out"],
		[`${WHERE}\${epoch}'}'`, `${WHERE}\${epoch}'`, "the stray }' at its end is left out"],
		['hubs/crm/contacts', '/hubs/crm/contacts', 'the slash before it is put in'],
		[
			'https://api.openconnectors.example/elements/api-v2/hubs/crm/contacts',
			'/hubs/crm/contacts',
			'the address before the path is left out',
		],
		[
			'/elements/api-v2/hubs/crm/contacts',
			'/hubs/crm/contacts',
			'the address before the path is left out',
		],
		[
			`${WHERE}\${date:10 digit integer Unix time}'`,
			`${WHERE}\${epoch:s}'`,
			'${date:10 digit integer Unix time} is read as ${epoch:s}',
		],
		[
			`${WHERE}\${gmtDate:milliseconds'}'`,
			`${WHERE}\${epoch:ms}'`,
			"${gmtDate:milliseconds'} is read as ${epoch:ms}",
		],
		[
			`${WHERE}\${gmtDate:yyyy-MM-dd'T'HH:mm:ss'}'`,
			`${WHERE}\${gmtDate:yyyy-MM-dd'T'HH:mm:ss}'`,
			"${gmtDate:yyyy-MM-dd'T'HH:mm:ss'} is read as ${gmtDate:yyyy-MM-dd'T'HH:mm:ss}",
		],
		[
			`${WHERE}\${dateTimeZone:-6:00:yyyy-MM-dd'}'`,
			`${WHERE}\${dateTimeZone:-6:00:yyyy-MM-dd}'`,
			"${dateTimeZone:-6:00:yyyy-MM-dd'} is read as ${dateTimeZone:-6:00:yyyy-MM-dd}",
		],
	])('%s is repaired', (url, meant, how) => {
		expect(read({ url }).resources[0].url).toBe(meant);
		expect(repairsOf({ url })).toEqual([`contacts.url: ${how}.`]);
	});

	it.each([
		['quotes too many', "/x?where=a>='${date:yyyy-MM-dd'T'HH:mm:ssXXX}''"],
		['a quote that is missing', "/x?where=a>='${epoch}' and attributes='created_at,updated_at"],
		['a quote behind a variable', "/x?where=t>'${milliseconds}'&updateKey={updateKey}'"],
		['a brace in a quoted value', "/x?where=a='b}'"],
		['braces that are no placeholder', '/x?where=a=\'{"b":1}\''],
		['what is encoded', '/x?where=category%20IS%20NOT%20NULL'],
		['a brace that opens', '/x?where=a={b'],
	])('is sent as the platform would send it, with %s', (_name, url) => {
		expect(read({ url }).resources[0].url).toBe(url);
		expect(repairsOf({ url })).toEqual([]);
	});
});

describe('a date format', () => {
	const dates = (format: string) => ({
		datesConfiguration: { updatedDateField: 'u', updatedDateFormat: format },
	});
	const QUOTE = 'without the stray quote';
	it.each([
		["milliseconds'", 'milliseconds', QUOTE],
		["'seconds", 'seconds', QUOTE],
		["yyyy-MM-dd'T'HH:mm:ss'", "yyyy-MM-dd'T'HH:mm:ss", QUOTE],
		["yyyy-MM-dd'T'HH:mm:ssXXX'", "yyyy-MM-dd'T'HH:mm:ssXXX", QUOTE],
		["yyyy-MM-dd'T'HH:mm:ss.SSSX'", "yyyy-MM-dd'T'HH:mm:ss.SSSX", QUOTE],
		["'yyyy-MM-dd HH:mm:ss'", 'yyyy-MM-dd HH:mm:ss', 'without the quotes around it'],
		["'milliseconds'", 'milliseconds', 'without the quotes around it'],
		['10 digit integer Unix time', 'seconds', 'which is what it says'],
		["10 digit integer Unix time'", 'seconds', 'which is what it says'],
		['Milliseconds', 'milliseconds', 'which is what it says'],
		['epoch:s', 'seconds', 'which is what it says'],
	])('%s is read as %s', (format, meant, how) => {
		expect(read(dates(format)).resources[0].updated?.format).toBe(meant);
		expect(repairsOf(dates(format))).toEqual([
			`contacts.datesConfiguration.updatedDateFormat: read as ${meant}, ${how}.`,
		]);
	});

	it.each([
		'milliseconds',
		'seconds',
		"yyyy-MM-dd' 'HH:mm:ss",
		"yyyy-MM-dd'T'HH:mm:ssSSSSSSXXX",
		"yyyy-MM-dd'T'HH:mmz",
		'EEE, dd MMM yyyy HH:mm:ss Z',
		"MM/dd/yyy'T'HH:mm:ssXXX",
		"yyyy''MM",
	])('%s stays as it is', (format) => {
		expect(read(dates(format)).resources[0].updated?.format).toBe(format);
		expect(repairsOf(dates(format))).toEqual([]);
	});

	it.each(["518862600'", '518862600', 'unix time', "yyyy-MM-dd'T", "''", 'timestamp'])(
		'%s is refused',
		(format) => {
			expect(() => read(dates(format))).toThrow(ConfigurationError);
		},
	);
});

it('other texts lose the blanks around them, and fields a stray quote', () => {
	const resource = {
		url: '/x',
		idField: ' customer.id',
		datesConfiguration: {
			updatedDateField: "updated_at'",
			updatedDateFormat: 'seconds ',
			updatedDateTimezone: ' EST',
		},
	};
	expect(read(resource).resources).toEqual([
		{
			name: 'contacts',
			url: '/x',
			idField: 'customer.id',
			updated: { field: 'updated_at', format: 'seconds', timezone: 'EST' },
		},
	]);
	expect(repairsOf(resource)).toEqual([
		'contacts.datesConfiguration.updatedDateField: read as updated_at, without the stray quote.',
		'contacts.datesConfiguration.updatedDateFormat: the blanks around it are left out.',
		'contacts.datesConfiguration.updatedDateTimezone: the blanks around it are left out.',
		'contacts.idField: the blanks around it are left out.',
	]);
});

it('a date key beside datesConfiguration is read as part of it', () => {
	const resource = {
		url: '/x',
		updatedAtField: 'u',
		updatedDateFormat: 'seconds',
		updatedDateTimezone: 'EST',
	};
	expect(read(resource).resources[0].updated).toEqual({
		field: 'u',
		format: 'seconds',
		timezone: 'EST',
	});
	expect(repairsOf(resource)).toEqual([
		'contacts.updatedDateField: read as part of datesConfiguration.',
		'contacts.updatedDateFormat: read as part of datesConfiguration.',
	]);
});
