import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';
import { quote, shorten } from '../core/text';
import { ConfigurationError } from '../configuration/types';
import { DatePatternError } from '../dates/pattern';
import {
	EndlessListError,
	ListTooLongError,
	ListUnfinishedError,
	MissingIdError,
	UndatedLimitError,
	UndatedPageError,
} from '../engine/errors';
import { FieldPathError } from '../core/fieldPath';
import { PagePositionError, type RawRecord } from '../core/page';
import { WhereClauseError } from '../configuration/whereClause';
import { AccountError } from '../streams/account';
import { HubRequestError } from '../streams/hubRequest';
import { TurnError } from '../streams/pace';
import { isPassing, SourceError, type SourceErrorKind } from '../streams/sourceError';
import { BaseUrlError } from '../streams/url';
import { UrlTemplateError } from '../configuration/urlTemplate';
import { shownSentence } from './log';
import type { Mask } from './mask';

/** What the message to the user needs to know about the stream that failed. */
export interface ErrorContext {
	readonly node: INode;
	/** Whom the request went to, for example "Insightly". */
	readonly source: string;
	/** Resource the error belongs to; absent when it concerns the whole node. */
	readonly resource?: string;
	/** Where the id and dates of records are read, for messages about unreadable records. */
	readonly updatedField?: string;
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

/** Errors that somebody has to act on: the configuration is wrong, and waiting does not help. */
const CONFIGURATION_ERRORS = [
	ConfigurationError,
	DatePatternError,
	FieldPathError,
	UrlTemplateError,
	WhereClauseError,
	HubRequestError,
	BaseUrlError,
	AccountError,
];

/** Whether a later poll may succeed without anybody doing something. */
export function isTransient(error: unknown): boolean {
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof ListUnfinishedError || cause instanceof EndlessListError) return true;
	return cause instanceof SourceError && isPassing(cause);
}

/** What the provider asked to wait, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
	const cause = error instanceof PagePositionError ? error.cause : error;
	return cause instanceof SourceError ? cause.retryAfterMs : undefined;
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
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof SourceError && !(cause instanceof TurnError))
		return toApiError(cause, context);
	if (cause instanceof NodeApiError) return withoutOrigin(cause, context);
	const { message, description = '', failure } = explain(cause, context);
	return operationError(context, shownMessage(message, description, context), description, failure);
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
	text: string,
	remedy: string,
	failure: Failure | undefined,
): NodeOperationError {
	const description = shownSentence(remedy, context.mask);
	const declared = context.failure ?? failure;
	return new NodeOperationError(context.node, shownSentence(text, context.mask), {
		...(description ? { description } : {}),
		...(declared ? { failure: declared } : {}),
	});
}

interface Explanation {
	readonly message: string;
	readonly description?: string;
	readonly failure: Failure | undefined;
}

function explain(error: unknown, context: ErrorContext): Explanation {
	const failure: Failure = { cause: 'configuration-invalid' };
	if (error instanceof NodeOperationError) {
		const { message, description, failure: declared } = error;
		return { message, description: description ?? '', failure: declared };
	}
	if (error instanceof UndatedPageError) {
		return {
			message: `none of the ${context.source} records has a readable date in "${context.updatedField}"`,
			description:
				'Check updatedDateField and updatedDateFormat in the poller configuration against a record of the provider.',
			failure,
		};
	}
	if (error instanceof MissingIdError) {
		return {
			message: `none of the ${context.source} records has an id in "${error.idField}"`,
			description: `Check idField in the poller configuration. ${fieldsSentence(error.example)}`,
			failure,
		};
	}
	if (error instanceof UndatedLimitError) {
		return {
			message: `more than ${error.limit} records have no updated date, more than can be told apart`,
			description:
				'Give the resource an updatedDateField, or a url whose filter returns fewer records.',
			failure,
		};
	}
	if (error instanceof TurnError) {
		return {
			message: `waits for its turn: too many workflows poll this account of ${context.source}`,
			description:
				'Nothing is lost: the next poll goes on. Poll less often, or choose fewer resources, if this persists.',
			failure: { cause: 'rate-limited', retryAfterMs: error.waitMs },
		};
	}
	if (error instanceof EndlessListError) {
		const pages = error.pages === 'empty' ? 'empty pages' : 'the same pages';
		return {
			message: `the list of ${context.source} does not end: it gives ${pages} again and again`,
			description:
				'What it gives is polled all the same. Choose another Page Size under Options, and tell the provider.',
			failure: { cause: 'temporarily-unavailable' },
		};
	}
	if (error instanceof ListTooLongError) {
		return {
			message: `the list holds more than ${error.limit} records, the most that are compared`,
			description:
				'Its records have no usable updated date, so that the whole list is compared at each poll. ' +
				'Choose a resource that lists by date, or narrow the list by a condition in a poller configuration.',
			failure,
		};
	}
	if (error instanceof ListUnfinishedError) {
		const isTime = error.reason === 'time';
		return {
			message: isTime
				? 'the list could not be read to its end within the time n8n gives a poll'
				: 'the list changes faster than it can be read',
			description: 'Nothing is lost: the next poll compares it again. Use the largest page size.',
			failure: { cause: 'temporarily-unavailable' },
		};
	}
	const message = error instanceof Error ? error.message : String(error);
	const configured = CONFIGURATION_ERRORS.some((type) => error instanceof type);
	return { message, failure: configured ? failure : { cause: 'node-defect' } };
}

/** So many names of fields help to find the right one. */
const MOST_FIELDS = 10;

