import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';

const DATES = { updatedDateField: 'updated', updatedDateFormat: 'milliseconds' };
const THINGS = { url: '/things?since=${epoch}', idField: 'id', datesConfiguration: DATES };

const read = (changes: object) =>
	parsePollerConfiguration({ things: { ...THINGS, ...changes } }, 'whole');

const MANY = Array.from({ length: 501 }, (_, index) => String(index));
const cursor = { type: 'cursor', cursorParam: 'after' };
const pages = { type: 'page_number', pageParam: 'page' };

describe('what contradicts itself or would lose records is refused', () => {
	it.each<[changes: object, message: string]>([
		[{ body: { a: 1 } }, 'things.method: found nothing; a body takes "method": "POST"'],
		[
			{ body: { a: 1 }, method: 'get' },
			'things.method: found the text "GET"; a body takes "method": "POST"',
		],
		[
			{ method: 'POST', body: 'a=b' },
			'things.body: found the text "a=b"; expected the JSON of the request, for example {',
		],
		[
			{ paging: { ...pages, in: 'body' } },
			'things.paging.in: found the text "body"; a GET has none: write "method": "POST", or "in": "query"',
		],
		[
			{ method: 'POST', body: [1], paging: { ...pages, in: 'body' } },
			'things.body: found a list; expected an object, as paging puts its parameters into it',
		],
		[
			{ paging: cursor },
			'things.paging: found no place of the next page; expected exactly one of cursorField, cursorHeader, lastRecordField, for example "cursorField": "meta.next_cursor"',
		],
		[
			{ paging: { ...cursor, cursorField: 'a', cursorHeader: 'b' } },
			'things.paging: found cursorField and cursorHeader; expected exactly one of',
		],
		[
			{ paging: { type: 'link', linkField: 'a', linkHeader: 'link' } },
			'things.paging: found linkField and linkHeader; expected exactly one of linkField, linkHeader',
		],
		[
			{ paging: { ...pages, cursorField: 'next' } },
			'things.paging.cursorField: "cursorField" is a key of the paging type cursor, and the type is page_number. Keys of page_number: in, limitParam',
		],
		[
			{ paging: { ...pages, maximumOffset: 5 } },
			'things.paging.maximumOffset: "maximumOffset" is a key of the paging type offset, cursor, and the type is page_number.',
		],
		[
			{ paging: { type: 'offset', offsetParam: 'o', totalPagesField: 'pages' } },
			'things.paging.totalPagesField: "totalPagesField" is a key of the paging type page_number, and the type is offset.',
		],
		[
			{ paging: { pageParam: 'page' } },
			'things.paging.type: found nothing; expected one of none, page_number, offset, cursor, link',
		],
		[
			{ paging: { type: 'pageNumber' } },
			'expected one of none, page_number, offset, cursor, link: did you mean "page_number"?',
		],
		[
			{ paging: { ...pages, maximumPage: 300 } },
			'things.order: found nothing; maximumPage takes "order": "ascending", and a url that asks for it, as the list goes on behind it from the last date read',
		],
		[
			{ paging: { ...pages, maximumPage: 300 }, order: 'descending' },
			'things.order: found the text "descending"; maximumPage takes "order": "ascending"',
		],
		[
			{ paging: { ...pages, maximumPage: 300 }, order: 'ascending', url: '/things' },
			'things.url: found no placeholder; maximumPage takes one such as ${epoch:s}',
		],
		[
			{ paging: { ...pages, maximumPage: 300 }, order: 'ascending', datesConfiguration: null },
			'things.datesConfiguration: found no date; maximumPage takes an updatedDateField',
		],
		[
			{ step: 'P7D' },
			'things.step: found the text "P7D" without both ends of a window; expected a placeholder for each in url, headers or body, for example from=${epoch:s}&to=${until:epoch:s}',
		],
		[
			{
				step: 'PT1H',
				since: { granularity: 'P1D' },
				url: '/things?from=${epoch}&to=${until:epoch}',
			},
			'things.step: found the text "PT1H", which is shorter than since.granularity, P1D:',
		],
		[
			{ step: 'P7D', url: '/things?to=${until:epoch}' },
			'things.step: found the text "P7D" without both ends of a window',
		],
		[
			{ url: '/things?to=${until:epoch}' },
			'things.url: found ${until:epoch} without the lower end of the window; expected a placeholder such as ${epoch:s} beside it',
		],
		[
			{ step: '7 days' },
			'things.step: found the text "7 days"; expected an ISO 8601 duration, for example PT1S, PT5M or P30D',
		],
		[
			{ watch: 'snapshot' },
			'things.watch: found the placeholder ${epoch}; "watch": "snapshot" compares the whole list, and what is missing counts as deleted: leave the condition out, or write "watch": "dates"',
		],
		[
			{ watch: 'snapshot', url: '/things', retention: 'P30D' },
			'things.retention: found the text "P30D"; "watch": "snapshot" compares the whole list',
		],
		[
			{ values: { repo: ['a'] } },
			'things.values.repo: {repo} stands nowhere in url, headers or body. Write it there, for example /repo/{repo}',
		],
		[
			{ values: { repo: ['a'] }, url: '/a/{owner}' },
			'things.values.repo: {repo} stands nowhere in url, headers or body. There: {owner}',
		],
		[
			{ values: { repo: ['a', 'a'] }, url: '/a/{repo}' },
			'things.values.repo: found a value twice; expected each once',
		],
		[
			{ values: { repo: MANY }, url: '/a/{repo}' },
			'things.values: found 501 lists to poll; at most 500 are polled by one node',
		],
		[
			{ values: { repo: [] } },
			'things.values.repo: found a list; expected a list of values, for example ["a","b"]',
		],
		[
			{ idField: '^.id' },
			'things.idField: found the text "^.id"; ^. leads out of a "record", and none is given',
		],
		[
			{ idField: 'a[' },
			'things.idField: found the text "a["; expected the path of a field, for example id or customer.id',
		],
		[
			{ recordsField: '$' },
			'things.recordsField: found the text "$"; expected the path of a field',
		],
		[
			{ recordsField: 'links[rel=next]' },
			'things.recordsField: found the text "links[rel=next]"; expected the path of a field',
		],
		[
			{ datesConfiguration: { updatedDateField: ['a', ''], updatedDateFormat: 'seconds' } },
			'things.datesConfiguration.updatedDateField: found a list; expected the path of a field, or a list of some',
		],
		[
			{ datesConfiguration: { ...DATES, updatedDateFormat: 'yyyy-bb' } },
			'things.datesConfiguration.updatedDateFormat: found the text "yyyy-bb"; expected milliseconds, seconds or a Java date pattern',
		],
		[
			{ deleted: { field: 'status', values: 'deleted' } },
			'things.deleted.values: found the text "deleted"; expected a list of values, for example ["deleted"]',
		],
		[
			{ deleted: 'status' },
			'things.deleted: found the text "status"; expected an object, for example {"field":"status","values":["deleted"]}',
		],
		[
			{ none: { field: 'data' } },
			'things.none: found nothing that the answer is recognised by; expected {"field":"orders","absent":true} or {"field":"data","equals":null}',
		],
		[
			{ none: { equals: null } },
			'things.none: found equals or absent alone; expected a field or header that it is about',
		],
		[
			{ none: { field: 'a', header: 'b', absent: true } },
			'things.none: found field and header; expected one of them',
		],
		[
			{ none: { field: 'a', equals: 1, absent: true } },
			'things.none: found equals and absent; expected one of them',
		],
		[
			{ errors: [{ action: 'fail' }] },
			'things.errors.0: found an action for every answer; expected a status, field or header beside it',
		],
		[
			{
				errors: [
					{ status: 404, action: 'ignore' },
					{ status: 200, action: 'retry' },
				],
			},
			'things.errors.1: found the status 200 alone, which every good answer has; expected a field or header beside it',
		],
		[
			{ errors: [{ status: 700, action: 'fail' }] },
			'things.errors.0.status: found the number 700; expected a whole number from 100 to 599, for example 429',
		],
		[
			{ errors: { status: 404, action: 'fail' } },
			'things.errors: found an object; expected a list of objects, for example [{',
		],
		[
			{ errors: ['fail'] },
			'things.errors.0: found the text "fail"; expected an object, for example {',
		],
		[
			{ rateLimit: { requests: 5, per: '1s' } },
			'things.rateLimit.per: found the text "1s"; expected an ISO 8601 duration',
		],
		[
			{ rateLimit: { per: 'PT1S' } },
			'things.rateLimit.requests: found nothing; expected a whole number from 1 on',
		],
		[
			{ since: { granularity: 'day' } },
			'things.since.granularity: found the text "day"; expected an ISO 8601 duration',
		],
		[
			{ url: '/things?since=${epoch}&page=2', paging: pages },
			'things.url: found the parameter page, which paging.pageParam sets; leave it out of the url',
		],
		[
			{ url: '/things?since=${now}' },
			'things.url: The placeholder ${now} is not known. Use ${gmtDate:',
		],
		[
			{ headers: { 'X-Since': '${now}' } },
			'things.headers.X-Since: The placeholder ${now} is not known.',
		],
		[
			{ headers: { 'X Since': 'a' } },
			'things.headers.X Since: found a character that no header can have',
		],
		[{ headers: { A: 'a\nB: b' } }, 'things.headers.A: found a character that no header can have'],
		[
			{ url: null },
			'things.url: found nothing; expected the path of the list below the base url of the credential',
		],
		[
			{ url: 'https://{pod}.example.com/a' },
			'things.url: found {pod}.example.com as the host; what differs by account belongs into the base url of the credential',
		],
		[
			{ paging: { ...cursor, cursorField: 'a', cursorUrl: 'more' } },
			'things.paging.cursorUrl: found the text "more"; expected a path below the base url',
		],
		[
			{ cursorField: 'next' },
			'things.cursorField: "cursorField" is not known: did you mean "cursorField", inside "paging"? Write "paging": {',
		],
		[
			{ paging: { ...pages, pageSize: 5 } },
			'things.paging.pageSize: "pageSize" is not known: did you mean "pageSize", beside "url"?',
		],
		[
			{ primary_key: 'id' },
			'things.primary_key: "primary_key" is not known: did you mean "idField"?',
		],
		[
			{ records_path: 'data' },
			'things.records_path: "records_path" is not known: did you mean "recordsField"?',
		],
		[
			{ somethingElse: 1 },
			'things.somethingElse: "somethingElse" is not known: leave it out, or write one of url, idField',
		],
	])('change %#', (changes, message) => {
		expect(() => read(changes)).toThrow(ConfigurationError);
		expect(() => read(changes)).toThrow(message);
	});

	it('urls of two servers', () => {
		const url = (host: string) => ({ ...THINGS, url: `https://${host}/things?since=\${epoch}` });
		expect(() =>
			parsePollerConfiguration({ a: url('one.example'), b: url('two.example') }, 'whole'),
		).toThrow(
			'b.url: found https://two.example, and a.url has https://one.example; one node asks one API',
		);
		const same = parsePollerConfiguration(
			{ a: url('one.example'), b: url('ONE.example') },
			'whole',
		);
		expect(same.resources).toHaveLength(2);
	});
});

