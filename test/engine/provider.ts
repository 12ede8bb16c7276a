import { hash53 } from '../../nodes/OpenConnectors/core/fingerprint';
import { PagePositionError, type Page } from '../../nodes/OpenConnectors/core/page';

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

/** The life of a record. Removed records stay here, and in no list. */
export interface History {
	/** Oldest first. */
	readonly versions: readonly Version[];
	/** True time, epoch ms. */
	readonly removedAt?: number;
}

export interface ProviderTraits {
	/** Step of the updated stamps, ms. */
	readonly granularity: number;
	/** Step of the created stamps, ms; absent: that of the updated ones. */
	readonly createdGranularity?: number;
	/** `shuffled`: an order that is stable and follows nothing. */
	readonly order: 'id' | 'ascending' | 'newest' | 'shuffled';
	readonly pageSize: number;
	/**
	 * How a page position works: `offset` counts records from the beginning of the list, `keyset`
	 * goes on behind the last record, `snapshot` goes on in the list as it was at the first page.
	 */
	readonly paging: 'offset' | 'keyset' | 'snapshot';
	/** Records that offset pages share. */
	readonly overlap: number;
	/** What the filter does with a record stamped exactly at its bound, or with any. */
	readonly filter: 'inclusive' | 'exclusive' | 'ignored';
	/** Added to the true time in the `Date` header; undefined: no header. */
	readonly dateOffset: number | undefined;
	/** Added to the true time in stamps. */
	readonly stampOffset: number;
	/** True time that passes with each request. */
	readonly requestMs: number;
}

/** Looked up once: inside a test a global costs more than what it does. */
const { floor, min } = Math;

const PLAIN: ProviderTraits = {
	granularity: SECOND,
	order: 'id',
	pageSize: 100,
	paging: 'offset',
	overlap: 10,
	filter: 'exclusive',
	dateOffset: 0,
	stampOffset: 0,
	requestMs: 100,
};

/** By number where ids are numbers. */
const byId = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** A provider on virtual time: what it lists, to which stamps it rounds, when it fails. */
export class SimulatedProvider {
	readonly traits: ProviderTraits;
	time = START;
	requests = 0;
	/** Called before each request with its number in the provider's life, from 1. */
	beforeRequest: (number: number, since: number, position?: string) => void = () => undefined;
	/** Called with what each page shows. */
	afterPage: (versions: readonly Version[]) => void = () => undefined;
	private readonly liveIds: string[] = [];
	private readonly records = new Map<string, { versions: Version[]; removedAt?: number }>();
	private readonly shuffledRanks = new Map<string, number>();
	private snapshot: { readonly name: string; readonly list: readonly Version[] } | undefined;

	constructor(traits: Partial<ProviderTraits> = {}) {
		this.traits = { ...PLAIN, ...traits };
	}

	/** Creates or edits a record now. */
	change(id: string, visibleAfter = 0): Version {
		const record = this.records.get(id) ?? { versions: [] };
		const version: Version = {
			id,
			content: record.versions.length + 1,
			createdAt: record.versions[0]?.createdAt ?? this.time,
			changedAt: this.time,
			visibleAt: this.time + visibleAfter,
		};
		if (record.versions.length === 0) this.liveIds.push(id);
		record.versions.push(version);
		this.records.set(id, record);
		return version;
	}

	remove(id: string): void {
		const record = this.records.get(id);
		if (!record) return;
		record.removedAt = this.time;
		const place = this.liveIds.indexOf(id);
		if (place >= 0) this.liveIds.splice(place, 1);
	}

	/** Every record there ever was. */
	histories(): readonly History[] {
		return [...this.records.values()];
	}

	/** The ids of the records that were not removed. */
	ids(): readonly string[] {
		return this.liveIds;
	}

	/** The beginning of the coarser step in which an instant lies. */
	tick(at: number): number {
		const { granularity, createdGranularity } = this.traits;
		const step = Math.max(granularity, createdGranularity ?? granularity);
		return floor(at / step) * step;
	}

