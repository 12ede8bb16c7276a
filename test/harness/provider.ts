import { hash53 } from '../../nodes/OpenConnectors/core/fingerprint';
import { PagePositionError, type Page, type RawRecord } from '../../nodes/OpenConnectors/core/page';
import { HOUR, SECOND, START } from './clock';

type Json = string | number | boolean | null;
export type Fields = Readonly<Record<string, Json>>;

/** A version of a record, as the provider holds it. */
export interface Version {
	readonly id: string;
	readonly content: number;
	/** True times, epoch ms. */
	readonly createdAt: number;
	readonly changedAt: number;
	/** When lists begin to show this version. */
	readonly visibleAt: number;
	readonly fields: Fields;
}

/** The life of a record. Removed records stay here, and in no list. */
export interface History {
	/** Oldest first. */
	readonly versions: readonly Version[];
	/** True time, epoch ms. */
	readonly removedAt?: number;
}

export interface ListTraits {
	/** Step of the updated stamps, ms. */
	readonly granularity: number;
	/** Step of the created stamps, ms; absent: that of the updated ones. */
	readonly createdGranularity?: number;
	/** `shuffled`: an order that is stable and follows nothing. */
	readonly order: 'id' | 'ascending' | 'newest' | 'shuffled';
	/** What the filter does with a record stamped exactly at its bound, or with any. */
	readonly filter: 'inclusive' | 'exclusive' | 'ignored';
	/** Added to the true time in stamps. */
	readonly stampOffset: number;
	/** The hour behind this true time is shown twice, and stamps that carry no zone are read as the first. */
	readonly dstEnd?: number;
}

export const PLAIN_LIST: ListTraits = {
	granularity: SECOND,
	order: 'id',
	filter: 'exclusive',
	stampOffset: 0,
};

/** How a change differs from one that is stamped when it is made. */
export interface ChangeOptions {
	/** Added to the stamp, ms. */
	readonly stampedAhead?: number;
	/** Keeps the stamp of the version before. */
	readonly unstamped?: boolean;
	/** What else the record holds from now on. */
	readonly fields?: Fields;
}

/** Looked up once: inside a test a global costs more than what it does. */
const { floor, min } = Math;

/** By number where ids are numbers. */
const byId = (a: string, b: string) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** A list of a provider: the records there are, and how it shows them. */
export class RecordList<Traits extends ListTraits = ListTraits> {
	private readonly liveIds: string[] = [];
	private readonly records = new Map<string, { versions: Version[]; removedAt?: number }>();
	private clockSet = { at: Infinity, by: 0 };
	private readonly shuffledRanks = new Map<string, number>();
	/** What was shown last, which is right from `at` until `staleAt`, when something becomes visible. */
	private shown:
		| {
				readonly since: number | undefined;
				readonly at: number;
				readonly staleAt: number;
				readonly list: readonly Version[];
		  }
		| undefined;

	/** @param clock the provider's true time, epoch ms */
	constructor(
		readonly traits: Traits,
		protected readonly clock: { time: number },
	) {}

	/** Creates or edits a record now. */
	change(id: string, visibleAfter = 0, options: ChangeOptions = {}): Version {
		const { stampedAhead = 0, unstamped = false, fields } = options;
		const known = this.records.get(id);
		const record = known && known.removedAt === undefined ? known : { versions: [] };
		const { versions } = record;
		const last = versions[versions.length - 1];
		const at = this.clock.time + stampedAhead;
		const version: Version = {
			id,
			content: versions.length + 1,
			createdAt: versions[0]?.createdAt ?? at,
			changedAt: unstamped ? (last?.changedAt ?? at) : at,
			visibleAt: this.clock.time + visibleAfter,
			fields: { ...last?.fields, ...fields },
		};
		if (versions.length === 0) this.liveIds.push(id);
		versions.push(version);
		this.records.set(id, record);
		this.shown = undefined;
		return version;
	}

