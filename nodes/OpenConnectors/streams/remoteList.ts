import type { ResourceSettings } from '../configuration/language';
import type { EpochMs, RawRecord } from '../core/page';
import type { Zone } from '../dates/zone';
import type { HttpRequest, Source } from './http';
import type { ListAnswer } from './paging/paginator';
import type { RecordSelector } from './records';

/** One list of a provider: what a page of it is asked for by, and what comes behind the page. */
export interface RemoteList {
	/**
	 * The request for the page at a position, of the records changed since an instant.
	 *
	 * @param until end of the window, where the list is read by windows
	 */
	request(since: EpochMs, position: string | undefined, until?: EpochMs): HttpRequest;
	/** Where the page behind this one begins; undefined behind the last. */
	next(answer: ListAnswer, position: string | undefined): string | undefined;
	/** Records that neighbouring pages share; 0 where positions do not move. */
	readonly overlap: number;
	/** Whether a position asks again for what was read, see `Page`. Absent: none does. */
	readonly asksAgain?: (position: string) => boolean;
	/** Whether a refusal, by its status, says that there is no page at the position. Absent: none does. */
	readonly endsWith?: (status: number, position: string) => boolean;
	/** Takes the records out of an answer; absent: they are at the list's `recordsField`. */
	readonly select?: RecordSelector;
	/** Runs before each request: finds out what the addresses need. */
	readonly prepare?: (source: Source) => Promise<void>;
}

/** A list, and what makes its requests where that is not the connector's requester. */
export interface ListDefinition extends ResourceSettings {
	readonly url: string;
	readonly requester?: Requester;
}

/** How `field = 'value'` of a hub url is sent. */
export interface HubConditions {
	readonly fields: readonly string[] | 'any';
	/** Parameters, with `{field}` and `{value}` for the sides of the condition. Absent: `{field}={value}`. */
	readonly query?: string;
	/** Joins the values of one parameter; absent: what the user asks for stands in place of what is always sent. */
	readonly join?: string;
	/** Whether one request takes one condition only. */
	readonly isSingle?: boolean;
}

export interface Asked {
	readonly list: ListDefinition;
	/** Address that urls are below, with its version. */
	readonly apiUrl: () => string;
	/** The provider's address without a version, which links are joined to. */
	readonly root: string;
	/** Whether links mean what they mean in a browser, and do not begin at the root. */
	readonly hasPlainLinks?: boolean;
	/** Records a page; Infinity where the API decides. */
	readonly pageSize: number;
	/** How much earlier is asked for, in ms. Absent: the list's `since.granularity`. */
	readonly earlierMs?: number;
	readonly variables: Readonly<Record<string, string>>;
	/** Conditions of the user, see `HubRequest`. */
	readonly equalities: ReadonlyArray<readonly [field: string, value: string]>;
	readonly hubConditions?: HubConditions | undefined;
	/** Whether to use the provider's own filter by time. */
	readonly isFiltered: boolean;
	/** Zone of `${date:…}`. */
	readonly zone: Zone;
	/** Format of a placeholder that names none. */
	readonly format?: string | undefined;
	readonly credential: (name: string) => string;
	/** Account ids that were found before, which the host keeps. */
	readonly accountIds: Map<string, AccountIds>;
	/** Shows the user a sentence about what turns out while polling. */
	readonly report: (sentence: string) => void;
}

/** The ids of an account, by variable of its path. */
export type AccountIds = Readonly<Record<string, string>>;

/** Makes a list of the provider's own API out of what is asked for. */
export type Requester = (asked: Asked) => RemoteList;

/**
 * A list that comes newest first: pages behind the instant asked for are left out.
 *
 * @param updated reads the time the list is ordered by
 */
export function untilOlder(
	list: RemoteList,
	updated: (record: RawRecord) => EpochMs | undefined,
): RemoteList {
	let asked = 0;
	return {
		...list,
		request: (since, position) => {
			asked = since;
			return list.request(since, position);
		},
		next: (answer, position) => {
			const times = answer.records.flatMap((record) => updated(record) ?? []);
			const isPast = times.length > 0 && Math.max(...times) < asked;
			return isPast ? undefined : list.next(answer, position);
		},
	};
}
