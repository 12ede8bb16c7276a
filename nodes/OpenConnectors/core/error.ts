/** Why something failed, in n8n's words (`Failure` of n8n-workflow): n8n's back-off goes by it. */
export type Failure =
	| {
			readonly cause: 'rate-limited' | 'temporarily-unavailable';
			/** What the source asked to wait, in ms. */
			readonly retryAfterMs?: number;
	  }
	| { readonly cause: 'credential-invalid' | 'configuration-invalid' | 'node-defect' };

/** Stands for the display name of the source in a message; the host fills it in. A private-use character. */
export const SOURCE = '\uE002';

export interface PollErrorDetails {
	/** What to do; absent when the message says it. */
	readonly remedy?: string;
	/** By default somebody has to change a setting. */
	readonly failure?: Failure;
	/** What the source asked to wait, in ms, whatever the failure. */
	readonly retryAfterMs?: number | undefined;
	readonly cause?: unknown;
}

/**
 * The base of every error of this package. A failure takes four forms at most on its way to the user:
 *
 * 1. what failed: an answer of the source, an error of n8n's HTTP client, a setting that is wrong
 * 2. a PollError, thrown by the room that knows what it means
 * 3. a PagePositionError around it, where the source may have refused the position of a page alone
 * 4. n8n's NodeApiError or NodeOperationError, made by `host/errors.ts`, which knows whom was asked
 *    and what is secret
 */
export class PollError<Code extends string = string> extends Error {
	readonly remedy: string;
	readonly failure: Failure;
	readonly retryAfterMs: number | undefined;

	/**
	 * @param code names the kind of failure, for programs
	 * @param message what happened, as it goes on behind "contacts: "
	 */
	constructor(
		readonly code: Code,
		message: string,
		details: PollErrorDetails = {},
	) {
		super(message, { cause: details.cause });
		this.name = new.target.name;
		this.remedy = details.remedy ?? '';
		this.failure = details.failure ?? { cause: 'configuration-invalid' };
		this.retryAfterMs = details.retryAfterMs;
	}

	/** Whether a later poll may succeed without anybody doing something. */
	get isPassing(): boolean {
		const { cause } = this.failure;
		return cause === 'rate-limited' || cause === 'temporarily-unavailable';
	}

	/** Whether it lies with the source or the credential, so that other lists meet it too. */
	get isShared(): boolean {
		return false;
	}

	/** The same for failures that are one to the user: a message may hold a number or a time that changes. */
	get reportKey(): string {
		const words = this.message.replace(/[\da-f-]+/gi, (piece) => (/\d/.test(piece) ? '#' : piece));
		return `${this.code} ${words}`;
	}
}