	remove(id: string): void {
		const record = this.records.get(id);
		if (!record) return;
		record.removedAt = this.clock.time;
		const place = this.liveIds.indexOf(id);
		if (place >= 0) this.liveIds.splice(place, 1);
		this.shown = undefined;
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

	/** Sets the provider's clock: stamps, and the `Date` header, from now on. */
	setClock(by: number): void {
		this.clockSet = { at: this.clock.time, by };
		this.shown = undefined;
	}

	/** By how much the provider's clock differs from how it went at first. */
	protected clockSetBy(at: number): number {
		return at >= this.clockSet.at ? this.clockSet.by : 0;
	}

	private roundedStamp(at: number, granularity: number): number {
		const { stampOffset, dstEnd } = this.traits;
		const isShownAgain = dstEnd !== undefined && at >= dstEnd && at < dstEnd + HOUR;
		const shown = at + stampOffset + this.clockSetBy(at) - (isShownAgain ? HOUR : 0);
		return floor(shown / granularity) * granularity;
	}

	/**
	 * The whole list, in its order.
	 * @param since bound of the filter, epoch ms; absent: no filter
	 */
	listSince(since?: number): readonly Version[] {
		const { filter } = this.traits;
		const { shown, clock } = this;
		const { time } = clock;
		if (shown && shown.since === since && shown.at <= time && time < shown.staleAt)
			return shown.list;
		let staleAt = Infinity;
		const found: Version[] = [];
		for (const { versions, removedAt } of this.records.values()) {
			if (removedAt !== undefined) continue;
			let at = versions.length - 1;
			while (at >= 0 && versions[at].visibleAt > time) {
				staleAt = min(staleAt, versions[at].visibleAt);
				at -= 1;
			}
			if (at < 0) continue;
			const updated = this.stamp(versions[at].changedAt);
			if (
				since === undefined ||
				filter === 'ignored' ||
				updated > since ||
				(filter === 'inclusive' && updated === since)
			)
				found.push(versions[at]);
		}
		const list = found
			.map((version) => ({ version, rank: this.rank(version) }))
			.sort((a, b) => a.rank - b.rank || byId(a.version.id, b.version.id))
			.map(({ version }) => version);
		this.shown = { since, at: time, staleAt, list };
		return list;
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

	/** Where a record stands in the order of the list. */
	protected keyOf(version: Version): string {
		return `${this.rank(version)}:${version.id}`;
	}

	protected follows(version: Version, key: string): boolean {
		const [rank, id] = key.split(':');
		return (this.rank(version) - Number(rank) || byId(version.id, id)) > 0;
	}
}

export interface ProviderTraits extends ListTraits {
	readonly pageSize: number;
	/**
	 * How a page position works: `offset` and `tokens` count records from the beginning of the list,
	 * `keyset` goes on behind the last record, `snapshot` in the list as it was at the first page.
	 */
	readonly paging: 'offset' | 'tokens' | 'keyset' | 'snapshot';
	/** True time for which a position is taken; absent: for ever. */
	readonly positionLifeMs?: number;
	/** What differs in a record without an edit. */
	readonly noise?: 'link' | 'order';
	/** Records that offset pages share. */
	readonly overlap: number;
	/** Added to the true time in the `Date` header; undefined: no header. */
	readonly dateOffset: number | undefined;
	/** True time that passes with each request. */
	readonly requestMs: number;
}

const PLAIN: ProviderTraits = {
	...PLAIN_LIST,
	pageSize: 100,
	paging: 'offset',
	overlap: 10,
	dateOffset: 0,
	requestMs: 100,
};

/** A provider of one list on virtual time, asked page by page without HTTP. */
export class SimulatedProvider extends RecordList<ProviderTraits> {
	requests = 0;
	private shownRecords = 0;
	private readonly givenAt = new Map<string, number>();
	/** Called before each request with its number in the provider's life, from 1. */
	beforeRequest: (number: number, since: number, position?: string) => void = () => undefined;
	/** Called with what each page shows. */
	afterPage: (versions: readonly Version[]) => void = () => undefined;
	private readonly snapshots = new Map<string, readonly Version[]>();

	constructor(traits: Partial<ProviderTraits> = {}) {
		super({ ...PLAIN, ...traits }, { time: START });
	}

	get time(): number {
		return this.clock.time;
	}

	set time(at: number) {
		this.clock.time = at;
	}

	readonly readPage = async (since: number, position?: string): Promise<Page> => {
		this.time += this.traits.requestMs;
		this.requests += 1;
		this.beforeRequest(this.requests, since, position);
		const { dateOffset, positionLifeMs = Infinity } = this.traits;
		const givenAt = this.givenAt.get(position ?? '') ?? this.time;
		if (this.time - givenAt > positionLifeMs) throw new PagePositionError(undefined);
		const { versions, next } = this.pageOf(since, position);
		if (next !== undefined && positionLifeMs < Infinity) this.givenAt.set(next, this.time);
		this.afterPage(versions);
		return {
			records: versions.map((version) => ({
				id: version.id,
				content: version.content,
				created: this.createdStamp(version.createdAt),
				updated: this.stamp(version.changedAt),
				...this.noise(),
			})),
			...(next === undefined ? {} : { next }),
			...(dateOffset === undefined
				? {}
				: { date: floor((this.time + dateOffset + this.clockSetBy(this.time)) / SECOND) * SECOND }),
		};
	};

	private noise(): RawRecord {
		const { noise } = this.traits;
		this.shownRecords += 1;
		switch (noise) {
			case 'link':
				return { link: `https://files.example/a.png?Expires=${this.shownRecords}&Signature=s` };
			case 'order':
				return { tags: this.shownRecords % 2 === 0 ? ['a', 'b'] : ['b', 'a'] };
			case undefined:
				return {};
		}
	}

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
			if (position === undefined) this.snapshots.set(name, this.listSince(since));
			const list = this.snapshots.get(name);
			if (!list) throw new PagePositionError(undefined);
			const end = Number(begin) + pageSize;
			const versions = list.slice(Number(begin), end);
			return end < list.length ? { versions, next: `${name}:${end}` } : { versions };
		}
		const list = this.listSince(since);
		const skip = Number(position ?? 0);
		const versions = list.slice(skip, skip + pageSize);
		const end = skip + versions.length;
		if (end >= list.length) return { versions };
		const shared = paging === 'tokens' ? 0 : min(overlap, versions.length - 1);
		return { versions, next: String(end - shared) };
	}
}
