/** Why a source could not give a page. */
export type SourceErrorKind =
	/** 401: the credential is wrong, revoked or expired. */
	| 'unauthorized'
	/** 403: the credential is right and may not read this. */
	| 'forbidden'
	/** 404: the address or the object does not exist. */
	| 'not-found'
	/** 429: too many requests. */
	| 'rate-limited'
	/** 408 and 5xx: the provider is down or overloaded. */
	| 'unavailable'
	/** No answer: name not found, connection refused or broken, time-out. */
	| 'unreachable'
	/** Any other refusal, such as 400: the request is wrong. */
	| 'rejected'
	/** An answer that is not a list of records. */
	| 'unreadable';

/** A request that gave no page. `message` is the provider's own words, or ours where it has none. */
export class SourceError extends Error {
	readonly status?: number;
	readonly retryAfterMs?: number;

	constructor(
		readonly kind: SourceErrorKind,
		message: string,
		details: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
	) {
		super(message, { cause: details.cause });
		this.name = 'SourceError';
		this.status = details.status;
		this.retryAfterMs = details.retryAfterMs;
	}
}
