import { errorTextOf } from '../errorText';
import type { HttpAnswer } from '../http';
import { SourceError } from '../sourceError';

/** Below this, an expiry is in seconds: the vendor's page and recorded answers differ by a factor of a thousand. */
const LEAST_MS = 1e11;
const MINUTE_MS = 60_000;
/** Limits that a 429 may be about; the spike arrest, of a second, sends no figures. */
const QUOTA = 'x-keap-product-quota';
const THROTTLES = ['x-keap-product-throttle', 'x-keap-tenant-throttle'];

/**
 * How long a 429 asks to wait is told by quota headers, never by `Retry-After`. The quota is of a
 * day, the throttles of a minute. https://developer.infusionsoft.com/api-token-quota-and-usage-measurements
 */
export function keapDialect(answer: HttpAnswer, now: number): SourceError | undefined {
	if (answer.status !== 429) return undefined;
	const retryAfterMs = waitOf(answer.headers, now);
	return new SourceError('rate-limited', errorTextOf(answer.body), {
		status: 429,
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	});
}

function waitOf(headers: HttpAnswer['headers'], now: number): number | undefined {
	if (isUsedUp(headers[`${QUOTA}-available`])) {
		const expiry = Number(headers[`${QUOTA}-expiry-time`] ?? NaN);
		const at = expiry < LEAST_MS ? expiry * 1_000 : expiry;
		if (at > now) return at - now;
	}
	const isThrottled = THROTTLES.some((name) => isUsedUp(headers[`${name}-available`]));
	return isThrottled ? MINUTE_MS : undefined;
}

/** Two figures parted by a pipe are those of a minute and of a day. */
function isUsedUp(available: string | undefined): boolean {
	if (available === undefined || available.trim() === '') return false;
	return available.split('|').some((figure) => Number(figure) <= 0);
}
