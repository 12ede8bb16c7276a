import type { ListOrder } from '../../listing';
import type { DateOf } from './object';
import type { V2Stamps } from './stamps';

/** Figures of one kind of caller, as published. */
export interface Quota {
	readonly perSecond?: number;
	readonly perMinute: number;
	readonly perDay: number;
}

/** What the vendor leaves open or publishes as figures, as the stand-in is to decide it. */
export interface InfusionsoftRestBehaviour {
	/**
	 * Whether a record stamped exactly at `since`, `start_update_time` and the like is returned is not
	 * documented. Default: it is not, the harder case. The v2 companies say "on or after", and do so here.
	 */
	readonly boundary: 'exclusive' | 'inclusive';
	/** Order of a list that asks for none. Default: by id, which says nothing about updates. */
	readonly order: ListOrder;
	/**
	 * The date `since` and `until` of v1 orders look at is not stated. Default: the order's own date,
	 * which an update does not move.
	 */
	readonly ordersSince: DateOf;
	/** The date that `since` (v1) and `since_time` (v2) of tasks look at; `own` is the due date. */
	readonly tasksSince: DateOf;
	/** The date that `since_time` of v2 notes looks at; they have none of their own. */
	readonly notesSince: DateOf;
	/** The date that `since_time` of v2 payments looks at. Default: the time of payment. */
	readonly paymentsSince: DateOf;
	/** How v2 says that there are no more pages. Default: an empty token, with which a list begins anew. */
	readonly endOfList: 'empty' | 'null' | 'absent';
	/** Whether a full page of v2 has a token although nothing follows it. */
	readonly tokenAfterLastFullPage: boolean;
	/** How v2 writes stamps; stage moves always have the offset, as their examples do. */
	readonly stampsV2: V2Stamps;
	/** `fields` of v2 contacts and companies: nothing but what is named comes, or that too. */
	readonly fieldsV2: 'only' | 'added';
	/**
	 * Whether v2 contacts have their two times unasked. The specification says that companies have
	 * not; of contacts it says nothing. Default: only when `fields` names them.
	 */
	readonly contactTimesV2: 'named' | 'always';
	/** Records a page of v2 unless told otherwise; not documented. */
	readonly pageSizeV2: number;
	/** More than the maximum (1000 mostly) asked for: so many are sent (default), or 400; not documented. */
	readonly aboveMaximum: 'cap' | 'refuse';
	/** Whether applying a tag moves the contact's update time; not documented. Default: it does not. */
	readonly taggingMovesUpdate: boolean;
	/** Resources (first segment of their address) the user may not see; answered with 403. */
	readonly notPermitted: readonly string[];
	/** Per OAuth2 client. */
	readonly oauth: Quota;
	/** Per personal access token or service account key. */
	readonly key: Quota;
	/** Of the account, whoever calls. */
	readonly tenant: Quota;
	/** Above it the gateway refuses without telling any figures. */
	readonly spikePerSecond: number;
	/** Magnitude of `x-keap-product-quota-expiry-time`: milliseconds were recorded, the portal's example has fewer digits. */
	readonly quotaExpiry: 'milliseconds' | 'seconds';
	/** Sent with 429 when set; the vendor does not document it. */
	readonly retryAfterSeconds?: number;
}

export const INFUSIONSOFT_REST_DEFAULTS: InfusionsoftRestBehaviour = {
	boundary: 'exclusive',
	order: 'id',
	ordersSince: 'own',
	tasksSince: 'updated',
	notesSince: 'updated',
	paymentsSince: 'own',
	endOfList: 'empty',
	tokenAfterLastFullPage: true,
	stampsV2: 'seconds',
	fieldsV2: 'only',
	contactTimesV2: 'named',
	pageSizeV2: 100,
	aboveMaximum: 'cap',
	taggingMovesUpdate: false,
	notPermitted: [],
	oauth: { perMinute: 1_500, perDay: 150_000 },
	key: { perSecond: 10, perMinute: 240, perDay: 30_000 },
	tenant: { perMinute: 10_000, perDay: 250_000 },
	spikePerSecond: 25,
	quotaExpiry: 'milliseconds',
};