describe('secrets', () => {
	const SECRET = 's3cr3t-V4lue';
	it.each<[object, string]>([
		[
			{ headers: { Authorization: `Bearer ${SECRET}` } },
			'things.headers.Authorization: found a secret; leave it out here, and enter it in the credential under Authentication: Bearer',
		],
		[
			{ headers: { 'x-api-key': SECRET } },
			'under Authentication: Header, with x-api-key as its name',
		],
		[
			{ headers: { 'X-Figma-Token': SECRET } },
			'under Authentication: Header, with X-Figma-Token as its name',
		],
		[{ headers: { cookie: SECRET } }, 'under Authentication: Header, with Cookie as its name'],
		[{ url: `/things?api_key=${SECRET}` }, 'things.url: found a secret in the parameter api_key'],
		[
			{ url: `things?access_token=${SECRET}` },
			'things.url: found a secret in the parameter access_token',
		],
		[
			{ url: `https://me:${SECRET}@example.com/` },
			'things.url: found a user name or password before the host',
		],
	])('are sent to the credential, and not repeated: %#', (changes, message) => {
		expect(() => read(changes)).toThrow(message);
		expect(() => read(changes)).not.toThrow(SECRET);
	});

	it.each(['X-Page-Token', 'Idempotency-Key', 'X-Version', 'Accept'])('%s is none', (header) => {
		expect(read({ headers: { [header]: 'a' } }).notices).toEqual([]);
	});

	it('in a body are named', () => {
		const { notices } = read({ method: 'POST', body: { auth: [{ apiKey: SECRET }] } });
		expect(notices.map(({ text }) => text)).toEqual([
			'things.body.auth.0.apiKey looks like a secret: what stands in a workflow is not encrypted.',
		]);
	});
});

