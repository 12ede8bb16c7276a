import type { Change } from '../../nodes/OpenConnectors/polling/change';
import type { Cursor, StartFrom } from '../../nodes/OpenConnectors/polling/cursor';
import { fingerprintOf } from '../../nodes/OpenConnectors/polling/fingerprint';
import type { Page, RawRecord } from '../../nodes/OpenConnectors/polling/page';
import type { RecordReader } from '../../nodes/OpenConnectors/polling/reader';
import { scan, type ScanResult, type ScanRules } from '../../nodes/OpenConnectors/polling/scan';
import { tickOf } from '../../nodes/OpenConnectors/polling/ticks';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5, 12);

/** A version of a record, as the provider holds it. */
export interface Version {
	readonly id: string;
	readonly content: number;
	/** True times, epoch ms. */
	readonly createdAt: number;
	readonly changedAt: number;
	/** When lists begin to show this version. */
	readonly visibleAt: number;
}

export interface ProviderTraits {
	/** Step of the stamps, ms. */
	readonly granularity: number;
	readonly order: 'id' | 'ascending' | 'newest';
	readonly pageSize: number;
	/** Records that pages share; 0: pages by token. */
	readonly overlap: number;
	readonly sinceInclusive: boolean;
	/** Added to the true time in the `Date` header; undefined: no header. */
	readonly dateOffset: number | undefined;
	/** Added to the true time in stamps. */
	readonly stampOffset: number;
	/** True time that passes with each request. */
	readonly requestMs: number;
}

const PLAIN: ProviderTraits = {
	granularity: SECOND,
	order: 'id',
	pageSize: 100,
	overlap: 10,
	sinceInclusive: false,
	dateOffset: 0,
	stampOffset: 0,
	requestMs: 100,
};

/** A provider on virtual time: what it lists, to which stamps it rounds, when it fails. */
export class SimulatedProvider {
	readonly traits: ProviderTraits;
	time = START;
	requests = 0;
	/** Called before each request with its number in the provider's life, from 1. */
	beforeRequest: (number: number) => void = () => undefined;
	private readonly versions = new Map<string, Version[]>();

	constructor(traits: Partial<ProviderTraits> = {}) {
		this.traits = { ...PLAIN, ...traits };
	}

	/** Creates or edits a record now. */
	change(id: string, visibleAfter = 0): Version {
		const before = this.versions.get(id) ?? [];
		const version: Version = {
			id,
			content: before.length + 1,
			createdAt: before[0]?.createdAt ?? this.time,
			changedAt: this.time,
			visibleAt: this.time + visibleAfter,
		};
		this.versions.set(id, [...before, version]);
		return version;
	}

	remove(id: string): void {
		this.versions.delete(id);
	}

	/** The version of each record that is last, whether visible yet or not. */
	finalVersions(): readonly Version[] {
		return [...this.versions.values()].map((versions) => versions[versions.length - 1]);
	}

	ids(): readonly string[] {
		return [...this.versions.keys()];
	}

	stamp(at: number): number {
		const { granularity, stampOffset } = this.traits;
		return Math.floor((at + stampOffset) / granularity) * granularity;
	}

	readonly readPage = async (since: number, position?: string): Promise<Page> => {
		this.time += this.traits.requestMs;
		this.requests += 1;
		this.beforeRequest(this.requests);
		const { pageSize, overlap, dateOffset } = this.traits;
		const list = this.listSince(since);
		const skip = Number(position ?? 0);
		const records = list.slice(skip, skip + pageSize);
		const end = skip + records.length;
		const next = end - Math.min(overlap, records.length - 1);
		return {
			records,
			...(end < list.length ? { next: String(overlap > 0 ? next : end) } : {}),
			...(dateOffset === undefined
				? {}
				: { date: Math.floor((this.time + dateOffset) / SECOND) * SECOND }),
		};
	};

	private listSince(since: number): readonly RawRecord[] {
		const { order, sinceInclusive } = this.traits;
		const listed = [...this.versions.values()].flatMap((versions) => {
			const visible = versions.filter((version) => version.visibleAt <= this.time);
			const last = visible[visible.length - 1];
			if (!last) return [];
			const updated = this.stamp(last.changedAt);
			return updated > since || (sinceInclusive && updated === since) ? [last] : [];
		});
		const byId = (a: Version, b: Version) => Number(a.id) - Number(b.id);
		listed.sort((a, b) => {
			if (order === 'id') return byId(a, b);
			const byTime = this.stamp(a.changedAt) - this.stamp(b.changedAt);
			return (order === 'ascending' ? byTime : -byTime) || byId(a, b);
		});
		return listed.map((version) => ({
			id: version.id,
			content: version.content,
			created: this.stamp(version.createdAt),
			updated: this.stamp(version.changedAt),
		}));
	}
}

const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

export const reader: RecordReader = {
	id: (record) => String(record.id),
	updated: (record) => number(record.updated),
	created: (record) => number(record.created),
	fingerprint: (record) => fingerprintOf(record, new Set()),
	deleted: () => false,
	dated: true,
};

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
	}

	async poll(): Promise<ScanResult> {
		const { provider, settings } = this;
		const { granularity, order, overlap, sinceInclusive } = provider.traits;
		const now = () => provider.time + settings.localOffset;
		const result = await scan({
			cursor: this.cursor,
			key: settings.key,
			start: settings.start,
			readPage: provider.readPage,
			reader: settings.reader,
			rules: {
				tick: tickOf(granularity, UTC),
				granularityMs: granularity,
				lookbackMs: settings.lookback,
				sinceInclusive,
				ascending: order === 'ascending',
				overlap,
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

/** Small seeded generator of numbers in [0, 1): mulberry32, public domain. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
