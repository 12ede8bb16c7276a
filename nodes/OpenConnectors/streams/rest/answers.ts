import { attempt } from '../../configuration/attempt';
import { parseDuration } from '../../configuration/duration';
import type { AnswerTest, ErrorRule, RateLimit } from '../../configuration/language';
import { compileFieldPath } from '../../core/fieldPath';
import type { EpochMs, JsonValue } from '../../core/page';
import { errorTextOf, inOneLine } from '../errorText';
import { toSourceError, type ErrorMapper, type HttpAnswer } from '../http';
import { bodyOf, isRecord } from '../records';
import { SourceError, type SourceErrorCode } from '../sourceError';
import { waitOf } from './rateHeaders';

/** What is looked at in an answer. */
export interface Looked {
	/** undefined where it is no JSON. */
	readonly body: JsonValue | undefined;
	/** Names in lower case. */
	readonly headers: HttpAnswer['headers'];
}

/**
 * Whether an answer is the one meant. Without `equals` and `absent` it is one that holds something
 * there. An answer that is no JSON has no fields, and lacks none either.
 */
export function answerTest(test: AnswerTest): (answer: Looked) => boolean {
	const { field, header, equals, absent } = test;
	const judge = (value: unknown): boolean => {
		if (equals !== undefined) return value !== undefined && isEqual(value, equals);
		if (absent !== undefined) return (value === undefined) === absent;
		return isSomething(value);
	};
	const read = field === undefined ? undefined : fieldOf(field);
	const name = header?.toLowerCase();
	return ({ body, headers }) =>
		(!read || (body !== undefined && judge(read(body)))) &&
		(name === undefined || judge(headers[name]));
}

/** Reads a field of a body, or of a list the entry at an index. */
export function fieldOf(path: string): (body: JsonValue) => unknown {
	const read = compileFieldPath(path);
	return (body) => {
		if (typeof body !== 'object' || body === null) return undefined;
		return read(isRecord(body) ? body : Object.fromEntries(Object.entries(body)));
	};
}

/** As JSON, or as text: APIs write `0` and `"0"`, `false` and `"false"`. */
function isEqual(value: unknown, expected: JsonValue): boolean {
	if (typeof value !== 'object' && typeof expected !== 'object')
		return String(value) === String(expected);
	return JSON.stringify(value) === JSON.stringify(expected);
}

function isSomething(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return Boolean(value);
	return Object.keys(value).length > 0;
}

export interface AnswerRules {
	readonly errorMapper: ErrorMapper;
	/** Whether a rule says that the answer counts as an empty page. */
	readonly isIgnored: (answer: HttpAnswer) => boolean;
}

/**
 * What answers mean by the `errors` of a list, the first rule that matches counting, and by the
 * headers in which APIs say how long to wait.
 *
 * | action | the answer is |
 * |---|---|
 * | `retry` | asked for again, as long as the poll has time, and else at the next |
 * | `fail` | an error that the user reads |
 * | `ignore` | an empty page, the last one |
 */
export function answerRules(
	rules: readonly ErrorRule[] = [],
	{ pause }: Partial<RateLimit> = {},
): AnswerRules {
	const matchers = rules.map((rule) => ({ rule, isMeant: ruleTest(rule) }));
	const pauseMs = parseDuration(pause ?? '');
	const ruleFor = (answer: HttpAnswer) => matchers.find(({ isMeant }) => isMeant(answer))?.rule;
	return {
		isIgnored: (answer) => ruleFor(answer)?.action === 'ignore',
		errorMapper: (answer, now) => {
			const rule = ruleFor(answer);
			if (rule) return rule.action === 'ignore' ? undefined : errorBy(rule, answer, now, pauseMs);
			if (!isRateLimited(answer)) return undefined;
			return rateLimited(answer, errorTextOf(answer.body), waitOf(answer, now) ?? pauseMs);
		},
	};
}

const TOO_MANY_REQUESTS = 429;
const FORBIDDEN = 403;

/** Some APIs refuse with 403 when nothing is left of their limit. */
export function isRateLimited({ status, headers }: HttpAnswer): boolean {
	if (status === TOO_MANY_REQUESTS) return true;
	return status === FORBIDDEN && REMAINING.some((name) => headers[name]?.trim() === '0');
}

const REMAINING = ['x-ratelimit-remaining', 'ratelimit-remaining', 'x-rate-limit-remaining'];

function ruleTest(rule: ErrorRule): (answer: HttpAnswer) => boolean {
	const isMeant = answerTest(rule);
	return (answer) =>
		(rule.status === undefined || rule.status === answer.status) &&
		isMeant({ body: rule.field === undefined ? null : jsonOf(answer), headers: answer.headers });
}

function jsonOf(answer: HttpAnswer): JsonValue | undefined {
	return attempt(() => bodyOf(answer)).value;
}

function errorBy(
	{ action, messageField }: ErrorRule,
	answer: HttpAnswer,
	now: EpochMs,
	pauseMs: number | undefined,
): SourceError {
	const { status } = answer;
	const body = messageField === undefined ? undefined : jsonOf(answer);
	const said = body === undefined ? undefined : fieldOf(messageField ?? '')(body);
	const words = typeof said === 'string' ? inOneLine(said) : errorTextOf(answer.body);
	if (action === 'fail') return new SourceError(codeOfFailure(answer, now), words, { status });
	const waitMs = waitOf(answer, now);
	if (waitMs !== undefined || isRateLimited(answer) || status === FORBIDDEN)
		return rateLimited(answer, words, waitMs ?? pauseMs);
	return new SourceError('unavailable', words, { status, isRetried: true });
}

function rateLimited(
	{ status }: HttpAnswer,
	words: string,
	retryAfterMs: number | undefined,
): SourceError {
	const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
	return new SourceError('rate-limited', words, { status, ...wait, isRetried: true });
}

const LEAST_ERROR = 400;

/** What a status says, where it says that somebody has to do something. */
function codeOfFailure(answer: HttpAnswer, now: EpochMs): SourceErrorCode {
	const error = answer.status < LEAST_ERROR ? undefined : toSourceError(answer, now);
	return error && !error.isPassing ? error.code : 'rejected';
}
