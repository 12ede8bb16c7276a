/** A version of a record, as the provider holds it. */
export interface Version {
	readonly id: number;
	/** Counts the versions of all records. */
	readonly number: number;
	/** True times, epoch ms. */
	readonly createdAt: number;
	readonly changedAt: number;
	/** When lists begin to show this version. */
	readonly visibleAt: number;
}

/** What the provider does to those who poll it. */
export interface Behaviour {
	readonly title: string;
	/** Step of the stamps, ms. */
	readonly granularityMs?: number;
	/** From the stamp of a change until lists show it. */
	readonly visibleAfterMs?: number;
	/** Added to the true time in stamps and in the `Date` header. The poller's clock is true. */
	readonly clockOffsetMs?: number;
	readonly failEvery?: number;
	/** Whether one record is stamped a day ahead. */
	readonly futureRecord?: boolean;
	readonly changesPerSecond?: number;
	/** Polls before which the state is put back to what it was one poll earlier. */
	readonly stateBackAt?: readonly number[];
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const START = Date.UTC(2026, 0, 5, 12);
/** Changes are made for this long. */
export const BUSY_MS = 30 * MINUTE_MS;
/** Records that were there long before polling began. */
const OLD_RECORDS = 200;
const FIRST_ID = 310_000_000;
/** True time that passes with each request. */
const REQUEST_MS = 200;
const FUTURE_AT = START + 5 * MINUTE_MS;

export const BEHAVIOURS: readonly Behaviour[] = [
	{ title: 'plain' },
	{ title: 'minute ticks', granularityMs: MINUTE_MS },
	{ title: 'late by 30 s', visibleAfterMs: 30 * SECOND_MS },
	{ title: 'clock +120 s', clockOffsetMs: 120 * SECOND_MS },
	{ title: 'clock −120 s', clockOffsetMs: -120 * SECOND_MS },
	{ title: 'every 4th request fails', failEvery: 4 },
	{ title: 'one future date', futureRecord: true },
	{ title: '10 changes a second', changesPerSecond: 10 },
	{ title: 'state put back', stateBackAt: [10, 20] },
];

/** Mulberry32: a small generator with a seed, so that every engine meets the same world. */
function randomOf(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A record as a list shows it. */
export interface Listed {
	readonly version: Version;
	/** Epoch ms as stamped. */
	readonly created: number;
	readonly updated: number;
}

/** A provider on virtual time, the same for every engine. */
export class World {
	readonly versions: readonly Version[];
	requests = 0;
	private readonly clock: { now: number };
	private applied = 0;
	private readonly shown = new Map<number, Version>();

	constructor(
		readonly behaviour: Behaviour,
		clock: { now: number },
	) {
		this.clock = clock;
		this.versions = versionsOf(behaviour);
	}

	/** The provider's clock. */
	get providerNow(): number {
		return this.clock.now + (this.behaviour.clockOffsetMs ?? 0);
	}

	/** Counts a request and lets its time pass. @returns whether it fails */
	request(): 'answered' | 'failed' {
		this.clock.now += REQUEST_MS;
		this.requests += 1;
		const { failEvery } = this.behaviour;
		return failEvery !== undefined && this.requests % failEvery === 0 ? 'failed' : 'answered';
	}

	/** What a list shows now, by id. */
	list(): readonly Listed[] {
		while (
			this.applied < this.versions.length &&
			this.versions[this.applied].visibleAt <= this.clock.now
		) {
			const version = this.versions[this.applied];
			this.shown.set(version.id, version);
			this.applied += 1;
		}
		return [...this.shown.values()].map((version) => ({
			version,
			created: this.stamp(version.createdAt),
			updated: this.stampOfChange(version),
		}));
	}

	private stampOfChange(version: Version): number {
		const { futureRecord } = this.behaviour;
		const ahead = futureRecord && version.changedAt === FUTURE_AT ? DAY_MS : 0;
		return this.stamp(version.changedAt + ahead);
	}

	private stamp(at: number): number {
		const { granularityMs = SECOND_MS, clockOffsetMs = 0 } = this.behaviour;
		return Math.floor((at + clockOffsetMs) / granularityMs) * granularityMs;
	}
}

/** All versions there will ever be, in the order of their changes. */
function versionsOf(behaviour: Behaviour): readonly Version[] {
	const { changesPerSecond = 0.5, visibleAfterMs = 0, futureRecord } = behaviour;
	const random = randomOf(20_260_105);
	const created = new Map<number, number>();
	const versions: Version[] = [];
	const change = (id: number, at: number, visibleAt: number) => {
		const createdAt = created.get(id) ?? at;
		created.set(id, createdAt);
		versions.push({ id, number: versions.length, createdAt, changedAt: at, visibleAt });
	};
	for (let index = 0; index < OLD_RECORDS; index += 1) {
		const at = START - DAY_MS * (1 + Math.floor(random() * 300)) - index * SECOND_MS;
		change(FIRST_ID + index, at, at);
	}
	const stepMs = SECOND_MS / changesPerSecond;
	let future = futureRecord ?? false;
	for (let at = START + stepMs; at <= START + BUSY_MS; at += stepMs) {
		const when = Math.round(at + (random() - 0.5) * stepMs);
		if (future && when >= FUTURE_AT) {
			change(FIRST_ID + created.size, FUTURE_AT, FUTURE_AT);
			future = false;
		}
		const next = random() < 0.5;
		const id = FIRST_ID + (next ? created.size : Math.floor(random() * created.size));
		change(id, when, when + visibleAfterMs);
	}
	return versions.sort((a, b) => a.changedAt - b.changedAt);
}
