import { attempt } from '../configuration/attempt';
import type { PagingSettings, ResourceSettings } from '../configuration/language';
import type { JsonValue } from '../core/page';
import { detect, type PagingProposal } from '../detect';
import { paginatorOf } from '../streams/paging';
import type { ListAnswer, Paginator } from '../streams/paging/paginator';

/** So many records tell what a list is of; so many links stand beside it at most. */
const FEW = 10;

/**
 * The paging by which an answer goes on, though the settings say that it is all; undefined where it does
 * not. Totals count where no paging is set: beside a cursor or a link they may count other things.
 */
export function furtherPages(
	answer: ListAnswer,
	{ paging = { type: 'none' }, recordsField }: ResourceSettings,
): PagingProposal | undefined {
	if (paging.type === 'page_number' || paging.type === 'offset') return undefined;
	const request = answer.url === undefined ? {} : { request: { url: answer.url } };
	const seen = detect({ ...answer, ...request, body: withFewRecords(answer.body) }, recordsField);
	return seen.alternatives.paging.find((shown) => {
		const isOther = !isCounted(shown) && !leadsAs(shown, paging);
		return (paging.type === 'none' || isOther) && leadsOn(shown, answer);
	});
}

/** Whether an answer names a next page by such a paging, or says by it that there is one. */
export function leadsOn(shown: PagingProposal, answer: ListAnswer): boolean {
	const { value } = attempt(() => paginatorBy(shown).next(answer, undefined));
	return value !== undefined;
}

/** Pages hold any number of records: what counts is what the answer says. */
function paginatorBy(shown: PagingProposal): Paginator {
	const [pageParam, offsetParam, cursorParam] = ['', '', ''];
	const same = (link: string) => link;
	const by = (paging: PagingSettings) =>
		paginatorOf(paging, Infinity, { kept: same, toAddress: same });
	switch (shown.type) {
		case 'page_number':
			return by({ pageParam, ...shown, type: 'page_number' });
		case 'offset':
			return by({ offsetParam, ...shown, type: 'offset' });
		case 'cursor':
			return by({ cursorParam, ...shown, type: 'cursor' });
		case 'link':
			return by({ ...shown, type: 'link' });
	}
}

/** Whether the pages that an answer shows are counted, and not named by it. */
export function isCounted(shown: PagingProposal): boolean {
	return pointersOf(shown).every((pointer) => pointer === undefined);
}

/** Whether it reads where the next page is from where the settings read it. */
export function leadsAs(shown: PagingProposal, paging: PagingSettings): boolean {
	const isSame = JSON.stringify(pointersOf(shown)) === JSON.stringify(pointersOf(paging));
	return shown.type === paging.type && isSame;
}

interface Pointers {
	readonly cursorField?: unknown;
	readonly cursorHeader?: unknown;
	readonly lastRecordField?: unknown;
	readonly linkField?: unknown;
	readonly linkHeader?: string;
}

/** Where an answer says how the list goes on. */
function pointersOf(paging: object): readonly unknown[] {
	const { cursorField, cursorHeader, lastRecordField, linkField, linkHeader }: Pointers = paging;
	return [cursorField, cursorHeader, lastRecordField, linkField, linkHeader?.toLowerCase()];
}

/** An answer with the first of its records: what says how the list goes on stands beside them. */
function withFewRecords(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.slice(0, FEW).map(withFewRecords);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [name, withFewRecords(inner)]),
	);
}
