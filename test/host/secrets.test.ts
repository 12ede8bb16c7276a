import { mock } from 'jest-mock-extended';
import { guarded } from '../../nodes/OpenConnectors/host/guardedStream';
import { Secrets } from '../../nodes/OpenConnectors/host/secrets';
import type { Stream } from '../../nodes/OpenConnectors/streams';
import type { RequestBudget } from '../../nodes/OpenConnectors/streams/http';
import { cpuMsOf } from '../cpuTime';

const HIDDEN = '••••';

function secretsOf(...credentials: readonly unknown[]): Secrets {
	const secrets = new Secrets();
	for (const credential of credentials) secrets.add(credential);
	return secrets;
}

const masked = (text: string, credential: unknown) => secretsOf(credential).mask(text);

const KEY = `SEC/ret+key"0001'=x <é>`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16));
const codesOf = (text: string) => [...text].map((character) => character.codePointAt(0) ?? 0);
const unicodeEscape = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const escapedFor = (text: string, entities: Readonly<Record<string, string>>) =>
	text.replace(/[&<>"'/=]/g, (character) => entities[character] ?? character);

describe('a secret', () => {
	it.each<[string, (secret: string) => string]>([
		['as it is', (secret) => secret],
		['in capitals', (secret) => secret.toUpperCase()],
		['in small letters', (secret) => secret.toLowerCase()],
		['without the blanks that were pasted around it', (secret) => secret.trim()],
		['escaped for a url', encodeURIComponent],
		['escaped for a url in small letters', (secret) => encodeURIComponent(secret).toLowerCase()],
		['escaped for a url twice', (secret) => encodeURIComponent(encodeURIComponent(secret))],
		['escaped for a form', (secret) => new URLSearchParams({ '': secret }).toString().slice(1)],
		['in JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
		['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
		['in JSON of PHP', (secret) => JSON.stringify(secret).slice(1, -1).replace(/\//g, '\\/')],
		[
			'in HTML',
			(secret) =>
				escapedFor(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }),
		],
		['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
		['in hexadecimal with colons', (secret) => hex(secret).join(':')],
		[
			'escaped for a url, every byte',
			(secret) =>
				hex(secret)
					.map((byte) => `%${byte}`)
					.join(''),
		],
		['as a list of bytes', (secret) => [...Buffer.from(secret)].join(',')],
		['as a list of bytes in hexadecimal', (secret) => `0x${hex(secret).join(', 0x')}`],
		['in quoted-printable', (secret) => `=${hex(secret).join('=')}`],
		[
			'in octal',
			(secret) =>
				codesOf(secret)
					.map((code) => `\\${code.toString(8)}`)
					.join(''),
		],
		[
			'in HTML, every character',
			(secret) =>
				codesOf(secret)
					.map((code) => `&#${code};`)
					.join(''),
		],
		[
			'in HTML in hexadecimal with zeros',
			(secret) =>
				codesOf(secret)
					.map((code) => `&#x00${code.toString(16)};`)
					.join(''),
		],
		['escaped for a url as Windows does', (secret) => escape(`${secret}с`).replace(/%u0441$/, '')],
		['as JavaScript text', (secret) => codesOf(secret).map(unicodeEscape).join('')],
		['with line ends in it', (secret) => secret.replace(/(.{8})/g, '$1\r\n')],
		['with blanks in it', (secret) => secret.replace(/(.{4})/g, '$1 ')],
		['with invisible characters in it', (secret) => secret.replace(/(.{6})/g, '$1\u200b')],
		['in Base64 in Base64', (secret) => base64(base64(secret))],
		['in UTF-16 in Base64', (secret) => Buffer.from(secret, 'utf16le').toString('base64')],
		['as its bytes', (secret) => Buffer.from(secret).toString('latin1')],
		['in Base64', base64],
		['in Base64 without padding', (secret) => base64(secret).replace(/=+$/, '')],
		['in the Base64 of urls', (secret) => Buffer.from(secret).toString('base64url')],
		['as a user name in Base64', (secret) => base64(`${secret}:`)],
		['as a password in Base64', (secret) => base64(`someone:${secret}`)],
		['in a header in Base64', (secret) => base64(`Bearer ${secret}, and more`)],
		['in a header in Base64, one further', (secret) => base64(`Bearer: ${secret}, and more`)],
		['in a header in Base64, two further', (secret) => base64(`Bearer : ${secret}, and more`)],
		['in Base64 in a url', (secret) => encodeURIComponent(base64(`x${secret}`))],
		['cut off behind its tenth character', (secret) => secret.slice(0, 10)],
		['cut off before its last ten characters', (secret) => secret.slice(-10)],
	])('%s is not shown', (_name, write) => {
		const text = write(KEY);
		const shown = masked(`"bad ${text} here"`, { apiKey: ` ${KEY}\n` });
		expect(shown).toContain(HIDDEN);
		expect(shown.startsWith('"bad ')).toBe(true);
		expect(shown.endsWith(' here"')).toBe(true);
		expect(shown.length).toBeLessThan(24);
	});

	it('is not found where a message has a word of it, or two words that make it up', () => {
		const text = 'Insightly said: insight';
		expect(masked(text, { apiKey: 'insightly-key', user: 'ysaid:in' })).toBe(text);
		expect(masked('iContact said', { appId: 'contacts' })).toBe('iContact said');
	});

	it('that is a part of another leaves nothing of the other', () => {
		expect(masked('SECRETabc-and-more', { a: 'SECRETabc', b: 'SECRETabc-and-more' })).toBe(HIDDEN);
	});

	it('in Base64 is taken out with all that is coded in the same text', () => {
		expect(masked(`Basic ${base64('bob:SECRET0001:tail')} x`, { key: 'SECRET0001' })).toBe(
			`Basic ${HIDDEN}== x`,
		);
	});

	it.each([
		['behind other characters', 'ab', 0],
		['cut off at its beginning', '', 1],
	])('in Base64 %s takes its edges along, which hold a part of it', (_case, before, from) => {
		const coded = base64('bob:SECRET0001:tail').slice(from);
		expect(masked(`key ${before}${coded} x`, { key: 'SECRET0001' })).toBe(`key ${HIDDEN}== x`);
	});

	it('of a text whose letters grow in small letters is taken out where it stands', () => {
		expect(masked('İİ SECRET0001 İ', { key: 'secret0001' })).toBe(`İİ ${HIDDEN} İ`);
	});

	it.each([
		['7 characters, inside of a word', 'Secrets01x pass', 'secrets', 'Secrets01x pass'],
		['7 characters, as a word', 'my secrets, all', 'secrets', `my ${HIDDEN}, all`],
		['3 characters, as a word', 'user=bob;', 'bob', `user=${HIDDEN};`],
		['3 characters, in Base64 as a word', 'x Ym9iOg== y', 'bob', `x ${HIDDEN} y`],
		['3 characters, inside of a word', 'bobby kebob ébob', 'bob', 'bobby kebob ébob'],
		['2 characters', 'an ab cd', 'ab', 'an ab cd'],
		[
			'4 characters, behind an escape',
			'x%3Dq7Zk%26 %22q7Zk',
			'q7Zk',
			`x%3D${HIDDEN}%26 %22${HIDDEN}`,
		],
		[
			'4 characters, behind an escaped line end',
			String.raw`x\nq7Zk\r`,
			'q7Zk',
			String.raw`x\n${HIDDEN}\r`,
		],
		['4 characters, beside an underscore', 'key_q7Zk_x', 'q7Zk', `key_${HIDDEN}_x`],
		['4 characters, in JSON in Base64', base64('{"key":"q7Zk"}'), 'q7Zk', `${HIDDEN}=`],
	])('of %s', (_name, text, secret, shown) => {
		expect(masked(text, { password: secret })).toBe(shown);
	});

	it('of a short name and a short password is taken out where both are coded together', () => {
		const credential = { username: 'bob', password: 'pa55' };
		expect(masked(`Basic ${base64('bob:pa55')}`, credential)).toBe(`Basic ${HIDDEN}`);
	});
});

describe('of a credential', () => {
	it('everything is secret that is not known to be public, at any depth', () => {
		const shown = masked('KEY-000001 TOKEN-0001 REFRESH-01 CLIENT-SECRET Bearer full header', {
			apiKey: 'KEY-000001',
			authentication: 'header',
			scope: 'full',
			oauthTokenData: {
				access_token: 'TOKEN-0001',
				refresh_token: 'REFRESH-01',
				token_type: 'Bearer',
				scope: 'full',
				expires_in: 86_400,
			},
			additionalBodyProperties: '{"client_secret":"CLIENT-SECRET"}',
		});
		expect(shown).toBe(`${HIDDEN} ${HIDDEN} ${HIDDEN} ${HIDDEN} Bearer full header`);
	});

	it('ids of accounts, addresses and versions are shown', () => {
		const text = '413301 124601 https://app.example/icp 2.2 caw mycompany';
		const credential = {
			accountId: '413301',
			clientFolderId: '124601',
			baseUrl: 'https://app.example/icp',
			apiVersion: '2.2',
			dataCentre: 'caw',
			alias: 'mycompany',
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'app.example',
		};
		expect(masked(text, credential)).toBe(text);
	});

	it.each([
		['https://user:p%40ss0001@app.example/icp', 'got p@ss0001', `got ${HIDDEN}`],
		['https://user:p%40ss0001@app.example/icp', 'got p%40ss0001', `got ${HIDDEN}`],
		['user:PASS-0001@app.example', 'got PASS-0001', `got ${HIDDEN}`],
		['https://KEY-0001:@app.example', 'got KEY-0001', `got ${HIDDEN}`],
		['https://key@app.example', 'got key', `got ${HIDDEN}`],
		['https://app.example?key=abc', 'got abc', `got ${HIDDEN}`],
		['https://app.example?x=PASS-0001#y', 'got PASS-0001', `got ${HIDDEN}`],
		['https://app.example?format=json', 'got json', 'got json'],
		['https://app.example/icp', 'got app.example', 'got app.example'],
	])('the address %s holds what is secret in it', (baseUrl, text, shown) => {
		expect(masked(text, { baseUrl })).toBe(shown);
	});

	it('a key that was typed as a number is one, a number deeper inside is none', () => {
		const credential = { apiKey: 12345678, oauthTokenData: { expires: 3600 } };
		expect(masked('got 12345678 in 3600 s', credential)).toBe(`got ${HIDDEN} in 3600 s`);
	});

	it('an address that is no text hides none of the secrets behind it', () => {
		for (const baseUrl of [5, null, ['https://app.example']])
			expect(masked('got SECRET0001', { baseUrl, apiKey: 'SECRET0001' })).toBe(`got ${HIDDEN}`);
	});

	it.each([
		['a password without a user', { password: 'PASS-0001' }],
		['a user without a password', { username: 'USER-0001' }],
		['a user with an empty password', { username: 'USER-0001', password: '' }],
	])('%s is no pair, and hides no secret behind it', (_name, login) => {
		const credential = { login, apiKey: 'SECRET0001' };
		expect(masked('got SECRET0001, USER-0001: PASS-0001', credential)).toBe(
			`got ${HIDDEN}, USER-0001: PASS-0001`.replace(Object.values(login)[0], HIDDEN),
		);
	});

	it('what was secret once stays secret', () => {
		const secrets = secretsOf({ token: 'FORMER-0001' });
		expect(secrets.mask('FORMER-0001 RENEWED-01')).toBe(`${HIDDEN} RENEWED-01`);
		secrets.add({ token: 'RENEWED-01' });
		expect(secrets.mask('FORMER-0001 RENEWED-01')).toBe(`${HIDDEN} ${HIDDEN}`);
	});

	it.each<[string, () => unknown]>([
		['nothing', () => undefined],
		['a text', () => 'text'],
		[
			'an object that holds itself',
			() => {
				const own: Record<string, unknown> = { apiKey: 'SECRET0001' };
				own.own = own;
				return own;
			},
		],
		[
			'an object that cannot be read',
			() => ({
				apiKey: 'SECRET0001',
				get broken(): string {
					throw new Error('no');
				},
			}),
		],
	])('%s makes no trouble', (_name, make) => {
		expect(() => masked('SECRET0001', make())).not.toThrow();
	});
});

describe('a page position', () => {
	const secrets = secretsOf({ apiKey: 'SECRET/0001', token: 'ab' });

	it.each([
		'https://app.example/next?cursor=1&key=SECRET/0001',
		'/next?key=SECRET%2F0001&again=SECRET/0001',
		`x${base64('SECRET/0001:')}y`,
	])('%s is kept without the secret, and comes back with it', (position) => {
		const kept = secrets.seal(position);
		expect(secrets.mask(kept)).toBe(kept);
		expect(secrets.unseal(kept)).toBe(position);
	});

	it('comes back with the secret of the day', () => {
		const kept = secrets.seal('/next?key=SECRET/0001');
		expect(secretsOf({ apiKey: 'RENEWED-01' }).unseal(kept)).toBe('/next?key=RENEWED-01');
	});

	it('is kept without a secret that was renewed meanwhile, and comes back with the new one', () => {
		const renewed = secretsOf({ token: 'FORMER-0001' }, { token: 'RENEWED-01' });
		const kept = renewed.seal('/next?old=FORMER-0001&new=renewed-01');
		expect(kept).not.toMatch(/former-0001|renewed-01/i);
		expect(renewed.unseal(kept)).toBe('/next?old=RENEWED-01&new=renewed-01');
	});

	it.each([
		['that repeats a secret', '/next?key=RENEWED-01', 3],
		['that repeats none', '/next?page=2', 1],
	])('%s has the credential read again (%#)', async (_name, next, times) => {
		const secrets = secretsOf({ token: 'FORMER-0001' });
		const refresh = jest.fn(async () => secrets.add({ token: 'RENEWED-01' }));
		const stream = mock<Stream>({
			pages: () => async () => await Promise.resolve({ records: [], next }),
		});
		const read = guarded(stream, secrets, { refresh, isRenewed: true }).pages(
			mock<RequestBudget>(),
		);
		for (let page = 0; page < 3; page += 1)
			expect((await read(0)).next).not.toContain('RENEWED-01');
		expect(refresh).toHaveBeenCalledTimes(times);
	});

	it('without a secret stays as it is', () => {
		expect(secrets.seal('/next?cursor=ab')).toBe('/next?cursor=ab');
	});
});

it.each<[string, (secret: string) => string]>([
	['with nothing of a secret', () => 'the quick brown fox '],
	['that is made of secrets', (secret: string) => `${secret} `],
	['of Base64', (secret: string) => base64(`x${secret}`)],
	['of beginnings of secrets', (secret: string) => secret.slice(0, 9)],
	['of Base64 of Base64 of Base64', (secret) => base64(base64(base64(secret))).slice(0, 180)],
	['of escapes of escapes', () => '%2525255c\\\\\\\\u0026#'],
	['of backslashes', () => '\\'],
	['of zeros', () => '&#0000000000000'],
	['of blanks', () => ' '],
])('a text of 64 kB %s is masked in no time', (_name, pieceOf) => {
	const values = Array.from({ length: 20 }, (_, index) => `${index}-`.padEnd(60, 'aB/+9'));
	const text = pieceOf(values[7]).repeat(65_536).slice(0, 65_536);
	const secrets = secretsOf({ ...values });
	expect(cpuMsOf(1_000, () => secrets.mask(text))).toBeLessThan(1_000);
});
