import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { cpuMsOf } from '../cpuTime';

const read = (text: string) => {
	const { resources, notices } = parsePollerConfiguration(text, 'whole');
	return {
		name: resources[0].name,
		settings: resources[0].settings,
		told: notices.map(({ text }) => text).join('\n'),
	};
};

const BODY = { filter: { q: 'it\'s "new"', since: '${epoch:ms}' }, limit: 5 };
const JSON_TEXT = JSON.stringify(BODY);
const POSTED = { method: 'POST', url: '/v2/deals/search', body: BODY };

describe('a cURL command that asks for a list', () => {
	it.each<[string, string, object]>([
		['plain', 'curl https://api.example.com/v1/customers', { url: '/v1/customers' }],
		[
			'with parameters',
			"curl 'https://api.example.com/v1/customers?limit=10&a=b%20c'",
			{ url: '/v1/customers?limit=10&a=b%20c' },
		],
		['without a scheme', 'curl api.example.com/customers.json', { url: '/customers.json' }],
		[
			'--url, and flags before it',
			'curl -sSL --compressed --url "https://api.example.com/customers"',
			{ url: '/customers' },
		],
		['-X GET', 'curl -X GET https://api.example.com/customers', { url: '/customers' }],
		['-XGET', 'curl -XGET https://api.example.com/customers', { url: '/customers' }],
		[
			'--location --request, as Postman writes it',
			"curl --location --request GET 'https://api.example.com/customers' \\\n--header 'X-Version: 3'",
			{ url: '/customers', headers: { 'X-Version': '3' } },
		],
		[
			'-G',
			"curl -G https://api.example.com/customers -d limit=3 --data-urlencode 'q=a b&c'",
			{ url: '/customers?limit=3&q=a%20b%26c' },
		],
		[
			'options with values',
			'curl -o out.json -m 30 --max-time 30 https://api.example.com/customers -w "%{http_code}"',
			{ url: '/customers' },
		],
		[
			'a path variable',
			"curl 'https://api.example.com/accounts/{account}/customers'",
			{ url: '/accounts/{account}/customers' },
		],
		[
			'a placeholder',
			"curl 'https://api.example.com/customers?since=${epoch:s}'",
			{ url: '/customers?since=${epoch:s}' },
		],
		['a fragment', 'curl https://api.example.com/customers#top', { url: '/customers' }],
		['a prompt', '$ curl https://api.example.com/customers', { url: '/customers' }],
		[
			'empty data, as Postman writes it',
			"curl --location --request GET 'https://api.example.com/customers' \\\n--data-raw ''",
			{ url: '/customers' },
		],
		[
			'in a fence, as a chat shows it',
			'```bash\ncurl https://api.example.com/customers\n```\n',
			{ url: '/customers' },
		],
		[
			'behind a comment and a variable',
			'# All of them\nexport TOKEN=x\n\ncurl https://api.example.com/customers',
			{ url: '/customers' },
		],
		[
			'a list called instances',
			'curl https://api.example.com/instances/customers',
			{ url: '/instances/customers' },
		],
		['the address alone', ' https://api.example.com/customers?a=b\n', { url: '/customers?a=b' }],
		[
			'the address behind its method, with a placeholder',
			"GET https://api.example.com/customers?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
			{ url: "/customers?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}" },
		],
	])('%s', (_name, text, settings) => {
		expect(read(text)).toMatchObject({ name: expect.stringMatching(/^customers/) });
		expect(read(text).settings).toEqual(settings);
		expect(read(text).told).toContain(
			'asks https://api.example.com: enter it as Base URL in the credential.',
		);
	});

	it.each<[string, string]>([
		['bash, single quotes', `-d '${JSON_TEXT.replaceAll("'", "'\\''")}'`],
		['bash, double quotes', `-d ${JSON.stringify(JSON_TEXT).replaceAll('$', '\\$')}`],
		[
			'bash, $ quotes',
			`--data-raw $'${JSON_TEXT.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
		],
		['--json', `--json '${JSON_TEXT.replaceAll("'", "'\\''")}'`],
		['--data=', `--data='${JSON_TEXT.replaceAll("'", "'\\''")}'`],
		['PowerShell', `-d '${JSON_TEXT.replaceAll("'", "''")}'`],
		[
			'over several lines',
			`--data-raw '${JSON.stringify(BODY, null, 2).replaceAll("'", "'\\''")}'`,
		],
	])('with a JSON body: %s', (_name, data) => {
		const text = `curl -X POST 'https://api.example.com/v2/deals/search' ${data}`;
		expect(read(text)).toMatchObject({ name: 'deals', settings: POSTED });
		expect(read(text.replace('-X POST ', '')).settings).toEqual(POSTED);
	});

	it.each<[string, string]>([
		['bash', '\\\n'],
		['PowerShell', '`\r\n'],
		['the Windows prompt', '^\r\n'],
	])('continued over lines as in %s', (_name, end) => {
		const text = [
			'curl "https://api.example.com/v2/deals"',
			'-H "X-Version: 3"',
			'-H "Accept: text/json"',
		].join(` ${end}  `);
		expect(read(text).settings).toEqual({
			url: '/v2/deals',
			headers: { 'X-Version': '3', Accept: 'text/json' },
		});
	});

	it('as browsers copy it for the Windows prompt', () => {
		const text = [
			'curl ^"https://api.example.com/v2/deals/search?a=1^&b=2^" ^',
			'  -H ^"accept: */*^" ^',
			'  -H ^"sec-fetch-mode: cors^" -H ^"user-agent: Browser^" ^',
			'  --data-raw ^"^{^\\^"limit^\\^":5^}^"',
		].join('\r\n');
		expect(read(text).settings).toEqual({
			method: 'POST',
			url: '/v2/deals/search?a=1&b=2',
			body: { limit: 5 },
		});
	});
});

describe('the secret of a cURL command', () => {
	const SECRET = 's3cr3t-V4lue';
	it.each<[string, string, string]>([
		[
			'a bearer token',
			`-H 'Authorization: Bearer ${SECRET}'`,
			'Authentication Bearer, with what stands behind "Bearer" as Token',
		],
		['--oauth2-bearer', `--oauth2-bearer ${SECRET}`, 'Authentication Bearer'],
		[
			'Basic',
			`-H "authorization: Basic ${SECRET}"`,
			'Authentication Basic, with Username and Password',
		],
		['-u', `-u me:${SECRET}`, 'Authentication Basic, with Username and Password'],
		['-u glued', `-ume:${SECRET}`, 'Authentication Basic'],
		['--user=', `--user=me:${SECRET}`, 'Authentication Basic'],
		[
			'a key of its own',
			`--header 'X-API-Key: ${SECRET}'`,
			'Authentication Header, with X-API-Key as Header Name',
		],
		[
			'a token of its own',
			`-H 'X-Figma-Token: ${SECRET}'`,
			'Authentication Header, with X-Figma-Token as Header Name',
		],
		[
			'another scheme',
			`-H 'Authorization: Token ${SECRET}'`,
			'Authentication Header, with Authorization as Header Name',
		],
		['a cookie', `-b 'session=${SECRET}'`, 'Authentication Header, with Cookie as Header Name'],
		[
			'in the address',
			`'https://me:${SECRET}@api.example.com/v1/customers?limit=1'`,
			'Authentication Basic',
		],
		[
			'in a parameter',
			`'https://api.example.com/v1/customers?limit=1&api_key=${SECRET}'`,
			'Authentication Query, with api_key as Parameter Name',
		],
		[
			'in a parameter called token',
			`'https://api.example.com/v1/customers?token=${SECRET}&limit=1'`,
			'Authentication Query, with token as Parameter Name',
		],
	])('%s is left out, and told where it goes', (_name, part, place) => {
		const url = part.includes('https:') ? '' : 'https://api.example.com/v1/customers?limit=1';
		const text = `curl ${part} ${url} -H 'X-Version: 3'`;
		const { settings, told } = read(text);
		expect(settings).toEqual({ url: '/v1/customers?limit=1', headers: { 'X-Version': '3' } });
		expect(told).toContain(place);
		expect(JSON.stringify(parsePollerConfiguration(text, 'whole'))).not.toContain(SECRET);
	});

	it.each(['X-Auth', 'x-authorization', 'Bearer', 'X-Session-Id', 'apikey'])(
		'the header %s',
		(name) => {
			const text = `curl https://api.example.com/x -H '${name}: ${SECRET}'`;
			expect(read(text)).toMatchObject({ settings: { url: '/x' } });
			expect(read(text).told).toContain(`with ${name} as Header Name`);
		},
	);

	it.each(['sig', 'pwd', 'user_key', 'appid', 'access_token'])('the parameter %s', (name) => {
		const text = `https://api.example.com/x?${name}=${SECRET}&a=b`;
		expect(read(text)).toMatchObject({ settings: { url: '/x?a=b' } });
		expect(read(text).told).toContain(`with ${name} as Parameter Name`);
	});

	it('the second of two goes to a further header', () => {
		const { told } = read(
			"curl -H 'Authorization: Bearer a' -H 'X-Api-Key: b' https://api.example.com/x",
		);
		expect(told).toContain('Authentication as a further header, with X-Api-Key as Header Name');
	});
});

it.each([
	['https://a.example/admin/api/2025-07/graphql.json', 'records'],
	['https://a.example/api/v2/incremental/tickets/cursor.json', 'tickets'],
	['https://a.example/v0/app/Big%20Table', 'Big Table'],
])('the list at %s is called %s', (url, name) => {
	expect(read(url)).toMatchObject({ name });
});

describe('a cURL command that asks for no list', () => {
	it.each([
		[
			'curl -X DELETE https://api.example.com/customers/1',
			'The cURL command sends DELETE. Paste one that asks for a list, by GET or POST.',
		],
		[
			'curl -F file=@a.csv https://api.example.com/customers',
			'The cURL command sends a form or a file.',
		],
		[
			'curl -d a=b https://api.example.com/customers',
			'The cURL command sends a form. Only JSON is sent as a body',
		],
		['curl -d \'{"a":\' https://api.example.com/customers', 'is not valid JSON at line 1'],
		[
			'curl -d @body.json https://api.example.com/customers',
			'The cURL command sends the file body.json.',
		],
		['curl --silent', 'The cURL command sends no data'],
		[
			'curl https://api.example.com/a\n\ncurl https://api.example.com/b',
			'The text holds several cURL commands. Paste one of them.',
		],
		['fetch("https://api.example.com/a")', "The text is another program's and no cURL command."],
		['wget https://api.example.com/a', "The text is another program's and no cURL command."],
		[
			'$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession',
			"The text is another program's and no cURL command.",
		],
		["curl 'https://api.example.com/x?since=${NOW}'", 'The placeholder ${NOW} is not known.'],
		[
			'curl https://api.example.com/<ACCOUNT>/x',
			'found <ACCOUNT>, which stands for a value of your own',
		],
	])('%s', (text, message) => {
		expect(() => read(text)).toThrow(ConfigurationError);
		expect(() => read(text)).toThrow(message);
	});

	it('is read as the instance that it makes', () => {
		const body = {
			configuration: { 'event.poller.configuration': { contacts: { url: '/x', idField: 'id' } } },
		};
		const text = `curl -X POST https://api.example.com/instances -d '${JSON.stringify(body)}'`;
		expect(read(text)).toMatchObject({ name: 'contacts', settings: { url: '/x', idField: 'id' } });
	});
});

it('a list of the platform is read in the documented language too', () => {
	const url = "/hubs/crm/contacts?where=a>'${gmtDate:yyyy}'";
	const text = `curl -H 'Authorization: User a, Organization b' "https://api.example.com/elements/api-v2${url}"`;
	const { resources, notices } = parsePollerConfiguration(text);
	expect(resources).toEqual([{ name: 'contacts', url }]);
	expect(notices.map(({ text: told }) => told)).toEqual([
		'Only the address is used: secrets belong into the credential.',
	]);
});

it.each([
	"''x",
	"' '",
	'\\"',
	'""',
	'^"',
	"$'",
	' -d ',
	'\n',
	'```\n',
	'#\n',
	'-H a ',
	'`"',
	'\\\n',
])('a megabyte of %j is read or refused within seconds', (piece) => {
	const text = `curl https://a.example/b "${piece.repeat(1_000_000 / piece.length)}`;
	const spent = cpuMsOf(4_000, () => {
		try {
			parsePollerConfiguration(text, 'whole');
		} catch (error) {
			expect(error).toBeInstanceOf(ConfigurationError);
		}
	});
	expect(spent).toBeLessThan(4_000);
});
