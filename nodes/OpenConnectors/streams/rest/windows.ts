import type { EpochMs, ReadPage } from '../../core/page';
import type { RecordReader } from '../../core/reader';
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
export function byWindows(
	read: ReadWindow,
	rules: WindowRules,
	{ updated }: Pick<RecordReader, 'updated'>,
	now: () => EpochMs,
): ReadPage {
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
	const beginOf = (since: EpochMs) =>
		Math.floor(Math.max(0, since - earlierMs) / writtenMs) * writtenMs;
	/** The same for the whole poll: a first page that is read again is one of the same list. */
	let first: Place | undefined;
	const firstFrom = (since: EpochMs) => {
		const begin = beginOf(since);
		if (first?.begin !== begin) first = windowFrom(begin);
		return first;
	};
	return async (since, position) => {
		const place = position === undefined ? firstFrom(since) : placeAt(position);
		const { begin, end, isLast } = place;
		const page = await read(begin + earlierMs, place.inner, end);
		// What an empty window says of the list is no page that repeats itself.
		if (page.next === undefined)
			return isLast ? page : { ...page, next: written(windowFrom(end - shared)), asksAgain: true };
		// Nor is a page of what the window shares with the one before.
		const isRepetition =
			begin > beginOf(since) &&
			page.records.every((record) => (updated(record) ?? Infinity) < begin + shared);
		const next = written({ ...place, inner: page.next });
		return { ...page, next, ...(isRepetition ? { asksAgain: true } : {}) };
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
