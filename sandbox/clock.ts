/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/**
 * The clock a world stamps its records with. It follows the machine's clock until told otherwise;
 * moving it moves the providers, not the program that polls them.
 */
export class WorldClock {
	private shiftMs = 0;
	private frozenAt: EpochMs | undefined;

	now(): EpochMs {
		return this.frozenAt ?? Date.now() + this.shiftMs;
	}

	/** Moves the clock by `ms` (negative: back), running or frozen. */
	advance(ms: number): void {
		if (this.frozenAt === undefined) this.shiftMs += ms;
		else this.frozenAt += ms;
	}

	/** Stands still at `at` until `run`; `advance` still moves it. */
	freeze(at: EpochMs = this.now()): void {
		this.frozenAt = at;
	}

	/** Runs on from where it stands. */
	run(): void {
		this.shiftMs = this.now() - Date.now();
		this.frozenAt = undefined;
	}
}
