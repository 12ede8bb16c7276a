import type { ListOrder } from '../../listing';
import type { MessageStyle } from './eastern';

/** What the vendor leaves open, as the stand-in is to decide it. Each default is the harder case for a poller. */
export interface IContactBehaviour {
	/**
	 * Whether contacts can be filtered by `createDate` with `createDateSearchType`: documented in general,
	 * not for this field, though public clients send it. Default: both are ignored with a warning.
	 */
	readonly createdFilter: 'ignored' | 'applied';
	/** `deleted` is a documented status; whether `status=deleted` lists anything is not. Default: nothing. */
	readonly deletedContacts: 'gone' | 'listed';
	/**
	 * The API's `createDate` of messages. Old recordings have `compact`, the platform's documented
	 * configuration expects `offset`, and `wall` is how contacts have it.
	 */
	readonly messageDates: MessageStyle;
	/** The order of a list without `orderby` is undocumented. Default: arbitrary, the same for every page. */
	readonly order: ListOrder;
	/** Clients enforce 500; the vendor publishes no maximum. */
	readonly limitMaximum: number;
	/** A greater `limit`: answered with `limitMaximum` records (default), which the answer's `limit` tells, or 400. */
	readonly limitAboveMaximum: 'cap' | 'refuse';
	/** An empty list; the recordings have `null` in the answer to a POST that made nothing. */
	readonly emptyList: 'array' | 'null';
	/** JSON was recorded as HTML. Other values make the server tell the truth, as its documents do. */
	readonly contentType: string;
	/** More than one make the ids ambiguous. The records live in the first folder of the first account. */
	readonly accounts: number;
	readonly clientFolders: number;
	/** The figures another vendor gives; iContact publishes none. Beyond them it answers 503 and names no time. */
	readonly requestsPerHour: number;
	readonly requestsPerDay: number;
	/** Down for maintenance: everything is answered with 503. */
	readonly maintenance: boolean;
	/** Sent with 503 when set; the vendor does not promise it. */
	readonly retryAfterSeconds?: number;
}

export const ICONTACT_DEFAULTS: IContactBehaviour = {
	createdFilter: 'ignored',
	deletedContacts: 'gone',
	messageDates: 'compact',
	order: 'shuffled',
	limitMaximum: 500,
	limitAboveMaximum: 'cap',
	emptyList: 'array',
	contentType: 'text/html; charset=utf-8',
	accounts: 1,
	clientFolders: 1,
	requestsPerHour: 10_000,
	requestsPerDay: 70_000,
	maintenance: false,
};
