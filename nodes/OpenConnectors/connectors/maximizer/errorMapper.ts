import { valueOfJson } from '../../core/json';
import { inOneLine } from '../../streams/errorText';
import type { HttpAnswer } from '../../streams/http';
import { SourceError, type SourceErrorCode } from '../../streams/sourceError';

/**
 * Failures come with HTTP 200 too: a negative `Code`, and `Msg` as a list of texts or of objects
 * with `Message` and `ErrorCode`. https://developer.maximizer.com/reference/octopus-api
 */
export function maximizerErrorMapper(answer: HttpAnswer): SourceError | undefined {
	if (answer.status !== 200 || !/"Code"\s*:\s*"?-/.test(answer.body)) return undefined;
	const message = messageIn(answer.body);
	if (message === undefined) return undefined;
	const status = /\bpage ?key\b/i.test(message) ? POSITION_REFUSED : answer.status;
	return new SourceError(codeOf(message), message, { status });
}

/** What a page key that is no longer taken is refused with elsewhere. */
const POSITION_REFUSED = 400;

/** undefined when the answer is none of a failure. */
function messageIn(body: string): string | undefined {
	const answer = valueOfJson(body);
	const failed = [answer, ...Object.values(answer ?? {})].find(isFailed);
	if (!failed) return undefined;
	const messages: unknown = 'Msg' in failed ? failed.Msg : [];
	return inOneLine([messages].flat().map(textOf).filter(Boolean).join(' '));
}

/** The code stands in the answer, or in the part of an entity. */
function isFailed(part: unknown): part is object {
	return typeof part === 'object' && part !== null && 'Code' in part && Number(part.Code) < 0;
}

function textOf(message: unknown): string {
	if (typeof message === 'string') return message;
	if (typeof message !== 'object' || message === null || !('Message' in message)) return '';
	return String(message.Message);
}

const PASSING =
	/\b(try again|time(d )?-?out|deadlock\w*|too many|temporar\w+|busy|overload\w*|unavailable|rerun)\b/i;

/** There is no list of codes: the words have to do. Names of fields and operators are no words. */
function codeOf(message: string): SourceErrorCode {
	if (message === '' || PASSING.test(message)) return 'unavailable';
	if (/\b(tokens?|log(ged)? ?in|sessions?|(un)?authenticat\w+)\b/i.test(message))
		return 'unauthorized';
	if (/\b(permissions?|privileges?|rights|access (is )?denied|not allowed to)\b/i.test(message))
		return 'forbidden';
	return 'rejected';
}
