import fastify, { type FastifyInstance } from 'fastify';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { parseUrlTemplate } from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from './renderUrl';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);

let server: FastifyInstance;
let address: string;
let lines: string[];

beforeAll(async () => {
	server = fastify();
	server.setNotFoundHandler(async (request) => {
		lines.push(request.raw.url ?? '');
		return [];
	});
	address = await server.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(() => {
	lines = [];
});
afterAll(async () => await server.close());

/** What a server gets to see of a url, byte for byte. */
describe('the request line', () => {
	it.each([
		[
			'Insightly contacts',
			"/hubs/crm/contacts?where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'",
			'/hubs/crm/contacts?where=updated_after_utc=%272026-01-05%2014%3A03%3A09%27',
		],
		[
			'BigCommerce, with a date as in mails',
			"/hubs/ecommerce/orders?where=min_date_modified='${date:EEE, dd MMM yyyy HH:mm:ss Z}'",
			'/hubs/ecommerce/orders?where=min_date_modified=%27Mon%2C%2005%20Jan%202026%2014%3A03%3A09%20%2B0000%27',
		],
		[
			'Zendesk, encoded already',
			'/hubs/helpdesk/resources/articles?where=category%20IS%20NOT%20NULL',
			'/hubs/helpdesk/resources/articles?where=category%20IS%20NOT%20NULL',
		],
		['a date in the zone of the settings', '/x?a=${date:HH:mm}', '/x?a=14%3A03'],
		['a zone by its name', '/x?a=${dateTimeZone:America/Denver:HH:mm}', '/x?a=07%3A03'],
		['a zone by its abbreviation', '/x?a=${DateTimeZone:PST:HH:mm}', '/x?a=06%3A03'],
		[
			'milliseconds since 1970',
			'/x?a=${epoch}&b=${epoch:ms}',
			'/x?a=1767621789000&b=1767621789000',
		],
		['seconds since 1970', '/x?a>${epoch:s}', '/x?a%3E1767621789'],
		['microseconds since 1970', '/x?a=${epoch:us}', '/x?a=1767621789000000'],
		['milliseconds by their own name', '/x?a=${milliseconds}', '/x?a=1767621789000'],
		['a placeholder without a pattern', "/x?a='${date}'", '/x?a=%272026-01-05%27'],
		[
			'several in one url',
			"/x?where=a>'${gmtDate:yyyy-MM-dd}' or b>'${date:yyyyMMdd}'",
			'/x?where=a%3E%272026-01-05%27%20or%20b%3E%2720260105%27',
		],
		['a path variable', '/calendars/{calendarId}/events', '/calendars/a%40b.c%2Fd/events'],
		[
			'a quote that is never closed, as the platform would get it',
			"/x?where=a>='${gmtDate:yyyy-MM-dd}",
			'/x?where=a%3E=%272026-01-05',
		],
		[
			'an offset that is not zero',
			"/x?where=a>='${dateTimeZone:+05:30:yyyy-MM-dd'T'HH:mm:ssXXX}'",
			'/x?where=a%3E=%272026-01-05T19%3A33%3A09%2B05%3A30%27',
		],
		[
			'text beyond ASCII, a number sign and a stray percent sign',
			"/x?where=a='Zoë #1 100%'&pageSize=5",
			'/x?where=a=%27Zo%C3%AB%20%231%20100%25%27&pageSize=5',
		],
		[
			'nested quotes of a broken example',
			"/hubs/general/contacts}'",
			'/hubs/general/contacts%7D%27',
		],
	])('%s', async (_name, url, line) => {
		const template = parseUrlTemplate(url, { zone: UTC, format: 'yyyy-MM-dd' });
		const rendered = renderUrl(template, AT, { calendarId: 'a@b.c/d' });
		await fetch(address + rendered);
		expect(lines).toEqual([line]);
	});

	it.each([
		['the upper end of a window', '/x?a=${until:gmtDate:HH:mm}', '/x?a=15%3A03'],
		[
			'both ends, each in its own form',
			'/x?from=${epoch:s}&to=${Until: dateTimeZone:America/Denver:HH:mm}',
			'/x?from=1767621789&to=08%3A03',
		],
		['both ends of a path', '/x/${gmtDate:HH}/${until:gmtDate:HH}', '/x/14/15'],
	])('%s', async (_name, url, line) => {
		const template = parseUrlTemplate(url, { zone: UTC });
		await fetch(address + renderUrl(template, AT, {}, AT + 3_600_000));
		expect(lines).toEqual([line]);
	});

	describe('a zone that is a path variable', () => {
		const url = '/hubs/crm/x?a=${dateTimeZone:{TimeZone}:HH:mm}';
		const datesConfiguration = {
			updatedDateField: 'at',
			updatedDateFormat: 'yyyy-MM-dd HH:mm',
			updatedDateTimezone: '{TimeZone}',
		};

		it.each(['documented', 'whole'] as const)('in the language "%s"', async (language) => {
			const { resources } = parsePollerConfiguration(
				{ x: { url, idField: 'id', datesConfiguration } },
				language,
				{ TimeZone: 'America/Denver' },
			);
			const template = parseUrlTemplate(resources[0].url ?? '', { zone: UTC });
			await fetch(address + renderUrl(template, AT, {}));
			expect(lines).toEqual(['/hubs/crm/x?a=07%3A03']);
			expect(resources[0].updated?.timezone).toBe('America/Denver');
		});

		it('needs a value', () => {
			const read = (x: object) => () => parsePollerConfiguration({ x }, 'whole');
			expect(read({ url })).toThrow('${dateTimeZone:{TimeZone}:HH:mm} names no known time zone');
			expect(read({ url: '/x', datesConfiguration })).toThrow(
				'x.datesConfiguration.updatedDateTimezone: found the text "{TimeZone}"',
			);
		});
	});

	it('the upper end belongs to the REST API', () => {
		const x = { url: '/hubs/crm/x?a=${epoch:s}&b=${until:epoch:s}', idField: 'id' };
		expect(() => parsePollerConfiguration({ x })).toThrow(
			'The placeholder ${until:epoch:s} is not known.',
		);
	});
});
