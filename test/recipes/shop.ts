/** A record of an API, with the true times of what happened to it. */
export interface Thing {
	readonly id: number;
	readonly createdAt: number;
	readonly changedAt: number;
	readonly edits: number;
	readonly isDeleted: boolean;
	/** Epoch ms from which lists show it. */
	readonly visibleAt: number;
}

/** The records behind an API, on virtual time. */
export class Shop {
	private readonly things = new Map<number, Thing>();

	/** @param clock epoch ms */
	constructor(readonly clock: { time: number }) {}

	/** @param lateMs after which lists begin to show it */
	create(lateMs = 0): Thing {
		const id = this.things.size + 1;
		const { time } = this.clock;
		return this.put({
			id,
			createdAt: time,
			changedAt: time,
			edits: 0,
			isDeleted: false,
			visibleAt: time + lateMs,
		});
	}

	edit(id: number): Thing {
		const thing = this.get(id);
		return this.put({ ...thing, changedAt: this.clock.time, edits: thing.edits + 1 });
	}

	remove(id: number): Thing {
		return this.put({ ...this.get(id), changedAt: this.clock.time, isDeleted: true });
	}

	/** What lists may show now, by id. */
	visible(): readonly Thing[] {
		return [...this.things.values()].filter(({ visibleAt }) => visibleAt <= this.clock.time);
	}

	private get(id: number): Thing {
		const thing = this.things.get(id);
		if (!thing) throw new Error(`There is no record ${id}.`);
		return thing;
	}

	private put(thing: Thing): Thing {
		this.things.set(thing.id, thing);
		return thing;
	}
}
