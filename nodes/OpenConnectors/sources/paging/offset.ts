import type { OffsetPaging } from '../../connectors/definition';
import { compileFieldPath } from '../../polling/fieldPath';
import { PagePositionError } from '../../polling/page';
import { withQuery } from '../url';
import { isRecord } from '../records';
import type { ListAnswer, Pager } from './pager';

/** Records that consecutive pages of an offset list share, so that a shift of the list is seen. */
export const OFFSET_OVERLAP = 10;

/**
 * Pages by position and number. The last page is the one that reaches the total the provider
 * states, or, where it states none, the first that is not full; an empty page is the last in any
 * case. Links to a next page are not believed: some providers never stop giving them.
 */
export function offsetPager(style: OffsetPaging, pageSize: number): Pager {
	const { total } = style;
	const overlap = Math.min(OFFSET_OVERLAP, Math.floor(pageSize / 2));
	const totalOf = totalReader(total);
	return {
		overlap,
		request: (list, position = '0') => {
			if (!/^\d+$/.test(position)) throw new PagePositionError(new Error('It is no offset'));
			return {
				...list,
				url: withQuery(list.url, [
					[style.offsetParameter, position],
					[style.limitParameter, String(pageSize)],
					...(total && 'header' in total ? [total.ask] : []),
				]),
			};
		},
		next: (answer, position) => {
			const offset = Number(position ?? 0);
			const count = answer.records.length;
			const end = offset + count;
			const stated = totalOf(answer);
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
	return value !== '' && Number.isInteger(total) && total >= 0 ? total : undefined;
}
