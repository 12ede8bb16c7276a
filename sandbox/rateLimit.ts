/** Figures a provider publishes about its limits. */
export interface RateLimitSettings {
	readonly requestsPerSecond: number;
	readonly requestsPerDay: number;
}

/** Counts requests on the machine's clock, however the providers' clock is set. */
export class RateLimit {
	private recent: number[] = [];
	private day = 0;
	private usedToday = 0;

	/** Counts one request and says whether it is within the limits. */
	admit({ requestsPerSecond, requestsPerDay }: RateLimitSettings): boolean {
		const now = Date.now();
		const today = Math.floor(now / 86_400_000);
		if (today !== this.day) {
			this.day = today;
			this.usedToday = 0;
		}
		this.recent = this.recent.filter((at) => at > now - 1000);
		if (this.recent.length >= requestsPerSecond || this.usedToday >= requestsPerDay) return false;
		this.recent.push(now);
		this.usedToday += 1;
		return true;
	}

	remainingToday({ requestsPerDay }: RateLimitSettings): number {
		return Math.max(0, requestsPerDay - this.usedToday);
	}
}
