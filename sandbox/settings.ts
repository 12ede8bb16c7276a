/** Settings with defaults that a test changes at run time and puts back. */
export class Settings<T extends object> {
	private values: Readonly<T>;

	constructor(private readonly defaults: Readonly<T>) {
		this.values = defaults;
	}

	get current(): Readonly<T> {
		return this.values;
	}

	/** Replaces the settings named, keeps the others. */
	set(changes: Partial<T>): void {
		this.values = { ...this.values, ...changes };
	}

	reset(): void {
		this.values = this.defaults;
	}
}
