import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';
import { ConfigurationError } from '../configuration/types';
import { DatePatternError } from '../dates/pattern';
import { FieldPathError } from '../polling/fieldPath';
import { UndatedLimitError, UndatedPageError } from '../polling/intake';
import { PagePositionError } from '../polling/page';
import { PageLoopError } from '../polling/scan';
import { SnapshotLimitError, SnapshotUnfinishedError } from '../polling/snapshot';
import { WhereClauseError } from '../query/whereClause';
import { AccountError } from '../sources/account';
import { HubRequestError } from '../sources/hubRequest';
import { SourceError, type SourceErrorKind } from '../sources/sourceError';
import { BaseUrlError } from '../sources/url';
import { UrlTemplateError } from '../templates/urlTemplate';

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
	/** Values of the credential that must not be shown. */
	readonly secrets: readonly string[];
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

const TRANSIENT: ReadonlySet<SourceErrorKind> = new Set([
	'rate-limited',
	'unavailable',
	'unreachable',
]);

/** Whether a later poll may succeed without anybody doing something. */
export function isTransient(error: unknown): boolean {
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof SnapshotUnfinishedError) return true;
	return cause instanceof SourceError && TRANSIENT.has(cause.kind);
}

/** What the provider asked to wait, in ms. */
export function retryAfterOf(error: unknown): number | undefined {
	const cause = error instanceof PagePositionError ? error.cause : error;
	return cause instanceof SourceError ? cause.retryAfterMs : undefined;
}

/**
 * The error as the user sees it: what happened and where as the message, what to do as the
 * description, with the cause declared for n8n's back-off. Never carries a request, a header or a
 * secret.
 */
export function toNodeError(
	error: unknown,
	context: ErrorContext,
): NodeApiError | NodeOperationError {
	const hide = (text: string) =>
		context.secrets.reduce((shown, secret) => shown.split(secret).join('••••'), text);
	const cause = error instanceof PagePositionError ? error.cause : error;
	if (cause instanceof NodeApiError || cause instanceof NodeOperationError) return cause;
	if (cause instanceof SourceError) return toApiError(cause, context, hide);
	const { message, description, failure } = explain(cause, context);
	const shown = hide(shownMessage(message, description ?? '', context));
	return new NodeOperationError(context.node, shown, {
		...(description ? { description: hide(description) } : {}),
		failure: context.failure ?? failure,
	});
}

interface Explanation {
	readonly message: string;
	readonly description?: string;
	readonly failure: Failure;
}

function explain(error: unknown, context: ErrorContext): Explanation {
	const failure: Failure = { cause: 'configuration-invalid' };
	if (error instanceof UndatedPageError) {
		return {
			message: `none of the ${context.source} records has a readable date in "${context.updatedField}"`,
			description:
				'Check updatedDateField and updatedDateFormat in the poller configuration against a record of the provider.',
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
	if (error instanceof PageLoopError) {
		return {
			message: `${context.source} gives the same page again and again`,
			description: 'Use a larger page size, so that one page holds what changes between two polls.',
			failure: { cause: 'temporarily-unavailable' },
		};
	}
	if (error instanceof SnapshotLimitError) {
		return {
			message: `the list holds more than ${error.limit} records, the most that are compared`,
			description:
				'Its records have no usable updated date, so that the whole list is compared at each poll. ' +
				'Choose a resource that lists by date, or narrow the list by a condition in a poller configuration.',
			failure,
		};
	}
	if (error instanceof SnapshotUnfinishedError) {
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

function toApiError(
	error: SourceError,
	context: ErrorContext,
	hide: (text: string) => string,
): NodeApiError {
	const { what, remedy, failure } = MEANINGS[error.kind](error, context);
	const status = error.status === undefined ? '' : ` (HTTP ${error.status})`;
	const message = hide(shownMessage(what + status, remedy, context));
	const words = error.message ? ` ${context.source} said: ${error.message}` : '';
	return new NodeApiError(
		context.node,
		{ message },
		{
			message,
			description: hide(remedy + words),
			...(error.status === undefined ? {} : { httpCode: String(error.status) }),
			failure: context.failure ?? failure,
		},
	);
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

interface Meaning {
	readonly what: string;
	readonly remedy: string;
	readonly failure: Failure;
}

const MEANINGS: Readonly<
	Record<SourceErrorKind, (error: SourceError, context: ErrorContext) => Meaning>
> = {
	unauthorized: (_error, { source, isOAuth2 }) => ({
		what: `${source} does not accept the credential`,
		remedy: isOAuth2
			? 'Open the credential, connect it again and test it.'
			: 'Open the credential, enter its values again and test it.',
		failure: { cause: 'credential-invalid' },
	}),
	forbidden: (_error, { source, forbiddenHint }) => ({
		what: `${source} forbids reading this`,
		remedy:
			forbiddenHint ?? 'The credential may not read this resource. Ask its owner for the right.',
		failure: { cause: 'configuration-invalid' },
	}),
	'not-found': (_error, { source }) => ({
		what: `${source} does not know this address`,
		remedy: 'Check the Base URL of the credential and the url of the resource.',
		failure: { cause: 'configuration-invalid' },
	}),
	'rate-limited': (error, { source }) => ({
		what: `${source} is receiving too many requests`,
		remedy: 'Nothing is lost: the next poll goes on. Poll less often if this persists.',
		failure: { cause: 'rate-limited', ...waitOf(error) },
	}),
	unavailable: (error, { source }) => ({
		what: `${source} could not answer`,
		remedy: 'Nothing is lost: the next poll goes on where this one stopped.',
		failure: { cause: 'temporarily-unavailable', ...waitOf(error) },
	}),
	unreachable: (_error, { source }) => ({
		what: `${source} cannot be reached`,
		remedy:
			'Check the Base URL of the credential and the network. Nothing is lost: the next poll goes on.',
		failure: { cause: 'temporarily-unavailable' },
	}),
	rejected: (_error, { source }) => ({
		what: `${source} rejects the request`,
		remedy: 'Check the url of the resource: its path, filter and date format.',
		failure: { cause: 'configuration-invalid' },
	}),
	unreadable: (_error, { source }) => ({
		what: `${source} answers with something else than records`,
		remedy: 'Check the Base URL of the credential and the url of the resource.',
		failure: { cause: 'configuration-invalid' },
	}),
};

function waitOf(error: SourceError): { readonly retryAfterMs?: number } {
	return error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
}
