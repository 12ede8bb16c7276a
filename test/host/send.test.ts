/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { Readable } from 'node:stream';
import { mock } from 'jest-mock-extended';
import { sleep, type IPollFunctions } from 'n8n-workflow';
import { sendWith } from '../../nodes/OpenConnectors/host/send';

const failingWith = (error: unknown) => {
	const context = mock<IPollFunctions>({
		helpers: { httpRequestWithAuthentication: jest.fn().mockRejectedValue(error) },
	});
	return sendWith(
		context,
		'someOAuth2Api',
		{},
	)({ method: 'GET', url: 'https://api.example/x' }, 1_000);
};

const errorWith = (message: string, details: object = {}) =>
	Object.assign(new Error(message), details);

it.each(['400', '503'])(
	'an error of n8n that names HTTP %s alone is that refusal',
	async (httpCode) => {
		const answer = await failingWith(errorWith('x', { cause: errorWith('y', { httpCode }) }));
		expect(answer).toMatchObject({ status: Number(httpCode), headers: {} });
	},
);

describe('an error of n8n without an answer', () => {
	it.each<[string, Error]>([
		[
			'that it declares to be about the credential',
			errorWith('x', { failure: { cause: 'credential-invalid' } }),
		],
		['of the authorization server', errorWith('invalid_client', { code: 'EAUTH' })],
		['of its status', errorWith('HTTP status 400', { code: 'ESTATUS', status: 400 })],
		['of a login that was never made', new Error('Unable to sign without access token')],
		['of a credential that is not connected', new Error('OAuth credentials not connected')],
		['below another error', errorWith('x', { cause: errorWith('y', { code: 'EAUTH' }) })],
	])('%s is a refused login', async (_name, error) => {
		await expect(failingWith(error)).rejects.toMatchObject({ code: 'unauthorized' });
	});

	it.each<[string, Error, string]>([
		[
			'a name that is not known',
			errorWith('x', { code: 'ENOTFOUND' }),
			'the host name is not known',
		],
		[
			'no TLS',
			errorWith('SSL routines::wrong version number', { code: 'EPROTO' }),
			'it does not speak HTTPS there: compare http:// and https:// in the address',
		],
		[
			'no cipher in common',
			errorWith('ssl/tls alert handshake failure', { code: 'EPROTO' }),
			'it and n8n have no way of encryption (TLS) in common: ask whoever runs the server, or a proxy before it',
		],
		[
			'no HTTP',
			errorWith('Parse Error', { code: 'HPE_INVALID_CONSTANT' }),
			'what it answers is no HTTP: compare http:// and https:// in the address',
		],
		[
			'a login server that is overloaded',
			errorWith('slow', { code: 'ESTATUS', status: 429 }),
			'slow',
		],
		[
			'a login server that is down',
			errorWith('down', { code: 'EAUTH', body: { error: 'temporarily_unavailable' } }),
			'down',
		],
	])('%s passes by itself', async (_name, error, words) => {
		await expect(failingWith(error)).rejects.toMatchObject({ code: 'unreachable', message: words });
	});
});

it.each([
	['the one that was asked', {}, 'api.example'],
	[
		'that of the login',
		{ config: { url: 'https://me:pw@login.example:8443/token' } },
		'login.example:8443',
	],
])('a host that cannot be reached is %s', async (_name, details, address) => {
	const error = errorWith('x', { code: 'ECONNREFUSED', ...details });
	await expect(failingWith(error)).rejects.toMatchObject({ code: 'unreachable', address });
});

it('an answer that an error carries is an answer', async () => {
	const error = errorWith('x', {
		cause: { response: { status: 401, headers: { Date: 'now' }, data: '{"Message":"no"}' } },
	});
	await expect(failingWith(error)).resolves.toEqual({
		status: 401,
		headers: { date: 'now' },
		body: '{"Message":"no"}',
	});
});

it('an answer that comes after its time is let go of, although it never ends', async () => {
	const body = new Readable({ read: () => undefined });
	let answer: (response: object) => void = () => undefined;
	const context = mock<IPollFunctions>({
		helpers: {
			httpRequestWithAuthentication: jest.fn(
				async () => await new Promise<object>((resolve) => (answer = resolve)),
			),
		},
	});
	const asked = sendWith(
		context,
		'someApi',
		{},
	)({ method: 'GET', url: 'https://api.example/x' }, 20);
	await expect(asked).rejects.toMatchObject({ code: 'unreachable' });
	answer({ statusCode: 200, headers: {}, body });
	await sleep(0);
	expect(body.destroyed).toBe(true);
});

it.each([
	['a key', 'someApi', [], true],
	['a login that n8n renews', 'someOAuth2Api', [], false],
	['a session', 'someApi', [401, 419], false],
] as const)(
	'%s: n8n is given what was read of the credential or not',
	async (_what, type, expired, isGiven) => {
		const ask = jest.fn().mockResolvedValue({ statusCode: 200, headers: {}, body: '[]' });
		const context = mock<IPollFunctions>({ helpers: { httpRequestWithAuthentication: ask } });
		const data = { apiKey: 'k' };
		await sendWith(
			context,
			type,
			data,
			expired,
		)({ method: 'GET', url: 'https://api.example/x' }, 100);
		const [, , more] = ask.mock.calls[0];
		expect(more?.credentialsDecrypted?.data).toBe(isGiven ? data : undefined);
	},
);
