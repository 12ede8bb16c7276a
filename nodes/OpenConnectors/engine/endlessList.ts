import { hash53 } from '../core/fingerprint';
import type { Page } from '../core/page';
import type { RecordReader } from '../core/reader';
import { EndlessListError } from './errors';

/** So many pages in a row that bring only what was read: a list that moved gives one or two. */
const MOST_REPEATED = 3;
/** The same where pages overlap: while records are edited in bulk, one page after the other slides over known ones. */
const MOST_REPEATED_OF_MOVING = 50;
/** So many empty pages in a row: a provider that filters behind its paging gives some. */
const MOST_EMPTY = 50;
/** So few are told of when a slow provider has used up the time of a poll with them. */
const MOST_EMPTY_AT_END = 3;

/** Watches the pages of one reading of a list. */
export class EndWatch {
	private repeated = 0;
	private empty = 0;
	private readonly mostRepeated: number;

	/** @param overlap records that neighbouring pages share */
	constructor(overlap: number) {
		this.mostRepeated = overlap > 0 ? MOST_REPEATED_OF_MOVING : MOST_REPEATED;
	}

	/**
	 * A page was read that names a next one.
	 *
	 * @param bringsNew whether a record of it was not read before
	 * @returns why the list is taken for endless
	 */
	page({ records, asksAgain }: Page, bringsNew: boolean): EndlessListError | undefined {
		if (asksAgain) return undefined;
		const isEmpty = records.length === 0;
		this.empty = isEmpty ? this.empty + 1 : 0;
		if (!isEmpty) this.repeated = bringsNew ? 0 : this.repeated + 1;
		if (this.empty >= MOST_EMPTY) return new EndlessListError('empty');
		return this.repeated >= this.mostRepeated ? new EndlessListError('repeated') : undefined;
	}

	/** The time of the poll is over. @returns why the list is taken for endless */
	timeOver(): EndlessListError | undefined {
		return this.empty >= MOST_EMPTY_AT_END ? new EndlessListError('empty') : undefined;
	}
}

/** So many records of a reading are known one by one, of those behind them every sixteenth. */
const KNOWN_ONE_BY_ONE = 20_000;
const SHARE = 16;

/** The records of a reading, to tell pages that bring none that is new. Millions may pass. */
export class RecordsRead {
	private readonly known = new Set<number>();

	/** @returns whether the page holds a record that was not read before; in doubt it does */
	add({ records }: Page, reader: Pick<RecordReader, 'id' | 'fingerprint'>): boolean {
		let bringsNew = false;
		let asked = 0;
		for (const record of records) {
			const name = hash53(String(reader.id(record) ?? reader.fingerprint(record)));
			if (this.known.has(name)) {
				asked += 1;
			} else if (this.known.size < KNOWN_ONE_BY_ONE || name % SHARE === 0) {
				this.known.add(name);
				bringsNew = true;
			}
		}
		return bringsNew || asked === 0;
	}
}
