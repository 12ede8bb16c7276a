import { Draw } from './random';
import { sleep } from './timing';
import type { Change, World } from './world';

export interface ActivityOptions {
	readonly seed?: number;
	/** Which resources change; by default all that the world has. */
	readonly resources?: readonly string[];
	/** Share of the changes that make a new record (default 0.4); the others edit one. */
	readonly createShare?: number;
	/** Share of the changes that remove a record (default 0). */
	readonly removeShare?: number;
	/**
	 * A record changed less than this long ago is left alone (default 15 000 ms). Longer than the
	 * time between two polls, every change is there to be seen by one of them.
	 */
	readonly restMs?: number;
	/** Whether that goes for the records of the seeding too (default), or they may change at once. */
	readonly restSeeded?: boolean;
	/** Changes a second while started (default 2). */
	readonly perSecond?: number;
	/** This share of the beats makes `size` changes at one instant on top of the steady ones (default: none). */
	readonly burst?: { readonly share: number; readonly size: number };
}

const BEAT_MS = 100;
const PICKS_BEFORE_SEARCH = 8;

/** Makes changes like a busy office does. The same seed makes the same choices. */
export class Activity {
	private readonly draw: Draw;
	private readonly resources: readonly string[];
	private readonly createShare: number;
	private readonly removeShare: number;
	private readonly restMs: number;
	private readonly restSeeded: boolean;
	private running: Promise<void> | undefined;
	private stopping = false;

	constructor(
		private readonly world: World,
		private readonly options: ActivityOptions = {},
	) {
		this.draw = new Draw(options.seed ?? 1);
		this.resources = options.resources ?? world.resources;
		this.createShare = options.createShare ?? 0.4;
		this.removeShare = options.removeShare ?? 0;
		this.restMs = options.restMs ?? 15_000;
		this.restSeeded = options.restSeeded ?? true;
	}

	/** Makes `count` changes now, all at the instant the world's clock shows. */
	step(count = 1): Change[] {
		return Array.from({ length: count }, () => this.change());
	}

	/** Makes changes at the chosen rate until stopped. */
	start(): void {
		if (this.running) return;
		this.stopping = false;
		this.running = this.work();
	}

	/** Resolves when the last change has been made. */
	async stop(): Promise<void> {
		this.stopping = true;
		await this.running;
		this.running = undefined;
	}

	private async work(): Promise<void> {
		const { perSecond = 2, burst } = this.options;
		const startedAt = Date.now();
		let steady = 0;
		while (!this.stopping) {
			const due = Math.floor(((Date.now() - startedAt) / 1000) * perSecond);
			this.step(due - steady);
			steady = due;
			if (burst && this.draw.chance(burst.share)) this.step(burst.size);
			await sleep(BEAT_MS);
		}
	}

	private change(): Change {
		const resource = this.draw.pick(this.resources);
		const choice = this.draw.unit();
		if (choice >= this.createShare) {
			const id = this.restedId(resource);
			const remove = choice < this.createShare + this.removeShare;
			if (id !== undefined && remove) return this.world.remove(resource, id);
			if (id !== undefined && this.world.isEditable(resource)) return this.world.edit(resource, id);
		}
		return this.world.create(resource);
	}

	private restedId(resource: string): string | undefined {
		const ids = this.world.ids(resource);
		if (ids.length === 0) return undefined;
		const latest = this.world.clock.now() - this.restMs;
		const isRested = (id: string) => {
			const version = this.world.latest(resource, id);
			if (!version) return false;
			return version.madeAt <= latest || (!this.restSeeded && version.n <= this.world.baseline);
		};
		for (let pick = 0; pick < PICKS_BEFORE_SEARCH; pick++) {
			const id = this.draw.pick(ids);
			if (isRested(id)) return id;
		}
		return ids.find(isRested);
	}
}
