import { Draw } from '../../sandbox/random';
import type { Faults, FaultSettings } from '../../sandbox/server';
import { sleep } from './waiting';

const SECOND_MS = 1_000;
const CALM_MS = { least: 20 * SECOND_MS, more: 25 * SECOND_MS };
const LEAST_TROUBLE_MS = 5 * SECOND_MS;

/** What goes wrong, in turn. A page of several fails in the middle where only a share does. */
const KINDS: ReadonlyArray<FaultSettings> = [
	{ fail: { status: 500 } },
	{ fail: { status: 429, retryAfterSeconds: 2 } },
	{ drop: { when: { share: 0.5 } } },
	{ slow: { ms: 3 * SECOND_MS } },
	{ fail: { status: 503, when: { share: 0.6 } } },
	{ drop: {}, slow: { ms: SECOND_MS } },
	{ fail: { status: 429 } },
];

/** Lets a provider fail now and then, the same way for the same seed. */
export class Trouble {
	private stopping = false;
	private readonly running: Promise<void>;
	private count = 0;

	constructor(
		private readonly faults: Faults,
		private readonly seed: number,
		private readonly longestMs: number,
	) {
		this.running = this.work();
	}

	/** Times of trouble so far. */
	get times(): number {
		return this.count;
	}

	/** Resolves when all is well again. */
	async stop(): Promise<void> {
		this.stopping = true;
		await this.running;
	}

	private async work(): Promise<void> {
		const draw = new Draw(this.seed);
		for (let turn = this.seed; !this.stopping; turn += 1) {
			await this.wait(CALM_MS.least + draw.unit() * CALM_MS.more);
			if (this.stopping) break;
			this.count += 1;
			this.faults.set(KINDS[turn % KINDS.length]);
			await this.wait(
				LEAST_TROUBLE_MS + draw.unit() * Math.max(0, this.longestMs - LEAST_TROUBLE_MS),
			);
			this.faults.clear();
		}
	}

	private async wait(ms: number): Promise<void> {
		const end = Date.now() + ms;
		while (!this.stopping && Date.now() < end) await sleep(SECOND_MS / 4);
	}
}
