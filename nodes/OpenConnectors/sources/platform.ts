import { PagePositionError, type ReadPage } from '../polling/page';
import { renderUrl, type UrlTemplate } from '../templates/urlTemplate';
import { dateOf, fetchAnswer, type RequestBudget, type Send } from './http';
import { recordsOf } from './records';
import { SourceError } from './sourceError';
import { queryNames, withQuery } from './url';

export interface PlatformSource {
	/** Complete, ends in `/elements/api-v2`. */
	readonly baseUrl: string;
	readonly template: UrlTemplate;
	readonly variables: Readonly<Record<string, string>>;
	/** Records a page. */
	readonly pageSize: number;
	readonly send: Send;
	readonly budget: RequestBudget;
}

/** A position that is no longer taken is answered with one of these. */
const POSITION_REFUSED: ReadonlySet<number> = new Set([400, 404, 410]);

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
		const answer = await fetchAnswer(source.send, { method: 'GET', url }, source.budget);
		if (answer instanceof SourceError) {
			const refused = position !== undefined && POSITION_REFUSED.has(answer.status ?? 0);
			throw refused ? new PagePositionError(answer) : answer;
		}
		const next = answer.headers['elements-next-page-token'];
		return {
			records: recordsOf(answer),
			...(next ? { next } : {}),
			date: dateOf(answer),
		};
	};
}
