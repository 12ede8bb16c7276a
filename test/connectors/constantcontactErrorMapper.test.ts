import { constantContactErrorMapper } from '../../nodes/OpenConnectors/connectors/constantcontact/errorMapper';
import { fetchAnswer } from '../../nodes/OpenConnectors/streams/http';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { script, type Scripted } from '../streams/script';

const NOON = Date.UTC(2026, 0, 5, 12);
const HOUR_MS = 60 * 60_000;

const limited = (key: string, message: string): string =>
	JSON.stringify([{ error_key: key, error_message: message }]);
const SECOND_LIMIT = limited('throttled', 'Too many requests a second.');
const DAY_LIMIT = limited('quota_exceeded', 'The daily quota is used up.');

const readAt = (now: number, status: number, body: string) =>
	constantContactErrorMapper({ status, headers: {}, body }, now);

describe('the two limits of Constant Contact', () => {
	it('the one of a second is over after a second', () => {
		expect(readAt(NOON, 429, SECOND_LIMIT)).toMatchObject({
			code: 'rate-limited',
			status: 429,
			message: 'Too many requests a second.',
			retryAfterMs: 1_000,
		});
	});

	it.each([
		['noon', NOON, 12 * HOUR_MS],
		['a second before midnight', NOON + 12 * HOUR_MS - 1_000, 1_000],
		['midnight', NOON + 12 * HOUR_MS, 24 * HOUR_MS],
	])('the one of a day is over at midnight UTC: from %s', (_name, now, retryAfterMs) => {
		expect(readAt(now, 429, DAY_LIMIT)).toMatchObject({
			code: 'rate-limited',
			message: 'The daily quota is used up.',
			retryAfterMs,
		});
	});

	it.each([
		['a single object', '{"error_key":"quota_exceeded","error_message":"Daily."}', 12 * HOUR_MS],
		['no key', '[{"error_message":"Slow down."}]', 1_000],
		['nothing', '', 1_000],
		['a web page', '<html>busy</html>', 1_000],
	])('told by %s', (_name, body, retryAfterMs) => {
		expect(readAt(NOON, 429, body)).toMatchObject({ code: 'rate-limited', retryAfterMs });
	});

	it.each([200, 401, 403, 404, 500, 503])('say nothing about %i', (status) => {
		expect(readAt(NOON, status, DAY_LIMIT)).toBeUndefined();
	});
});

describe('a poll', () => {
	const ask = async (answers: readonly Scripted[]) => {
		const played = script(answers);
		const request = { method: 'GET', url: 'https://api.example/v3/contacts' } as const;
		const answer = await fetchAnswer(
			{ ...played, errorMapper: constantContactErrorMapper },
			request,
			{
				read: ({ status }) => status,
			},
		);
		return { answer, played };
	};

	it('waits a second and asks again', async () => {
		const { answer, played } = await ask([{ status: 429, body: SECOND_LIMIT }, { body: '{}' }]);
		expect(answer).toBe(200);
		expect(played.slept).toEqual([1_000]);
	});

	it('does not wait for the next day', async () => {
		const { answer, played } = await ask([{ status: 429, body: DAY_LIMIT }]);
		expect(answer).toBeInstanceOf(SourceError);
		expect(answer).toMatchObject({ code: 'rate-limited', retryAfterMs: 12 * HOUR_MS });
		expect(played.sent).toHaveLength(1);
	});
});

it.each([
	['a list of errors', '[{"error_key":"contacts.api.validation.error","error_message":"No."}]'],
	['a single error', '{"error_key":"unauthorized","error_message":"No."}'],
])('the words of a refusal are found in %s', async (_name, body) => {
	const played = script([{ status: 400, body }]);
	const request = { method: 'GET', url: 'https://api.example/v3/contacts' } as const;
	const answer = await fetchAnswer(
		{ ...played, errorMapper: constantContactErrorMapper },
		request,
		{
			read: ({ status }) => status,
		},
	);
	expect(answer).toMatchObject({ code: 'rejected', status: 400, message: 'No.' });
});
