/**
 * Where an answer may hold the key of the next page. The vendor says that it does, not where:
 * `{Entity}.OrderBy.PageKey` mirrors the request, `NextPageKey` is the name in the vendor's newer Ferret API.
 */
export const PAGE_KEY_PLACES = [
	'entity.OrderBy.PageKey',
	'entity.PageKey',
	'entity.NextPageKey',
	'PageKey',
	'NextPageKey',
	'nowhere',
] as const;

export type PageKeyPlace = (typeof PAGE_KEY_PLACES)[number];

/** What the vendor leaves open, as the stand-in is to decide it. */
export interface MaximizerBehaviour {
	readonly nextPageKey: PageKeyPlace;
	/**
	 * What the last page has in that place: nothing, null, or, when it is full, one more key (default), as
	 * a server does that does not look ahead. A page that is not full then has null.
	 */
	readonly lastPageKey: 'absent' | 'null' | 'key';
	/** Rows an answer holds at most, whatever was asked for. No maximum is published. */
	readonly mostRows: number;
	/** An answer of more rows than this takes too long and becomes 408; by default none does. */
	readonly timeoutAboveRows: number;
	/** Order of rows that the request does not put in order. Default: any, though the same for every page. */
	readonly order: 'id' | 'shuffled';
	/**
	 * The zone whose wall time is written as if it were UTC. Default: where the vendor's own sample has it,
	 * eight or seven hours behind. UTC: the `Z` is true.
	 */
	readonly dateZone: string;
	/**
	 * How a date in a condition is read. `shown` (default): as dates are shown, in `dateZone`, `Z` or not;
	 * only a numeric offset is obeyed. `utc`: UTC without a mark, every mark obeyed. `digits`: as shown,
	 * all marks ignored.
	 */
	readonly conditionDates: 'shown' | 'utc' | 'digits';
	/** What conditions and order see of a date. Answers show whole seconds. Default: more than they show. */
	readonly storedPrecision: 'second' | 'millisecond';
	/** A request for an entity with a SQL searcher that names no driver; part of the vendor's examples do so. */
	readonly withoutDriver: 'refuse' | 'empty' | 'serve';
	/** A field in `Scope` that the entity does not have. */
	readonly unknownFields: 'refuse' | 'leaveOut';
	/** Fields a condition, or an order, may not name, as `Entity/Field`. */
	readonly notQueryable: readonly string[];
	readonly notSortable: readonly string[];
	/** A field without a value. */
	readonly emptyFields: 'absent' | 'null';
	/** `Data` of an answer of one row: the row itself (default), or a list of one. */
	readonly oneRow: 'object' | 'list';
	/** `changing` (default): the text of a Key differs from answer to answer; what it stands for does not. */
	readonly keys: 'changing' | 'stable';
	/** `Msg` of a refusal: both forms are in the vendor's examples. */
	readonly messages: 'objects' | 'strings';
	/** `Msg` beside a success, as beta methods have it. */
	readonly notes: readonly string[];
	/** A token that is not valid: HTTP 401, or 200 with a negative `Code`. */
	readonly badToken: 'status' | 'code';
	/** Standing of the personal access token. */
	readonly accessToken: 'live' | 'expired';
	/** Entities whose changes go to the audit log; an administrator chooses. */
	readonly audited: readonly string[];
	/** `Type` of an audit entry; the vendor lists no codes. */
	readonly auditTypes: Readonly<Record<'created' | 'updated' | 'deleted', number>>;
	/** The vendor's figures for its Core edition. */
	readonly requestsPerWindow: number;
	readonly windowMs: number;
}

export const MAXIMIZER_DEFAULTS: MaximizerBehaviour = {
	nextPageKey: 'entity.OrderBy.PageKey',
	lastPageKey: 'key',
	mostRows: 1000,
	timeoutAboveRows: Infinity,
	order: 'shuffled',
	dateZone: 'America/Los_Angeles',
	conditionDates: 'shown',
	storedPrecision: 'millisecond',
	withoutDriver: 'refuse',
	unknownFields: 'refuse',
	notQueryable: [],
	notSortable: [],
	emptyFields: 'absent',
	oneRow: 'object',
	keys: 'changing',
	messages: 'objects',
	notes: ['Read: this method is in beta and may change.'],
	badToken: 'status',
	accessToken: 'live',
	audited: ['AbEntry', 'Opportunity', 'Case', 'Lead'],
	auditTypes: { created: 1, updated: 2, deleted: 3 },
	requestsPerWindow: 30,
	windowMs: 10_000,
};
