import type { Change } from '../../nodes/OpenConnectors/engine/change';
import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import { fingerprintOf, ignoredFields } from '../../nodes/OpenConnectors/core/fingerprint';
import { scan } from '../../nodes/OpenConnectors/engine/scan';
import { tickOf, zonelessTickOf } from '../../nodes/OpenConnectors/dates/ticks';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import { HOUR, MINUTE } from '../harness/clock';
import type { SimulatedProvider } from '../harness/provider';
import type { StartFrom, ScanRules } from '../../nodes/OpenConnectors/core/rules';
import type { RecordReader } from '../../nodes/OpenConnectors/core/reader';
import type { ScanResult } from '../../nodes/OpenConnectors/engine/types';

export { DAY, HOUR, MINUTE, SECOND, START } from '../harness/clock';
export { SimulatedProvider, type ProviderTraits, type Version } from '../harness/provider';

const BERLIN = parseZone('Europe/Berlin') ?? UTC;

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

const readerIgnoring = (ignored: readonly string[]): RecordReader => ({
	id: (record) => String(record.id),
	updated: (record) => number(record.updated),
	created: (record) => number(record.created),
	fingerprint: (record) => fingerprintOf(record, ignoredFields(ignored)),
	ignoring: (more) => readerIgnoring([...ignored, ...more]),
	deleted: () => false,
	dated: true,
});

export const reader = readerIgnoring([]);

export interface PollerSettings {
	readonly lookback: number;
	readonly maxItems: number;
	readonly maxRemembered: number;
	readonly start: StartFrom;
	readonly key: string;
	readonly reader: RecordReader;
	readonly rules: Partial<ScanRules>;
	/** Added to the true time by the local clock. */
	readonly localOffset: number;
	/** Time for a poll. */
	readonly budget: number;
}

/** Polls a simulated provider as the node does: keeps the cursor, takes the changes. */
export class Poller {
	cursor: Cursor | undefined;
	start: StartFrom;
	readonly received: Change[] = [];
	readonly settings: PollerSettings;

	constructor(
		readonly provider: SimulatedProvider,
		settings: Partial<PollerSettings> = {},
	) {
		this.settings = {
			lookback: 5 * MINUTE,
			maxItems: 500,
			maxRemembered: 2_000,
			start: { kind: 'now' },
			key: 'key',
			reader,
			rules: {},
			localOffset: 0,
			budget: HOUR,
			...settings,
		};
		this.start = this.settings.start;
	}

	/** The local clock, epoch ms. */
	now(): number {
		return this.provider.time + this.settings.localOffset;
	}

	async poll(): Promise<ScanResult> {
		const { provider, settings } = this;
		const { granularity, createdGranularity, order, paging, overlap, filter, dstEnd } =
			provider.traits;
		const step = Math.max(granularity, createdGranularity ?? granularity);
		const now = () => this.now();
		const result = await scan({
			cursor: this.cursor,
			key: settings.key,
			start: this.start,
			readPage: provider.readPage,
			reader: settings.reader,
			rules: {
				tick: dstEnd === undefined ? tickOf(step, UTC) : zonelessTickOf(step, BERLIN),
				granularityMs: granularity,
				lookbackMs: settings.lookback,
				sinceInclusive: filter === 'inclusive',
				ascending: order === 'ascending',
				overlap: paging === 'offset' ? overlap : 0,
				...settings.rules,
			},
			limits: {
				maxItems: settings.maxItems,
				maxRemembered: settings.maxRemembered,
				deadline: now() + settings.budget,
			},
			now,
		});
		// As in the host: the state goes through JSON.
		this.cursor = JSON.parse(JSON.stringify(result.cursor));
		this.received.push(...result.changes);
		return result;
	}

	/** Polls, and shows what was new as `kind id/content`. */
	async news(): Promise<readonly string[]> {
		const { changes } = await this.poll();
		return changes.map(({ kind, id, record }) => `${kind} ${id}/${String(record.content)}`);
	}
}

/** Looked up once: inside a test a global costs more than what it does. */
const { imul } = Math;

/** Small seeded generator of numbers in [0, 1): mulberry32, public domain. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
