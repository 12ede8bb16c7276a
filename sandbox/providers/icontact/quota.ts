const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface QuotaSettings {
	readonly requestsPerHour: number;
	readonly requestsPerDay: number;
}

/** Counts requests by the hours and days of the machine's clock, however the provider's clock is set. */
export class Quota {
	private readonly hour = new Period(HOUR_MS);
	private readonly day = new Period(DAY_MS);

	/** Counts one request and says whether it is within the limits. */
	admit({ requestsPerHour, requestsPerDay }: QuotaSettings): boolean {
		const now = Date.now();
		if (this.hour.used(now) >= requestsPerHour || this.day.used(now) >= requestsPerDay) {
			return false;
		}
		this.hour.count();
		this.day.count();
		return true;
	}
}

class Period {
	private number = 0;
	private counted = 0;

	constructor(private readonly lengthMs: number) {}

	used(now: number): number {
		const number = Math.floor(now / this.lengthMs);
		if (number !== this.number) {
			this.number = number;
			this.counted = 0;
		}
		return this.counted;
	}

	count(): void {
		this.counted += 1;
	}
}
