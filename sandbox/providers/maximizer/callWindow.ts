/** Counts calls in a window that moves with the machine's clock, however the provider's clock is set. */
export class CallWindow {
	private recent: number[] = [];

	/** Counts one call and says whether no more than `calls` fall within `windowMs`. */
	admit(calls: number, windowMs: number): boolean {
		const now = Date.now();
		this.recent = this.recent.filter((at) => at > now - windowMs);
		if (this.recent.length >= calls) return false;
		this.recent.push(now);
		return true;
	}
}