/** The names of a record's fields, without what they hold. */
function fieldsSentence(record: RawRecord): string {
	const names = Object.keys(record);
	const shown = names.slice(0, MOST_FIELDS).map((name) => quote(name));
	const more = names.length > MOST_FIELDS ? ' and others' : '';
	return `A record has the fields ${shown.join(', ')}${more}.`;
}

/** So much of the provider's words fits on a screen. */
const MOST_WORDS = 300;

function toApiError(error: SourceError, context: ErrorContext): NodeApiError {
	const { status, retryAfterMs } = error;
	const address = error.address && context.mask(error.address);
	// Cut behind the mask, which does not know a secret by its first characters alone.
	const message = shorten(context.mask(error.message), MOST_WORDS);
	const told = { message, status, retryAfterMs, address };
	const {
		what,
		remedy,
		failure,
		words = saidBy(told, context),
	} = MEANINGS[error.kind](told, context);
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

function saidBy({ message }: Told, { source }: ErrorContext): string {
	return message === '' ? '' : `${source} said: ${message}`;
}

/** What of an error its meaning is made of. */
interface Told {
	readonly message: string;
	readonly status: number | undefined;
	readonly retryAfterMs: number | undefined;
	readonly address: string | undefined;
}

interface Meaning {
	readonly what: string;
	readonly remedy: string;
	readonly failure: Failure;
	/** Behind the remedy; by default what the source said. */
	readonly words?: string;
}

const NOTHING_LOST = 'Nothing is lost: the next poll goes on where this one stopped.';

const MEANINGS: Readonly<Record<SourceErrorKind, (error: Told, context: ErrorContext) => Meaning>> =
	{
		unauthorized: ({ message, status }, { source, isOAuth2 }) => ({
			what: `${source} does not accept the credential`,
			remedy: isOAuth2
				? 'Open the credential, connect it again and test it.'
				: 'Open the credential, enter its values again and test it.',
			failure: { cause: 'credential-invalid' },
			// Without an answer of the API, n8n could not renew the login.
			...(isOAuth2 && status === undefined && message !== ''
				? { words: `n8n said: ${message}` }
				: {}),
		}),
		unpaid: (_error, { source }) => ({
			what: `${source} asks to be paid first`,
			remedy:
				'The subscription of the account has ended, or its quota is used up. Look at the account.',
			failure: { cause: 'configuration-invalid' },
		}),
		forbidden: (_error, { source, forbiddenHint }) => ({
			what: `${source} forbids reading this`,
			remedy:
				forbiddenHint ?? 'The credential may not read this resource. Ask its owner for the right.',
			failure: { cause: 'configuration-invalid' },
		}),
		blocked: (_error, { source }) => ({
			what: `a firewall in front of ${source} refuses requests from here`,
			remedy:
				'The credential is not the cause. Ask the provider, or whoever runs your network, to let the address of this n8n through.',
			failure: { cause: 'configuration-invalid' },
		}),
		'not-found': (_error, { source }) => ({
			what: `${source} does not know this address`,
			remedy: 'Check the Base URL of the credential and the url of the resource.',
			failure: { cause: 'configuration-invalid' },
		}),
		'proxy-login': (_error, { source }) => ({
			what: `a proxy on the way to ${source} asks for a login`,
			remedy:
				'Whoever runs this n8n has to put user and password of the proxy into HTTP_PROXY and HTTPS_PROXY.',
			failure: { cause: 'configuration-invalid' },
		}),
		'rate-limited': (error, { source }) => ({
			what: `${source} is receiving too many requests`,
			remedy: 'Nothing is lost: the next poll goes on. Poll less often if this persists.',
			failure: { cause: 'rate-limited', ...waitOf(error) },
		}),
		unavailable: (error, { source }) => ({
			what: `${source} could not answer`,
			remedy: NOTHING_LOST,
			failure: { cause: 'temporarily-unavailable', ...waitOf(error) },
		}),
		unreachable: ({ message, address }, { source }) => ({
			what: `${source} cannot be reached${address === undefined ? '' : ` at ${address}`}`,
			remedy:
				'Check the Base URL of the credential, the network, and the proxy settings of this n8n. Nothing is lost: the next poll goes on.',
			failure: { cause: 'temporarily-unavailable' },
			words: message === '' ? '' : `The cause: ${message}.`,
		}),
		interrupted: ({ message }, { source }) => ({
			what: `the answer of ${source} did not arrive whole`,
			remedy: NOTHING_LOST,
			failure: { cause: 'temporarily-unavailable' },
			words: `The cause: ${message}. If this persists, choose a smaller Page Size under Options.`,
		}),
		redirected: ({ address, status }, { source }) =>
			address === undefined
				? {
						what: `${source} redirects in a circle`,
						remedy:
							'Nothing is lost: the next poll asks again. Tell the provider if this persists.',
						failure: { cause: 'temporarily-unavailable' },
					}
				: {
						what: `${source} redirects to another address, ${address}`,
						remedy:
							'Nothing was sent there. If this is the new address of the provider, enter it as Base URL of the credential.',
						failure: {
							cause: isForGood(status) ? 'configuration-invalid' : 'temporarily-unavailable',
						},
					},
		'too-large': ({ message }, { source }) => ({
			what: `an answer of ${source} is too large: ${message}`,
			remedy: 'Choose a smaller Page Size under Options.',
			failure: { cause: 'configuration-invalid' },
			words: '',
		}),
		'no-list': ({ message }, { source }) => ({
			what: `${source} answered with ${message} instead of the list`,
			remedy:
				'Nothing is lost: the next poll asks again. If this persists, check the Base URL of the credential and the url of the resource.',
			failure: { cause: 'temporarily-unavailable' },
			words: '',
		}),
		incomplete: (_error, { source }) => ({
			what: `${source} does not give the whole list`,
			remedy: 'Choose another Page Size under Options, or fewer records.',
			failure: { cause: 'configuration-invalid' },
		}),
		rejected: ({ status }, { source }) => {
			const { does, remedy } = REFUSALS.get(status) ?? REFUSAL;
			return { what: `${source} ${does}`, remedy, failure: { cause: 'configuration-invalid' } };
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

/** Whether a redirect says that the address has changed for good. */
function isForGood(status: number | undefined): boolean {
	return status === undefined || status === 301 || status === 308;
}

function waitOf(error: Told): { readonly retryAfterMs?: number } {
	return error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
}
