import { dateOf, fetchAnswer, toSourceError } from '../../nodes/OpenConnectors/streams/http';
import { SourceError, type SourceErrorCode } from '../../nodes/OpenConnectors/streams/sourceError';
import { START } from '../harness/clock';
import { script, type Scripted } from './script';

const REQUEST = { method: 'GET', url: 'https://api.example/x' } as const;
const BROKEN = new SourceError('unreachable', 'the connection was broken off');
const OK: Scripted = { body: '[1]' };
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Scripted => ({
	status: code,
	headers,
	body: '{"Message":"said so"}',
});
const at = (ms: number) => new Date(START + ms).toUTCString();

/** Plays one request with its retries. */
async function play(answers: readonly Scripted[], budgetMs?: number) {
	const played = script(answers, budgetMs);
	const answer = await fetchAnswer(played, REQUEST, {
		read: (read) => read.body,
	});
	return {
		sent: played.sent.length,
		slept: played.slept,
		outcome: answer instanceof SourceError ? answer.code : answer,
		error: answer instanceof SourceError ? answer : undefined,
		timeouts: played.sent.map(({ timeoutMs }) => timeoutMs),
		played,
	};
}

describe('an answer', () => {
	it.each<[number, SourceErrorCode]>([
		[400, 'rejected'],
		[401, 'unauthorized'],
		[402, 'unpaid'],
		[403, 'forbidden'],
		[404, 'not-found'],
		[405, 'rejected'],
		[409, 'unavailable'],
		[425, 'unavailable'],
		[407, 'proxy-login'],
		[410, 'rejected'],
		[301, 'unavailable'],
		[304, 'unavailable'],
		[408, 'unavailable'],
		[429, 'rate-limited'],
		[500, 'unavailable'],
		[501, 'unavailable'],
		[502, 'unavailable'],
		[503, 'unavailable'],
		[504, 'unavailable'],
		[507, 'unavailable'],
	])('of status %i means %s, in the words of the provider', (status, code) => {
		const error = toSourceError({ status, headers: {}, body: '{"Message":"said so"}' }, START);
		expect(error).toMatchObject({ name: 'SourceError', code, status, message: 'said so' });
		expect(error.retryAfterMs).toBeUndefined();
	});

	it.each<[string | undefined, number | undefined]>([
		[undefined, undefined],
		['5', 5_000],
		[' 5 ', 5_000],
		['0', 0],
		[at(7_000), 7_000],
		[at(-7_000), 0],
		['soon', undefined],
		['', undefined],
	])('with Retry-After %j asks to wait %p ms', (value, wait) => {
		const headers: Record<string, string> = value === undefined ? {} : { 'retry-after': value };
		expect(toSourceError({ status: 429, headers, body: '' }, START).retryAfterMs).toBe(wait);
	});

	it.each<[Readonly<Record<string, string>>, number | undefined]>([
		[{ date: 'Mon, 05 Jan 2026 12:00:07 GMT' }, START + 7_000],
		[{ date: 'yesterday' }, undefined],
		[{}, undefined],
	])('with the headers %j was given at %p', (headers, date) => {
		expect(dateOf({ status: 200, headers, body: '' })).toBe(date);
	});
});

describe('a request', () => {
	it.each<[string, readonly Scripted[], readonly number[], string]>([
		[
			'429 without a header: waits 1 s, then 2 s',
			[status(429), status(429), OK],
			[1_000, 2_000],
			'[1]',
		],
		['429 a third time: gives up', [status(429)], [1_000, 2_000], 'rate-limited'],
		['429 with seconds: waits them', [status(429, { 'retry-after': '5' }), OK], [5_000], '[1]'],
		[
			'429 with a date: waits until then',
			[status(429, { 'retry-after': at(9_000) }), OK],
			[9_000],
			'[1]',
		],
		[
			'429 with a past date: asks again at once',
			[status(429, { 'retry-after': at(-9_000) }), OK],
			[0],
			'[1]',
		],
		[
			'429 with an unreadable wait: waits 1 s',
			[status(429, { 'retry-after': 'soon' }), OK],
			[1_000],
			'[1]',
		],
		['503 twice: a third answer counts', [status(503), status(503), OK], [1_000, 2_000], '[1]'],
		[
			'503 three times: gives up',
			[status(503), status(503), status(503), OK],
			[1_000, 2_000],
			'unavailable',
		],
		['503 with seconds: waits them', [status(503, { 'retry-after': '3' }), OK], [3_000], '[1]'],
		['502, then 504', [status(502), status(504), OK], [1_000, 2_000], '[1]'],
		['408', [status(408), OK], [1_000], '[1]'],
		['a broken connection', [BROKEN, OK], [1_000], '[1]'],
		['any other failure to send', [new Error('?'), new Error('?'), OK], [1_000, 2_000], '[1]'],
		['an outage that stays', [BROKEN], [1_000, 2_000], 'unreachable'],
		['500 is the provider’s own bug: not asked again', [status(500), OK], [], 'unavailable'],
		['400: not asked again', [status(400), OK], [], 'rejected'],
		['401: not asked again', [status(401), OK], [], 'unauthorized'],
		['403: not asked again', [status(403), OK], [], 'forbidden'],
		['404: not asked again', [status(404), OK], [], 'not-found'],
		['401 after 429', [status(429), status(401), OK], [1_000], 'unauthorized'],
	])('%s', async (_name, answers, slept, outcome) => {
		const result = await play(answers);
		expect(result).toMatchObject({ slept, outcome, sent: slept.length + 1 });
	});

	it('a failure to send keeps its cause', async () => {
		const cause = new Error('socket hang up');
		const { error } = await play([cause]);
		expect(error).toMatchObject({
			code: 'unreachable',
			message: 'The request could not be sent',
			cause,
		});
	});

	it('a failure that is told already is told as it is', async () => {
		expect((await play([BROKEN])).error).toBe(BROKEN);
	});
});

