import type { EpochMs, ReadPage } from '../../core/page';
import type { ReadWindow } from '../readPages';
import { readPosition, writePosition } from './position';

export interface WindowRules {
	/** The longest window that the API takes, in ms; Infinity where it takes any. */
	readonly stepMs: number;
	/** The step in which bounds are written and read, in ms. */
	readonly writtenMs: number;
	/** How much earlier than asked the request says, in ms. */
	readonly earlierMs: number;
}

const HOUR_MS = 3_600_000;

/** Where in which window a page is. */
interface Place {
	readonly begin: EpochMs;
	readonly end: EpochMs;
	readonly isLast: boolean;
	readonly inner: string | undefined;
}

/**
 * Reads a list window by window, until now:
 *
 * ```text
 *   since      ├──── step ────┤
 *                          ├──── step ────┤
 *                                      ├── … ──┤ now
 * ```
 *
 * Neighbours share a step of what is written where the window has room for it, and their bound where
 * it has not: one of its sides is read as inclusive.
 */
export function byWindows(read: ReadWindow, rules: WindowRules, now: () => EpochMs): ReadPage {
	const { stepMs, writtenMs, earlierMs } = rules;
	// An hour more, as the one that clocks show twice is asked for by its beginning.
	const [shared = 0] = [writtenMs + HOUR_MS, writtenMs].filter((ms) => stepMs >= 4 * ms);
	const windowFrom = (begin: EpochMs): Place => {
		const enough = now() + 2 * writtenMs;
		const isLast = begin + stepMs >= enough;
		return {
			begin,
			end: isLast ? Math.max(enough, begin) : begin + stepMs,
			isLast,
			inner: undefined,
		};
	};
	const firstFrom = (since: EpochMs) =>
		windowFrom(Math.floor(Math.max(0, since - earlierMs) / writtenMs) * writtenMs);
	return async (since, position) => {
		const place = position === undefined ? firstFrom(since) : placeAt(position);
		const { begin, end, isLast } = place;
		const page = await read(begin + earlierMs, place.inner, end);
		if (page.next !== undefined) return { ...page, next: written({ ...place, inner: page.next }) };
		if (isLast) return page;
		// What an empty window says of the list is no page that repeats itself.
		return { ...page, next: written(windowFrom(end - shared)), asksAgain: true };
	};
}

function written({ begin, end, isLast, inner }: Place): string {
	return writePosition([begin, end, isLast ? 1 : 0], inner);
}

function placeAt(position: string): Place {
	const { numbers, inner } = readPosition(position, 3);
	const [begin, end, isLast] = numbers;
	return { begin, end, isLast: isLast === 1, inner };
}
