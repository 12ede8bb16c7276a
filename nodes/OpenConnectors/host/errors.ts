import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';
import { PollError, SOURCE } from '../core/error';
import { PagePositionError } from '../core/page';
import { shorten } from '../core/text';
import { SourceError, type SourceErrorCode } from '../streams/sourceError';
import { messageOf } from './capture';
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
	/** Replaces the secrets of the credential in a text. */
	readonly mask: Mask;
}

/** What failed: the error behind a refused page position, and any other error as a defect of this package. */
export function toPollError(error: unknown): PollError {
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof PollError) return cause;
	const message = messageOf(cause);
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
	const description = shownSentence(remedy) || undefined;
	const declared = context.failure ?? failure;
	const options = { message, description, httpCode, failure: declared };
	return new NodeApiError(context.node, { message }, options);
}

function operationError(
	context: ErrorContext,
	what: string,
	remedy: string,
	failure: Failure | undefined,
): NodeOperationError {
	const description = shownSentence(remedy, context.mask) || undefined;
	const message = shownSentence(shownMessage(what, remedy, context), context.mask);
	const declared = context.failure ?? failure;
	return new NodeOperationError(context.node, message, { description, failure: declared });
}

/** So much of the provider's words fits on a screen. */
const MOST_WORDS = 300;

function toApiError(error: SourceError, context: ErrorContext): NodeApiError {
	const { status, failure } = error;
	// Cut behind the mask, which does not know a secret by its first characters alone.
	const said = shorten(context.mask(error.message), MOST_WORDS);
	const named = { source: context.source, said, address: context.mask(error.address ?? '') };
	const { what, remedy, words = SAID } = wordingOf(error, context);
	const code = status === undefined ? undefined : String(status);
	const where = filled(code === undefined ? what : `${what} (HTTP ${code})`, named);
	const description = said === '' ? remedy : `${remedy} ${filled(words, named)}`.trimEnd();
	return apiError(context, shownMessage(where, remedy, context), description, code, failure);
}

/** Where it happened and what, and what to do where n8n would not show it. */
function shownMessage(
	what: string,
	remedy: string,
	{ resource, messageOnly }: ErrorContext,
): string {
	// A setting of the resource is named with it.
	const isNamed = resource === undefined || resource === '' || what.startsWith(`${resource}.`);
	const message = isNamed ? what : `${resource}: ${what}`;
	if (!messageOnly || remedy === '') return message;
	return /[.!?]$/.test(message) ? `${message} ${remedy}` : `${message}. ${remedy}`;
}

/** `{source}` is whom was asked, `{said}` what it said, `{address}` where it leads or could not be reached. */
interface Wording {
	readonly what: string;
	readonly remedy: string;
	/** Behind the remedy, where something was said. */
	readonly words?: string;
}

type Named = Readonly<Record<'source' | 'said' | 'address', string>>;

function filled(template: string, named: Named): string {
	return template.replace(/\{(source|said|address)\}/g, (_name, name: keyof Named) => named[name]);
}

const SAID = '{source} said: {said}';

function wordingOf(error: SourceError, context: ErrorContext): Wording {
	const { source, isOAuth2, forbiddenHint } = context;
	const { code, status, address } = error;
	const wording = WORDINGS[code];
	if (code === 'unauthorized' && isOAuth2) {
		const remedy = 'Open the credential, connect it again and test it.';
		// Without an answer of the API, n8n could not renew the login.
		return { ...wording, remedy, words: status === undefined ? 'n8n said: {said}' : SAID };
	}
	if (code === 'forbidden' && forbiddenHint) return { ...wording, remedy: forbiddenHint };
	if (code === 'unreachable' && address !== undefined && address !== source)
		return { ...wording, what: `${wording.what} at {address}` };
	if (code === 'redirected' && address === undefined) return CIRCLE;
	return (code === 'rejected' && REFUSALS[status ?? 0]) || wording;
}

const NOTHING_LOST = 'Nothing is lost: the next poll goes on where this one stopped.';
const CHECK_PATH = 'Check the Base URL of the credential and the path in the url of the resource.';

const WORDINGS: Readonly<Record<SourceErrorCode, Wording>> = {
	unauthorized: {
		what: '{source} does not accept the credential',
		remedy: 'Open the credential, enter its values again and test it.',
	},
	unpaid: {
		what: '{source} asks to be paid first',
		remedy:
			'The subscription of the account has ended, or its quota is used up. Look at the account.',
	},
	forbidden: {
		what: '{source} forbids reading this',
		remedy: 'The credential may not read this resource. Ask its owner for the right.',
	},
	blocked: {
		what: 'a firewall in front of {source} refuses requests from here',
		remedy:
			'The credential is not the cause. Ask the provider, or whoever runs your network, to let the address of this n8n through.',
	},
	'not-found': {
		what: '{source} does not know this address',
		remedy: 'Check the Base URL of the credential and the url of the resource.',
	},
	'proxy-login': {
		what: 'a proxy on the way to {source} asks for a login',
		remedy:
			'Whoever runs this n8n has to put user and password of the proxy into HTTP_PROXY and HTTPS_PROXY.',
	},
	'rate-limited': {
		what: '{source} is receiving too many requests',
		remedy: 'Nothing is lost: the next poll goes on. Poll less often if this persists.',
	},
	queued: {
		what: 'waits for its turn: too many workflows poll this account of {source}',
		remedy:
			'Nothing is lost: the next poll goes on. Poll less often, or choose fewer resources, if this persists.',
		words: '',
	},
	unavailable: { what: '{source} could not answer', remedy: NOTHING_LOST },
	unreachable: {
		what: '{source} cannot be reached',
		remedy:
			'Check the Base URL of the credential, the network, and the proxy settings of this n8n. Nothing is lost: the next poll goes on.',
		words: 'The cause: {said}.',
	},
	interrupted: {
		what: 'the answer of {source} did not arrive whole',
		remedy: NOTHING_LOST,
		words: 'The cause: {said}. If this persists, choose a smaller Page Size under Options.',
	},
	redirected: {
		what: '{source} redirects to another address, {address}',
		remedy:
			'Nothing was sent there. If this is the new address of the provider, enter it as Base URL of the credential.',
	},
	'too-large': {
		what: 'an answer of {source} is too large: {said}',
		remedy: 'Choose a smaller Page Size under Options.',
		words: '',
	},
	'no-list': {
		what: '{source} answered with {said} instead of the list',
		remedy:
			'Nothing is lost: the next poll asks again. If this persists, check the Base URL of the credential and the url of the resource.',
		words: '',
	},
	incomplete: {
		what: '{source} does not give the whole list',
		remedy: 'Choose another Page Size under Options, or fewer records.',
	},
	rejected: {
		what: '{source} rejects the request',
		remedy: 'Check the url of the resource: its path, filter and date format.',
	},
};

const CIRCLE: Wording = {
	what: '{source} redirects in a circle',
	remedy: 'Nothing is lost: the next poll asks again. Tell the provider if this persists.',
};

/** Refusals whose status says more than that. */
const REFUSALS: Readonly<Record<number, Wording>> = {
	405: { what: '{source} gives no list at this address', remedy: CHECK_PATH },
	410: {
		what: '{source} has retired this address or version of its API',
		remedy: 'Look for an update of this package, or for the new address at the provider.',
	},
	415: { what: '{source} does not take requests of this form at this address', remedy: CHECK_PATH },
	451: {
		what: '{source} may not answer for legal reasons',
		remedy: 'Ask the provider whether it serves this account and the country of this n8n.',
	},
};
