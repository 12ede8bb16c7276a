/** The rows of the tables, and how the reader knows them. */
export interface Row<Name extends string = string> {
	readonly row: Name;
	readonly title: string;
}

export type SpeedRow = Row & {
	/** A budget speaks of ours; the others are what ours is set against. */
	readonly kind: 'floor' | 'ours' | 'peer';
};

export const SPEED_ROWS: readonly SpeedRow[] = [
	{ row: 'parse-floor', title: 'floor: `JSON.parse`', kind: 'floor' },
	{ row: 'map-floor', title: 'floor: `JSON.parse`, id, date, Map', kind: 'floor' },
	{ row: 'ours-unordered', title: 'ours: scan', kind: 'ours' },
	{ row: 'ours-ascending', title: 'ours: scan of an ordered list', kind: 'ours' },
	{ row: 'ours-young', title: 'ours: scan, every record young', kind: 'ours' },
	{ row: 'ours-drained', title: 'ours: scan in polls of 500', kind: 'ours' },
	{ row: 'ours-events', title: 'ours: scan and events', kind: 'ours' },
	{ row: 'ours-events-drained', title: 'ours: scan and events in polls of 500', kind: 'ours' },
	{ row: 'activepieces-timebased', title: 'Activepieces, TIMEBASED', kind: 'peer' },
	{ row: 'activepieces-last-item', title: 'Activepieces, LAST_ITEM', kind: 'peer' },
	{ row: 'airtable', title: 'n8n Airtable Trigger', kind: 'peer' },
	{ row: 'salesforce', title: 'n8n Salesforce Trigger', kind: 'peer' },
	{ row: 'notion', title: 'n8n Notion Trigger', kind: 'peer' },
];

/** Rows of the correctness table begin with this, and go on with the engine's name. */
export const CORRECTNESS = 'correctness-';

export const CORRECTNESS_ROWS: readonly Row[] = [
	{ row: 'ours', title: 'ours, as the node is set up' },
	{ row: 'ours-1000', title: 'ours, at most 1,000 items a poll' },
	{ row: 'activepieces-timebased', title: 'Activepieces, TIMEBASED' },
	{ row: 'activepieces-last-item', title: 'Activepieces, LAST_ITEM' },
	{ row: 'airtable', title: 'n8n Airtable Trigger' },
	{ row: 'salesforce', title: 'n8n Salesforce Trigger' },
	{ row: 'notion', title: 'n8n Notion Trigger' },
];

export const THROUGH_N8N = 'through-n8n';
export const THROUGH_N8N_FAR = 'through-n8n-far';
/** How long the far server takes before each answer, ms: a quick provider on the internet. */
export const FAR_MS = 100;

/** Sizes and repetitions of a run. */
export interface Extent {
	readonly speedRecords: number;
	readonly speedRounds: number;
	readonly quietPolls: number;
	readonly throughRecords: number;
	readonly throughRounds: number;
	readonly backlogRecords: number;
	readonly backlogRuns: number;
}

export const FULL: Extent = {
	speedRecords: 100_000,
	speedRounds: 15,
	quietPolls: 200,
	throughRecords: 20_000,
	throughRounds: 5,
	backlogRecords: 1_000_000,
	backlogRuns: 5,
};

/** For use while developing: the figures say little about large lists. */
export const QUICK: Extent = {
	speedRecords: 10_000,
	speedRounds: 5,
	quietPolls: 50,
	throughRecords: 5_000,
	throughRounds: 3,
	backlogRecords: 50_000,
	backlogRuns: 1,
};

/** Records that the quiet poll remembers, as the budget has it. */
export const REMEMBERED = 300;
