import { valueOfJson } from '../../core/json';
import { errorTextOf, inOneLine, wordsIn } from '../../streams/errorText';
import { retryAfterOf, type HttpAnswer } from '../../streams/http';
import { isRecord } from '../../streams/records';
import { SourceError } from '../../streams/sourceError';

/**
 * Too much traffic and maintenance are the same status, 503; an unpaid bill is 402, a version that
 * is not served 501. A condition that is not understood is left out with HTTP 200, a list of
 * warnings being the only sign: everything comes back then, which must not count as what was
 * asked for.
 */
export function iContactErrorMapper(answer: HttpAnswer, now: number): SourceError | undefined {
	const { status, body } = answer;
	switch (status) {
		case 200: {
			const warnings = body.includes('"warnings"') ? warningsIn(body) : '';
			if (warnings === '') return undefined;
			return new SourceError('rejected', `A part of the request was left out: ${warnings}`, {
				status,
			});
		}
		case 402:
			return new SourceError('forbidden', errorTextOf(body), { status });
		case 501: {
			const words = errorTextOf(body);
			const cause = 'The API Version of the credential is not served; enter 2.2.';
			return new SourceError('rejected', words === '' ? cause : `${cause} ${words}`, { status });
		}
		case 503: {
			const retryAfterMs = retryAfterOf(answer, now);
			return new SourceError('rate-limited', errorTextOf(body), { status, retryAfterMs });
		}
		default:
			return undefined;
	}
}

function warningsIn(body: string): string {
	const answer = valueOfJson(body);
	if (!isRecord(answer)) return '';
	return inOneLine([answer.warnings].flat().map(wordsIn).join(' '));
}
