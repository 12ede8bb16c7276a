import { ConfigurationError } from '../../configuration/types';
import type { PagingSettings } from '../../configuration/language';
import { PagePositionError, type EpochMs, type Page } from '../../core/page';
import type { RecordReader } from '../../core/reader';
import { SourceError } from '../sourceError';
import type { ReadWindow } from '../readPages';
import { readPosition, writePosition } from './position';

export interface MaximumRules {
	/** Of the resource, for messages. */
	readonly name: string;
	readonly paging: PagingSettings;
	/** Records that a page may hold. */
	readonly limit: number;
	/** Whether the list is compared whole, so that there is no date to go on from. */
	readonly isWhole: boolean;
	readonly reader: Pick<RecordReader, 'updated'>;
}

interface Place {
	readonly since: EpochMs;
	readonly pages: number;
	readonly records: number;
	/** The latest date of the query so far. */
	readonly highest: EpochMs;
	readonly inOrder: boolean;
	readonly inner: string | undefined;
}

/**
 * Reads a list of which the API serves so many pages, or records, of one query and no more. The next
 * query begins at the last date read:
 *
 * ```text
 *   since   ├─ maximum ─┤
 *                       ├─ maximum ─┤
 *                                   ├── … ──┤
 * ```
 *
 * That takes a list in the order of its dates, which is checked; and dates that do not stand still for
 * longer than the maximum. A list that moved while it was read looks as one in another order: it is read
 * again, once a poll.
 */
export function byValue(read: ReadWindow, rules: MaximumRules): ReadWindow {
	const isReached = maximumTest(rules);
	let isReadAgain = false;
	return async (since, position, until) => {
		const place = position === undefined ? queryFrom(since) : placeAt(position);
		const page = await read(place.since, place.inner, until);
		const behind = placeBehind(place, page, rules.reader);
		// A query repeats what lies between its bound and the last date read.
		const isRepetition = page.records.length > 0 && behind.highest <= place.since;
		const next = (at: Place): Page => ({
			...page,
			next: written(at),
			...(isRepetition ? { asksAgain: true } : {}),
		});
		if (page.next === undefined) return page;
		if (!isReached(behind)) return next(behind);
		if (!behind.inOrder && !isReadAgain) {
			isReadAgain = true;
			throw new PagePositionError(new Error('The list moved, or is in another order'));
		}
		checkOrder(behind, place, rules);
		return next(queryFrom(behind.highest));
	};
}

/** Whether the setting names a maximum. */
export function hasMaximum(paging: PagingSettings): boolean {
	return maximumOf(paging) !== undefined;
}

function maximumOf(
	paging: PagingSettings,
): { readonly key: string; readonly most: number } | undefined {
	if ('maximumPage' in paging && paging.maximumPage !== undefined)
		return { key: 'maximumPage', most: paging.maximumPage };
	if ('maximumOffset' in paging && paging.maximumOffset !== undefined)
		return { key: 'maximumOffset', most: paging.maximumOffset };
	return undefined;
}

/** Whether the API serves no page at a place any more. */
function maximumTest({ paging, limit }: MaximumRules): (at: Place) => boolean {
	const most = maximumOf(paging)?.most ?? Infinity;
	if (paging.type === 'page_number') {
		const { firstPage = 1 } = paging;
		return ({ pages }) => firstPage + pages > most;
	}
	const size = Number.isFinite(limit) ? limit : 1;
	// Pages of an offset list share records.
	if (paging.type === 'offset')
		return ({ inner = '' }) => Number(/\d+$/.exec(inner)?.[0] ?? 0) + size > most;
	return ({ records }) => records + size > most;
}

function queryFrom(since: EpochMs): Place {
	return {
		since,
		pages: 0,
		records: 0,
		highest: Number.MIN_SAFE_INTEGER,
		inOrder: true,
		inner: undefined,
	};
}

function placeBehind(place: Place, { records, next }: Page, reader: MaximumRules['reader']): Place {
	const times = records.flatMap((record) => reader.updated(record) ?? []);
	const latest = times.reduce((most, time) => Math.max(most, time), place.highest);
	const isSorted = times.every((time, index) => index === 0 || times[index - 1] <= time);
	const goesOn = times.length === 0 || times[times.length - 1] >= place.highest;
	return {
		...place,
		pages: place.pages + 1,
		records: place.records + records.length,
		highest: latest,
		inOrder: place.inOrder && isSorted && goesOn,
		inner: next,
	};
}

function checkOrder(
	{ highest, inOrder, records }: Place,
	{ since }: Place,
	rules: MaximumRules,
): void {
	const { name, paging, isWhole } = rules;
	const { key = '', most = 0 } = maximumOf(paging) ?? {};
	const path = `${name}.paging.${key}`;
	if (isWhole) {
		throw new SourceError(
			'incomplete',
			`${quoteKey(path)}: the list is longer than ${most}, and a list that is compared has to be read whole`,
		);
	}
	if (!inOrder) {
		throw new ConfigurationError(
			`${name}.order`,
			`the list is not in ascending order of the updated date, so that it cannot go on behind its ${key} of ${most}. ` +
				'Ask for that order in the url, or for fewer records.',
		);
	}
	if (highest > since) return;
	throw new ConfigurationError(
		path,
		`${records} records are dated ${new Date(Math.max(highest, 0)).toISOString()} or before, and the API serves no more of them. ` +
			'What is behind them cannot be asked for: use a larger pageSize, or a url that asks for fewer records.',
	);
}

function quoteKey(path: string): string {
	return `"${path}"`;
}

function written({ since, pages, records, highest, inOrder, inner }: Place): string {
	return writePosition([since, pages, records, highest, inOrder ? 1 : 0], inner);
}

function placeAt(position: string): Place {
	const { numbers, inner } = readPosition(position, 5);
	const [since, pages, records, highest, inOrder] = numbers;
	return { since, pages, records, highest, inOrder: inOrder === 1, inner };
}
