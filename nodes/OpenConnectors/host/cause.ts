import { PagePositionError } from '../core/page';
import { SourceError, type SourceErrorKind } from '../streams/sourceError';
import { isTransient } from './errors';

/** Why a resource failed, as far as it decides which failures are one. */
export interface Cause {
	/** The same for failures that are one to the user, however a provider words them. */
	readonly name: string;
	/** Whether it lies with the source or the credential: other resources that meet it are no news. */
	readonly isShared: boolean;
	/** Whether it may pass without anybody doing something. */
	readonly isPassing: boolean;
}

/** Kinds of failures that are no matter of one resource. */
const WHOLE_SOURCE: ReadonlySet<SourceErrorKind> = new Set([
	'unauthorized',
	'unpaid',
	'blocked',
	'proxy-login',
	'rate-limited',
	'unavailable',
	'unreachable',
	'interrupted',
	'redirected',
	'no-list',
]);

export function causeOf(error: unknown): Cause {
	const cause = error instanceof PagePositionError ? error.cause : error;
	const isPassing = isTransient(error);
	if (cause instanceof SourceError) {
		// Never the words: they may hold a new reference, the address or another translation each time.
		const name = [cause.kind, cause.status ?? '', cause.address ?? ''].join(' ');
		return { name, isShared: WHOLE_SOURCE.has(cause.kind), isPassing };
	}
	const name = cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause);
	return { name: withoutNumbers(name), isShared: false, isPassing };
}

/** A message may hold a number or a time that changes: the same failure in other words. */
function withoutNumbers(words: string): string {
	return words.replace(/[\da-f-]+/gi, (piece) => (/\d/.test(piece) ? '#' : piece));
}
