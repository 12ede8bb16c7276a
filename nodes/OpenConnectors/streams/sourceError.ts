import { PollError, type Failure } from '../core/error';

/** Why a source could not give a page. */
export type SourceErrorCode =
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
	/** Not sent: others of the same account go first, until the poll ends. */
	| 'queued'
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

/** Those that concern the source or the credential, and not the one list that was asked for. */
const OF_SOURCE: ReadonlySet<SourceErrorCode> = new Set([
	'unauthorized',
	'unpaid',
	'blocked',
	'proxy-login',
	'rate-limited',
	'queued',
	'unavailable',
	'unreachable',
	'interrupted',
	'redirected',
	'no-list',
]);

export interface SourceErrorDetails {
	/** Of the answer. */
	readonly status?: number;
	/** What the provider asked to wait, in ms. */
	readonly retryAfterMs?: number;
	/** Where a redirect leads, or the host that could not be reached. */
	readonly address?: string;
	/** Whether somebody said that it is worth asking again, whatever the status. */
	readonly isRetried?: boolean;
	readonly cause?: unknown;
}

/** A request that gave no page. `message` is the provider's own words, or ours where it has none. */
export class SourceError extends PollError<SourceErrorCode> {
	readonly status?: number;
	readonly address?: string;
	readonly isRetried: boolean;

	constructor(code: SourceErrorCode, message: string, details: SourceErrorDetails = {}) {
		super(code, message, { ...details, failure: failureOf(code, details) });
		this.status = details.status;
		this.address = details.address;
		this.isRetried = details.isRetried === true;
	}

	/** A redirect to another server is followed only when somebody enters its address. */
	override get isPassing(): boolean {
		return super.isPassing && !(this.code === 'redirected' && this.address !== undefined);
	}

	override get isShared(): boolean {
		return OF_SOURCE.has(this.code);
	}

	/** Never the words: they may hold a new reference, the address or another translation each time. */
	override get reportKey(): string {
		return [this.code, this.status ?? '', this.address ?? ''].join(' ');
	}
}

function failureOf(
	code: SourceErrorCode,
	{ status, retryAfterMs, address }: SourceErrorDetails,
): Failure {
	const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
	switch (code) {
		case 'unauthorized':
			return { cause: 'credential-invalid' };
		case 'rate-limited':
		case 'queued':
			return { cause: 'rate-limited', ...wait };
		case 'unavailable':
			return { cause: 'temporarily-unavailable', ...wait };
		case 'unreachable':
		case 'interrupted':
		case 'no-list':
			return { cause: 'temporarily-unavailable' };
		case 'redirected':
			return {
				cause:
					address !== undefined && isForGood(status)
						? 'configuration-invalid'
						: 'temporarily-unavailable',
			};
		default:
			return { cause: 'configuration-invalid' };
	}
}

/** Whether a redirect says that the address has changed for good. */
function isForGood(status: number | undefined): boolean {
	return status === undefined || status === 301 || status === 308;
}
