/** Why a source could not give a page. */
export type SourceErrorKind =
	/** 401: the credential is wrong, revoked or expired. */
	| 'unauthorized'
	/** 402: the subscription of the account has ended. */
	| 'unpaid'
	/** 403: the credential is right and may not read this. */
	| 'forbidden'
	/** 403 by something that stands before the provider and judges where requests come from. */
	| 'blocked'
	/** 404: the address or the object does not exist. */
	| 'not-found'
	/** 407: a proxy on the way asks for a login of its own. */
	| 'proxy-login'
	/** 429: too many requests. */
	| 'rate-limited'
	/** 408 and 5xx: the provider is down or overloaded. */
	| 'unavailable'
	/** No answer: name not found, connection refused or broken, time-out. */
	| 'unreachable'
	/** The answer began and did not arrive whole: cut off, damaged on the way, or too slow. */
	| 'interrupted'
	/** The answer leads to another server, which is not asked, or, without an address, in a circle. */
	| 'redirected'
	/** The answer is larger than what is read. */
	| 'too-large'
	/** A success that does not hold the list: a web page, an error object, JSON that breaks off. */
	| 'no-list'
	/** The provider lists no more, and has no way to ask for the rest. */
	| 'incomplete'
	/** Any other refusal, such as 400: the request is wrong. */
	| 'rejected';

export interface SourceErrorDetails {
	/** Of the answer. */
	readonly status?: number;
	/** What the provider asked to wait, in ms. */
	readonly retryAfterMs?: number;
	/** Where a redirect leads. */
	readonly address?: string;
	readonly cause?: unknown;
}

/** A request that gave no page. `message` is the provider's own words, or ours where it has none. */
export class SourceError extends Error {
	readonly status?: number;
	readonly retryAfterMs?: number;
	readonly address?: string;

	constructor(
		readonly kind: SourceErrorKind,
		message: string,
		details: SourceErrorDetails = {},
	) {
		super(message, { cause: details.cause });
		this.name = 'SourceError';
		this.status = details.status;
		this.retryAfterMs = details.retryAfterMs;
		this.address = details.address;
	}
}

/** What passes without anybody doing something: a later poll may succeed. */
const PASSING: ReadonlySet<SourceErrorKind> = new Set([
	'rate-limited',
	'unavailable',
	'unreachable',
	'interrupted',
	'no-list',
]);

/** Whether a later request may succeed without anybody doing something. */
export function isPassing({ kind, address }: SourceError): boolean {
	return PASSING.has(kind) || (kind === 'redirected' && address === undefined);
}
