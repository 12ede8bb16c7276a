import type { Page, ReadPage } from '../core/page';
import { renderUrl, type UrlTemplate } from '../configuration/urlTemplate';
import { errorTextOf } from './errorText';
import { dateOf, fetchAnswer, type HttpAnswer, type Source } from './http';
import { atPosition, NO_CONTENT } from './provider';
import { bodyOf, recordSelector } from './records';
import { SourceError } from './sourceError';
import { queryNames, withQuery } from './url';

export interface PlatformSource extends Source {
	/** Complete, ends in `/elements/api-v2`. */
	readonly baseUrl: string;
	readonly template: UrlTemplate;
	readonly variables: Readonly<Record<string, string>>;
	/** Records a page. */
	readonly pageSize: number;
}

const recordsIn = recordSelector();

/**
 * Reads a resource through the platform: its hub url goes there as it is, with the poll time
 * filled in. The platform pages by a token in the header `Elements-Next-Page-Token`.
 */
export function platformPages(source: PlatformSource): ReadPage {
	const given = queryNames(source.template.text);
	return async (since, position) => {
		const parameters: Array<readonly [string, string]> = [];
		if (!given.has('pageSize')) parameters.push(['pageSize', String(source.pageSize)]);
		if (position !== undefined) parameters.push(['nextPage', position]);
		const path = renderUrl(source.template, since, source.variables);
		const url = withQuery(source.baseUrl + path, parameters);
		const page = await fetchAnswer(
			source,
			{ method: 'GET', url },
			{
				none: (answer): Page | undefined =>
					position === undefined && saysNothingFound(answer)
						? { records: [], date: dateOf(answer) }
						: undefined,
				read: (answer): Page => {
					const next = answer.headers['elements-next-page-token'];
					return {
						records: recordsIn(bodyOf(answer)),
						...(next ? { next } : {}),
						date: dateOf(answer),
					};
				},
			},
		);
		if (!(page instanceof SourceError)) return page;
		throw position === undefined ? page : atPosition(page);
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
	if (status === NO_CONTENT) return true;
	if (status !== 404) return false;
	const words = errorTextOf(body);
	return NOTHING_FOUND.test(words) && !PLACE_MISSING.test(words);
}
