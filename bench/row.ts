/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { lastItemPiece, timebasedPiece } from './activepieces';
import { drainBacklog, measureIdle } from './backlog';
import type { Contestant } from './contest';
import type { Run } from './contacts';
import { mapFloor, parseFloor } from './floors';
import { airtable, notion, salesforce } from './n8nTriggers';
import { MAX_ITEMS, ourEngine } from './ours';
import { CORRECTNESS, FAR_MS, THROUGH_N8N, THROUGH_N8N_FAR } from './rows';
import { measureSpeed } from './speed';

/*
 * One row of the tables, in a process of its own: `node --expose-gc row.js <row> <options as JSON>`
 * prints the figures as JSON.
 */

const LAST_CHANGE = Date.UTC(2026, 0, 5, 12);
/** The usual pace, and one at which every record is younger than lookback and allowance together. */
const PER_SECOND = 5;
const PER_SECOND_YOUNG = 50;

const whole = Infinity;

const CONTESTANTS: Readonly<Record<string, (run: Run) => Contestant>> = {
	'parse-floor': parseFloor,
	'map-floor': mapFloor,
	'ours-unordered': (run) =>
		ourEngine(run, { order: 'unordered', output: 'changes', maxItems: whole }),
	'ours-ascending': (run) =>
		ourEngine(run, { order: 'ascending', output: 'changes', maxItems: whole }),
	'ours-young': (run) =>
		ourEngine(
			{ ...run, perSecond: PER_SECOND_YOUNG },
			{ order: 'unordered', output: 'changes', maxItems: whole },
		),
	'ours-drained': (run) =>
		ourEngine(run, { order: 'unordered', output: 'changes', maxItems: MAX_ITEMS }),
	'ours-events': (run) => ourEngine(run, { order: 'unordered', output: 'events', maxItems: whole }),
	'ours-events-drained': (run) =>
		ourEngine(run, { order: 'unordered', output: 'events', maxItems: MAX_ITEMS }),
	'activepieces-timebased': timebasedPiece,
	'activepieces-last-item': lastItemPiece,
	airtable,
	salesforce,
	notion,
};

export interface RowOptions {
	readonly records: number;
	readonly rounds: number;
}

async function measure(row: string, { records, rounds }: RowOptions): Promise<unknown> {
	const run: Run = { count: records, perSecond: PER_SECOND, lastAt: LAST_CHANGE };
	const contestant = CONTESTANTS[row];
	if (contestant) return await measureSpeed(contestant(run), { records, rounds });
	if (row.startsWith(CORRECTNESS)) {
		const { judge } = await import('./correctness/judge');
		return await judge(row.slice(CORRECTNESS.length));
	}
	switch (row) {
		case 'idle':
			return measureIdle();
		case 'backlog-ascending':
			return await drainBacklog(run, 'ascending');
		case 'backlog-unordered':
			return await drainBacklog(run, 'unordered');
		// n8n-core is loaded by the rows that need it alone.
		case 'quiet': {
			const { measureQuiet } = await import('./quiet');
			return await measureQuiet({ ...run, lastAt: Date.now() }, rounds);
		}
		case THROUGH_N8N:
		case THROUGH_N8N_FAR: {
			const { measureThroughN8n } = await import('./throughN8n');
			const answerAfterMs = row === THROUGH_N8N_FAR ? FAR_MS : 0;
			return await measureThroughN8n({ ...run, lastAt: Date.now() }, rounds, answerAfterMs);
		}
		default:
			throw new Error(`No such row: ${row}`);
	}
}

async function main(): Promise<void> {
	const [, , row, options] = process.argv;
	const figures = await measure(row, JSON.parse(options));
	process.stdout.write(`${JSON.stringify(figures)}\n`);
	process.exit();
}

void main();
