import { errorTextOf } from '../errorText';
import { retryAfterOf, type HttpAnswer } from '../http';
import { SourceError } from '../sourceError';

/**
 * Too much traffic and maintenance are the same status, 503; an unpaid bill is 402. A condition that
 * is not understood is left out with HTTP 200, a list of warnings being the only sign: everything
 * comes back then, which must not be taken for what was asked for.
 */
export function iContactDialect(answer: HttpAnswer, now: number): SourceError | undefined {
	const { status, body } = answer;
	if (status === 503) {
		const retryAfterMs = retryAfterOf(answer, now);
		return new SourceError('rate-limited', errorTextOf(body), {
			status,
			...(retryAfterMs === undefined ? {} : { retryAfterMs }),
		});
	}
	if (status === 402) return new SourceError('forbidden', errorTextOf(body), { status });
	if (status !== 200 || !body.includes('"warnings"')) return undefined;
	const warnings = warningsIn(body);
	if (warnings === '') return undefined;
	return new SourceError('rejected', `A part of the request was left out: ${warnings}`, { status });
}

function warningsIn(body: string): string {
	try {
		const answer: unknown = JSON.parse(body);
		if (typeof answer !== 'object' || answer === null || !('warnings' in answer)) return '';
		const { warnings } = answer;
		return Array.isArray(warnings) ? warnings.map(String).join(' ').slice(0, 300) : '';
	} catch {
		return '';
	}
}
