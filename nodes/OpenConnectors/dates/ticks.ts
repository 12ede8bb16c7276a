import { earliestReading } from './dstOverlap';
import { toInstant, type Zone } from './zone';
import type { Tick } from '../core/rules';

const HOUR_MS = 3_600_000;

/**
 * @param granularityMs the step: 1, 1 000, 60 000, 3 600 000 or 86 400 000 ms
 * @param zone whose clocks the steps of an hour and more follow
 */
export function tickOf(granularityMs: number, zone: Zone): Tick {
	if (granularityMs <= 1) return (at) => at;
	if (granularityMs < HOUR_MS || zone.fixedOffsetMs === 0)
		return (at) => Math.floor(at / granularityMs) * granularityMs;
	return (at) => {
		const wall = at + zone.offsetMs(at);
		return toInstant(Math.floor(wall / granularityMs) * granularityMs, zone);
	};
}

/**
 * The same for stamps that carry no zone, in a zone whose clocks are set back: what is rounded into
 * an overlap goes back to where its second showing is read, so that no later stamp can be
 * read as earlier than the rounded instant.
 */
export function zonelessTickOf(granularityMs: number, zone: Zone): Tick {
	const tick = tickOf(granularityMs, zone);
	if (zone.fixedOffsetMs !== undefined) return tick;
	return (at) => tick(earliestReading(at, zone));
}
