import type {
	AnswerTest,
	ErrorRule,
	RateLimit,
} from '../../../nodes/OpenConnectors/configuration/language';
import { answerRules, answerTest } from '../../../nodes/OpenConnectors/streams/rest/answers';
import type { HttpAnswer } from '../../../nodes/OpenConnectors/streams/http';
import { START } from '../../harness/clock';

const answer = (
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
	status,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what an answer is recognised by', () => {
	it.each<readonly [AnswerTest, Parameters<ReturnType<typeof answerTest>>[0], boolean]>([
		[{ field: 'ok', equals: false }, { body: { ok: false }, headers: {} }, true],
		[{ field: 'ok', equals: false }, { body: { ok: 'false' }, headers: {} }, true],
		[{ field: 'ok', equals: false }, { body: {}, headers: {} }, false],
		[{ field: 'data', equals: null }, { body: { data: null }, headers: {} }, true],
		[{ field: 'data', equals: null }, { body: {}, headers: {} }, false],
		[{ field: 'orders', absent: true }, { body: { cursor: 'x' }, headers: {} }, true],
		[{ field: 'orders', absent: true }, { body: { orders: [] }, headers: {} }, false],
		[{ field: 'orders', absent: true }, { body: undefined, headers: {} }, false],
		[{ field: 'errors' }, { body: { errors: [{ message: 'no' }] }, headers: {} }, true],
		[{ field: 'errors' }, { body: { errors: [] }, headers: {} }, false],
		[{ field: '0.code', equals: 7 }, { body: [{ code: 7 }], headers: {} }, true],
		[{ header: 'X-Left', equals: 0 }, { body: null, headers: { 'x-left': '0' } }, true],
		[{ header: 'x-left', absent: true }, { body: null, headers: {} }, true],
	])('%j of %j: %s', (test, looked, expected) => {
		expect(answerTest(test)(looked)).toBe(expected);
	});
});

describe('what an answer means', () => {
	const meant = (rules: readonly ErrorRule[], given: HttpAnswer, limit?: RateLimit) => {
		const { errorMapper, isIgnored } = answerRules(rules, limit);
		if (isIgnored(given)) return 'ignored';
		const error = errorMapper(given, START);
		return error && [error.code, error.message, error.retryAfterMs];
	};
	const GRAPHQL: ErrorRule = {
		status: 200,
		field: 'errors',
		action: 'fail',
		messageField: 'errors[0].message',
	};
	const BUSY: ErrorRule = {
		status: 403,
		header: 'x-ratelimit-remaining',
		equals: '0',
		action: 'retry',
	};

	it('is what the first rule says that matches', () => {
		const failed = answer(200, { errors: [{ message: 'Field is unknown' }] });
		expect(meant([GRAPHQL], failed)).toEqual(['rejected', 'Field is unknown', undefined]);
		expect(meant([{ ...GRAPHQL, action: 'ignore' }, GRAPHQL], failed)).toBe('ignored');
		expect(meant([GRAPHQL], answer(200, { data: [] }))).toBeUndefined();
	});

	it('keeps what a status says of somebody who has to do something', () => {
		expect(meant([{ status: 401, action: 'fail' }], answer(401, {}))?.[0]).toBe('unauthorized');
		expect(meant([{ status: 503, action: 'fail' }], answer(503, {}))?.[0]).toBe('rejected');
	});

	it.each([
		[
			'a rule for 403, until the reset in seconds',
			[BUSY],
			403,
			{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1_000 + 90) },
			90_000,
		],
		[
			'the same without a rule',
			[],
			403,
			{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1_000 + 90) },
			90_000,
		],
		['the reset in milliseconds', [], 429, { 'x-ratelimit-reset': String(START + 1_500) }, 1_500],
		['seconds until the reset', [], 429, { 'ratelimit-reset': '12' }, 12_000],
		[
			'the reset as a date',
			[],
			429,
			{ 'x-ratelimit-reset': new Date(START + 5_000).toISOString() },
			5_000,
		],
		[
			'Retry-After as a decimal, before any reset',
			[],
			429,
			{ 'retry-after': '2.5', 'ratelimit-reset': '12' },
			2_500,
		],
		[
			'Retry-After as a date',
			[],
			429,
			{ 'retry-after': new Date(START + 3_000).toUTCString() },
			3_000,
		],
		['nothing but the pause', [], 429, {}, 30_000],
	] as const)('says how long to wait: %s', (_name, rules, status, headers, expected) => {
		const limit = { requests: 5, per: 'PT1S', pause: 'PT30S' };
		expect(meant(rules, answer(status, {}, headers), limit)?.slice(0)).toEqual([
			'rate-limited',
			'',
			expected,
		]);
	});

	it('leaves 403 without such headers to what it says', () => {
		expect(meant([], answer(403, { message: 'Not yours' }))).toBeUndefined();
	});
});
