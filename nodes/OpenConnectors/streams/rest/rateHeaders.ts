import type { EpochMs } from '../../core/page';
import { retryAfterOf, type HttpAnswer } from '../http';

/** Headers in which APIs name the time when their limit begins anew, in the order of their use. */
const RESETS = [
	'x-ratelimit-reset',
	'ratelimit-reset',
	'x-rate-limit-reset',
	'x-ratelimit-reset-after',
];

/** A number this large is a time in seconds, or in milliseconds, since 1970; a smaller one is how long to wait. */
const LEAST_EPOCH_SECONDS = 1e9;
const LEAST_EPOCH_MS = 1e11;

/** How long an answer asks to wait, in ms; undefined where it does not say. */
export function waitOf(answer: HttpAnswer, now: EpochMs): number | undefined {
	const waits = RESETS.map((name) => untilReset(answer.headers[name], now));
	return retryAfterOf(answer, now) ?? waits.find((wait) => wait !== undefined);
}

function untilReset(text: string | undefined, now: EpochMs): number | undefined {
	if (text === undefined || text.trim() === '') return undefined;
	const wait = untilNumber(Number(text), now);
	return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : untilDate(text, now);
}

function untilNumber(value: number, now: EpochMs): number {
	if (value >= LEAST_EPOCH_MS) return value - now;
	return value >= LEAST_EPOCH_SECONDS ? value * 1_000 - now : value * 1_000;
}

function untilDate(text: string, now: EpochMs): number | undefined {
	const at = Date.parse(text);
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