	stamp(at: number): number {
		return this.roundedStamp(at, this.traits.granularity);
	}

	createdStamp(at: number): number {
		return this.roundedStamp(at, this.traits.createdGranularity ?? this.traits.granularity);
	}

	private roundedStamp(at: number, granularity: number): number {
		return floor((at + this.traits.stampOffset) / granularity) * granularity;
	}

	readonly readPage = async (since: number, position?: string): Promise<Page> => {
		this.time += this.traits.requestMs;
		this.requests += 1;
		this.beforeRequest(this.requests, since, position);
		const { versions, next } = this.pageOf(since, position);
		this.afterPage(versions);
		const { dateOffset } = this.traits;
		return {
			records: versions.map((version) => ({
				id: version.id,
				content: version.content,
				created: this.createdStamp(version.createdAt),
				updated: this.stamp(version.changedAt),
			})),
			...(next === undefined ? {} : { next }),
			...(dateOffset === undefined
				? {}
				: { date: floor((this.time + dateOffset) / SECOND) * SECOND }),
		};
	};

	private pageOf(
		since: number,
		position: string | undefined,
	): { readonly versions: readonly Version[]; readonly next?: string } {
		const { pageSize, paging, overlap } = this.traits;
		if (paging === 'keyset') {
			const list = this.listSince(since);
			const skip =
				position === undefined ? 0 : list.findIndex((one) => this.follows(one, position));
			const versions = skip < 0 ? [] : list.slice(skip, skip + pageSize);
			const last = versions[versions.length - 1];
			const more = last !== undefined && last !== list[list.length - 1];
			return more ? { versions, next: this.keyOf(last) } : { versions };
		}
		if (paging === 'snapshot') {
			const [name, begin] = position?.split(':') ?? [String(this.requests), '0'];
			if (position === undefined) this.snapshot = { name, list: this.listSince(since) };
			if (this.snapshot?.name !== name) throw new PagePositionError(undefined);
			const end = Number(begin) + pageSize;
			const versions = this.snapshot.list.slice(Number(begin), end);
			return end < this.snapshot.list.length ? { versions, next: `${name}:${end}` } : { versions };
		}
		const list = this.listSince(since);
		const skip = Number(position ?? 0);
		const versions = list.slice(skip, skip + pageSize);
		const end = skip + versions.length;
		if (end >= list.length) return { versions };
		return { versions, next: String(end - min(overlap, versions.length - 1)) };
	}

	private listSince(since: number): readonly Version[] {
		const { filter } = this.traits;
		const list: Version[] = [];
		for (const { versions, removedAt } of this.records.values()) {
			if (removedAt !== undefined) continue;
			let at = versions.length - 1;
			while (at >= 0 && versions[at].visibleAt > this.time) at -= 1;
			if (at < 0) continue;
			const updated = this.stamp(versions[at].changedAt);
			if (filter === 'ignored' || updated > since || (filter === 'inclusive' && updated === since))
				list.push(versions[at]);
		}
		return list
			.map((version) => ({ version, rank: this.rank(version) }))
			.sort((a, b) => a.rank - b.rank || byId(a.version.id, b.version.id))
			.map(({ version }) => version);
	}

	private rank({ id, changedAt }: Version): number {
		switch (this.traits.order) {
			case 'id':
				return 0;
			case 'shuffled':
				return this.shuffledRank(id);
			case 'ascending':
				return this.stamp(changedAt);
			case 'newest':
				return -this.stamp(changedAt);
		}
	}

	private shuffledRank(id: string): number {
		const rank = this.shuffledRanks.get(id) ?? hash53(id);
		this.shuffledRanks.set(id, rank);
		return rank;
	}

	private keyOf(version: Version): string {
		return `${this.rank(version)}:${version.id}`;
	}

	private follows(version: Version, key: string): boolean {
		const [rank, id] = key.split(':');
		return (this.rank(version) - Number(rank) || byId(version.id, id)) > 0;
	}
}
