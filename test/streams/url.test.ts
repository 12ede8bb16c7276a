import {
	BaseUrlError,
	completeBaseUrl,
	PLATFORM_PATH,
	queryNames,
	withQuery,
} from '../../nodes/OpenConnectors/streams/url';

describe('a base url', () => {
	it.each([
		['https://api.na1.insightly.com', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com///', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		[' https://api.na1.insightly.com\n', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/v3.1', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/v3.1/', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/V3.1', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/v3.0', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/v2', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['https://api.na1.insightly.com/v3.10', '/v3.1', 'https://api.na1.insightly.com/v3.1'],
		['http://127.0.0.1:3000/insightly', '/v3.1', 'http://127.0.0.1:3000/insightly/v3.1'],
		['http://127.0.0.1:3000/insightly/v3.1', '/v3.1', 'http://127.0.0.1:3000/insightly/v3.1'],
		['https://proxy.example/v1/insightly', '/v3.1', 'https://proxy.example/v1/insightly/v3.1'],
		['https://proxy.example/api-v2', '/v3.1', 'https://proxy.example/api-v2/v3.1'],
		['HTTPS://API.example', '/v3', 'HTTPS://API.example/v3'],
		['https://api.cc.email/v3', '/v3', 'https://api.cc.email/v3'],
		['https://app.icontact.com/icp/', '', 'https://app.icontact.com/icp'],
		['https://host.example', PLATFORM_PATH, 'https://host.example/elements/api-v2'],
		['https://host.example/', PLATFORM_PATH, 'https://host.example/elements/api-v2'],
		['https://host.example/elements/api-v2', PLATFORM_PATH, 'https://host.example/elements/api-v2'],
		[
			'https://host.example/elements/api-v2/',
			PLATFORM_PATH,
			'https://host.example/elements/api-v2',
		],
		['https://host.example/Elements/API-v2', PLATFORM_PATH, 'https://host.example/elements/api-v2'],
		[
			'http://localhost:3000/platform',
			PLATFORM_PATH,
			'http://localhost:3000/platform/elements/api-v2',
		],
		['https://host.example/v2', PLATFORM_PATH, 'https://host.example/v2/elements/api-v2'],
	])('%j with %s is %s', (baseUrl, suffix, complete) => {
		expect(completeBaseUrl(baseUrl, suffix)).toBe(complete);
	});

	it.each([
		'',
		' ',
		'/',
		'api.na1.insightly.com',
		'//api.na1.insightly.com',
		'ftp://api.na1.insightly.com',
		'https://',
		'https:///v3.1',
		'https://api na1.insightly.com',
		'https://api.na1.insightly.com:99999',
	])('%j is refused with what to write', (baseUrl) => {
		expect(() => completeBaseUrl(baseUrl, '/v3.1')).toThrow(BaseUrlError);
		expect(() => completeBaseUrl(baseUrl, '/v3.1')).toThrow(
			`The base URL "${baseUrl}" is no web address. Write it with https://, as in the field's example.`,
		);
	});

	it.each([
		['https://api.example?x=1', 'https://api.example?…'],
		['https://api.example/v3.1#top', 'https://api.example/v3.1#…'],
		['ftp://user:pass@api.example', 'ftp://…@api.example'],
		['https://user:p@ss word@api.example/a b', 'https://…@api.example/a b'],
		['user:pass@api.example?key=k', '…@api.example?…'],
		[`ftp://${'u'.repeat(500)}@api.example`, 'ftp://…@api.example'],
		[`ftp://${'h'.repeat(500)}`, `ftp://${'h'.repeat(194)}…`],
	])('%j is refused without what may be secret in it', (baseUrl, shown) => {
		expect(() => completeBaseUrl(baseUrl, '/v3.1')).toThrow(`The base URL "${shown}" `);
	});

	it.each(['https://api.example?x=1', 'https://api.example/v3.1#top'])(
		'%j is refused because of what stands behind the path',
		(baseUrl) => {
			expect(() => completeBaseUrl(baseUrl, '/v3.1')).toThrow(
				'Take that away, with all that follows',
			);
		},
	);
});

describe('query parameters', () => {
	it.each<[string, ReadonlyArray<readonly [string, string]>, string]>([
		['/a', [], '/a'],
		['/a?x=1', [], '/a?x=1'],
		['/a', [['b', '1']], '/a?b=1'],
		[
			'/a?x=1',
			[
				['b', '1'],
				['c', ''],
			],
			'/a?x=1&b=1&c=',
		],
		['/a', [['b c', "d & e=f+g 'h' ü #"]], "/a?b%20c=d%20%26%20e%3Df%2Bg%20'h'%20%C3%BC%20%23"],
		['/a', [['cursor', 'a%20b']], '/a?cursor=a%2520b'],
		['/a', [['b', 'half \uD800']], '/a?b=half%20%EF%BF%BD'],
	])('%s and %j are %s', (url, parameters, result) => {
		expect(withQuery(url, parameters)).toBe(result);
	});

	it.each<[string, readonly string[]]>([
		['/a?pageSize=1&where=b=2&c', ['pageSize', 'where', 'c']],
		["/a?where=x='?pageSize=1'&d=1", ['where', 'd']],
		['/pageSize', ['']],
		['/a?', ['']],
	])('%s has the names %j', (url, names) => {
		expect([...queryNames(url)]).toEqual(names);
	});
});
