/** What the vendor's documents leave open, as the stand-in is to decide it. */
export interface ConstantContactBehaviour {
	/** "After" and "before" a date are not defined further. Default: a stamp exactly then is outside. */
	readonly boundary: 'exclusive' | 'inclusive';
	/** Without a documented order lists come by id (default), which says nothing about time, or by update. */
	readonly order: 'id' | 'updated' | 'newest';
	/** Whether removing a contact, list or campaign moves its `updated_at`. Default: it does not. */
	readonly removalMovesUpdatedAt: boolean;
	/** A contact's `deleted_at`: a day in the specification (default), a time in the guide. */
	readonly contactDeletedAt: 'day' | 'time';
	/** Whether events of status DELETED come without being asked for. Default: they do not. */
	readonly deletedEvents: 'hidden' | 'listed';
	/** `limit` outside its range: refused with 400 (default) or moved into it. */
	readonly limitOutOfRange: 'refuse' | 'clamp';
	/** The text of the documents says 500 (default), their schema 1000. */
	readonly listsMaximum: number;
	/** Parameters that a resource does not have, such as `updated_after` on lists. Default: ignored. */
	readonly unknownParameters: 'ignore' | 'refuse';
	/**
	 * What a cursor remembers: the last record sent (default; the documented sample holds an id), or how
	 * many were sent, so that records that come or go before that place shift the next page.
	 */
	readonly cursor: 'position' | 'offset';
	/** Older cursors get 400, milliseconds; the documents name no figure. */
	readonly cursorLifeMs: number;
	/**
	 * The path in `_links`: `/v3/…` as documented, to be joined to the base address (default), or with the
	 * stand-in's own prefix, to be joined to the origin.
	 */
	readonly nextLinks: 'version' | 'origin';
	/** How often a segment's contacts are answered with 202 before they are there. */
	readonly segmentDelays: number;
	/** The documented 4 and 10,000. */
	readonly requestsPerSecond: number;
	readonly requestsPerDay: number;
}

export const CONSTANT_CONTACT_DEFAULTS: ConstantContactBehaviour = {
	boundary: 'exclusive',
	order: 'id',
	removalMovesUpdatedAt: false,
	contactDeletedAt: 'day',
	deletedEvents: 'hidden',
	limitOutOfRange: 'refuse',
	listsMaximum: 500,
	unknownParameters: 'ignore',
	cursor: 'position',
	cursorLifeMs: 60 * 60_000,
	nextLinks: 'version',
	segmentDelays: 1,
	requestsPerSecond: 4,
	requestsPerDay: 10_000,
};
