/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
/**
 * Gives this process a clock that stands still until it is moved: `Date` and `performance.now()` read it, and
 * waiting moves it instead of taking time. Apart from test/harness/clock.ts, as the peers run without jest.
 */
export class VirtualTime {
	/** What has passed in ms: it never goes back, whatever `now` is set to. */
	private passed = 0;

	constructor(private at: number) {
		const real = Date;
		const reading = () => this.now;
		globalThis.Date = new Proxy(real, {
			construct: (target, args: unknown[], newTarget) => {
				const made: object = Reflect.construct(
					target,
					args.length === 0 ? [reading()] : args,
					newTarget,
				);
				return made;
			},
			get: (target, name): unknown => (name === 'now' ? reading : Reflect.get(target, name)),
		});
		Reflect.set(globalThis.performance, 'now', () => this.passed);
		Reflect.set(globalThis, 'setTimeout', (work: () => void, ms: number) => {
			this.now += ms;
			queueMicrotask(work);
		});
	}

	get now(): number {
		return this.at;
	}

	set now(at: number) {
		this.passed += Math.max(0, at - this.at);
		this.at = at;
	}
}
