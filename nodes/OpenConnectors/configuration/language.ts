import type { JsonValue } from '../core/page';

/*
 * The language in which a list of an API is described: the `event.poller.configuration` of Open
 * Connectors, with what other APIs need beside it. Definitions of connectors are written in it.
 * Paths into a record or an answer are called `…Field`, parameters of the API `…Param`.
 *
 * `event.poller.defaults` holds keys for all resources; those of a resource win. Of `datesConfiguration`,
 * `headers` and a `paging` of the same type each key wins by itself, all else is replaced whole, and a
 * null takes a default away.
 */

/** The keys of one resource. All of them may be left to defaults. */
export interface ResourceSettings {
	/**
	 * Path and query below the base url. `${gmtDate:PATTERN}`, `${date:PATTERN}`, `${epoch:s}` and their
	 * like stand for the instant since which changes are asked for; `{name}` is a path variable.
	 */
	readonly url?: string;
	/** Absent: GET. */
	readonly method?: 'GET' | 'POST';
	/** Placeholders are filled in and not encoded. */
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON of a POST. Placeholders in its texts are filled in and not encoded. */
	readonly body?: JsonValue;
	/** Path of the id; of several the values together are the id. */
	readonly idField?: string | readonly string[];
	readonly datesConfiguration?: DatesSettings;
	readonly filterByUpdatedDate?: boolean;
	/** Path of the list in the answer, `data[*].item` where each entry wraps one; absent: the answer is the list. */
	readonly recordsField?: string;
	/** Path of the record proper inside what the list holds; `^.name` then leads to what stands beside it. */
	readonly record?: string;
	/** Absent: the list comes whole. */
	readonly paging?: PagingSettings;
	/** Records a page; of a definition the most that the provider gives. */
	readonly pageSize?: number;
	/** The longest time a change may stay invisible after its stamp, in seconds. */
	readonly pollDelay?: number;
	/** The order of the list by updated date, as documented or asked for. Absent: unknown. */
	readonly order?: 'ascending' | 'descending' | 'unknown';
	/** Step of the dates, ISO 8601, such as `PT1S`. Absent: what their format can show. */
	readonly granularity?: string;
	readonly since?: SinceSettings;
	/** How far back the API answers, ISO 8601. */
	readonly retention?: string;
	/** The longest window that the API takes, ISO 8601; the upper end is written with `${until:…}`. */
	readonly step?: string;
	/**
	 * How changes are found. `dates`: what was updated since. `snapshot`: the whole list is compared
	 * with what it was, for records without a usable date; shows deletions too. Absent: `dates`.
	 */
	readonly watch?: 'dates' | 'snapshot';
	readonly deleted?: DeletedSettings;
	/** Fields that change without the record being changed. */
	readonly volatile?: readonly string[];
	/** The list is read once for each value of a path variable, and of several for each combination. */
	readonly values?: Readonly<Record<string, readonly string[]>>;
	/** The first that matches an answer counts. */
	readonly errors?: readonly ErrorRule[];
	readonly rateLimit?: RateLimit;
	/** The answer that says that there is nothing. */
	readonly none?: AnswerTest;
}

/** The date keys of Open Connectors. A format is `milliseconds`, `seconds` or a Java date pattern. */
export interface DatesSettings {
	/** Of several, the first that holds something is the date. */
	readonly updatedDateField?: string | readonly string[];
	/** Absent: as the created date. */
	readonly updatedDateFormat?: string;
	/** Zone of values that name none; absent: the zone of the node's options. */
	readonly updatedDateTimezone?: string;
	readonly createdDateField?: string;
	/** Absent: as the updated date. */
	readonly createdDateFormat?: string;
	readonly createdDateTimezone?: string;
}

/** How the API reads the instant it is asked by. */
export interface SinceSettings {
	/** Step of the bound, ISO 8601; one step earlier is asked for. Absent: as the placeholder writes it. */
	readonly granularity?: string;
	/** Whether records stamped exactly at the bound are documented to be included. */
	readonly inclusive?: boolean;
}

/** A record is the trace of a deletion when the field holds one of the values, or, without values, anything at all. */
export interface DeletedSettings {
	readonly field: string;
	readonly values?: readonly JsonValue[];
}

/** What an answer is recognised by: its status, a header, or a field of its body. */
export interface AnswerTest {
	readonly field?: string;
	readonly header?: string;
	readonly equals?: JsonValue;
	readonly absent?: boolean;
}

export interface ErrorRule extends AnswerTest {
	readonly status?: number;
	readonly messageField?: string;
	readonly action: 'retry' | 'fail' | 'ignore';
}

export interface RateLimit {
	readonly requests: number;
	/** ISO 8601. */
	readonly per: string;
	/** How long to be silent after a refusal that names no time, ISO 8601. */
	readonly pause?: string;
}

/** How a list goes on behind its first page. */
export type PagingSettings =
	| { readonly type: 'none' }
	| PageNumberPaging
	| OffsetPaging
	| CursorPaging
	| LinkPaging;

interface Paged {
	/** Where the parameters go. In a body their names are paths. Absent: `query`. */
	readonly in?: 'query' | 'body' | 'header';
	/** Parameter for the number of records a page. */
	readonly limitParam?: string;
	/** Path in the answer; false ends the list. */
	readonly hasMoreField?: string;
	/** Path in the answer; true ends the list. */
	readonly endField?: string;
}

/** Where the answer states how many records, or pages, match. Names of headers in any case. */
export interface Totals {
	readonly totalField?: string;
	readonly totalHeader?: string;
	readonly totalPagesField?: string;
	readonly totalPagesHeader?: string;
}

export interface PageNumberPaging extends Paged, Totals {
	readonly type: 'page_number';
	readonly pageParam: string;
	/** Absent: 1. */
	readonly firstPage?: number;
	/** The last page that the API serves of one query. */
	readonly maximumPage?: number;
}

export interface OffsetPaging extends Paged, Totals {
	readonly type: 'offset';
	readonly offsetParam: string;
	/** Absent: 0. */
	readonly firstOffset?: number;
	/** The API serves no more records of one query. */
	readonly maximumOffset?: number;
}

/** The next page is asked for by a value out of this one; none ends the list. */
export interface CursorPaging extends Paged {
	readonly type: 'cursor';
	readonly cursorParam: string;
	readonly cursorField?: string;
	readonly cursorHeader?: string;
	/** Path in the last record. */
	readonly lastRecordField?: string;
	/** Path of the pages behind the first, where it is another. */
	readonly cursorUrl?: string;
	/** Whether pages behind the first are asked for by cursor and limit only. */
	readonly alone?: boolean;
	/** The API serves no more records of one query. */
	readonly maximumOffset?: number;
}

/** The address of the next page; none ends the list. */
export interface LinkPaging extends Paged {
	readonly type: 'link';
	/** Path in the answer, `links[rel=next].href` among them; of several the first that leads there. */
	readonly linkField?: string | readonly string[];
	/** Name of a header in the form of RFC 8288, whose `rel` is `next`. */
	readonly linkHeader?: string;
}
