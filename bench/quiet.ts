import type { Cursor } from '../nodes/OpenConnectors/engine/cursor';
import { bodyOf, recordSelector } from '../nodes/OpenConnectors/streams/records';
import { median } from './contest';
import { changedAt, unordered, type Run } from './contacts';
import { createContext, nodeType } from './host';
import { savedAndLoaded, scanOnce } from './ours';
import { contactTexts } from './pages';

const recordsIn = recordSelector();

export interface QuietResult {
	readonly remembered: number;
	/** ms of the node's whole poll, its one request answered from memory in no time. */
	readonly pollMs: number;
	/** ms of reading the cursor, the answer and the scan alone. */
	readonly scanMs: number;
	/** ms of `JSON.parse` of the same answer. */
	readonly parseMs: number;
	readonly requests: number;
	readonly stateBytes: number;
	/** Items of all quiet polls together. */
	readonly items: number;
}

const WARM_UP_POLLS = 30;

/** Polls again and again while nothing changes: the answer holds the records of the lookback. */
export async function measureQuiet(run: Run, polls: number): Promise<QuietResult> {
	const [text] = contactTexts(run, unordered(run.count));
	const context = createContext('https://api.bench.insightly.com', {});
	let requests = 0;
	Object.defineProperty(context.helpers, 'httpRequestWithAuthentication', {
		value: async () => {
			requests += 1;
			return {
				statusCode: 200,
				headers: { date: new Date(run.lastAt).toUTCString(), 'x-total-count': String(run.count) },
				body: text,
			};
		},
	});
	const first = await nodeType.poll.call(context);
	if (first?.flat().length !== run.count)
		throw new Error('The first poll did not find the records');
	requests = 0;

	const readPage = async () => ({
		records: recordsIn(bodyOf({ status: 200, headers: {}, body: text })),
		date: run.lastAt,
	});
	const source = { readPage, ascending: false, from: changedAt(run, 0), now: run.lastAt };
	let cursor: Cursor = (await scanOnce(source, undefined, Infinity)).cursor;

	let items = 0;
	const poll: number[] = [];
	const scan: number[] = [];
	const parse: number[] = [];
	for (let round = -WARM_UP_POLLS; round < polls; round += 1) {
		const figures = {
			poll: await timed(async () => {
				items += (await nodeType.poll.call(context))?.flat().length ?? 0;
			}),
			scan: await timed(async () => {
				({ cursor } = await scanOnce(source, savedAndLoaded(cursor), Infinity));
			}),
			parse: await timed(async () => {
				JSON.parse(text);
			}),
		};
		if (round < 0) continue;
		poll.push(figures.poll);
		scan.push(figures.scan);
		parse.push(figures.parse);
	}
	return {
		remembered: run.count,
		pollMs: median(poll),
		scanMs: median(scan),
		parseMs: median(parse),
		requests: requests / (polls + WARM_UP_POLLS),
		stateBytes: Buffer.byteLength(JSON.stringify(context.getWorkflowStaticData('node'))),
		items,
	};
}

async function timed(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
