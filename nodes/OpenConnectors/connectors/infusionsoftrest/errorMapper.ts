import { errorTextOf } from '../../streams/errorText';
import { retryAfterOf, type HttpAnswer } from '../../streams/http';
import { SourceError } from '../../streams/sourceError';

/** Below this, an expiry is in seconds: the vendor's page and recorded answers differ by a factor of a thousand. */
const LEAST_MS = 1e11;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Of a day; says when it ends. */
const QUOTA = 'x-keap-product-quota';
/** Of a minute, or of a minute and a day, parted by a pipe. */
const THROTTLES = ['x-keap-product-throttle', 'x-keap-tenant-throttle'];

/**
 * How long a 429 asks to wait is said by the headers that measure use; `Retry-After` is not
 * documented. The limit of a second, the spike arrest, sends no figures and is over at once. Days end
 * at 00:00 UTC. https://developer.infusionsoft.com/api-token-quota-and-usage-measurements
 *
 * @param now epoch ms
 */
export function keapErrorMapper(answer: HttpAnswer, now: number): SourceError | undefined {
	if (answer.status !== 429) return undefined;
	const retryAfterMs = retryAfterOf(answer, now) ?? waitOf(answer.headers, now);
	return new SourceError('rate-limited', errorTextOf(answer.body), { status: 429, retryAfterMs });
}

function waitOf(headers: HttpAnswer['headers'], now: number): number | undefined {
	const toMidnight = DAY_MS - (now % DAY_MS);
	if (figuresOf(headers[`${QUOTA}-available`]).some(isUsedUp)) {
		const expiry = Number(headers[`${QUOTA}-expiry-time`] ?? NaN);
		const at = expiry < LEAST_MS ? expiry * 1_000 : expiry;
		return at > now ? at - now : toMidnight;
	}
	const spent = THROTTLES.map((name) => figuresOf(headers[`${name}-available`]));
	if (spent.some(([, day]) => isUsedUp(day))) return toMidnight;
	return spent.some(([minute]) => isUsedUp(minute)) ? MINUTE_MS : undefined;
}

function figuresOf(available: string | undefined): readonly string[] {
	return available === undefined ? [] : available.split('|');
}

function isUsedUp(figure: string | undefined): boolean {
	return figure !== undefined && figure.trim() !== '' && Number(figure) <= 0;
}
