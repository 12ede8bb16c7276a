import { parseDuration } from '../configuration/duration';
import { monotonicNow } from '../core/monotonic';
import type { ConnectorDefinition } from './definition';
import { errorTextOf } from './errorText';
import type { HttpAnswer, RequestBudget, Source } from './http';
import { paced } from './pace';
import { credentialText, type StreamSettings } from './stream';
import { completeBaseUrl, PLATFORM_PATH } from './url';

/** Where requests go, and what all of them share. */
export interface Connection {
	/** Address that urls are below. */
	readonly apiUrl: string;
	/** The same without its version. */
	readonly root: string;
	/** Requests of a day that the provider allows, where it documents a number. */
	readonly requestsPerDay?: number | undefined;
	readonly source: (budget: RequestBudget) => Source;
	/** See `PageSource`. */
	readonly saysNothing?: (answer: HttpAnswer, position: string | undefined) => boolean;
}

/** @throws BaseUrlError */
export function platformConnection(settings: StreamSettings): Connection {
	const apiUrl = completeBaseUrl(credentialText(settings, 'baseUrl'), PLATFORM_PATH);
	return {
		apiUrl,
		root: apiUrl,
		requestsPerDay: settings.definition?.requestsPerDay,
		source: (budget) => ({ send: settings.send, budget }),
		saysNothing: (answer, position) => position === undefined && saysNothingFound(answer),
	};
}

/** @throws BaseUrlError */
export function providerConnection(
	settings: StreamSettings,
	definition: ConnectorDefinition,
	versionPath = definition.versionPath,
): Connection {
	const apiUrl = completeBaseUrl(credentialText(settings, 'baseUrl'), versionPath);
	const root = versionPath === '' ? apiUrl : apiUrl.slice(0, -versionPath.length);
	const { errorMapper, rateLimit, requestsPerDay } = definition;
	const perSecond =
		rateLimit && (rateLimit.requests * 1_000) / (parseDuration(rateLimit.per) ?? 1_000);
	return {
		apiUrl,
		root,
		requestsPerDay,
		source: (budget) => ({
			send: perSecond
				? paced(settings.send, settings.memory.queues, root, perSecond, {
						...budget,
						monotonicNow,
					})
				: settings.send,
			budget,
			errorMapper,
		}),
	};
}

/** `No contacts found corresponding to the provided filters`, `No records found`, `Did not find any leads`. */
const NOTHING_FOUND =
	/\b(?:no|not any|0)\b[^.]{0,60}\b(?:found|match(?:ed|es|ing)?|available|exists?)\b|\b(?:not|could ?n[o']t|unable to) find any\b|\bnothing (?:was )?found\b/i;
/** What is missing then is not records but what they are asked by. */
const PLACE_MISSING =
	/\b(?:instances?|elements?|tokens?|urls?|uris?|paths?|routes?|endpoints?|mappings?|hosts?|object|resource|api|methods?|handlers?)\b/i;

/** Some connectors of the platform answer an empty window with 404 and words. */
function saysNothingFound({ status, body }: HttpAnswer): boolean {
	if (status !== 404) return false;
	const words = errorTextOf(body);
	return NOTHING_FOUND.test(words) && !PLACE_MISSING.test(words);
}
