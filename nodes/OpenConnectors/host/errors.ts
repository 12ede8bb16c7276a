import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';
import { PollError, SOURCE } from '../core/error';
import { PagePositionError } from '../core/page';
import { shorten } from '../core/text';
import { SourceError, type SourceErrorKind } from '../streams/sourceError';
import { shownSentence } from './log';
import type { Mask } from './mask';

/** What the message to the user needs to know about the stream that failed. */
export interface ErrorContext {
	readonly node: INode;
	/** Whom the request went to, for example "Insightly". */
	readonly source: string;
	/** Resource the error belongs to; absent when it concerns the whole node. */
	readonly resource?: string;
	readonly forbiddenHint?: string;
	/** Whether the credential is a login at the provider. */
	readonly isOAuth2?: boolean;
	/** Whether n8n shows the message and not the description, as it does while it publishes. */
	readonly messageOnly?: boolean;
	/** Declared to n8n instead of the error's own. */
	readonly failure?: Failure;
	/** Takes the secrets of the credential out of a text. */
	readonly mask: Mask;
}

/** What failed: the error behind a refused page position, and any other error as a defect of this package. */
export function toPollError(error: unknown): PollError {
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof PollError) return cause;
	const message = cause instanceof Error ? cause.message : String(cause);
	return new PollError('defect', message, { failure: { cause: 'node-defect' }, cause });
}

/**
 * The error as the user sees it: what happened and where as the message, what to do as the
 * description, with the cause declared for n8n's back-off. Never carries a request, a header, an
 * answer or a secret: it is made anew, whatever came.
 */
export function toNodeError(
	error: unknown,
	context: ErrorContext,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError) return withoutOrigin(error, context);
	if (error instanceof NodeOperationError) {
		const { message, description, failure } = error;
		return operationError(context, message, description ?? '', failure);
	}
	const failed = toPollError(error);
	if (failed instanceof SourceError) return toApiError(failed, context);
	const { remedy, failure } = failed;
	// Only messages of this package hold the placeholder, and nothing that a user could write does.
	const message = failed.message.split(SOURCE).join(context.source);
	return operationError(context, message, remedy, failure);
}

/** An error of n8n's own, which may hold what was sent and what came back. */
function withoutOrigin(error: NodeApiError, context: ErrorContext): NodeApiError {
	const { description, httpCode, failure } = error;
	const message = context.mask(error.message);
	const remedy = context.mask(description ?? '');
	return apiError(context, message, remedy, httpCode ?? undefined, failure);
}

/** @param text, remedy without secrets: what is masked is what others said, as our own words may equal one */
function apiError(
	context: ErrorContext,
	text: string,
	remedy: string,
	httpCode: string | undefined,
	failure: Failure | undefined,
): NodeApiError {
	const message = shownSentence(text);
	const description = shownSentence(remedy);
	const declared = context.failure ?? failure;
	return new NodeApiError(
		context.node,
		{ message },
		{
			message,
			...(description ? { description } : {}),
			...(httpCode === undefined ? {} : { httpCode }),
			...(declared ? { failure: declared } : {}),
		},
	);
}

function operationError(
	context: ErrorContext,
	what: string,
	remedy: string,
	failure: Failure | undefined,
): NodeOperationError {
	const description = shownSentence(remedy, context.mask);
	const declared = context.failure ?? failure;
	const message = shownSentence(shownMessage(what, remedy, context), context.mask);
	return new NodeOperationError(context.node, message, {
		...(description ? { description } : {}),
		...(declared ? { failure: declared } : {}),
	});
}

/** So much of the provider's words fits on a screen. */
const MOST_WORDS = 300;

function toApiError(error: SourceError, context: ErrorContext): NodeApiError {
	const { status, failure } = error;
	const address = error.address && context.mask(error.address);
	// Cut behind the mask, which does not know a secret by its first characters alone.
	const message = shorten(context.mask(error.message), MOST_WORDS);
	const said = message === '' ? '' : `${context.source} said: ${message}`;
	const wording = WORDINGS[error.kind]({ message, status, address }, context);
	const { what, remedy, words = said } = wording;
	const code = status === undefined ? undefined : String(status);
	const where = code === undefined ? what : `${what} (HTTP ${code})`;
	const description = words === '' ? remedy : `${remedy} ${words}`;
	return apiError(context, shownMessage(where, remedy, context), description, code, failure);
}

/** Where it happened and what, and what to do where n8n would not show it. */
function shownMessage(
	what: string,
	remedy: string,
	{ resource, messageOnly }: ErrorContext,
): string {
	const message = resource ? `${resource}: ${what}` : what;
	if (!messageOnly || remedy === '') return message;
	return /[.!?]$/.test(message) ? `${message} ${remedy}` : `${message}. ${remedy}`;
}

/** What a failure of the source is worded with, masked. */
interface Failed {
	/** What the source said. */
	readonly message: string;
	readonly status: number | undefined;
	readonly address: string | undefined;
}

interface Wording {
	readonly what: string;
	readonly remedy: string;
	/** Behind the remedy; by default what the source said. */
	readonly words?: string;
}

