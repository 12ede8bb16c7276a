import type { Page, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import { recordKeyOf } from './seenCache';

/** How many of the last records are kept to recognise where an offset list goes on. */
const TAIL_LENGTH = 100;

/**
 * The records read last, to tell whether pages fit together: where they overlap, each begins with
 * records of the one before; where they do not, the one before still holds some of its own. Unless
 * the list moved meanwhile.
 */
export class PageOverlap {
	/** @param tail versions of the last records read, saved in an earlier poll */
	constructor(
		private readonly reader: RecordReader,
		public tail: readonly string[],
	) {}

	/** Whether the page begins with a record that was just read. */
	continues(page: Page): boolean {
		const [first] = page.records;
		return first !== undefined && this.holds(first);
	}

	/** Whether the record is one of those read last. */
	holds(record: RawRecord): boolean {
		return this.tail.includes(this.versionOf(record));
	}

	add(records: readonly RawRecord[]): void {
		const last = records.slice(-TAIL_LENGTH).map((record) => this.versionOf(record));
		this.tail = [...this.tail, ...last].slice(-TAIL_LENGTH);
	}

	/** A record that was edited meanwhile stands elsewhere, and does not show where the list goes on. */
	private versionOf(record: RawRecord): string {
		const { reader } = this;
		const key = recordKeyOf(record, reader.id(record), reader);
		return `${key}@${reader.updated(record) ?? ''}`;
	}
}
