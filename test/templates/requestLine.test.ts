import fastify, { type FastifyInstance } from 'fastify';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { parseUrlTemplate, renderUrl } from '../../nodes/OpenConnectors/templates/urlTemplate';

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
		const rendered = renderUrl(parseUrlTemplate(url, { zone: UTC }), AT, {});
		await fetch(address + rendered);
		expect(lines).toEqual([line]);
	});
});
