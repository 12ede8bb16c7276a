import { OFFSET_OVERLAP } from '../nodes/OpenConnectors/streams/paging/offset';
import { contactIn, type Contact, type Run } from './contacts';

export const PAGE_SIZE = 500;
/** Where the next page begins: the node asks for pages that share records, so that it sees a list move. */
export const PAGE_STEP = PAGE_SIZE - OFFSET_OVERLAP;

/** The pages of a list, each as the text an API answers with. */
export function textsOf(
	run: Run,
	order: readonly number[],
	toText: (contacts: readonly Contact[], page: number, pages: number) => string,
): readonly string[] {
	const pages = Math.ceil(order.length / PAGE_SIZE);
	return Array.from({ length: pages }, (_, page) => {
		const indices = order.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
		return toText(
			indices.map((index) => contactIn(run, index)),
			page,
			pages,
		);
	});
}

/** Pages that are bare lists, as Insightly's, and as the node asks for them. */
export function sharingTexts({ count }: Run, contactAt: (place: number) => Contact) {
	const texts: string[] = [];
	for (let first = 0, last = 0; last < count; first += PAGE_STEP) {
		last = Math.min(first + PAGE_SIZE, count);
		texts.push(
			JSON.stringify(Array.from({ length: last - first }, (_, at) => contactAt(first + at))),
		);
	}
	return texts;
}

/** Pages that are bare lists. */
export function contactTexts(run: Run, order: readonly number[]): readonly string[] {
	return textsOf(run, order, (contacts) => JSON.stringify(contacts));
}
