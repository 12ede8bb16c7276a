import type { EpochMs } from '../core/page';
import type { ScanRules, Tick } from '../core/rules';
import { isCoarse } from './change';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Steps in which records are stamped, the coarsest first. */
const STEPS_MS = [24 * HOUR_MS, HOUR_MS, MINUTE_MS, SECOND_MS];
/** So many different stamps show their step for certain. */
const ENOUGH = 8;
/** One or two may be whole hours by chance. */
const MORE_THAN_CHANCE = 3;

/** What stamps have shown of their step so far. */
export interface ShownStep {
	/** In ms. */
	readonly ms: number;
	/** Most different stamps of one reading that showed it. */
	readonly seen: number;
}

/**
 * The step in which records are stamped, which may be coarser than their format: minutes are written
 * with `:00.000` as well. It is what all stamps so far have in common: too coarse for a while costs
 * requests, too fine would lose edits that share a stamp. Once enough was seen it only gets coarser.
 */
export class StampStep {
	private readonly stamps = new Set<EpochMs>();

	constructor(
		private readonly rules: ScanRules,
		private shown: ShownStep | undefined,
	) {}

	/** The rules by that step. */
	applied(): ScanRules {
		const { rules, shown } = this;
		if (!shown || !rules.tickOf || shown.ms <= rules.granularityMs) return rules;
		return { ...rules, granularityMs: shown.ms, tick: rules.tickOf(shown.ms) };
	}

	/** The same where the step is no chance, and else those that were given. */
	ofBaseline(): ScanRules {
		return (this.shown?.seen ?? 0) >= MORE_THAN_CHANCE ? this.applied() : this.rules;
	}

	/** Whether the stamps lie between those of the step that was given, a minute or longer. */
	get isFiner(): boolean {
		const { tick, granularityMs } = this.rules;
		const isCertain = this.stamps.size >= MORE_THAN_CHANCE;
		return (
			isCoarse(granularityMs) && isCertain && [...this.stamps].every((time) => tick(time) !== time)
		);
	}

	/** @returns what to keep of it; undefined where nothing is to be learned */
	toState(): ShownStep | undefined {
		return this.shown;
	}

	add(times: readonly EpochMs[]): void {
		const { tickOf, granularityMs } = this.rules;
		if (!tickOf || times.length === 0) return;
		for (const time of times) if (this.stamps.size < ENOUGH) this.stamps.add(time);
		const ms = stepOf([...this.stamps, ...times], tickOf) ?? granularityMs;
		const seen = Math.max(this.shown?.seen ?? 0, this.stamps.size);
		const { shown } = this;
		const isCertain = shown !== undefined && shown.seen >= ENOUGH;
		const isCoarser = shown !== undefined && ms > shown.ms;
		if (!shown) this.shown = { ms, seen };
		else if (isCertain ? isCoarser && this.stamps.size >= ENOUGH : !isCoarser)
			this.shown = { ms, seen };
		else this.shown = { ms: shown.ms, seen };
	}
}

/** The coarsest step that all stamps keep to. */
function stepOf(times: readonly EpochMs[], tickOf: (stepMs: number) => Tick): number | undefined {
	return STEPS_MS.find((ms) => {
		const tick = tickOf(ms);
		return times.every((time) => tick(time) === time);
	});
}
