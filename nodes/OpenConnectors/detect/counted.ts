import { parameter, type Asked } from './asked';
import type { EnvelopeField } from './envelope';
import { plainName } from './names';
import * as words from './pagingWords';
import type { PagingProposal } from './types';

export interface CountedTraces {
	readonly envelope: readonly EnvelopeField[];
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Records on this page. */
	readonly count: number;
	/** What the records may be called, plain and singular. */
	readonly resources: ReadonlySet<string>;
}

export type Counted = Pick<
	PagingProposal,
	| 'type'
	| 'pageParam'
	| 'firstPage'
	| 'offsetParam'
	| 'totalField'
	| 'totalHeader'
	| 'totalPagesField'
	| 'totalPagesHeader'
>;

/** Pages or records that are counted, because the request asks so or the answer says where it stands. */
export function countedPaging(traces: CountedTraces, asked: Asked): Counted | undefined {
	const { envelope } = traces;
	const numbers = envelope.filter(
		({ value }) => typeof value === 'number' || /^\d+$/.test(String(value)),
	);
	const totals = totalsOf(traces, numbers);
	const offset = numbers.find(({ name }) => words.OFFSET_ECHO.test(name));
	const page = numbers.find(
		({ name }) =>
			words.PAGE_ECHO.test(name) && (name !== 'number' || totals.totalPagesField !== undefined),
	);
	const isPaged = totals.totalPagesField !== undefined || totals.totalPagesHeader !== undefined;
	if (asked.page || (!asked.offset && (isPaged || page))) {
		const isFromZero = Number(asked.page?.value ?? 1) === 0 || (page?.value === 0 && !asked.page);
		return {
			type: 'page_number',
			...parameter('pageParam', asked.page),
			...(isFromZero ? { firstPage: 0 } : {}),
			...totals,
		};
	}
	const { totalField, totalHeader } = totals;
	const total = { ...(totalField ? { totalField } : {}), ...(totalHeader ? { totalHeader } : {}) };
	if (asked.offset) return { type: 'offset', ...parameter('offsetParam', asked.offset), ...total };
	const isEchoed = offset && numbers.some(({ name }) => words.LIMIT_ECHO.test(name));
	return isEchoed ? { type: 'offset', ...total } : undefined;
}

type Totals = Pick<Counted, 'totalField' | 'totalHeader' | 'totalPagesField' | 'totalPagesHeader'>;

function totalsOf(
	{ headers, count, resources }: CountedTraces,
	numbers: readonly EnvelopeField[],
): Totals {
	const pages = numbers.find(({ name }) => words.PAGES_TOTAL.test(name) && name !== 'page');
	const named = numbers.find(
		({ name, parent, value }) =>
			isTotalName(name, parent, resources) &&
			!words.PAGES_TOTAL.test(name) &&
			// A mere "count" is that of the page as well.
			(name === 'count' ? Number(value) > count : Number(value) >= count),
	);
	const header = (name: RegExp) =>
		Object.keys(headers).find((key) => name.test(plainName(key)) && /^\d+$/.test(headers[key]));
	const pagesHeader = header(words.PAGES_HEADER);
	const totalHeader = header(words.TOTAL_HEADER);
	return {
		...(pages ? { totalPagesField: pages.field } : {}),
		...(!pages && pagesHeader !== undefined ? { totalPagesHeader: pagesHeader } : {}),
		...(named ? { totalField: named.field } : {}),
		...(!named && totalHeader !== undefined ? { totalHeader } : {}),
	};
}

function isTotalName(name: string, parent: string, resources: ReadonlySet<string>): boolean {
	return words.isTotal(name, resources) || (name === 'value' && words.isTotal(parent, resources));
}
