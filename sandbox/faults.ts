/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n, never inside it */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Draw } from './random';

/** How often a fault strikes: every time, for the next n requests (behind the first `after`), or for a share (0 to 1) of them. */
export type Occurrence =
	| 'always'
	| { readonly next: number; readonly after?: number }
	| { readonly share: number };

/** A whole and right answer. */
export interface WholeAnswer {
	readonly status?: number;
	readonly headers?: OutgoingHttpHeaders;
	readonly text: string;
}

/** Does something else with an answer than send it. */
export type Misbehaviour = (response: ServerResponse, answer: WholeAnswer) => void;

/** Where and when a fault strikes; left out: every request, always. */
export interface FaultScope {
	readonly when?: Occurrence;
	/** Only requests whose url holds this text, for example `/Leads/`. */
	readonly path?: string;
}

export interface FaultSettings {
	/** The answer is kept back this long, milliseconds; it shows the records as they were before the wait. */
	readonly slow?: FaultScope & { readonly ms: number };
	/** The provider answers with this status and its own error body, before it looks at the key. */
	readonly fail?: FaultScope & {
		readonly status: number;
		readonly message?: string;
		readonly retryAfterSeconds?: number;
	};
	/** The connection stays open and no answer ever comes. */
	readonly hang?: FaultScope;
	/** The connection is cut without an answer. */
	readonly drop?: FaultScope;
	/** Something else is done with the answer than to send it. */
	readonly misbehave?: FaultScope & { readonly by: Misbehaviour };
	/** A change becomes visible only `ms` after it was made; `share` of the changes are late (default: all). */
	readonly late?: { readonly ms: number; readonly share?: number };
	/** The `Date` header is this far ahead of the clock that stamps the records (negative: behind). */
	readonly dateSkewMs?: number;
	/** The record stamps are written as wall time of this zone instead of UTC. */
	readonly stampZone?: string;
}

export type Verdict =
	| { readonly kind: 'serve' }
	| { readonly kind: 'hang' }
	| { readonly kind: 'drop' }
	| {
			readonly kind: 'fail';
			readonly status: number;
			readonly message?: string;
			readonly retryAfterSeconds?: number;
	  };

type Striking = 'slow' | 'fail' | 'hang' | 'drop' | 'misbehave';

/** What is wrong with one provider at the moment. Settable at run time; reproducible from its seed. */
export class Faults {
	private settings: FaultSettings = {};
	private readonly remaining = new Map<Striking, { after: number; next: number }>();
	private readonly draw: Draw;

	constructor(seed: number) {
		this.draw = new Draw(seed);
	}

	get current(): FaultSettings {
		return this.settings;
	}

	/** Sets the faults named and keeps the others; `undefined` takes one away. */
	set(changes: FaultSettings): void {
		this.settings = { ...this.settings, ...changes };
		for (const kind of ['slow', 'fail', 'hang', 'drop', 'misbehave'] as const) {
			const when = changes[kind]?.when;
			if (typeof when === 'object' && 'next' in when)
				this.remaining.set(kind, { after: 0, ...when });
		}
	}

	clear(): void {
		this.settings = {};
		this.remaining.clear();
	}

	/** What becomes of a request for `url`. Counts it against every `next` it falls under. */
	judge(url: string): Verdict {
		const { fail, hang, drop } = this.settings;
		if (hang && this.strikes('hang', hang, url)) return { kind: 'hang' };
		if (drop && this.strikes('drop', drop, url)) return { kind: 'drop' };
		if (fail && this.strikes('fail', fail, url)) {
			const { status, message, retryAfterSeconds } = fail;
			return { kind: 'fail', status, message, retryAfterSeconds };
		}
		return { kind: 'serve' };
	}

	/** What is done with the answer to a request for `url` in place of sending it. */
	misbehaviour(url: string): Misbehaviour | undefined {
		const { misbehave } = this.settings;
		return misbehave && this.strikes('misbehave', misbehave, url) ? misbehave.by : undefined;
	}

	/** Milliseconds to keep back the answer to a request for `url`. */
	delayMs(url: string): number {
		const { slow } = this.settings;
		return slow && this.strikes('slow', slow, url) ? slow.ms : 0;
	}

	private strikes(kind: Striking, scope: FaultScope, url: string): boolean {
		if (scope.path !== undefined && !url.includes(scope.path)) return false;
		const when = scope.when ?? 'always';
		if (when === 'always') return true;
		if ('share' in when) return this.draw.chance(when.share);
		const left = this.remaining.get(kind);
		if (!left || left.next === 0) return false;
		if (left.after > 0) {
			left.after -= 1;
			return false;
		}
		left.next -= 1;
		return true;
	}
}
