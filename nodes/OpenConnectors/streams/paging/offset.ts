import type { OffsetPaging } from '../definition';
import { compileFieldPath } from '../../core/fieldPath';
import { PagePositionError } from '../../core/page';
import { withQuery } from '../url';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';
import type { ListAnswer, Pager } from './pager';

/** Records that consecutive pages of an offset list share, so that a shift of the list is seen. */
export const OFFSET_OVERLAP = 10;

/**
 * Pages by position and number. The last page is the one that reaches the total the provider
 * states, or, where it states none, the first that is not full. A total below what came is not
 * believed, nor an empty page before a total that is not reached. Links to a next page are not
 * believed either: some providers never stop giving them.
 */
export function offsetPager(style: OffsetPaging, pageSize: number): Pager {
	const overlap = Math.min(OFFSET_OVERLAP, Math.floor(pageSize / 2));
	const totalOf = totalReader(style.total);
	return {
		overlap,
		request: (list, position = '0') => {
			if (!/^\d+$/.test(position)) throw new PagePositionError(new Error('It is no offset'));
			return {
				...list,
				url: withQuery(list.url, [
					[style.offsetParameter, position],
					[style.limitParameter, String(pageSize)],
					...(style.total && 'header' in style.total ? [style.total.ask] : []),
				]),
			};
		},
		next: (answer, position) => {
			const offset = Number(position ?? 0);
			const count = answer.records.length;
			const end = offset + count;
			const total = totalOf(answer);
			const stated = total !== undefined && total < end ? undefined : total;
			if (count === 0 && stated !== undefined && stated > offset) {
				const promised = `though it says that there are ${stated} records`;
				throw new SourceError('no-list', `an empty page, ${promised},`);
			}
			const isLast = stated === undefined ? count < pageSize : end >= stated;
			const next = end - Math.min(overlap, Math.max(0, count - 1));
			return isLast || next <= offset ? undefined : String(next);
		},
	};
}

function totalReader(total: OffsetPaging['total']): (answer: ListAnswer) => number | undefined {
	if (!total) return () => undefined;
	if ('header' in total) return ({ headers }) => toTotal(headers[total.header]);
	const read = compileFieldPath(total.field);
	return ({ body }) => (isRecord(body) ? toTotal(read(body)) : undefined);
}

function toTotal(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const total = Number(value);
	return String(value).trim() !== '' && Number.isInteger(total) && total >= 0 ? total : undefined;
}
