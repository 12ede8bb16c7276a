import type { JsonValue, RawRecord } from '../../core/page';
import type { HttpRequest } from '../http';

/** A page of a list as it came. */
export interface ListAnswer {
	readonly records: readonly RawRecord[];
	readonly body: JsonValue;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

/** How one list goes on from page to page. */
export interface Pager {
	/** Turns the request for a list into the one for a page of it. */
	request(list: HttpRequest, position: string | undefined): HttpRequest;
	/** Where the page behind this one begins; undefined behind the last. */
	next(answer: ListAnswer, position: string | undefined): string | undefined;
	/** Records that neighbouring pages share, so that a shift of the list is seen; 0 for tokens. */
	readonly overlap: number;
}
