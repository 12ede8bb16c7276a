/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
/**
 * Gives this process a clock that stands still until it is moved: `Date` reads it, and waiting
 * moves it instead of taking time. Apart from test/harness/clock.ts, as the peers run without jest.
 */
export class VirtualTime {
	constructor(public now: number) {
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
		Reflect.set(globalThis, 'setTimeout', (work: () => void, ms: number) => {
			this.now += ms;
			queueMicrotask(work);
		});
	}
}
