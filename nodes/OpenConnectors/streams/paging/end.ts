import { compileFieldPath } from '../../core/fieldPath';
import type { PagingSettings, Totals } from '../../configuration/language';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';
import type { ListAnswer } from './paginator';

type Flags = Extract<PagingSettings, { hasMoreField?: string }>;

/** Whether an answer says that nothing follows, or that something does; undefined where it says neither. */
export function endReader({
	hasMoreField,
	endField,
}: Pick<Flags, 'hasMoreField' | 'endField'>): (answer: ListAnswer) => boolean | undefined {
	const hasMore = flagReader(hasMoreField);
	const isEnd = flagReader(endField);
	return (answer) => {
		const more = hasMore(answer);
		return more === undefined ? isEnd(answer) : !more;
	};
}

function flagReader(field: string | undefined): (answer: ListAnswer) => boolean | undefined {
	if (field === undefined) return () => undefined;
	const read = compileFieldPath(field);
	return ({ body }) => {
		const value = isRecord(body) ? read(body) : undefined;
		if (value === undefined || value === null) return undefined;
		return value === true || value === 1 || value === 'true';
	};
}

export interface Progress {
	/** Records before this page, and with it. */
	readonly before: number;
	readonly end: number;
	/** Pages with this one, where it is known. */
	readonly pages: number | undefined;
}

/**
 * Whether a page of a counted list is the last, by the number of records or pages that the answer
 * states; undefined where it states none. A total below what came is not believed.
 *
 * @throws SourceError `no-list` for an empty page before a total that is not reached
 */
export function totalReader(
	settings: Totals,
): (answer: ListAnswer, progress: Progress) => boolean | undefined {
	const totalOf = countReader(settings.totalField, settings.totalHeader);
	const pagesOf = countReader(settings.totalPagesField, settings.totalPagesHeader);
	return (answer, { before, end, pages }) => {
		const total = totalOf(answer);
		const stated = total !== undefined && total < end ? undefined : total;
		if (end === before && stated !== undefined && stated > before) {
			const promised = `though it says that there are ${stated} records`;
			throw new SourceError('no-list', `an empty page, ${promised},`);
		}
		if (stated !== undefined) return end >= stated;
		const statedPages = pagesOf(answer);
		return statedPages === undefined || pages === undefined ? undefined : pages >= statedPages;
	};
}

function countReader(
	field: string | undefined,
	header: string | undefined,
): (answer: ListAnswer) => number | undefined {
	if (header !== undefined) return ({ headers }) => toCount(headers[header.toLowerCase()]);
	if (field === undefined) return () => undefined;
	const read = compileFieldPath(field);
	return ({ body }) => (isRecord(body) ? toCount(read(body)) : undefined);
}

function toCount(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const count = Number(value);
	return String(value).trim() !== '' && Number.isInteger(count) && count >= 0 ? count : undefined;
}
