import { hash53 } from './fingerprint';
import type { Page } from './page';
import type { RecordReader } from './reader';

/** So many pages in a row that bring only what was read: a list that moved gives one, a search that is asked again with more room two. */
const MOST_REPEATED = 3;
/** So many empty pages in a row: a provider that filters behind its paging gives some. */
const MOST_EMPTY = 20;
/** So few are told of when a slow provider has used up the time of a poll with them. */
const MOST_EMPTY_AT_END = 3;

/** Names a next page again and again, and never anything new. */
export class EndlessListError extends Error {
	constructor(readonly pages: 'repeated' | 'empty') {
		super(`The list does not end: its pages are ${pages} again and again`);
		this.name = 'EndlessListError';
	}
}

/** Watches the pages of one reading of a list. */
export class EndWatch {
	private repeated = 0;
	private empty = 0;

	/**
	 * A page was read that names a next one.
	 *
	 * @param bringsNew whether a record of it was not read before
	 * @returns why the list is taken for endless
	 */
	page({ records }: Page, bringsNew: boolean): EndlessListError | undefined {
		const isEmpty = records.length === 0;
		this.empty = isEmpty ? this.empty + 1 : 0;
		if (!isEmpty) this.repeated = bringsNew ? 0 : this.repeated + 1;
		if (this.empty >= MOST_EMPTY) return new EndlessListError('empty');
		return this.repeated >= MOST_REPEATED ? new EndlessListError('repeated') : undefined;
	}

	/** The time of the poll is over. @returns why the list is taken for endless */
	timeOver(): EndlessListError | undefined {
		return this.empty >= MOST_EMPTY_AT_END ? new EndlessListError('empty') : undefined;
	}
}

/** Sums stay exact below it. */
const MODULUS = 2 ** 52;

/**
 * The pages of a reading, each named by its ids whatever their order. Millions of records may pass:
 * a number is kept of each page, not of each record.
 */
export class PagesRead {
	private readonly names = new Set<number>();

	/** @returns whether no page before held the same records */
	add({ records }: Page, reader: Pick<RecordReader, 'id' | 'fingerprint'>): boolean {
		let name = records.length;
		for (const record of records) {
			const id = reader.id(record) ?? reader.fingerprint(record);
			name = (name + (hash53(String(id)) % MODULUS)) % MODULUS;
		}
		const isNew = !this.names.has(name);
		this.names.add(name);
		return isNew;
	}
}
