import { z } from 'zod';

/** Version of the format of {@link Cursor}. Version 1 named contents by another hash. */
export const CURSOR_VERSION = 2;

/**
 * The clock of the provider may be this much ahead of the local one, in ms: a saved reading of it that
 * is further ahead is damaged.
 */
export const MOST_AHEAD_MS = 2 * 24 * 60 * 60_000;

/**
 * A saved time this much ahead of the provider's clock, and a step of its stamps, is damaged, or was
 * made by a clock that has been put right since. Nothing would be reported until it is reached. In ms.
 */
export const CLOCK_ALLOWANCE_MS = 60 * 60_000;

/** A window that is not yet read to its end. */
export const scanSchema = z.object({
	/** Floor when the scan began. */
	base: z.number(),
	/** Value watermark: where the next request starts. */
	from: z.number(),
	/** Page position inside the window; absent at its beginning. */
	at: z.string().optional(),
	/** Position of the page before, which is read again behind the next one; '' for the first. */
	behind: z.string().optional(),
	/** Whether a saved position was no longer taken: the window is then read within one poll. */
	positionsExpire: z.boolean().optional(),
	/** Whether a page was not read again behind the next one: then all is read again, once. */
	unchecked: z.enum(['once', 'again']).optional(),
	/** Versions of the last records read, to notice that the list moved. */
	tail: z.array(z.string()),
	/** The provider's clock at the first response of the scan. */
	t0: z.number(),
	/** The local clock at that time. */
	localAt: z.number().optional(),
	/** Highest updated time met. */
	top: z.number(),
	/** Whether the records came in ascending order so far. */
	ascending: z.boolean(),
	/** Records updated before this belong to the baseline: remembered, not reported. 0 without a baseline. */
	silentBefore: z.number(),
	/** Highest updated time of a record that was forgotten, because more were read than are remembered. */
	forgotten: z.number(),
	/** Highest updated time of the records that were known when the scan began. */
	knownTo: z.number(),
	/** How many of the remembered records, the first, the scan has not met. */
	unmet: z.number(),
});

/** Records that are remembered and not reported, until a window is read to its end. */
export const relearnSchema = z.object({
	/** Those updated before this belong to a baseline that was not finished. 0 without one. */
	silentBefore: z.number(),
	/** Those without a readable updated time, because nothing is known of them any more. */
	undated: z.boolean(),
});

export const cursorSchema = z.object({
	v: z.literal(CURSOR_VERSION),
	/** Fingerprint of what is polled and how it is read; another one gives a new baseline. */
	key: z.string(),
	/** Highest updated time met, never above the provider's clock. */
	hw: z.number(),
	/** Nothing created before this is ever reported as created. */
	born: z.number(),
	/** Every record with an updated time below is done; always on a tick. */
	floor: z.number(),
	/** The provider's clock when the last window began that was read to its end. */
	readAt: z.number().optional(),
	/** The local clock at that time. */
	localAt: z.number().optional(),
	/** The handled records at or above the floor, encoded. */
	seen: z.string(),
	/** The handled records without a readable updated time, encoded. */
	undated: z.string(),
	/** What records held that came to hold something else under one stamp, or without any, encoded. */
	history: z.string().optional(),
	/** Fields that change without an edit, as was found out. */
	volatile: z.array(z.string()).optional(),
	/** The step of the stamps, as they have shown it so far. */
	step: z.object({ ms: z.number(), seen: z.number() }).optional(),
	/** Warnings of the last scan, so that each is reported once and not every minute. */
	warned: z.array(z.string()),
	scan: scanSchema.optional(),
	/** What the next reading to the end of a window has to learn, because it could not be read in a saved state. */
	relearn: relearnSchema.optional(),
});

/** How far a resource has been polled: one small JSON value, replaced as a whole. All times in epoch ms. */
export type Cursor = Readonly<z.infer<typeof cursorSchema>>;
export type ScanState = Readonly<z.infer<typeof scanSchema>>;

/**
 * Whether records are stamped ahead of the provider's clock, as the latest scan found: the floor may
 * lie ahead of it, too, where more of them were read than are remembered.
 */
export function isStampedAhead(warned: readonly string[]): boolean {
	return warned.includes('future-dates') || warned.includes('damaged-state');
}