describe('what has no effect or is done otherwise is said', () => {
	it.each<[object, RegExp]>([
		[{ url: '/things', since: { inclusive: true } }, /^things\.since has no effect: neither url/],
		[{ idField: '' }, /^things\.idField is not given: records are told apart by their content/],
		[
			{ datesConfiguration: { ...DATES, createdDateField: DATES.updatedDateField } },
			/^things\.datesConfiguration\.updatedDateField is the createdDateField too/,
		],
		[
			{ url: "/things?a=${dateTimeZone:Asia/Tokyo:yyyy-MM-dd'T'HH:mm:ss'Z'}" },
			/^things\.url: \$\{dateTimeZone:Asia\/Tokyo.* marks it 'Z', which stands for UTC/,
		],
		[
			{ url: '/things', datesConfiguration: {} },
			/^things\.datesConfiguration is not given, .* "watch": "snapshot"/,
		],
		[
			{ url: '/things', watch: 'snapshot', paging: { ...pages, maximumPage: 5 } },
			/^things\.paging\.maximumPage: a list that is compared has to be read whole/,
		],
		[
			{ updatedDateField: 'other' },
			/^things\.updatedDateField is not read: datesConfiguration says otherwise/,
		],
		[{ filterByCurrentDate: true }, /^things\.filterByCurrentDate is not needed here/],
		[{ batchSize: 5 }, /^things\.batchSize is a key of the platform's successor/],
		[
			{ method: 'POST', body: '{"a":1}' },
			/^things\.body: its text is read as the JSON that it holds/,
		],
		[{ idField: "id'" }, /^things\.idField: read as id, without the stray quote/],
	])('%j', (changes, told) => {
		expect(read(changes).notices.map(({ text }) => text)).toEqual(
			expect.arrayContaining([expect.stringMatching(told)]),
		);
	});
});

describe('slips keep working', () => {
	it('in letter case, numbers and flags as texts, and dates outside of their object', () => {
		const { resources } = parsePollerConfiguration(
			`{"things": {"URL": "/things", "IDFIELD": "id", "Method": "post", "pagesize": "50", "Order": "Ascending",
			"updatedAtField": "u", "updatedDateFormat": "milliseconds'", "Paging": {"TYPE": "page_number", "pageparam": "p", "FirstPage": "0",},
			"Errors": [{"Status": "404", "ACTION": "Ignore"}], "since": {"Inclusive": "true"},}}`,
			'whole',
		);
		expect(resources[0]).toMatchObject({
			updated: { field: 'u', format: 'milliseconds' },
			settings: {
				url: '/things',
				idField: 'id',
				method: 'POST',
				pageSize: 50,
				order: 'ascending',
				datesConfiguration: { updatedDateField: 'u', updatedDateFormat: 'milliseconds' },
				paging: { type: 'page_number', pageParam: 'p', firstPage: 0 },
				errors: [{ status: 404, action: 'ignore' }],
				since: { inclusive: true },
			},
		});
	});

	it('the first of several updated dates counts, and an id may have several fields', () => {
		const [resource] = read({
			idField: ['a', 'b'],
			datesConfiguration: { ...DATES, updatedDateField: ['updated', 'created'] },
		}).resources;
		expect(resource.idField).toBeUndefined();
		expect(resource.settings?.idField).toEqual(['a', 'b']);
		expect(resource.updated).toEqual({
			field: 'updated',
			furtherFields: ['created'],
			format: 'milliseconds',
		});
	});
});

it('a body without end is refused, and nothing else happens', () => {
	const body = JSON.parse('[{"a":'.repeat(5_000) + '1' + '}]'.repeat(5_000)) as unknown;
	expect(() => read({ method: 'POST', body })).toThrow('things.body: found more than 100 levels');
});

it('the documented language has no upper end of a window', () => {
	expect(() => parsePollerConfiguration({ a: { url: '/a?b=${until:epoch:s}' } })).toThrow(
		'a.url: The placeholder ${until:epoch:s} is not known.',
	);
});
