import { decodeLeniently, encodeOnce } from '../../nodes/OpenConnectors/configuration/encode';

const LONE_SURROGATES = ['\uD800', '\uDC00', 'a\uD83Db', '\uDE00\uD83D'];

describe('literal text of a url', () => {
	it.each([
		['a space', 'a b', 'a%20b'],
		['quotes', `'a' "b" \`c\``, '%27a%27%20%22b%22%20%60c%60'],
		['angle brackets', 'a>=b<c', 'a%3E=b%3Cc'],
		['structure', '/hubs/crm/contacts?where=a=1&x[]=2', '/hubs/crm/contacts?where=a=1&x[]=2'],
		['an address in a path', '/calendars/me@group.example.com', '/calendars/me@group.example.com'],
		['an escape that is there', 'category%20IS%20NOT%20NULL', 'category%20IS%20NOT%20NULL'],
		['an escape in small letters', '%c3%a4', '%c3%a4'],
		['a stray percent sign', '100% %2 %zz %', '100%25%20%252%20%25zz%20%25'],
		['letters beyond ASCII', 'Müller 日本 😀', 'M%C3%BCller%20%E6%97%A5%E6%9C%AC%20%F0%9F%98%80'],
		['a number sign, which would cut the url off', 'name=#1', 'name=%231'],
		['braces, bars and backslashes', '{a}|\\^', '%7Ba%7D%7C%5C%5E'],
		['line breaks', 'a\r\nb\tc', 'a%0D%0Ab%09c'],
		['nothing', '', ''],
	])('%s', (_name, text, encoded) => {
		expect(encodeOnce(text)).toBe(encoded);
	});

	it.each(LONE_SURROGATES.map((text) => [text]))(
		'half a character (%j) becomes the replacement character instead of an error',
		(text) => {
			expect(encodeOnce(text)).toMatch(/^a?(?:%EF%BF%BD)+b?$/);
		},
	);

	it('is encoded once, however often it is encoded', () => {
		const texts = Array.from({ length: 0x3_000 }, (_, code) => `${String.fromCharCode(code)}%4`);
		expect(texts.filter((text) => encodeOnce(encodeOnce(text)) !== encodeOnce(text))).toEqual([]);
	});

	it('stands in a url as it is afterwards', () => {
		const text = Array.from({ length: 0x500 }, (_, code) => String.fromCharCode(code)).join('');
		expect(encodeOnce(text)).toMatch(/^[A-Za-z0-9\-._~:/?[\]@!$&()*+,;=%]+$/);
	});
});

describe('decoding', () => {
	it.each([
		['category%20IS%20NOT%20NULL', 'category IS NOT NULL'],
		['%27M%C3%BCller%27', "'Müller'"],
		['100%', '100%'],
		['%zz%20', '%zz '],
		['%C3', '%C3'],
		['%C3%28 %20', '%C3%28  '],
		['a+b', 'a+b'],
		['%2527', '%27'],
		['', ''],
	])('%s is %s', (text, decoded) => {
		expect(decodeLeniently(text)).toBe(decoded);
	});

	it.each(["a='b c'", 'Müller 😀', `"<>{}|\\^\``, "x='#1'"])('gives %s back', (text) => {
		expect(decodeLeniently(encodeOnce(text))).toBe(text);
	});
});