const NOTHING_LOST = 'Nothing is lost: the next poll goes on where this one stopped.';

const WORDINGS: Readonly<
	Record<SourceErrorKind, (error: Failed, context: ErrorContext) => Wording>
> = {
	unauthorized: ({ message, status }, { source, isOAuth2 }) => ({
		what: `${source} does not accept the credential`,
		remedy: isOAuth2
			? 'Open the credential, connect it again and test it.'
			: 'Open the credential, enter its values again and test it.',
		// Without an answer of the API, n8n could not renew the login.
		...(isOAuth2 && status === undefined && message !== ''
			? { words: `n8n said: ${message}` }
			: {}),
	}),
	unpaid: (_error, { source }) => ({
		what: `${source} asks to be paid first`,
		remedy:
			'The subscription of the account has ended, or its quota is used up. Look at the account.',
	}),
	forbidden: (_error, { source, forbiddenHint }) => ({
		what: `${source} forbids reading this`,
		remedy:
			forbiddenHint ?? 'The credential may not read this resource. Ask its owner for the right.',
	}),
	blocked: (_error, { source }) => ({
		what: `a firewall in front of ${source} refuses requests from here`,
		remedy:
			'The credential is not the cause. Ask the provider, or whoever runs your network, to let the address of this n8n through.',
	}),
	'not-found': (_error, { source }) => ({
		what: `${source} does not know this address`,
		remedy: 'Check the Base URL of the credential and the url of the resource.',
	}),
	'proxy-login': (_error, { source }) => ({
		what: `a proxy on the way to ${source} asks for a login`,
		remedy:
			'Whoever runs this n8n has to put user and password of the proxy into HTTP_PROXY and HTTPS_PROXY.',
	}),
	'rate-limited': (_error, { source }) => ({
		what: `${source} is receiving too many requests`,
		remedy: 'Nothing is lost: the next poll goes on. Poll less often if this persists.',
	}),
	queued: (_error, { source }) => ({
		what: `waits for its turn: too many workflows poll this account of ${source}`,
		remedy:
			'Nothing is lost: the next poll goes on. Poll less often, or choose fewer resources, if this persists.',
		words: '',
	}),
	unavailable: (_error, { source }) => ({
		what: `${source} could not answer`,
		remedy: NOTHING_LOST,
	}),
	unreachable: ({ message, address }, { source }) => ({
		what: `${source} cannot be reached${address === undefined ? '' : ` at ${address}`}`,
		remedy:
			'Check the Base URL of the credential, the network, and the proxy settings of this n8n. Nothing is lost: the next poll goes on.',
		words: message === '' ? '' : `The cause: ${message}.`,
	}),
	interrupted: ({ message }, { source }) => ({
		what: `the answer of ${source} did not arrive whole`,
		remedy: NOTHING_LOST,
		words: `The cause: ${message}. If this persists, choose a smaller Page Size under Options.`,
	}),
	redirected: ({ address }, { source }) =>
		address === undefined
			? {
					what: `${source} redirects in a circle`,
					remedy: 'Nothing is lost: the next poll asks again. Tell the provider if this persists.',
				}
			: {
					what: `${source} redirects to another address, ${address}`,
					remedy:
						'Nothing was sent there. If this is the new address of the provider, enter it as Base URL of the credential.',
				},
	'too-large': ({ message }, { source }) => ({
		what: `an answer of ${source} is too large: ${message}`,
		remedy: 'Choose a smaller Page Size under Options.',
		words: '',
	}),
	'no-list': ({ message }, { source }) => ({
		what: `${source} answered with ${message} instead of the list`,
		remedy:
			'Nothing is lost: the next poll asks again. If this persists, check the Base URL of the credential and the url of the resource.',
		words: '',
	}),
	incomplete: (_error, { source }) => ({
		what: `${source} does not give the whole list`,
		remedy: 'Choose another Page Size under Options, or fewer records.',
	}),
	rejected: ({ status }, { source }) => {
		const { does, remedy } = REFUSALS.get(status) ?? REFUSAL;
		return { what: `${source} ${does}`, remedy };
	},
};

interface Refusal {
	readonly does: string;
	readonly remedy: string;
}

const REFUSAL: Refusal = {
	does: 'rejects the request',
	remedy: 'Check the url of the resource: its path, filter and date format.',
};

/** Refusals whose status says more than that. */
const REFUSALS: ReadonlyMap<number | undefined, Refusal> = new Map([
	[
		405,
		{
			does: 'gives no list at this address',
			remedy: 'Check the Base URL of the credential and the path in the url of the resource.',
		},
	],
	[
		410,
		{
			does: 'has retired this address or version of its API',
			remedy: 'Look for an update of this package, or for the new address at the provider.',
		},
	],
	[
		415,
		{
			does: 'does not take requests of this form at this address',
			remedy: 'Check the Base URL of the credential and the path in the url of the resource.',
		},
	],
	[
		451,
		{
			does: 'may not answer for legal reasons',
			remedy: 'Ask the provider whether it serves this account and the country of this n8n.',
		},
	],
]);
