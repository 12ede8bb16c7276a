import { PollError } from './error';

/** Epoch milliseconds, UTC. */
export type EpochMs = number;

/** What JSON can hold. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| readonly JsonValue[]
	| { readonly [name: string]: JsonValue };

/** A record as the provider sent it. */
export type RawRecord = Readonly<Record<string, JsonValue>>;

/** Where a page begins; made by the source, kept in the state, given back to the source unread. */
export type PagePosition = string;

/** One answer of the provider. */
export interface Page {
	readonly records: readonly RawRecord[];
	/** Where the next page begins; absent on the last page, whatever the number of records. */
	readonly next?: PagePosition;
	/** The provider's clock when it answered, from the `Date` header. */
	readonly date?: EpochMs;
	/** Whether the next page is the same one asked for with more room, and not one that the provider named. */
	readonly asksAgain?: boolean;
}

/**
 * Reads one page of the records changed since an instant.
 *
 * @throws PagePositionError when the provider no longer takes the position
 */
export type ReadPage = (since: EpochMs, position?: PagePosition) => Promise<Page>;

/** The provider refuses a page position that it gave earlier, for example an expired token. */
export class PagePositionError extends PollError {
	/** @param isCertain whether it is the position that is refused, and not anything else */
	constructor(
		cause: unknown,
		readonly isCertain = true,
	) {
		super('page-position', 'The page position is no longer accepted', { cause });
	}
}
