import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import type { Page } from '../../nodes/OpenConnectors/core/page';
import { scan } from '../../nodes/OpenConnectors/engine/scan';
import { tickOf } from '../../nodes/OpenConnectors/dates/ticks';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { entriesOf } from '../engine/journal';
import { MINUTE, SECOND, START } from '../harness/clock';
import { reader } from '../engine/simulation';

export const PAGE_SIZE = 500;
export const REMEMBERED = 2_000;
export const LOOKBACK = 5 * MINUTE;

/** What polling a stream cost. */
export interface Figures {
	readonly told: number;
	readonly polls: number;
	/** Characters of the largest state, and how many records it held. */
	readonly largestState: number;
	/** Of the latest poll, bytes. */
	readonly lastState: number;
	readonly mostEntries: number;
}

/**
 * A provider of records that are made and never changed, listed oldest first, and a poller of it.
 * It holds only numbers, so that a million records cost little.
 */
export class Stream {
	time = START;
	private cursor: Cursor | undefined;
	private readonly stamps: number[] = [];
	private told = 0;
	private polls = 0;
	private largestState = 0;
	private lastState = 0;
	private mostEntries = 0;

	/** @param idOf makes the id of the record with a number */
	constructor(private readonly idOf: (number: number) => string) {}

	/** Makes records, spread evenly over a span of time that passes. */
	make(count: number, ms: number): void {
		const begin = this.time;
		for (let made = 0; made < count; made += 1) {
			const at = begin + Math.floor((made * ms) / count);
			this.stamps.push(Math.floor(at / SECOND) * SECOND);
		}
		this.time = begin + ms;
	}

	/** How many records were made. */
	get made(): number {
		return this.stamps.length;
	}

	/** Polls until a window was read to its end. */
	async drain(): Promise<void> {
		while (!(await this.poll()));
	}

	/** @returns whether the window was read to its end */
	async poll(): Promise<boolean> {
		const { cursor, changes, complete } = await scan({
			cursor: this.cursor,
			key: 'key',
			start: { kind: 'at', at: START },
			readPage: this.readPage,
			reader,
			rules: {
				tick: tickOf(SECOND, UTC),
				granularityMs: SECOND,
				lookbackMs: LOOKBACK,
				sinceInclusive: false,
				ascending: true,
				overlap: 10,
			},
			limits: { maxItems: PAGE_SIZE, maxRemembered: REMEMBERED, deadline: Infinity },
			now: () => this.time,
		});
		const state = JSON.stringify(cursor);
		this.cursor = JSON.parse(state);
		this.told += changes.length;
		this.polls += 1;
		this.lastState = state.length;
		this.largestState = Math.max(this.largestState, this.lastState);
		this.mostEntries = Math.max(this.mostEntries, entriesOf(cursor));
		return complete;
	}

	/** The figures since they were last asked for. */
	figures(): Figures {
		const { told, polls, largestState, lastState, mostEntries } = this;
		this.told = 0;
		this.polls = 0;
		this.largestState = 0;
		this.mostEntries = 0;
		return { told, polls, largestState, lastState, mostEntries };
	}

	private readonly readPage = async (since: number, position?: string): Promise<Page> => {
		const begin = position === undefined ? this.firstAfter(since) : Number(position);
		const end = Math.min(begin + PAGE_SIZE, this.stamps.length);
		const records = this.stamps.slice(begin, end).map((stamp, at) => ({
			id: this.idOf(begin + at),
			created: stamp,
			updated: stamp,
		}));
		// Positions count from the first record of all, which no filter moves.
		return {
			records,
			date: this.time,
			...(end < this.stamps.length ? { next: String(end - Math.min(10, records.length - 1)) } : {}),
		};
	};

	private firstAfter(since: number): number {
		let low = 0;
		let high = this.stamps.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.stamps[middle] > since) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

/** As a database numbers records, and as most web services name them. */
export const SHORT_ID = (number: number) => String(10_000_000 + number);
export const UUID = (number: number) =>
	`${String(number).padStart(8, '0')}-7c1e-4b52-9d3f-${String(number * 7).padStart(12, '0')}`;
