import { errorTextOf } from '../../nodes/OpenConnectors/streams/errorText';

describe('the words of', () => {
	it.each([
		[
			'Insightly',
			'{"Message":"Authorization has been denied for this request."}',
			'Authorization has been denied for this request.',
		],
		['iContact', '{"errors":["Invalid username."]}', 'Invalid username.'],
		['iContact, two of them', '{"errors":["First.","Second."]}', 'First.'],
		[
			'Constant Contact, a list',
			'[{"error_key":"contacts.api.validation.error","error_message":"limit must be at most 500"}]',
			'limit must be at most 500',
		],
		[
			'Constant Contact, an object',
			'{"error_key":"unauthorized","error_message":"Unauthorized"}',
			'Unauthorized',
		],
		[
			'Constant Contact, signing in',
			'{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}',
			'Unknown or invalid refresh token.',
		],
		['Constant Contact, bulk activities', '{"message":"Too many lists"}', 'Too many lists'],
		[
			'Keap, too many requests',
			'{"code":"429","message":"Quota Exceeded","status":"Request Throttled","details":null}',
			'Quota Exceeded',
		],
		[
			'Keap, its gateway',
			'{"fault":{"faultstring":"Invalid Access Token","detail":{"errorcode":"keymanagement.service.invalid_access_token"}}}',
			'Invalid Access Token',
		],
		['Maximizer, texts', '{"Code":-1,"Msg":["Token is invalid."]}', 'Token is invalid.'],
		[
			'Maximizer, objects',
			'{"Code":-1,"Msg":[{"Message":"Token is invalid.","ErrorCode":7}]}',
			'Token is invalid.',
		],
		[
			'the platform',
			'{"requestId":"5f1","message":"Invalid Organization or User secret"}',
			'Invalid Organization or User secret',
		],
		[
			'the provider behind the platform, before its own',
			'{"requestId":"5f1","message":"Request failed","providerMessage":"No such field \\"x\\""}',
			'No such field "x"',
		],
		[
			'the provider as JSON behind the platform',
			'{"message":"Request failed","providerMessage":{"Message":"No such field"}}',
			'No such field',
		],
	])('%s', (_name, body, words) => {
		expect(errorTextOf(body)).toBe(words);
	});
});

describe('a body', () => {
	it.each([
		['of plain text is taken as it is', 'Too many requests', 'Too many requests'],
		['of JSON text is unwrapped', '"Too many requests"', 'Too many requests'],
		['over several lines becomes one', '{"Message":" a\\r\\n\\t b  c "}', 'a b c'],
		['that is a web page says nothing', '<!DOCTYPE html><h1>502</h1>', ''],
		['that is a web page behind blanks says nothing', '\n  <html></html>', ''],
		['of broken JSON says nothing', '{"Message":"cut o', ''],
		['without words says nothing', '{"code":5,"ok":false,"items":[]}', ''],
		['with blank words says what else it has', '{"Message":"","error":"x"}', 'x'],
		['of null says nothing but that', 'null', 'null'],
		['that is empty says nothing', '', ''],
		[
			'with words too deep says nothing',
			'{"error":{"error":{"error":{"error":{"error":"x"}}}}}',
			'',
		],
	])('%s', (_name, body, words) => {
		expect(errorTextOf(body)).toBe(words);
	});

	it('is cut at 64 kB, and never through a character', () => {
		expect(errorTextOf('x'.repeat(65_536))).toBe('x'.repeat(65_536));
		expect(errorTextOf('x'.repeat(65_537))).toBe(`${'x'.repeat(65_536)}…`);
		expect(errorTextOf(`${'x'.repeat(65_535)}😀 and on`)).toMatch(/^x{65535}…$/u);
	});
});