describe('the deadline', () => {
	it.each<[string, Scripted, number, number]>([
		[
			'a wait that leaves a second for the request is waited',
			status(429, { 'retry-after': '5' }),
			6_000,
			2,
		],
		['a wait that leaves less is not', status(429, { 'retry-after': '5' }), 5_999, 1],
		['a wait beyond it is not', status(429, { 'retry-after': '3600' }), 60_000, 1],
		['a wait until a date beyond it is not', status(503, { 'retry-after': at(90_000) }), 60_000, 1],
		['one retry, when two do not fit', status(503), 3_999, 2],
		['two retries, when they fit', status(503), 4_000, 3],
	])('%s', async (_name, answer, budgetMs, sent) => {
		expect(await play([{ ...answer, takesMs: 0 }], budgetMs)).toMatchObject({ sent });
	});

	it('an error that is not waited for says how long the provider wants to rest', async () => {
		const { error } = await play([status(429, { 'retry-after': '3600' })]);
		expect(error).toMatchObject({ code: 'rate-limited', status: 429, retryAfterMs: 3_600_000 });
	});

	it.each<[number, number]>([
		[300_000, 300_000],
		[29_000, 29_000],
		[1_500, 1_500],
		// A request gets a second at least, or a slow provider would never be heard.
		[999, 1_000],
		[0, 1_000],
		[-5_000, 1_000],
	])('with %i ms left a request may take %i ms', async (budgetMs, timeoutMs) => {
		expect((await play([OK], budgetMs)).timeouts).toEqual([timeoutMs]);
	});

	it.each([1_000, 3_000, 10_000, 25_000, 45_000, 100_000])(
		'a provider that never answers is given up within %i ms',
		async (budgetMs) => {
			const { played, sent } = await play([{ takesMs: 1_000_000 }], budgetMs);
			expect(played.budget.now()).toBeLessThanOrEqual(played.budget.deadline);
			expect(sent).toBeLessThanOrEqual(3);
		},
	);
});

describe('a redirect', () => {
	const to = (location: string, code = 302): Scripted => ({ status: code, headers: { location } });

	it.each([301, 302, 303, 307, 308])('of status %i within the server is followed', async (code) => {
		const { outcome, played } = await play([to('/moved/x?a=1', code), OK]);
		expect(outcome).toBe('[1]');
		expect(played.urls()).toEqual([REQUEST.url, 'https://api.example/moved/x?a=1']);
	});

	it.each([
		['https://elsewhere.example/x', 'https://elsewhere.example'],
		['https://elsewhere.example/login?to=x', 'https://elsewhere.example/login'],
		['//elsewhere.example/x', 'https://elsewhere.example'],
		['http://api.example/x', 'http://api.example'],
		['https://api.example:8443/x', 'https://api.example:8443'],
		['https://', 'https://'],
		['file:///etc/x', 'file:///etc/x'],
		['mailto:a@b.example', 'mailto:a@b.example'],
	])('to %s is not followed, and the address is told', async (location, address) => {
		const { outcome, sent, error } = await play([to(location, 307)]);
		expect({ outcome, sent }).toEqual({ outcome: 'redirected', sent: 1 });
		expect(error).toMatchObject({ status: 307, address });
	});

	it('that leads in a circle ends', async () => {
		const { outcome, sent, error } = await play([to('/a'), to('/x')]);
		expect({ outcome, sent, address: error?.address }).toEqual({
			outcome: 'redirected',
			sent: 18,
			address: undefined,
		});
	});

	it('takes no user and password from an address', async () => {
		const { played } = await play([to('https://user:word@api.example/y'), OK]);
		expect(played.urls()[1]).toBe('https://api.example/y');
	});

	it('without an address passes', async () => {
		expect(await play([{ status: 302 }, OK])).toMatchObject({ outcome: '[1]', sent: 2 });
	});
});

it.each([
	['a page of a firewall', '<!DOCTYPE html><title>Attention Required!</title>', 'blocked'],
	['a page behind a comment', '<!-- x -->\n<HTML lang="en">', 'blocked'],
	['words of the provider', '{"Message":"no"}', 'forbidden'],
	['a title of an API', '<h1>Developer Inactive</h1>', 'forbidden'],
	['words that quote a page', '{"Message":"no <html> in notes"}', 'forbidden'],
	['words of a firewall', 'Blocked by security policy. Request ID: 1', 'blocked'],
	['such words of the provider', '{"Message":"this user is blocked"}', 'forbidden'],
	['nothing', '', 'forbidden'],
])('403 with %s', (_name, body, code) => {
	expect(toSourceError({ status: 403, headers: {}, body }, START)).toMatchObject({ code });
});

it.each([200, 201, 204, 299])('a success of status %i is read', async (code) => {
	expect(await play([{ status: code, body: 'x' }])).toMatchObject({ sent: 1, outcome: 'x' });
});

it('a part of an answer is none', async () => {
	expect(await play([{ status: 206, body: 'x' }])).toMatchObject({
		outcome: 'interrupted',
		sent: 3,
	});
});
