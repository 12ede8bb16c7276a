import { contactIn, type Contact, type Run } from './contacts';

export const PAGE_SIZE = 500;

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

/** Pages that are bare lists, as Insightly's. */
export function contactTexts(run: Run, order: readonly number[]): readonly string[] {
	return textsOf(run, order, (contacts) => JSON.stringify(contacts));
}
