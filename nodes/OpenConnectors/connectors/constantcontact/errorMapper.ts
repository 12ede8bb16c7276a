import { errorTextOf } from '../../streams/errorText';
import type { HttpAnswer } from '../../streams/http';
import { SourceError } from '../../streams/sourceError';

const DAY_MS = 24 * 60 * 60_000;
/** Four requests a second are allowed, so that a second later there is room again. */
const SECOND_MS = 1_000;

/**
 * Two limits answer with the same status: the one of a second, and the one of a day, which ends at
 * midnight UTC. Neither says how long to wait. https://developer.constantcontact.com/api_guide/rate_limits.html
 */
export function constantContactErrorMapper(
	answer: HttpAnswer,
	now: number,
): SourceError | undefined {
	if (answer.status !== 429) return undefined;
	const isDay = answer.body.includes('quota_exceeded');
	return new SourceError('rate-limited', errorTextOf(answer.body), {
		status: 429,
		retryAfterMs: isDay ? DAY_MS - (now % DAY_MS) : SECOND_MS,
	});
}
